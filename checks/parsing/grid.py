"""HTML tables as grids of cells, spans laid out. 表格网格"""

from __future__ import annotations

import weakref
from collections.abc import Iterator

import attrs
from lxml import etree
from lxml.html import HtmlElement

from .fold import compact
from .view import BLOCKS
from .visible import NEVER_SHOWN, hiding

MAX_ROWS = 3000
MAX_COLUMNS = 60
MAX_SPAN = 400
LONGEST_CELL = 20_000  # characters; a cell with more holds the page, and is read as lines
BREAKING = BLOCKS | {"br"}


@attrs.frozen(eq=False)
class Cell:
    """One cell of a table, repeated in the grid over the area it spans. 单元格"""

    element: HtmlElement
    text: str
    head: bool
    rowspan: int
    colspan: int
    row: int


Grid = tuple[tuple[Cell, ...], ...]


def inner_text(element: HtmlElement, hidden: bool = False, most: int = 0) -> str:
    """What a reader sees of an element, on one line; with ``hidden`` also what inline style hides. Scripts never. 元素文字

    Args:
        most: after so many characters the rest is left out; 0 for all.
    """
    if not len(element):
        return "" if element.tag in NEVER_SHOWN else compact(element.text or "")
    parts: list[str] = []
    length = 0
    skipped = int(element.tag in NEVER_SHOWN)
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if skipped or (node is not element and (node.tag in NEVER_SHOWN or (not hidden and node.attrib and hiding(node)))):
                skipped += 1
                continue
            parts.append(" " if node.tag in BREAKING else "")
            parts.append(node.text or "")
            if most and (length := length + len(parts[-1].strip())) > most:
                break
            continue
        if skipped:
            skipped -= 1
        elif node.tag in BREAKING:
            parts.append(" ")
        if not skipped and node is not element:
            parts.append(node.tail or "")
            if most and (length := length + len(parts[-1].strip())) > most:
                break
    return compact("".join(parts))


_ABOVE: weakref.WeakKeyDictionary[HtmlElement, HtmlElement | None] = weakref.WeakKeyDictionary()


def table_above(element: HtmlElement) -> HtmlElement | None:
    """The innermost table that an element stands in, itself apart; one look up from the nearest ancestor asked before. 所在表格"""
    try:
        return _ABOVE[element]
    except KeyError:
        passed = [element]
        table = None
    while (above := passed[-1].getparent()) is not None:
        if above.tag == "table":
            table = above
            break
        if above in _ABOVE:
            table = _ABOVE[above]
            break
        passed.append(above)
    for node in passed:
        _ABOVE[node] = table
    return table


def rows_of(table: HtmlElement) -> Iterator[HtmlElement]:
    """Rows of this table, not of tables nested in it. 本表的行"""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def read_grid(table: HtmlElement) -> Grid:
    """Lay out a table; every position a span covers holds the same cell. Damaged and endless spans are bounded. 读取表格"""
    grid: list[tuple[Cell, ...]] = []
    pending: dict[int, tuple[Cell, int]] = {}
    for number, row in enumerate(rows_of(table)):
        if number >= MAX_ROWS:
            break
        line: list[Cell] = []
        cells = [c for c in row if c.tag in ("td", "th")]
        position = 0
        while len(line) < MAX_COLUMNS:
            column = len(line)
            if column in pending:
                cell, left = pending.pop(column)
                line.append(cell)
                if left > 1:
                    pending[column] = (cell, left - 1)
                continue
            if position >= len(cells):
                break
            element = cells[position]
            position += 1
            cell = Cell(
                element,
                inner_text(element, most=LONGEST_CELL),
                element.tag == "th",
                _span(element, "rowspan"),
                _span(element, "colspan"),
                number,
            )
            for offset in range(min(cell.colspan, MAX_COLUMNS - column)):
                line.append(cell)
                if cell.rowspan > 1:
                    pending[column + offset] = (cell, cell.rowspan - 1)
        if line:
            grid.append(tuple(line))
    return tuple(grid)


def distinct(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Cells of a grid row, each once. 去重单元格"""
    seen: list[Cell] = []
    for cell in row:
        if not seen or seen[-1] is not cell:
            seen.append(cell)
    return tuple(seen)


def _span(element: HtmlElement, name: str) -> int:
    value = (element.get(name) or "1").strip()
    return max(1, min(int(value), MAX_SPAN)) if value.isdecimal() and len(value) < 6 else 1
