"""Whether the site can be searched. 检索功能"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from checks.model import Fact, Reading, State
from checks.parsing.fold import plain
from checks.parsing.grid import inner_text
from checks.parsing.paths import xpath
from checks.parsing.tree import title_text
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .glance import all_link_words, all_targets, link_words
from .notice import read_notice
from .shell import shell_reason
from .site import Mark, fetched

SEARCH = re.compile(r"search|sousuo|jiansuo|keyword|query|检索|搜[索寻]|关键[字词]|请输入", re.I)
SEARCH_TEXT = re.compile(r"^(?:站内|全站|全文|高级|一网|智能|网站)?(?:搜[索寻]|检索|查询|搜一搜)$")
SEARCH_WORDS = ("搜", "检索", "查询")  # one of these stands in whatever SEARCH_TEXT knows
SEARCH_PATH = re.compile(r"/(?:search|sousuo|jiansuo)\b", re.I)
SEARCH_IMAGE = re.compile(r"search|sousuo|搜索|检索", re.I)
ATTRIBUTES = ("name", "id", "class", "placeholder", "value", "title", "alt", "onclick", "src", "aria-label")
PLACEHOLDERS = xpath("//*[@placeholder][not(self::input)][not(self::button)][not(self::textarea)]")
OTHER_FIELDS = frozenset({"hidden", "radio", "checkbox", "password", "file"})
ICON = re.compile(r"(?<!re)search(?!ed)|sousuo|jiansuo|fangdajing|fdj\d?\b", re.I)
ICONS = ("i", "a", "span", "em", "button", "svg")
ICON_SIGNS = (b"search", b"sousuo", b"jiansuo", b"fangdajing", b"fdj")
LONGEST_NAME = 200
LONGEST_ICON = 8  # characters that stand in it
LOADED_HEAD = re.compile(
    r"\(\s{0,9}['\"][#.][\w-]{0,30}(?:head|top|nav|search)[\w-]{0,30}['\"]\s{0,9}\)\s{0,9}\.(?:load|html|append)", re.I
)
FETCHED_HEAD = re.compile(r"head|top|nav|menu|search|banner|common", re.I)


def search_box(view: PageView, context: Context) -> Iterator[Fact]:
    """``site.search`` box: a visible field, form or link for searching the site. 检索功能"""
    if not view.is_html or read_notice(view) or shell_reason(view):
        return
    box = _box(view)
    if box is None:
        why = _unknown(view)
        state = State.UNREAD if why else State.ABSENT
        box = Mark(reading=Reading(state=state), quote=title_text(view), where="//body", method=why or "page read", confidence=0.8)
    yield Fact(
        kind="site.search",
        subject="box",
        value=box.reading,
        evidence=view.evidence(box.quote, box.where),
        method=box.method,
        confidence=box.confidence,
    )


def _box(view: PageView) -> Mark | None:
    return _field(view) or _link(view) or _image(view) or _icon(view)


def _unknown(view: PageView) -> str:
    """What may be a search box, or bring one: parts that come later, a field that does not say what is typed into it; '' for nothing."""
    if fetched(view, FETCHED_HEAD) or (not view.page.rendered and b".load" in view.letters and LOADED_HEAD.search(view.source)):
        return "parts loaded later"
    fields = (field for field in view.tree.iter("input") if (field.get("type") or "text").lower() in ("text", "search"))
    return "field without a name" if any(not view.is_hidden(field) and not _signs_in(field) for field in fields) else ""


def _signs_in(field: HtmlElement) -> bool:
    """Whether a field stands beside one for a password."""
    form = next(field.iterancestors("form", "table", "ul", "div"), None)
    return form is not None and any((other.get("type") or "").lower() == "password" for other in form.iter("input"))


def _field(view: PageView) -> Mark | None:
    drawn = PLACEHOLDERS(view.tree) if b"placeholder" in view.letters else ()  # <el-input placeholder=…>
    for field in (*view.tree.iter("input", "button"), *drawn):
        if (field.get("type") or "text").lower() in OTHER_FIELDS or view.is_hidden(field):
            continue
        form = next(field.iterancestors("form"), None)
        words = [field.get(name) for name in ATTRIBUTES]
        words.append(form.get("action") if form is not None else "")
        if SEARCH.search(plain(" ".join([word for word in words if word]))):
            shown = field.get("placeholder") or field.get("value") or field.get("name") or field.get("id") or "search"
            return Mark(reading=Reading(state=State.VALID, value=shown), quote=shown, where=field, method="field")
    return None


def _link(view: PageView) -> Mark | None:
    if not (any(word in all_link_words(view) for word in SEARCH_WORDS) or SEARCH_PATH.search(all_targets(view))):
        return None
    for link, text in zip(view.links, link_words(view), strict=True):
        if not link.hidden and (SEARCH_TEXT.match(text) or (link.via == "a" and SEARCH_PATH.search(link.href))):
            reading = Reading(state=State.VALID, value=link.text)
            return Mark(reading=reading, quote=link.text or link.href, where=link.locator, method="link", confidence=0.8)
    return None


def _icon(view: PageView) -> Mark | None:
    """A magnifying glass that opens a field: an element without words that is called after searching."""
    if not any(sign in view.letters for sign in ICON_SIGNS):
        return None
    for element in view.tree.iter(*ICONS):
        name = f"{element.get('class') or ''} {element.get('id') or ''}"
        if (
            len(name) > 1
            and ICON.search(name[:LONGEST_NAME])
            and not view.is_hidden(element)
            and len(inner_text(element, most=LONGEST_ICON)) <= LONGEST_ICON
        ):
            return Mark(reading=Reading(state=State.VALID), quote=name.strip(), where=element, method="icon", confidence=0.6)
    return None


def _image(view: PageView) -> Mark | None:
    for image in view.tree.iter("img"):
        words = (image.get("alt") or "") + (image.get("src") or "").rsplit("/", 1)[-1]
        if SEARCH_IMAGE.search(plain(words)) and not view.is_hidden(image):
            quote = image.get("alt") or image.get("src") or ""
            return Mark(reading=Reading(state=State.VALID), quote=quote, where=image, method="image", confidence=0.7)
    return None
