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
MOST_TWINS = 60  # siblings on either side among which a tab panel's twin is looked for


def is_tab(view: PageView, element: HtmlElement) -> bool:
    """Whether a hidden block is one of several panels that tabs show in turn: a sibling of the same make is visible. 选项卡面板"""
    parent = element.getparent()
    if parent is None or element.tag in ("span", "a", "i", "p", "option", "input", "img", "li") or named(element, POPUP):
        return False
    names = set((element.get("class") or "").split())
    siblings = [e for e in twins(element) if not names.isdisjoint((e.get("class") or "").split())] if names else []
    if not names and named(parent, TAB_NAME):
        siblings = [e for e in twins(element) if not e.get("class")]
    if not siblings or all(view.is_hidden(e) for e in siblings):
        return False
    return not TEMPLATE_TEXT.search("".join(element.itertext())[:2000]) and not any(named(a, POPUP) for a in up(parent))


def twins(element: HtmlElement) -> list[HtmlElement]:
    """The nearest siblings of the same tag on both sides. 同类兄弟元素"""
    after, before = element.itersiblings(element.tag), element.itersiblings(element.tag, preceding=True)
    return [*itertools.islice(after, MOST_TWINS), *itertools.islice(before, MOST_TWINS)]
