"""Attachments and pictures in the page's own content. 附件与正文图片"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from checks.model import Fact, Link, LinkKind
from checks.parsing.fold import plain
from checks.parsing.footer import footer_elements
from checks.parsing.links import resolve
from checks.parsing.main import main_content
from checks.parsing.memo import per_view
from checks.parsing.regions import region_of
from checks.parsing.tree import inside
from checks.parsing.view import PageView
from checks.vocabulary import Context

ATTACHMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|zip|rar|7z|ofd|pptx?|rtf|csv|txt|ceb)$", re.I)
DOWNLOAD = re.compile(r"download|attach|/upload|file(?:id|name|path)=|ueditor.*\bfile\b", re.I)
NAMED = re.compile(
    r"^附件\s?\d{0,2}|^附\s?[:：\d]|附件(?:下载)?[:：]?$|下载附件|(?:申请表|表格|样表)(?:格)?(?:下载)?$|\.(?:pdf|docx?|xlsx?|wps|zip|rar|ofd|et)\s*(?:[(（\[].{0,20})?$",
    re.I,
)
SCRIPTED = re.compile(r"['\"](?P<url>[^'\"\s<>]{1,300}\.(?:pdf|docx?|xlsx?|wps|zip|rar|ofd))['\"]", re.I)
ICON = re.compile(
    r"icon|ico_|logo|btn|button|arrow|dot|qrcode|erweima|ewm|weixin|share|print|close|blank|spacer|line|bg[_.]|banner|loading|beian|gaba|conac|/images?/(?:icon|sub|nav|top|foot|bottom)|\.gif$",
    re.I,
)
VISIBLE = frozenset({"a", "area", "script", "frame"})
SMALLEST = 120  # pixels; a smaller picture carries no text to speak of
LITTLE_TEXT = 20  # characters: a banner with the name of the site


def page(view: PageView, context: Context) -> Iterator[Fact]:
    """``page.attachment`` and ``page.image`` facts. 附件、正文图片"""
    if not view.is_html:
        return
    for link in attachments(view):
        yield Fact(kind="page.attachment", value=link, evidence=view.evidence(link.text or link.href, link.locator), method=link.via)
    for element, url in images(view):
        yield Fact(kind="page.image", value=url, evidence=view.evidence(element.get("alt") or url, element), method="img")


@per_view
def attachments(view: PageView) -> tuple[Link, ...]:
    """Files offered in the content: live ones by their address, dead ones where the words say so, those a script of the content writes. 附件链接"""
    block = main_content(view)
    prefix = view.locator(block)
    feet = [view.locator(element) for element in footer_elements(view)]
    found: dict[tuple[str, str], Link] = {}
    for link in view.links:
        if not link.locator.startswith(prefix) or link.hidden or link.via not in VISIBLE:  # the first rules out most: menus, footers
            continue
        if not _may_be_file(link.kind, link.url or "", link.href, link.text):
            continue
        if _below(link.locator, prefix) and not any(_below(link.locator, foot) for foot in feet):
            found.setdefault((link.url or link.href, link.text), link)
    for script in view.tree.iter("script"):
        if "http-equiv" in (script.text or "") or not inside(script, block):
            continue
        for match in SCRIPTED.finditer((script.text or "")[:20_000]):
            url = resolve(view.base_url, match["url"], view.encoding)
            if url and not any(url == key[0] for key in found):
                name = unquote(urlsplit(url).path).rsplit("/", 1)[-1]
                found[(url, name)] = Link(
                    kind=LinkKind.WEB, url=url, href=match["url"], text=name, locator=view.locator(script), via="script"
                )
    return tuple(found.values())


@functools.lru_cache(maxsize=20_000)
def _may_be_file(kind: LinkKind, url: str, href: str, text: str) -> bool:
    """Whether a link leads to a file by its address, or is one by its words."""
    text = plain(text)
    if kind is LinkKind.WEB:
        path = unquote(urlsplit(url).path)
        named = DOWNLOAD.search(href) and NAMED.search(text)
        return bool(ATTACHMENT.search(path) or named or ATTACHMENT.search(text.strip()))
    return kind in (LinkKind.SCRIPT, LinkKind.EMPTY) and NAMED.search(text) is not None


@per_view
def images(view: PageView) -> tuple[tuple[HtmlElement, str], ...]:
    """Pictures of the content that may carry text: no icons, no small ones. 正文图片"""
    found: list[tuple[HtmlElement, str]] = []
    for image in main_content(view).iter("img"):
        source = image.get("src") or image.get("data-src") or image.get("data-original") or ""
        url = resolve(view.base_url, source, view.encoding)
        if not url or ICON.search(urlsplit(url).path) or view.is_hidden(image) or _small(image):
            continue
        if (url not in {u for _, u in found}) and not any(_frames_page(a) for a in image.iterancestors()):
            found.append((image, url))
    return tuple(found)


def _frames_page(block: HtmlElement) -> bool:
    """Whether a block is the site's head or foot: by its tag, or by its name where it says hardly anything beside the picture."""
    if block.tag in ("nav", "header", "footer"):
        return True
    return block.tag == "div" and region_of(block)[0] in ("head", "foot") and len(block.text_content().strip()) < LITTLE_TEXT


def _small(image: HtmlElement) -> bool:
    sizes = [image.get("width") or "", image.get("height") or ""]
    sizes += re.findall(r"(?:width|height)\s*:\s*(\d+)px", image.get("style") or "")
    return any(int(match[0]) < SMALLEST for size in sizes if (match := re.match(r"\d+", size)) and not size.endswith("%"))


def _below(locator: str, prefix: str) -> bool:
    return locator == prefix or locator.startswith(prefix + "/")
