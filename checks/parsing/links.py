"""Anchors, frames, refreshes and scripted jumps of a page. 链接读取"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml.html import HtmlElement

from checks.model import Link, LinkKind

from .address import DOTTED, LONGEST_HREF, join, spelled
from .fold import compact, squeeze
from .paths import xpath
from .script_links import named_in_scripts

if TYPE_CHECKING:
    from .view import PageView

ORIGIN = re.compile(r"https?://[^/?#\s]+", re.I)
WHOLE = re.compile(r"https?://[\w.-]")
PLAINLY_WEB = ("/", "./", "../", "http:", "https:")  # how an address begins that is none of the other kinds
# An address in which nothing is to be put in order: it is joined by appending it, most of them in a tenth of the time.
SIMPLE = re.compile(
    r"(?P<start>/|\./)(?P<rest>[A-Za-z0-9%@!$&'()*+,=~_-][A-Za-z0-9/%@!$&'()*+,=~._-]*(?:\?[A-Za-z0-9/%:@!$&'()*+,;=~._-]+)?)"
)
# One that says all itself, and in which nothing is to be put in order either.
ABSOLUTE = re.compile(
    r"(?P<site>https?://[a-z0-9](?:[a-z0-9-]|\.(?=[a-z0-9]))*)(?P<path>(?:/[A-Za-z0-9%:@!$&'()*+,=~._-]+)*+/?)(?P<query>\?[A-Za-z0-9/%:@!$&'()*+,;=~._-]+)?"
)
BELOW = re.compile(r"[\w.][^:;]*", re.A)  # an address to which only the folder of its page matters
FRAMES = frozenset({"iframe", "frame"})
MOST_PARTS = 200  # elements of a link that are read for its text; unclosed links hold all that follows
PRESSED = xpath("//*[@onclick or @onmousedown or @data-href or @data-url or @data-link or (self::router-link and @to)]")
PRESSED_SIGNS = (b"onclick", b"onmousedown", b"data-href", b"data-url", b"data-link", b"<router-link")
HELD = ("data-href", "data-url", "data-link", "to")
SESSION = re.compile(r";jsessionid=[^?#/;]{1,200}", re.I)  # another at each visit: part of the talk with a server, not of the address
# The address of a page, as an attribute or a choice may hold it; a number, a name or a script is none.
HELD_ADDRESS = re.compile(
    r"(?!javascript:|#)(?:[^\s'\"<>{}]{0,300}/[^\s'\"<>{}]{0,300}|[\w.-]{1,100}\.(?:s?html?|jspx?|aspx?|php|do)(?:\?\S{0,200})?)", re.I
)
NO_PAGE = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp|svg|json|js|css|mp4)(?:$|\?)", re.I)
MOST_PRESSED = 6  # elements of what is pressed
LONGEST_PRESSED = 20  # characters of what is pressed: a menu item, not a row or a block
MOST_CHOICES = 500
ITEMS = frozenset({"li", "div", "td", "dd", "dt"})  # what one item of a menu stands in
MOST_FORMS = 100
ASKING = xpath(".//textarea | .//select | .//input[not(@type) or not(@type='submit' or @type='button' or @type='image' or @type='hidden')]")
SENDING = xpath(".//button | .//input[@type='submit' or @type='image' or @type='button']")
REFRESH = re.compile(r"^\s*[\d.]*\s*[;,]?\s*(?:url\s*=)?\s*['\"]?\s*([^'\"\s>]+)", re.I)
# A location that a click handler or a stub's script jumps to.
JUMP = re.compile(
    r"(?:location(?:\.href)?\s*=|location\.(?:replace|assign)\s*\(|window\.open\s*\(|(?:top|self|parent)\.location(?:\.href)?\s*=)"
    r"\s*(?:encodeURI\()?\s*['\"]([^'\"\s]{1,500})['\"]",
    re.I,
)
WRITTEN_REFRESH = re.compile(r"http-equiv\s*=\s*\\?['\"]?refresh[^>]{0,200}?url\s*=\s*\\?['\"]?\s*([^'\"\\\s>]{1,500})", re.I)
JUMP_TO_NAME = re.compile(
    r"location(?:\.href)?\s{0,9}=\s{0,9}([A-Za-z_]\w{0,40})\s{0,9}(?:[;}\n]|$)|location\.(?:replace|assign)\s{0,9}\(\s{0,9}([A-Za-z_]\w{0,40})\s{0,9}\)"
)
STUB_TEXT = 200  # a page with more visible characters than this is no mere redirect


def resolve(base: str, href: str, codec: str = "") -> str | None:
    """Absolute, normalised address of an href, or None if it is none that can be fetched. Fragment and default port are dropped.

    ``codec`` is the encoding of the page that it stands on, in which its query is written.
    """
    href = spelled(href.strip(), codec)
    return _resolve(_needed(base, href), href)


def _needed(base: str, href: str) -> str:
    """As much of the base as matters to an address: its site, its folder, or all of it. Menus repeat on every page of a site."""
    if href[:1] == "/":
        return base if href[1:2] == "/" else _root(base)
    if href[:4] == "http" and WHOLE.match(href):
        return _root(base)
    return _folder(base) if BELOW.fullmatch(href) else base


@functools.lru_cache(maxsize=256)
def _root(base: str) -> str:
    """The front page of a base's site; a base that is no web address as it is."""
    origin = ORIGIN.match(base)
    return origin[0] + "/" if origin else base


@functools.lru_cache(maxsize=256)
def _folder(base: str) -> str:
    """A base without the name of its last page."""
    path = re.split(r"[?#]", base, maxsplit=1)[0]
    return path[: path.rfind("/") + 1] if ORIGIN.match(base) and path.count("/") > 2 else base


@functools.lru_cache(maxsize=20_000)
def _resolve(base: str, href: str) -> str | None:
    if ";" in href:
        href = SESSION.sub("", href)
    whole = ABSOLUTE.fullmatch(href) if len(href) < LONGEST_HREF else None
    if whole and not DOTTED.search(href) and _joined(base, whole["site"]):
        return whole["site"] + (whole["path"] or "/") + (whole["query"] or "")
    simple = SIMPLE.fullmatch(href)
    if simple and "//" not in href and not DOTTED.search(simple["rest"]) and len(href) < LONGEST_HREF:
        front = _joined(base, "/" if simple["start"] == "/" else ".")
        return front + simple["rest"] if front else None
    return _joined(base, href)


_joined = functools.lru_cache(maxsize=2_000)(join)


def read_links(view: PageView) -> Iterator[Link]:
    """All links in document order; malformed doubled anchors («<a href><a href>») count once. 读取全部链接"""
    previous: tuple[str, HtmlElement | None] = ("", None)
    for element in view.tree.iter("a", "area", "iframe", "frame", "object"):
        tag = element.tag
        if tag == "object":
            if "html" in (element.get("type") or ""):
                yield _link(view, element, element.get("data") or "", squeeze(element.get("title") or ""), "frame")
            continue
        if tag in FRAMES:
            yield _link(view, element, element.get("src") or "", squeeze(element.get("title") or element.get("name") or ""), "frame")
            continue
        href = element.get("href")
        text = anchor_text(element)
        if not text and href is not None and tag == "a" and len(element) == 0 and _is_doubled(element, href):
            previous = (href, element.getnext())
            continue
        if previous[1] is element and href == previous[0]:
            previous = ("", None)
        yield _link(view, element, href or "", text or _words_beside(element), tag)
    yield from _refreshes(view)
    yield from _clicks(view)
    yield from _choices(view)
    yield from _buttons(view)
    yield from _written(view)


def _is_doubled(element: HtmlElement, href: str) -> bool:
    """Whether an empty anchor is the first half of a doubled one, or leads nowhere; another lies over its block, or shows an icon."""
    following = element.getnext()
    return (following is not None and following.tag == "a" and following.get("href") == href) or not _may_be_page(href.strip())


def _words_beside(element: HtmlElement) -> str:
    """The words of the item whose icon or cover a link without words is: the item is short, and this is its only link. 图标旁的文字"""
    block = element.getparent()
    if block is None or block.tag not in ITEMS:
        return ""
    inside = list(itertools.islice(block.iter(), MOST_PRESSED + 1))
    if len(inside) > MOST_PRESSED or sum(e.tag == "a" for e in inside) > 1:
        return ""
    words = compact("".join(_texts(block)))
    return words if 1 < len(words) <= LONGEST_PRESSED else ""


def anchor_text(element: HtmlElement) -> str:
    """What the reader sees of a link: its text, else its title, else the alternative text of its picture. 链接文字"""
    text = compact("".join(_texts(element)) if len(element) else element.text or "")
    if text:
        return text
    title = (
        element.get("title") or next((i.get("alt") or i.get("title") or "" for i in element.iter("img")), "") or element.get("alt") or ""
    )
    return compact(title or element.get("aria-label") or (element.tag == "input" and element.get("value")) or "")


def _texts(element: HtmlElement) -> Iterator[str]:
    for node in itertools.islice(element.iter(), MOST_PARTS):
        if node.tag in ("script", "style"):
            continue
        if node.text:
            yield node.text
        if node is not element and node.tail:
            yield node.tail
        if node.tag == "br":
            yield " "


def _kind(href: str, base: str, codec: str) -> tuple[LinkKind, str | None]:
    if href.startswith(PLAINLY_WEB):
        target = _resolve(base, spelled(href.strip(), codec))
        return (LinkKind.WEB, target) if target else (LinkKind.OTHER, None)
    lowered = href.strip().lower()
    if lowered.startswith("javascript:"):
        jump = JUMP.search(href)
        target = resolve(base, jump[1], codec) if jump else None
        return (LinkKind.WEB, target) if target else (LinkKind.SCRIPT, None)
    if lowered in ("", "#", "about:blank"):
        return LinkKind.EMPTY, None
    if lowered.startswith(("#/", "#!")):
        return LinkKind.SCRIPT, None  # a route of a script application: no part of this page
    if lowered.startswith("#"):
        return LinkKind.FRAGMENT, None
    if lowered.startswith("mailto:"):
        return LinkKind.MAIL, None
    target = resolve(base, href, codec)
    return (LinkKind.WEB, target) if target else (LinkKind.OTHER, None)


def _link(view: PageView, element: HtmlElement, href: str, text: str, via: str) -> Link:
    whole = view.base_url
    base = _needed(whole, href)
    attributes = element.get
    onclick = "" if href[:1] == "/" and base != whole else attributes("onclick") or ""
    codec = "" if href.isascii() and onclick.isascii() else view.encoding
    return _linked(base, href, onclick, text, attributes("title") or "", view.locator(element), element in view._hidden, via, codec)


@functools.lru_cache(maxsize=20_000)
def _linked(base: str, href: str, onclick: str, text: str, title: str, locator: str, hidden: bool, via: str, codec: str) -> Link:
    """A link by all that makes it. Those of menus and footers stand on page after page, at the same place."""
    kind, url = _kind(href, base, codec)
    if kind in (LinkKind.EMPTY, LinkKind.SCRIPT):
        jump = JUMP.search(onclick)
        target = resolve(base, jump[1], codec) if jump else None
        if target:
            kind, url, via = LinkKind.WEB, target, "script"
        elif onclick:
            kind = LinkKind.SCRIPT
    return Link(kind=kind, url=url, href=href, text=text, title=compact(title) if title else "", locator=locator, hidden=hidden, via=via)


def _clicks(view: PageView) -> Iterator[Link]:
    """Elements other than anchors that a click handler sends elsewhere (menu items, buttons). 点击跳转

    Where only the script knows the address, a short text is a door without one; what an attribute holds is likely the address, not surely.
    """
    for element in PRESSED(view.tree) if any(sign in view.letters for sign in PRESSED_SIGNS) else ():
        if element.tag in ("a", "area"):
            continue
        handler = element.get("onclick") or element.get("onmousedown") or ""
        jump = JUMP.search(handler)
        target = resolve(view.base_url, jump[1], view.encoding) if jump else None
        if jump and target:
            yield _pressed(view, element, LinkKind.WEB, target, jump[1], anchor_text(element)[:100], "script")
        elif jump is None and 1 < len(text := _short_text(element)) <= LONGEST_PRESSED:
            held = next((value.strip() for name in HELD if (value := element.get(name))), "")
            target = resolve(view.base_url, held, view.encoding) if _may_be_page(held) else None
            kind, via = (LinkKind.WEB, "data") if target else (LinkKind.SCRIPT, "script")
            yield _pressed(view, element, kind, target, held if target else handler[:LONGEST_HREF], text, via)


def _choices(view: PageView) -> Iterator[Link]:
    """Pages that one chooses from a list: «<select onchange="location=this.value"><option value="2020.html">». 下拉选择"""
    choices = view.tree.iter("option") if b"<option" in view.letters else ()
    for option in itertools.islice(choices, MOST_CHOICES):
        held = (option.get("value") or "").strip()
        target = resolve(view.base_url, held, view.encoding) if _may_be_page(held) else None
        if target:
            yield _pressed(view, option, LinkKind.WEB, target, held, compact(option.text or "")[:100], "data")


def _buttons(view: PageView) -> Iterator[Link]:
    """Forms that ask for nothing: their buttons are menu items. No form is ever sent, so each is a door without an address. 按钮菜单"""
    forms = view.tree.iter("form") if b"<form" in view.letters else ()
    for form in itertools.islice(forms, MOST_FORMS):
        buttons = list(itertools.islice(SENDING(form), MOST_PRESSED * 2))
        if not buttons or ASKING(form):
            continue
        for button in buttons:
            address = button.get("formaction") or form.get("action") or ""
            text = _short_text(button)
            if not button.get("onclick") and address and 1 < len(text) <= LONGEST_PRESSED:
                yield _pressed(view, button, LinkKind.SCRIPT, None, address, text, "script")


def _written(view: PageView) -> Iterator[Link]:
    """Items of menus that a script of the page holds; what it makes of them only a browser sees, so the address is likely, not sure. 脚本菜单"""
    seen = set()
    for holder, name, address in named_in_scripts(view):
        target = resolve(view.base_url, address, view.encoding) if _may_be_page(address) else None
        if target and (name, target) not in seen:
            seen.add((name, target))
            yield _pressed(view, holder, LinkKind.WEB, target, address, name, "written")


def _may_be_page(held: str) -> bool:
    return bool(HELD_ADDRESS.fullmatch(held)) and not NO_PAGE.search(held)


def _short_text(element: HtmlElement) -> str:
    """What is pressed, '' for a block of more than a few elements or with links of its own."""
    inside = list(itertools.islice(element.iter(), MOST_PRESSED + 1))
    if len(inside) > MOST_PRESSED or any(e.tag == "a" for e in inside):
        return ""
    return anchor_text(element)


def _pressed(view: PageView, element: HtmlElement, kind: LinkKind, url: str | None, href: str, text: str, via: str) -> Link:
    return Link(kind=kind, url=url, href=href, text=text, locator=view.locator(element), hidden=view.is_hidden(element), via=via)


def _refreshes(view: PageView) -> Iterator[Link]:
    """Meta refresh, and jumps that a nearly empty page makes by script. 自动跳转"""
    for meta in view.tree.iter("meta"):
        if (meta.get("http-equiv") or "").lower() == "refresh":
            target = REFRESH.match(meta.get("content") or "")
            url = resolve(view.base_url, target[1], view.encoding) if target and not target[1].replace(".", "").isdigit() else None
            if target and url:
                yield Link(kind=LinkKind.WEB, url=url, href=target[1], text="", locator=view.locator(meta), via="refresh")
    if len(view.text) > STUB_TEXT:
        return
    sources = [(script, script.text or "") for script in view.tree.iter("script")]
    sources += [(body, body.get("onload") or "") for body in view.tree.iter("body")]
    for element, source in sources:
        for href in _jumps(source):
            url = resolve(view.base_url, href, view.encoding)
            if url:
                yield Link(kind=LinkKind.WEB, url=url, href=href, text="", locator=view.locator(element), via="refresh")


def _jumps(source: str) -> Iterator[str]:
    """Addresses that a script jumps to: written out, or held in a variable of its own."""
    written = [found[1] for pattern in (WRITTEN_REFRESH, JUMP) if (found := pattern.search(source))]
    yield from written
    held = None if written else JUMP_TO_NAME.search(source)
    name = (held[1] or held[2]) if held else ""
    value = re.search(rf"\b{re.escape(name)}\s{{0,9}}=\s{{0,9}}['\"]([^'\"\s]{{1,500}})['\"]", source) if name else None
    if value:
        yield value[1]
