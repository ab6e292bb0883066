"""Pairs that the page's structure shows: tables, definition lists, tabs. 表格、定义列表、选项卡中的标签"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import attrs
from lxml.html import HtmlElement

from .grid import Cell, Grid, distinct, inner_text, read_grid
from .labels import Pair, ends_like_label, key_of, like_label, make_pair
from .view import PageView

MAX_TABLES = 400
MAX_LEVELS = 12  # a table with more tables one in the other inside it lays out the page
HEAD_DEPTH = 3
MAX_TAB_TEXT = 20
SHORT_LABEL = 10
LONE_HEAD = 3  # cells
MOST_BELOW = 30  # rows
COUNT = re.compile(r"[(（]?(?:\d{1,2}|[一二三四五六七八九十]{0,3})[)）、.．]?")  # what a row of a list may have in its first cell
TURNS = 4  # rows, of labels and of values
PANEL_TAGS = frozenset({"div", "section", "ul", "table", "dl", "p"})


def table_pairs(view: PageView) -> Iterator[Pair]:
    """Pairs of all tables. A lone head row goes with the table that follows it, if that has as many columns. 表格"""
    carried: Grid | None = None
    tables = list(itertools.islice(view.tree.iter("table"), MAX_TABLES))
    levels = _levels(tables)
    for number, table in enumerate(tables):
        if levels[table] > MAX_LEVELS:
            continue
        grid = read_grid(table)
        if not grid or not _is_data(grid):
            carried = None if grid else carried
            continue
        if carried is not None and len(carried[-1]) == len(grid[0]) and not _all_labels(grid[0]):
            grid = carried + grid
        carried = grid if len(grid) == 1 and _all_labels(grid[0]) else None
        if carried is None or not _followed(table):
            yield from _pairs_of(view, grid, f"t{number}")


def _levels(tables: list[HtmlElement]) -> dict[HtmlElement, int]:
    """How many tables stand one in the other from each of these inwards, itself included."""
    levels = dict.fromkeys(tables, 1)
    for table in reversed(tables):
        around = next(table.iterancestors("table"), None)
        if around in levels:
            levels[around] = max(levels[around], levels[table] + 1)
    return levels


def _followed(table: HtmlElement) -> bool:
    """Whether another table follows as a sibling (of the table, or of the block around it) without text between."""
    node: HtmlElement | None = table
    for _ in range(3):
        if node is None or (node.tail or "").strip():
            return False
        following = node.getnext()
        if following is not None:
            return following.tag == "table" or next(following.iter("table"), None) is not None
        node = node.getparent()
    return False


def _is_data(grid: Grid) -> bool:
    """A table that lays out the page (cells holding tables, one column of everything) is not read as pairs."""
    return any(len(distinct(row)) > 1 for row in grid)


def _pairs_of(view: PageView, grid: Grid, group: str) -> Iterator[Pair]:
    top = next((i for i, row in enumerate(grid) if len(distinct(row)) > 1), 0)
    if len(grid) == 1 and len(distinct(grid[0])) >= LONE_HEAD and all(cell.head for cell in grid[0]):
        return  # the head of a table that has no rows (yet)
    if _takes_turns(grid[top:]):
        for number in range(top, len(grid) - 1, 2):
            yield from _above_values(view, grid[number], grid[number + 1], number, group)
    elif _has_head(grid[top:]):
        yield from _under_head(view, grid, top, group)
    else:
        yield from _beside(view, grid, group)


def _takes_turns(grid: Grid) -> bool:
    """Whether rows of labels and rows of their values take turns: one record, laid out below its labels."""
    if len(grid) < TURNS or len(grid) % 2:
        return False
    if not _names(grid[2]):
        return False  # sooner than to look at every row
    turns = zip(grid[::2], grid[1::2], strict=True)
    return all(_names(labels) and len(labels) == len(values) and not any(map(_is_name, values)) for labels, values in turns)


def _names(row: tuple[Cell, ...]) -> bool:
    return _all_labels(row) and all(map(_is_name, row))


def _is_name(cell: Cell) -> bool:
    return cell.head or ends_like_label(cell.text)


def _above_values(view: PageView, labels: tuple[Cell, ...], values: tuple[Cell, ...], number: int, group: str) -> Iterator[Pair]:
    for label, value in zip(labels, values, strict=True):
        yield make_pair(view, label.text, label.element, value.element, "table-row", row=number, group=group, value=_text(value))


def _has_head(grid: Grid) -> bool:
    """Whether the first row names the columns, rather than each row starting with its own label."""
    first = distinct(grid[0])
    if len(grid) < 2 or len(first) < 2 or not _all_labels(grid[0]):
        return False
    body = [row for row in grid[1:40] if len(distinct(row)) > 1] or list(grid[1:40])
    if all(c.head for c in first) and not all(row[0].head for row in body):
        return True
    if not all(c.head for c in first) and all(row[0].head and not row[-1].head for row in body):
        return False
    if any(_names_fields([row[column].text for row in body if column < len(row)]) for column in (0, 1)):
        return False
    named = sum(ends_like_label(c.text) for c in first)
    if len(first) > 2 and len(body) > 1 and named and not any(ends_like_label(row[0].text) for row in body):
        return True
    return named * 2 > len(first)


def _names_fields(texts: list[str]) -> bool:
    """Whether the texts of a column are themselves names of fields: short, all different, ending like labels."""
    short = [t for t in texts if len(t) <= SHORT_LABEL and ends_like_label(t)]
    return len(texts) > 1 and len(short) * 2 > len(texts) and len(set(short)) == len(short)


def _all_labels(row: tuple[Cell, ...]) -> bool:
    cells = distinct(row)
    return len(cells) > 1 and all(like_label(c.text) and next(c.element.iter("table"), None) is None for c in cells)


def _under_head(view: PageView, grid: Grid, top: int, group: str) -> Iterator[Pair]:
    spans = [c.rowspan for c in grid[top]]
    depth = min(max(spans), HEAD_DEPTH, len(grid) - top - 1) if min(spans) < max(spans) else 1
    heads = []
    for column, cell in enumerate(grid[top]):
        stack = [row[column] for row in grid[top : top + depth] if column < len(row)]
        heads.append((cell, "".join(dict.fromkeys(c.text for c in stack))))
    for number, row in enumerate(grid[top + depth :]):
        cells = distinct(row)
        if len(cells) < 2 or [c.text for c in cells] == [c.text for c in distinct(grid[top])]:
            continue  # a line across the table, or the head repeated on a printed page
        empty = not any(c.text or next(c.element.iter("img"), None) is not None for c in cells)
        if empty and len(grid) - top - depth > 1:
            continue  # spare row
        for column, (head, label) in enumerate(heads):
            if column < len(row) and like_label(label):
                cell = row[column]
                yield make_pair(
                    view, label, head.element, cell.element, "table-head", row=number, group=f"{group}-r{number}", value=_text(cell)
                )


def _beside(view: PageView, grid: Grid, group: str) -> Iterator[Pair]:
    above: Cell | None = None
    worn = _label_class(grid)
    for number, row in enumerate(grid):
        cells = [c for c in distinct(row) if c.row == number or c.rowspan > 1]
        if len(cells) == 1:
            cell = cells[0]
            if above is not None and cell.element is not above.element and not ends_like_label(cell.text):
                yield make_pair(view, above.text, above.element, cell.element, "table-row", row=number, group=group, value=_text(cell))
            above = cell if ends_like_label(cell.text) else None
            continue
        if above is not None and len(cells) >= LONE_HEAD and _all_labels(row) and number + 1 < len(grid):
            listed = " ".join(text for c in distinct(grid[number + 1]) if (text := c.text))  # «申报材料» over a list with a head of its own
            if listed:
                yield make_pair(view, above.text, above.element, cells[0].element, "table-row", row=number, group=group, value=listed)
        above = None
        pairs = _row(view, cells, number, group, worn)
        below = grid[number + 1 : number + 1 + MOST_BELOW] if not any(c.text for c in cells[1:]) else ()
        yield from (_continued(pair, below) for pair in pairs) if below else pairs


def _continued(pair: Pair, below: Grid) -> Pair:
    """A label without a value beside it: rows below whose first cell is empty or a number hold it; a long text across the next row may be
    it as well."""
    rows = itertools.takewhile(lambda row: len(row) > 1 and COUNT.fullmatch(row[0].text), map(distinct, below))
    text = " ".join(c.text for row in rows for c in row[1:] if c.text)
    lone = distinct(below[0])
    spread = len(lone) == 1 and bool(lone[0].text) and not like_label(lone[0].text)
    return attrs.evolve(pair, value=text, firm=pair.firm and not spread) if text or spread else pair


def _label_class(grid: Grid) -> str:
    """The class that a table's labels wear and none of its values does, '' if there is none: then a cell is a label by its looks, whatever
    its words («效力状况»)."""
    first = [cells[0] for row in grid if len(cells := distinct(row)) > 1 and ends_like_label(cells[0].text)]
    worn = first[0].element.get("class", "") if len(first) > 1 else ""
    if not worn or any(cell.element.get("class", "") != worn for cell in first):
        return ""
    beside = [cells[1] for row in grid if len(cells := distinct(row)) > 1]
    wearing = [cell for row in grid for cell in row if cell.element.get("class", "") == worn]
    plain = all(cell.element.get("class", "") != worn for cell in beside)
    return worn if plain and all(not cell.text or like_label(cell.text) for cell in wearing) else ""


def _row(view: PageView, cells: list[Cell], number: int, group: str, worn: str = "") -> Iterator[Pair]:
    """«label value label value …»; a spanning heading on the left is passed over, cells that are no labels belong to the value.

    Args:
        worn: the class of cells that are labels by their looks, '' if there is none.
    """
    position = 0
    while position + 1 < len(cells):
        cell, following = cells[position], cells[position + 1]
        named = like_label(following.text) and (following.head or ends_like_label(following.text))
        spanning = named and cell.rowspan > 1 and position + 2 < len(cells)
        if spanning or not like_label(cell.text) or next(cell.element.iter("table"), None) is not None:
            position += 1
            continue
        if cell.rowspan > 1 and cell.row != number:
            position += 1  # the label's first row is read already; what follows it here belongs to it as well
            yield make_pair(view, cell.text, cell.element, following.element, "table-row", row=number, group=group, value=_text(following))
            continue
        position += 2
        values = [following]
        while position < len(cells) and not _opens(cells[position], worn):
            values.append(cells[position])
            position += 1
        text = " ".join(t for t in (_text(c) for c in values) if t)
        where = next((c for c in values if c.text), following).element
        yield make_pair(view, cell.text, cell.element, where, "table-row", row=number, group=group, value=text or None)


def _opens(cell: Cell, worn: str) -> bool:
    """Whether a cell behind a value is the next label."""
    return _is_name(cell) or (bool(worn) and bool(cell.text) and cell.element.get("class") == worn)


def _text(cell: Cell) -> str | None:
    """The cell's visible text; None lets hidden text be looked at."""
    return cell.text or None


def list_pairs(view: PageView) -> Iterator[Pair]:
    """dt → dd, and blocks made of a short label element and one value element. 定义列表"""
    for number, block in enumerate(view.tree.iter("dl")):
        label: HtmlElement | None = None
        filled = False
        items = [e for child in block for e in (child if child.tag == "div" else (child,)) if e.tag in ("dt", "dd")]
        for item in items:
            if item.tag == "dt":
                if label is not None and not filled and like_label(text := inner_text(label)):
                    yield make_pair(view, text, label, label, "dl", group=f"d{number}", value="")
                label, filled = item, False
            elif label is not None and like_label(text := inner_text(label)):
                filled = True
                yield make_pair(view, text, label, item, "dl", group=f"d{number}")


def tab_pairs(view: PageView) -> Iterator[Pair]:
    """Heads of tabs with the panels they show, matched by order. 选项卡"""
    parents = {root.getparent(): None for root in view._hidden_roots if root.tag in PANEL_TAGS}
    for parent in parents:
        if parent is None:
            continue
        hidden_tags = [e.tag for e in parent if e in view._hidden_roots]
        panels = [e for e in parent if e.tag == hidden_tags[0]]
        heads = _heads(parent, panels)
        for head, panel in zip(heads, panels, strict=False):
            text = inner_text(head)
            if key_of(text):
                yield make_pair(view, text, head, panel, "tab")


def _heads(parent: HtmlElement, panels: list[HtmlElement]) -> list[HtmlElement]:
    """The row of short texts before the panels with one text for each panel, [] if there is none."""
    if len(panels) < 2:
        return []
    node: HtmlElement | None = panels[0]
    for _ in range(3):
        if node is None:
            return []
        previous = node.getprevious()
        while previous is not None and not inner_text(previous):
            previous = previous.getprevious()
        if previous is not None:
            for row in previous.iter("ul", "ol", "div", "nav", "p", "tr"):
                items = [e for e in row if isinstance(e.tag, str) and inner_text(e)]
                if len(items) == len(panels) and all(len(inner_text(e)) <= MAX_TAB_TEXT for e in items):
                    return items
            return []
        node = node.getparent()
    return []
