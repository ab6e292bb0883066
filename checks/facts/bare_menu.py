"""Menus of a landing page whose items are words alone: a script waits for the click and nothing names it. 无链接菜单"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from lxml.html import HtmlElement

from checks.model import Fact, Link, LinkKind
from checks.parsing.fold import fold, squeeze
from checks.parsing.view import PageView
from checks.vocabulary import Context

from .roles import role_of_text
from .shell import LONGEST_DOOR
from .tabbed import tabbed

HOLDERS = ("ul", "ol", "div", "nav", "dl")
ITEMS = frozenset({"li", "div", "span", "p", "dd", "button"})
LED_TO = frozenset({"guide", "apply", "annual_report", "catalogue", "rules"})
LEAST_ITEMS = 3
LEAST_ROLES = 2
MOST_ITEMS = 60
MOST_HOLDERS = 2_000
MOST_INSIDE = 6  # elements of one item
CONFIDENCE = 0.6

LANDING_DEPTH = 2  # clicks


def is_landing(view: PageView) -> bool:
    """Whether the page was reached by the words of a place of disclosure: its own menu leads to what rules seek. 公开专栏首页"""
    anchor = view.page.anchor or ""
    return 0 < view.page.depth <= LANDING_DEPTH and len(anchor) <= LONGEST_DOOR and "公开" in fold(anchor)


def bare_menu(view: PageView, context: Context) -> Iterator[Fact]:
    """``link`` facts without an address: on a page reached by the words of a disclosure place, items that name its parts and are no links.

    A person who presses one sees what it shows. Words on tabs are no such items: what they show is on the page. 无链接菜单
    """
    if not is_landing(view) or role_of_text(view.page.anchor or "", context.vocabulary) != "disclosure":
        return
    found = [item for holder in itertools.islice(view.tree.iter(*HOLDERS), MOST_HOLDERS) for item in _menu(view, holder, context)]
    heads = {fold(str(fact.value)) for fact in tabbed(view, context) if fact.kind == "tab.head"} if found else set()
    for role, text, element in found:
        if fold(text) not in heads:
            link = Link(kind=LinkKind.SCRIPT, url=None, href="", text=text, locator=view.locator(element), via="words")
            yield Fact(
                kind="link", subject=role, value=link, evidence=view.evidence(text, link.locator), method="words", confidence=CONFIDENCE
            )


def _menu(view: PageView, holder: HtmlElement, context: Context) -> list[tuple[str, str, HtmlElement]]:
    """The items of a block that is a menu of parts of the disclosure place; none of another block."""
    if len(holder) < LEAST_ITEMS or len(holder) > MOST_ITEMS or holder[0].tag not in ITEMS:
        return []
    items = [(text, child) for child in holder if child.tag == holder[0].tag and (text := _words(child))]
    if len(items) < LEAST_ITEMS or view.is_hidden(holder):
        return []
    named = [(role, text, child) for text, child in items if (role := role_of_text(text, context.vocabulary))]
    return named if len({role for role, _, _ in named} & LED_TO) >= LEAST_ROLES else []


def _words(item: HtmlElement) -> str:
    """What an item says, '' if it is no short text or has a link."""
    inside = list(itertools.islice(item.iter(), MOST_INSIDE + 1))
    if len(inside) > MOST_INSIDE or any(node.tag == "a" for node in inside):
        return ""
    words = squeeze("".join(piece for node in inside for piece in (node.text or "", (node.tail or "") if node is not item else "")))
    return words if 1 < len(words) <= LONGEST_DOOR else ""
