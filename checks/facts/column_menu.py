"""Menus and breadcrumbs around a column's content: what stands in them is no content of the column. 栏目周围的导航"""

from __future__ import annotations

import itertools
import re
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from checks.parsing.fold import fold
from checks.parsing.links import resolve
from checks.parsing.main import Part, read_main, trail
from checks.parsing.memo import per_view
from checks.parsing.regions import region_of
from checks.parsing.rows import page_names
from checks.parsing.tree import up
from checks.parsing.view import PageView

MENU_LEVELS = 6
CRUMB_LEVELS = 12
MOST_HEADINGS = 20
LISTS = ("ul", "ol", "dl", "table")
INDEX_PAGE = re.compile(r"(?:(?:index|default)\.\w{2,6})?(?:[?#]|$)")


@per_view
def trail_line(view: PageView) -> HtmlElement | None:
    """The element of the breadcrumb's first line. 路径行"""
    parts = read_main(view).parts
    return next((line.element for line, part in zip(view.lines, parts, strict=True) if part is Part.TRAIL), None)


def in_trail(element: HtmlElement, block: HtmlElement) -> bool:
    """Whether something is a later line of the same breadcrumb: one item a step. 同一路径"""
    steps = itertools.takewhile(lambda node: node.tag != "body", up(element)[:CRUMB_LEVELS])
    return any(node is block or region_of(node)[0] == "crumb" for node in steps)


@per_view
def names_around(view: PageView) -> frozenset[str]:
    """The column's own name and those of the columns above it. 栏目名称"""
    steps = (fold(piece) for step in trail(view) for piece in re.split(r"[-—>]", step))
    return page_names(view) | frozenset(step for step in steps if step and step not in ("首页", "网站首页", "主页"))


def leads_below(view: PageView, element: HtmlElement) -> bool:
    """Whether a link leads below this column's own folder: a part of it, in whatever tiles, whatever menu stands beside. 下级栏目"""
    here = view.page.final_url or view.page.url
    folder = here[: here.rindex("/") + 1]
    if not INDEX_PAGE.match(here[len(folder) :]) or not urlsplit(folder).path.strip("/"):
        return False
    link = next((node for node in (*element.iter("a"), *element.iterancestors("a"))), None)
    target = resolve(view.base_url, link.get("href") or "", view.encoding) if link is not None else None
    return bool(target and target.startswith(folder) and not INDEX_PAGE.match(target[len(folder) :]))


def is_beside(view: PageView, element: HtmlElement) -> bool:
    """Whether something stands in a block named as a menu or as the side of the page: a heading there is the menu's. 侧栏"""
    steps = itertools.takewhile(lambda node: node.tag != "body", up(element)[:MENU_LEVELS])
    return any(region_of(node)[0] in ("menu", "side", "left") for node in steps)


def in_menu(view: PageView, element: HtmlElement) -> bool:
    """Whether a short link belongs to a menu around the content: it is named so, or the menu offers this very column. 栏目导航

    A block that offers the column and holds the link's own list beside other blocks is the page's setting, not one menu.
    """
    node: HtmlElement | None = element
    own: HtmlElement | None = None  # the outermost list left on the way up
    for level in range(MENU_LEVELS):
        if node is None or node.tag == "body":
            return False
        if region_of(node)[0] in ("menu", "side", "left", "head", "friends", "tools"):
            return True
        parent = node.getparent()
        one = own is None or own.getparent() is node
        if level and node.tag in ("ul", "div", "dl", "table") and one and node in _offering(view):
            return True
        if node.tag in LISTS and (node.tag == "table" or parent is None or parent.tag not in ("li", "dd")):
            own = node
        node = parent
    return False


@per_view
def _offering(view: PageView) -> frozenset[HtmlElement]:
    """Blocks with a link to this very column or one above it. One that also holds the column's own heading is the page around menu and content."""
    names = names_around(view)
    head = trail_line(view)
    own = page_names(view)
    headings = [line.element for line in view.lines if not line.linked and not line.hidden and fold(line.text) in own]
    around = {node for heading in headings[:MOST_HEADINGS] for node in heading.iterancestors()}
    found: set[HtmlElement] = set()
    for link in view.tree.iter("a"):
        if fold("".join(link.itertext())) in names and not (head is not None and in_trail(link, head)):
            node = link.getparent()
            while node is not None and node not in found:
                found.add(node)
                node = node.getparent()
    return frozenset(found - around)
