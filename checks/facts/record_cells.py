"""The cells that lines stand in: is a label alone there, and does the table say what belongs to it? 单元格中的标签"""

from __future__ import annotations

import itertools
import re

from lxml.html import HtmlElement

from checks.parsing.grid import inner_text
from checks.parsing.label_lines import COLON
from checks.parsing.labels import LONGEST_LABEL, media_of
from checks.parsing.memo import per_view
from checks.parsing.tree import cells, holds_more
from checks.parsing.view import Line, PageView

SELF_CONTAINED = re.compile(r"[^：:]{2,12}[：:]\s*\S")


@per_view
def _cells(view: PageView) -> dict[HtmlElement, list[int]]:
    """Cell → numbers of its lines."""
    found: dict[HtmlElement, list[int]] = {}
    for number, line in enumerate(view.lines if cells(view) else ()):
        cell = cell_of(view, line.element)
        if cell is not None:
            found.setdefault(cell, []).append(number)
    return found


def rows_beside(view: PageView, cell: HtmlElement | None) -> str:
    """What a label alone in its cell is: '' if it is not alone, ``table`` if the table says what belongs to it, ``blank`` if every cell holds
    a label with its own value and this one has none. 标签旁有无内容"""
    if cell is None or len(_cells(view).get(cell, ())) > 1:
        return ""
    text = inner_text(cell)
    beside = cell.getnext()
    near = inner_text(beside) if beside is not None else ""
    alone = text[-1:] in "：:" and (beside is None or bool(COLON.search(near[: LONGEST_LABEL + 1])))
    table = next(cell.iterancestors("table"), None)
    if not alone or table is None or any(media_of([cell])):
        return "table"
    return "blank" if _self_contained(view, table) else "table"


@per_view
def _self_contained(view: PageView, table: HtmlElement) -> bool:
    """Whether the cells of a table hold label and value each."""
    texts = [text for cell in table.iter("td", "th") if (text := inner_text(cell))]
    return sum(bool(SELF_CONTAINED.match(text)) for text in texts) >= max(2, (len(texts) - 1) // 2)


def _has_neighbour(node: HtmlElement) -> bool:
    return node.getnext() is not None or node.getprevious() is not None


def alone_in_cell(line: Line) -> bool:
    """Whether a line is all that its cell of a table or list holds, and others stand beside it. 独占一格"""
    for node in (line.element, *line.element.iterancestors()):
        if node.tag in ("td", "th", "dt"):
            above = node.getparent()
            return above is not None and _has_neighbour(node) and len(inner_text(node)) <= len(line.text) + 2
    return False


def cell_of(view: PageView, element: HtmlElement) -> HtmlElement | None:
    """The cell a line stands in, if its table has several rows and columns (one row of cells lays out the page). 所在单元格"""
    cell = cells(view).get(element)
    row = cell.getparent() if cell is not None else None
    if row is None or not holds_more(row, 1):
        return None
    others = itertools.chain(row.itersiblings("tr"), row.itersiblings("tr", preceding=True))
    return cell if next(others, None) is not None else None
