"""Sheets of a workbook as tables. 电子表格"""

from __future__ import annotations

import datetime as dt
import functools
import html
import io
import itertools
import re
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

MAX_SHEET_XML = 10_000_000
MAX_SHEETS = 40
MAX_SHEET_ROWS = 5000
MAX_SHEET_COLUMNS = 60
MAX_MERGED = 100_000  # cells
MOST_TITLES = 3  # rows
MERGE = re.compile(rb"<mergeCell\s[^<>]{0,80}?ref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")

Merges = Iterable[tuple[int, int, int, int]]  # first row, last row, first column, last column; all inclusive


def _sheet_table(cells: Mapping[tuple[int, int], str], merges: Merges) -> str | None:
    """One sheet as a table; spare rows and columns at the edges are left out. None if it is larger than can be read."""
    filled = [place for place, text in cells.items() if text]
    if not filled:
        return ""
    top, bottom = min(r for r, _ in filled), max(r for r, _ in filled)
    left, right = min(c for _, c in filled), max(c for _, c in filled)
    if bottom - top >= MAX_SHEET_ROWS or right - left >= MAX_SHEET_COLUMNS:
        return None
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for r1, r2, c1, c2 in merges:
        r2, c2 = min(r2, bottom), min(c2, right)
        spans[r1, c1] = (r2 - r1 + 1, c2 - c1 + 1)
        covered |= {(r, c) for r in range(max(r1, top), r2 + 1) for c in range(max(c1, left), c2 + 1)} - {(r1, c1)}
    if right > left:
        spans |= dict.fromkeys(_titles(filled, top, left), (1, right - left + 1))
        covered |= {(r, c) for r, _ in _titles(filled, top, left) for c in range(left + 1, right + 1)}
    lines = []
    for r in range(top, bottom + 1):
        line = []
        for c in range(left, right + 1):
            if (r, c) not in covered:
                height, width = spans.get((r, c), (1, 1))
                mark = (f' rowspan="{height}"' if height > 1 else "") + (f' colspan="{width}"' if width > 1 else "")
                line.append(f"<td{mark}>{html.escape(cells.get((r, c), ''))}</td>")
        lines.append(f"<tr>{''.join(line)}</tr>")
    return f"<table>{''.join(lines)}</table>"


def _titles(filled: Iterable[tuple[int, int]], top: int, left: int) -> list[tuple[int, int]]:
    """The rows above the table's head that hold nothing but their first cell: what the sheet is called, whether it is merged or not."""
    rows: dict[int, list[int]] = {}
    for r, c in filled:
        rows.setdefault(r, []).append(c)
    return [(r, left) for r in itertools.takewhile(lambda r: rows.get(r) == [left], range(top, top + MOST_TITLES))]


def _tables(sheets: Iterable[tuple[str, Mapping[tuple[int, int], str], Merges]]) -> list[tuple[str, str]] | None:
    found: list[tuple[str, str]] = []
    for number, (name, cells, merges) in enumerate(sheets):
        table = _sheet_table(cells, merges)
        if table is None or number >= MAX_SHEETS:
            return None
        if table:
            found.append((name, table))
    return found


def read_xlsx(body: bytes) -> list[tuple[str, str]] | None:
    """Visible sheets as (name, table markup), None if they are too large or a formula has no result. 读取 xlsx"""
    import openpyxl

    with zipfile.ZipFile(io.BytesIO(body)) as package:
        sheets = [m for m in package.infolist() if m.filename.startswith("xl/worksheets/") and m.filename.endswith(".xml")]
        if sum(m.file_size for m in sheets) > MAX_SHEET_XML:
            return None
        for member in sheets:
            source = package.read(member)
            if _merged_cells(source) > MAX_MERGED:
                return None
            if b"<!ENTITY" in source[:4096] or re.search(rb"(?:<f[^<>]{0,200}/>|</f>)\s?(?:<v\s?/>|<v></v>)?\s?</c>", source):
                return None  # a formula without its result would look like a blank cell
    book = openpyxl.load_workbook(io.BytesIO(body), data_only=True)
    read = []
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            # The public iterators build every cell up to the last one; a stray cell in the last row would cost gigabytes.
            cells = {place: _cell_text(cell.value) for place, cell in sheet._cells.items()}
            read.append((sheet.title, cells, [(m.min_row, m.max_row, m.min_col, m.max_col) for m in sheet.merged_cells.ranges]))
    return _tables(read)


def _merged_cells(sheet: bytes) -> int:
    """How many cells the merges of a sheet cover: openpyxl makes an object of each."""
    total = 0
    for first_column, first_row, last_column, last_row in MERGE.findall(sheet):
        total += (_column(last_column) - _column(first_column) + 1) * (int(last_row) - int(first_row) + 1)
    return total


def _column(letters: bytes) -> int:
    return functools.reduce(lambda number, letter: 26 * number + letter - 64, letters, 0)


def read_xls(body: bytes) -> list[tuple[str, str]] | None:
    """Visible sheets of an old workbook as (name, table markup), None if they are too large. 读取 xls"""
    import xlrd

    book = xlrd.open_workbook(file_contents=body, formatting_info=True, logfile=io.StringIO())
    read = []
    for sheet in book.sheets():
        if sheet.visibility:
            continue
        if sheet.nrows > 4 * MAX_SHEET_ROWS:
            return None
        cells = {
            (r, c): _xls_text(sheet.cell(r, c), book.datemode, xlrd.XL_CELL_DATE)
            for r in range(sheet.nrows)
            for c in range(min(sheet.row_len(r), 4 * MAX_SHEET_COLUMNS))
        }
        read.append((sheet.name, cells, [(r1, r2 - 1, c1, c2 - 1) for r1, r2, c1, c2 in sheet.merged_cells]))
    return _tables(read)


def _xls_text(cell: Any, datemode: int, date: int) -> str:
    import xlrd

    value, kind = cell.value, cell.ctype
    if kind == date:
        return _cell_text(xlrd.xldate_as_datetime(value, datemode))
    return _cell_text(value)


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
