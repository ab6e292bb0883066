"""Small helpers over the element tree, without recursion. 元素树工具"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Collection

from lxml.html import HtmlElement

from .memo import per_view
from .view import PageView

LONGEST_TITLE = 300
LONGEST_CLASS = 400  # characters of class names that are looked at
MOST_ANCESTORS = 120  # unclosed tags nest thousands deep; what is so far out says nothing of a line


def title_text(view: PageView) -> str:
    """Text of the title element, cut where no title goes on. 标题标签文字"""
    return view.title_tag[:LONGEST_TITLE]


@per_view
def chains(view: PageView) -> dict[HtmlElement, tuple[HtmlElement, ...]]:
    """For every block that lines stand in: the block and its ancestors, innermost first. 祖先链"""
    found: dict[HtmlElement, tuple[HtmlElement, ...]] = {}
    for line in view.lines:
        element = line.element
        if element not in found:
            parent = element.getparent()
            if parent is None:
                found[element] = (element,)
                continue
            if parent not in found:  # most blocks are siblings: they share what is around them
                found[parent] = up(parent)
            found[element] = (element, *found[parent][:MOST_ANCESTORS])
    return found


@per_view
def cells(view: PageView) -> dict[HtmlElement, HtmlElement]:
    """For every element in a table: the nearest cell it is or stands in. 所在单元格"""
    found: dict[HtmlElement, HtmlElement] = {}
    if next(view.tree.iter("td", "th"), None) is None:
        return found
    for element in view.elements:
        parent = element if element.tag == "td" or element.tag == "th" else element.getparent()
        if parent is element or parent in found:
            found[element] = element if parent is element else found[parent]
    return found


def within(view: PageView, roots: Collection[HtmlElement]) -> frozenset[HtmlElement]:
    """Elements of the page and all that stands inside them. 元素及其内部"""
    found: set[HtmlElement] = set()
    for element in view.elements if roots else ():
        if element in roots and element not in found:  # what stands in another root is there already
            found.update(element.iter())
    return frozenset(found)


def up(element: HtmlElement) -> tuple[HtmlElement, ...]:
    """The element and its ancestors, innermost first; of more than ``MOST_ANCESTORS`` the nearest. 元素及其祖先"""
    return (element, *itertools.islice(element.iterancestors(), MOST_ANCESTORS))


def holds_more(element: HtmlElement, number: int) -> bool:
    """Whether more than so many elements stand directly in this one; ``len`` would count them all, for each of its lines anew. 子元素多于"""
    return next(itertools.islice(element, number, number + 1), None) is not None


def inside(element: HtmlElement, block: HtmlElement) -> bool:
    """Whether the element is the block or stands in it. 是否位于区块内"""
    return element is block or block in element.iterancestors()


def named(element: HtmlElement, pattern: re.Pattern[str]) -> bool:
    """Whether the element's class or id matches. 类名或编号匹配"""
    own, number = element.get("class"), element.get("id")
    return bool(own and _matches(pattern, own[:LONGEST_CLASS])) or bool(number and _matches(pattern, number[:LONGEST_CLASS]))


@functools.lru_cache(maxsize=20_000)
def _matches(pattern: re.Pattern[str], name: str) -> bool:
    """Class names are few on a site, and asked for many times."""
    return pattern.search(name) is not None
