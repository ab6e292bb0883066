"""Cells that a spreadsheet can open safely. CSV 单元格"""

from __future__ import annotations

import csv
import io

BOM = "\ufeff"

#: a spreadsheet takes a cell that begins with one of these for a formula
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def neutral(text: str) -> str:
    """The text with an apostrophe before it if a spreadsheet would run it as a formula."""
    return "'" + text if text.startswith(FORMULA) else text


def neutral_records(records: str) -> str:
    """Whole CSV records with every cell made neutral."""
    out = io.StringIO()
    csv.writer(out).writerows([neutral(cell) for cell in row] for row in csv.reader(io.StringIO(records, newline="")))
    return out.getvalue()
