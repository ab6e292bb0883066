"""Panels that tabs show in turn. 选项卡面板"""

from __future__ import annotations

import itertools
import re

from lxml.html import HtmlElement

from .tree import named, up
from .view import PageView

POPUP = re.compile(
    r"dialog|layer|popup|pop-|tips?\b|modal|alert|tpl|template|fail|success|loading|share|qrcode|ewm|weixin|wechat|mask|float", re.I
)
TEMPLATE_TEXT = re.compile(r"\{\{|\{\$|\$\{|<%")
TAB_NAME = re.compile(r"tab|panel|pane|item|con|box|nr|cont|list", re.I)
LONGEST_HEAD = 30  # characters of what opens a panel
MOST_TWINS = 60  # siblings on either side among which a tab panel's twin is looked for


def is_tab(view: PageView, element: HtmlElement) -> bool:
    """Whether a hidden block is one of several panels that tabs show in turn: a sibling of the same make is visible. 选项卡面板

    Of panels that fold away one by one all may be shut: then each stands right behind the visible words that open it.
    """
    parent = element.getparent()
    if parent is None or element.tag in ("span", "a", "i", "p", "option", "input", "img", "li") or named(element, POPUP):
        return False
    names = _makes(element)
    siblings = [e for e in twins(element) if not names.isdisjoint(_makes(e))] if names else []
    if not names and named(parent, TAB_NAME):
        siblings = [e for e in twins(element) if not e.get("class")]
    shown = any(not view.is_hidden(e) for e in siblings)
    if not shown and not (_is_headed(view, element) and (siblings or element.get("role") == "tabpanel")):
        return False
    return not TEMPLATE_TEXT.search("".join(element.itertext())[:2000]) and not any(named(a, POPUP) for a in up(parent))


def _is_headed(view: PageView, element: HtmlElement) -> bool:
    """Whether a few visible words stand right before a block: the head that opens it. 折叠标题"""
    head = element.getprevious()
    if head is None or not isinstance(head.tag, str) or head.tag in ("script", "style") or view.is_hidden(head):
        return False
    return 0 < len("".join("".join(head.itertext()).split())) <= LONGEST_HEAD


def _makes(element: HtmlElement) -> frozenset[str]:
    """Classes of a block; numbered ones are alike (``con1``, ``con_2``). 类名"""
    return frozenset(name for word in (element.get("class") or "").split() if (name := word.rstrip("0123456789")))


def twins(element: HtmlElement) -> list[HtmlElement]:
    """The nearest siblings of the same tag on both sides. 同类兄弟元素"""
    after, before = element.itersiblings(element.tag), element.itersiblings(element.tag, preceding=True)
    return [*itertools.islice(after, MOST_TWINS), *itertools.islice(before, MOST_TWINS)]
