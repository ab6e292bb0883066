"""Panels that tabs show in turn. 选项卡面板"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from .memo import per_view
from .tree import named, up
from .view import PageView

POPUP = re.compile(
    r"dialog|layer|popup|pop-|tips?\b|modal|alert|tpl|template|fail|success|loading|share|qrcode|ewm|weixin|wechat|mask|float", re.I
)
TEMPLATE_TEXT = re.compile(r"\{\{|\{\$|\$\{|<%")
TAB_NAME = re.compile(r"tab|panel|pane|item|con|box|nr|cont|list", re.I)
LONGEST_HEAD = 30  # characters of what opens a panel
MOST_TWINS = 60  # siblings on either side among which a tab panel's twin is looked for


@per_view
def tab_panels(view: PageView) -> frozenset[HtmlElement]:
    """Hidden blocks that a click on a tab shows. 隐藏的选项卡面板"""
    return frozenset([element for element in view._hidden_roots if is_tab(view, element)])


def is_tab(view: PageView, element: HtmlElement) -> bool:
    """Whether a hidden block is one of several panels that tabs show in turn: a sibling of the same make is visible. 选项卡面板

    Of panels that fold away one by one all may be shut: then each stands right behind the visible words that open it.
    """
    parent = element.getparent()
    if parent is None or element.tag in ("span", "a", "i", "p", "option", "input", "img", "li") or named(element, POPUP):
        return False
    if not any(not view.is_hidden(e) for e in panels_beside(element)) and not (
        _is_headed(view, element) and (element.get("role") == "tabpanel" or any(True for _ in panels_beside(element)))
    ):
        return False
    return not TEMPLATE_TEXT.search("".join(element.itertext())[:2000]) and not any(named(a, POPUP) for a in up(parent))


def panels_beside(element: HtmlElement) -> Iterator[HtmlElement]:
    """Siblings of the same make; of a block without any, in one that is called after tabs, those without any. 同组面板"""
    names = _makes(element)
    if names:
        yield from (e for e in twins(element) if not names.isdisjoint(_makes(e)))
    elif (parent := element.getparent()) is not None and named(parent, TAB_NAME):
        yield from (e for e in twins(element) if not e.get("class"))


def _is_headed(view: PageView, element: HtmlElement) -> bool:
    """Whether a few visible words stand right before a block: the head that opens it. 折叠标题"""
    head = element.getprevious()
    if head is None or not isinstance(head.tag, str) or head.tag in ("script", "style") or view.is_hidden(head):
        return False
    return 0 < len("".join("".join(head.itertext()).split())) <= LONGEST_HEAD


def _makes(element: HtmlElement) -> frozenset[str]:
    """Classes of a block, and its id where that is numbered; numbered ones are alike (``con1``, ``con_2``). 类名"""
    numbered = element.get("id") or ""
    called = [f"#{name}"] if (name := numbered.rstrip("0123456789")) and name != numbered else []
    return frozenset([*called, *(name for word in (element.get("class") or "").split() if (name := word.rstrip("0123456789")))])


def twins(element: HtmlElement) -> Iterator[HtmlElement]:
    """The nearest siblings of the same tag on both sides. 同类兄弟元素"""
    yield from itertools.islice(element.itersiblings(element.tag), MOST_TWINS)
    yield from itertools.islice(element.itersiblings(element.tag, preceding=True), MOST_TWINS)
