"""What a click shows: rows in the panels of tabs, with the names on the tabs, and rows that a script of the page turns over to. 点击后显示的条目"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Set
from html import escape

import attrs
from lxml import etree
from lxml.html import HtmlElement

from checks.model import Fact, PageKind
from checks.parsing.fold import compact
from checks.parsing.own_list import is_menu
from checks.parsing.rows import Row, row_lists
from checks.parsing.tabs import panels_beside, tab_panels
from checks.parsing.tree import up
from checks.parsing.view import PageView
from checks.parsing.visible import NEVER_SHOWN
from checks.vocabulary import Context

from .entries import as_entry
from .kind import read_kind
from .tab_words import tab_words

MOST_PANELS = 24
MOST_ROWS = 200  # of all panels of a page
LEAST_HEAD, LONGEST_HEAD = 2, 20  # characters of the words on a tab
LEAST_HEADS, MOST_HEADS, HEAD_LEVELS = 2, 24, 3
MOST_BLOCKS, MOST_NODES = 8, 600  # in which the words on tabs are looked for
LARGEST = 200_000  # characters of a panel's source
# Beside a document tabs show what is new elsewhere: that stands on the page it is filed under.
LEADING = frozenset(
    {PageKind.HOME, PageKind.COLUMN, PageKind.CATALOGUE, PageKind.GUIDE_INDEX, PageKind.GUIDE, PageKind.APPLY, PageKind.OTHER}
)
CONFIDENCE = 0.7
TEXTS = frozenset(
    {PageKind.GUIDE, PageKind.APPLY}
)  # their own lists are no entries: a page may hold all parts of a column, one below the other
ROWS = frozenset({"li", "tr", "dd"})
HTML = (("Content-Type", "text/html; charset=utf-8"),)


def tabbed(view: PageView, context: Context) -> Iterator[Fact]:
    """``row.beside``: rows in panels, or further rows of a list, that are hidden until a click; ``tab.head``: the words on the tabs.

    A reader of the page as it opens does not see them, so they are none of its entries; but nothing that is listed there is missing. 点击后显示的条目
    """
    kind = read_kind(view, context).kind
    if kind in TEXTS:
        shown = (row for one in row_lists(view, context) if one.dated and not is_menu(view, one) for row in one.rows)
        yield from (_fact(view, row, position, row.place) for position, row in enumerate(itertools.islice(shown, MOST_ROWS)))
    panels, lists = tab_panels(view), _turned(view)
    if kind not in LEADING:
        return
    if kind is not PageKind.HOME:  # an item of its menu without a link is a defect
        yield from (_head(view, text, place) for text, place in dict(tab_words(view)).items())
    if not panels and not lists:
        return
    ordered = (element for element in view.elements if element in panels)
    found = (panel for panel in ordered if not any(above in panels for above in itertools.islice(up(panel), 1, None)))
    outer = list(itertools.islice(found, MOST_PANELS))
    parents = list(dict.fromkeys(panel.getparent() for panel in outer))[:MOST_BLOCKS]
    for text, head in dict.fromkeys(head for parent in parents for head in _heads(view, parent, outer)):
        yield _head(view, text, head)
    hidden = [(panel, _inner(panel)) for panel in outer if next(panel.iter("a"), None) is not None]
    hidden += [(block, "".join(map(_opened, rows))) for block, rows in itertools.islice(lists.items(), MOST_PANELS)]
    yield from itertools.islice((row for place, source in hidden for row in _rows(view, place, source, context)), MOST_ROWS)


def _turned(view: PageView) -> dict[HtmlElement, list[HtmlElement]]:
    """Hidden rows beside rows of the same list that are shown, by the list."""
    found: dict[HtmlElement, list[HtmlElement]] = {}
    for row in view._hidden_roots:
        parent = row.getparent()
        if row.tag in ROWS and parent is not None and not view.is_hidden(parent) and next(row.iter("a"), None) is not None:
            found.setdefault(parent, []).append(row)
    return {
        parent: rows for parent, rows in found.items() if any(e.tag == rows[0].tag and not view.is_hidden(e) for e in parent.iterchildren())
    }


def _heads(view: PageView, parent: HtmlElement | None, panels: list[HtmlElement]) -> tuple[tuple[str, HtmlElement], ...]:
    """The words on the tabs, each with its element: short texts beside the panels of a block, or in the blocks around it."""
    beside = {twin for panel in panels if panel.getparent() is parent for twin in (panel, *panels_beside(panel))}
    for block in itertools.islice(up(parent), HEAD_LEVELS) if parent is not None else ():
        if block.tag == "body" and block is not parent:
            break
        heads = tuple(itertools.islice(_short(view, block, beside), MOST_HEADS))
        if len(heads) >= LEAST_HEADS:
            return heads
    return ()


def _short(view: PageView, block: HtmlElement, without: Set[HtmlElement]) -> Iterator[tuple[str, HtmlElement]]:
    walk = etree.iterwalk(block, events=("start",))
    for _, element in itertools.islice(walk, MOST_NODES):
        if element in without or element.tag in NEVER_SHOWN or view.is_hidden(element):
            walk.skip_subtree()
            continue
        text = compact(element.text or "")
        if LEAST_HEAD <= len(text) <= LONGEST_HEAD:
            yield text, element


def _head(view: PageView, text: str, place: HtmlElement) -> Fact:
    return Fact(kind="tab.head", value=text, evidence=view.evidence(text, place), method="tab", confidence=CONFIDENCE)


def _inner(element: HtmlElement) -> str:
    return escape(element.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in element)


def _opened(row: HtmlElement) -> str:
    """The source of a hidden row without what hides it."""
    shown = f"<{row.tag}>{_inner(row)}</{row.tag}>"
    return f"<table>{shown}</table>" if row.tag == "tr" else shown


def _rows(view: PageView, place: HtmlElement, source: str, context: Context) -> Iterator[Fact]:
    """The rows of one panel or list, read as a page of its own: what stands around it says nothing of them."""
    if len(source) > LARGEST:
        return
    alone = PageView(attrs.evolve(view.page, body=source.encode(), headers=HTML, final_url=view.base_url))
    for one in row_lists(alone, context):
        for position, row in enumerate(() if is_menu(alone, one) else one.rows):
            if row.url:  # of the folders of a tree, which lead nowhere, nothing is known
                yield _fact(view, row, position, place)


def _fact(view: PageView, row: Row, position: int, place: HtmlElement | str) -> Fact:
    evidence = view.evidence(row.quote or row.title, place)
    return Fact(kind="row.beside", value=as_entry(row, position), evidence=evidence, method="beside", confidence=CONFIDENCE)
