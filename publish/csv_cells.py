"""Cells that a spreadsheet can open safely. CSV 单元格"""

from __future__ import annotations

import csv
import io

from checks.masking import mask

BOM = "\ufeff"

#: a spreadsheet takes a cell that begins with one of these for a formula; some take the full-width signs for the same
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: white space and signs without width, which spreadsheets drop before they look
BLANK = " \u00a0\u3000\u200b\ufeff"


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run the text as a formula. 似公式"""
    return text.lstrip(BLANK).startswith(FORMULA)


def neutral(text: str) -> str:
    """The text with an apostrophe before it if a spreadsheet would run it as a formula."""
    return "'" + text if is_formula(text) else text


def neutral_records(records: str) -> str:
    """Whole CSV records with every cell made neutral, and nothing in it that belongs to a person."""
    out = io.StringIO()
    csv.writer(out).writerows([neutral(mask(cell)) for cell in row] for row in csv.reader(io.StringIO(records, newline="")))
    return out.getvalue()
