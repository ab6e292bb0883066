"""Small helpers over the element tree, without recursion. 元素树工具"""

from __future__ import annotations

import functools
import itertools
import re

from lxml.html import HtmlElement

from .memo import per_view
from .view import PageView

LONGEST_TITLE = 300
MOST_ANCESTORS = 120  # unclosed tags nest thousands deep; what is so far out says nothing of a line


def title_text(view: PageView) -> str:
    """Text of the title element, cut where no title goes on. 标题标签文字"""
    return view.title_tag[:LONGEST_TITLE]


@per_view
def chains(view: PageView) -> dict[HtmlElement, tuple[HtmlElement, ...]]:
    """For every block that lines stand in: the block and its ancestors, innermost first. 祖先链"""
    found: dict[HtmlElement, tuple[HtmlElement, ...]] = {}
    for line in view.lines:
        if line.element not in found:
            found[line.element] = up(line.element)
    return found


def up(element: HtmlElement) -> tuple[HtmlElement, ...]:
    """The element and its ancestors, innermost first; of more than ``MOST_ANCESTORS`` the nearest. 元素及其祖先"""
    return (element, *itertools.islice(element.iterancestors(), MOST_ANCESTORS))


def inside(element: HtmlElement, block: HtmlElement) -> bool:
    """Whether the element is the block or stands in it. 是否位于区块内"""
    return element is block or any(ancestor is block for ancestor in element.iterancestors())


def named(element: HtmlElement, pattern: re.Pattern[str]) -> bool:
    """Whether the element's class or id matches. 类名或编号匹配"""
    own, number = element.get("class"), element.get("id")
    return bool(own and _matches(pattern, own)) or bool(number and _matches(pattern, number))


@functools.lru_cache(maxsize=20_000)
def _matches(pattern: re.Pattern[str], name: str) -> bool:
    """Class names are few on a site, and asked for many times."""
    return pattern.search(name) is not None
