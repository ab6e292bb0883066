"""Labels and their values in the tables of a guide: labels beside values, or heads with a row for each office. 指南中的表格"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import attrs
from lxml.html import HtmlElement

from checks.parsing.fold import fold
from checks.parsing.grid import Cell, Grid, distinct, inner_text, read_grid, table_above
from checks.parsing.memo import per_view
from checks.parsing.view import PageView
from checks.vocabulary import Vocabulary

from .guide_labels import FAMILY, JOINED, LABELLED, Candidate, candidate, chains, labels_of
from .guide_text import Body, is_decoy, masked, read_body

BODY_NAME = re.compile(r"^[\u4e00-\u9fff]{2,20}(?:局|委|办|厅|中心|站|所|院|馆|队|机关|本级|处|校|公司|科|室|股)(?:机关|本级)?$")
# What a cell names, the cell itself, the cell with the value, whose it is if not the office's, how it was read.
Pairing = tuple[tuple[str, ...], Cell, Cell | None, str, str]


@per_view
def read_tables(view: PageView, vocabulary: Vocabulary) -> tuple[tuple[Candidate, ...], frozenset[HtmlElement]]:
    """Readings in the data tables of the body, and the cells they used up. 读取表格"""
    body = read_body(view)
    used: set[HtmlElement] = set()
    found: list[Candidate] = []
    for first, grid in _data_tables(view):
        found += _table(body, first, grid, vocabulary, used)
    return tuple(found), frozenset(used)


@per_view
def _data_tables(view: PageView) -> tuple[tuple[int, Grid], ...]:
    """Tables of the body that hold data, each with the number of its first line: no table inside, no long prose."""
    found = []
    first: dict[HtmlElement, int] = {}
    seen: set[HtmlElement] = set()
    for piece in read_body(view).pieces:
        table = table_above(piece.element)
        if table is None:
            continue
        first.setdefault(table, piece.index)
        if piece.form or table in seen:
            continue
        seen.add(table)
        if next(table.iterdescendants("table"), None) is None:
            grid = read_grid(table)
            if any(len(distinct(row)) > 1 for row in grid):
                found.append((first[table], grid))
    return tuple(found)


def _names(cell: Cell, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Elements that a cell names if it holds nothing but labels; one that is a link names another page (信息公开查询 in a menu)."""
    text = fold(cell.text).strip(":*· ")
    if not text or len(text) > 24 or _leads_away(cell):
        return ()
    alone = next((name for name in LABELLED if text in vocabulary.family(FAMILY)[name].aliases), "")
    if alone:
        return (alone,)
    text = re.sub(
        r"^\d{1,2}[.、]|\([^()]{0,16}\)$", lambda m: "" if m.start() == 0 or not labels_of(vocabulary)[0].search(m[0]) else m[0], text
    )
    pattern, owners, never = labels_of(vocabulary)
    found = [(m.start(), m.end(), owners[m[0]][0]) for m in pattern.finditer(text)]
    if not found or found[0][0] > 6 or found[-1][1] < len(text.rstrip(")")):
        return ()
    prefix = text[: found[0][0]]
    if any(word in masked(prefix) for word in never[found[0][2]]) or (
        prefix and not re.search(r"公开|申请|受理|机构|办公|联系|单位|部门|本机关|办|的$", prefix)
    ):
        return ()
    gaps = [text[a[1] : b[0]] for a, b in itertools.pairwise(found)]
    return tuple(name for _, _, name in found) if all(JOINED.match(gap) for gap in gaps) else ()


def _leads_away(cell: Cell) -> bool:
    """Whether all that a cell says is a link to another page."""
    link = next(cell.element.iter("a"), None)
    address = (link.get("href") or "").strip() if link is not None else ""
    if link is None or not address or address.startswith("#") or address.lower().startswith(("javascript:", "mailto:", "tel:")):
        return False
    return inner_text(link) == cell.text


def _table(body: Body, index: int, grid: Grid, vocabulary: Vocabulary, used: set[HtmlElement]) -> Iterator[Candidate]:
    """Readings of one table, whose first line is ``index``: heads on top with a row for each office, or labels beside their values."""
    above = body.pieces[index].decoy if body.pieces else ""
    heads: tuple[Cell, ...] = ()
    section = ""
    first: tuple[Cell, ...] = ()  # the office's own row below heads: those that follow are further places
    for row in grid:
        cells = distinct(row)
        labels = {id(cell): names for cell in cells if (names := _names(cell, vocabulary))}
        if len(cells) == 1 and not labels:
            title = fold(cells[0].text)
            section = title if is_decoy(title, body.own_names) else ""
        elif _is_head(cells, labels):
            heads, section, first = row, "", ()
        elif row is grid[0] and len(cells) > 2 and id(cells[0]) not in labels and any(is_decoy(fold(c.text)) for c in cells):
            continue  # names of the places, one a column
        else:
            if not heads and _names_bodies(grid[0], row):
                used.update(cell.element for cell in cells)  # the cells of other bodies are nobody's sentences
            pairs = _under_heads(body, heads, row, vocabulary) if heads else _beside(body, grid[0], row, cells, labels)
            for names, label, value, other, method in pairs:
                if value is None and len(cells) == 1:
                    continue  # a label alone in its row: what belongs to it stands in the next
                used.add(label.element)
                if value is not None and next(chains(fold(value.text), vocabulary), None) is None:
                    used.add(value.element)
                decoy = above or section or other
                if heads and not decoy and not first:
                    first = row
                for reading in _cell(names, label, value, decoy, index, method):
                    yield attrs.evolve(reading, further=True) if heads and first and row is not first else reading


def _is_head(cells: tuple[Cell, ...], labels: dict[int, tuple[str, ...]]) -> bool:
    neighbours = itertools.pairwise(cells)
    return all(cell.rowspan == 1 for cell in cells) and any(id(a) in labels and id(b) in labels for a, b in neighbours)


def _under_heads(body: Body, heads: tuple[Cell, ...], row: tuple[Cell, ...], vocabulary: Vocabulary) -> Iterator[Pairing]:
    other = next((fold(c.text) for c in row[:2] if is_decoy(fold(c.text), body.own_names)), "")
    for head, cell in zip(heads, row, strict=False):
        names = _names(head, vocabulary)
        if names and cell is not head:
            yield names, head, cell, other or _decoy_name(body, head), "table-head"


def _beside(
    body: Body, first: tuple[Cell, ...], row: tuple[Cell, ...], cells: tuple[Cell, ...], labels: dict[int, tuple[str, ...]]
) -> Iterator[Pairing]:
    group = ""
    position = 0
    while position < len(cells):
        cell = cells[position]
        if id(cell) not in labels:
            group = _decoy_name(body, cell) or group
            position += 1
            continue
        end = position + 1
        while end < len(cells) and id(cells[end]) not in labels:
            end += 1
        values = cells[position + 1 : end]
        if not values and end < len(cells) and cell.rowspan > 1:
            position += 1  # «受理机构» beside several rows is the name of a group
            continue
        for value in values[: 1 if _names_bodies(first, row) else None]:
            column = next((c for c, own in zip(first, row, strict=False) if own is value), None)
            head = _decoy_name(body, column) if column is not None and len(values) > 1 else ""
            yield labels[id(cell)], cell, value, group or head, "table-row"
        if not values:
            yield labels[id(cell)], cell, None, group, "table-row"
        position = end


def _names_bodies(first: tuple[Cell, ...], row: tuple[Cell, ...]) -> bool:
    """Whether the columns of a table are bodies, the office's own first: «项目 | 局机关 | 供水中心 | 管护站»."""
    heads = distinct(first)
    named = [fold(cell.text) for cell in heads[1:]]
    return first is not row and len(named) >= 2 and len(distinct(row)) > 2 and all(BODY_NAME.search(name) for name in named)


def has_bodies(table: HtmlElement) -> bool:
    """Whether the columns of a table are several bodies: what stands in it beside the office's column is another's. 是否多机构分列"""
    grid = read_grid(table)
    return any(_names_bodies(grid[0], row) for row in grid)


def _decoy_name(body: Body, cell: Cell) -> str:
    """The text of a cell that names somebody else's place, else ''."""
    text = fold(cell.text)
    return text if len(text) < 30 and is_decoy(text, body.own_names) else ""


def _cell(names: tuple[str, ...], label: Cell, value: Cell | None, decoy: str, index: int, method: str) -> Iterator[Candidate]:
    text = inner_text(value.element) if value is not None else ""
    where = value.element if value is not None else label.element
    quote = f"{label.text} {text}".strip()
    if value is not None and label.element.getnext() is not value.element:  # label and value stand apart: quote the row
        quote = inner_text(next(where.iterancestors("tr"), where)) or label.text
    shared = len(names) > 1
    for name in names:
        yield candidate(name, label.text, fold(text), text, quote, where, method, index, decoy, False, shared)
