"""Findings with their evidence as a workbook: the lines of the CSV, and a sheet that says what they are. 检查结果导出（XLSX）"""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from .csv_cells import is_formula
from .csv_export import FIELDS, rows
from .exports import ExportOptions, also_as

#: a sheet has no more rows; what is left goes to a further sheet
MOST_ROWS = 1_048_576
#: nor may a cell be longer; one that is says that it was cut
LONGEST = 32_767
CUT = "……（超出电子表格单元格长度，全文见 CSV）"
SHEET, ABOUT = "检查结果及证据", "说明"
#: columns that are wider or narrower than the rest, in characters
WIDTHS: Mapping[str, int] = {
    "finding_id": 18, "permalink": 32, "unit_name": 26, "portal_name": 22, "rule_title": 22, "citation_document": 30, "citation_clause": 16, "subject_name": 18,
    "message": 48, "looked": 36, "evidence_url": 44, "fetched_at": 24, "locator": 24, "quote": 60, "sha256": 20, "outcome_name": 9,
    "confidence": 8, "evidence_number": 8, "rendered": 8, "severity": 9, "outcome": 9, "state": 10, "as_of": 11,
}  # fmt: skip
#: no clock: the same rows are the same bytes
WRITTEN = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_RUNS = """
    select id as 批次编号, as_of as 判定基准日, started_at as 开始时间, packs as 指标体系, packs_sha256 as 指标体系摘要,
        judgement_sha256 as 结论摘要, code_version as 程序版本
    from run where id in (select run_id from finding where :run = '' or run_id = :run) order by as_of, id
"""
_NOTES = (
    "一行是一项检查结果的一条证据；一项结果有几条证据就占几行，结果各列重复。没有证据的结果占一行，证据各列为空。",
    "各列的次序和含义与 CSV 导出相同。全部内容均为文本或数值，没有公式和超链接。",
    "个人的身份证号码、银行卡号、手机号码和家庭住址只留前三位，其余以星号代替；网页摘要仍为原网页的摘要。",
)


@also_as("findings", "xlsx")
def findings_xlsx(connection: sqlite3.Connection, stream: BinaryIO, options: ExportOptions) -> int:
    """Write the workbook row by row, holding one; returns the number of lines after the head. The same rows give the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "findings.xlsx"
        settings = {
            "constant_memory": True,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        book = xlsxwriter.Workbook(path, settings)
        book.set_properties({"title": SHEET, "created": WRITTEN.replace(tzinfo=None)})
        sheets = _Sheets(book, [field.zh if options.bom else field.name for field in FIELDS])
        lines = 0
        for row in rows(connection, options):
            sheets.add(row)
            lines += 1
        sheets.end()
        _about(book, connection, options)
        book.close()
        with path.open("rb") as written:
            shutil.copyfileobj(written, stream)
    return lines


class _Sheets:
    """The sheets of rows: a further one when one is full."""

    def __init__(self, book: xlsxwriter.Workbook, head: list[str]) -> None:
        self._book, self._head = book, head
        self._bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._formats = _formats(book)
        self._count = 0
        self._begin()

    def _begin(self) -> None:
        self._count += 1
        self._sheet = self._book.add_worksheet(SHEET if self._count == 1 else f"{SHEET}{self._count}")
        for column, field in enumerate(FIELDS):
            self._sheet.set_column(column, column, WIDTHS.get(field.name, 14))
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_landscape()
        self._sheet.repeat_rows(0)
        self._sheet.write_row(0, 0, self._head, self._bold)
        self._row = 1

    def add(self, values: list[Any]) -> None:
        if self._row == MOST_ROWS:
            self.end()
            self._begin()
        for column, value in enumerate(values):
            write_cell(self._sheet, self._row, column, value, self._formats)
        self._row += 1

    def end(self) -> None:
        self._sheet.autofilter(0, 0, max(1, self._row - 1), len(FIELDS) - 1)


def _formats(book: xlsxwriter.Workbook) -> Mapping[str, Format]:
    """What a cell needs beside its value: a number of fifteen digits must not be shown as a power of ten."""
    return {
        "int": book.add_format({"num_format": "0"}),
        "float": book.add_format({"num_format": "0.00"}),
        "quoted": book.add_format({"quote_prefix": True}),
    }


def write_cell(sheet: Worksheet, row: int, column: int, value: object, formats: Mapping[str, Format]) -> None:
    """A number as a number, everything else as a string; one that looks like a formula stays a string when somebody edits the cell."""
    if isinstance(value, int | float):
        sheet.write_number(row, column, value, formats[type(value).__name__])
    elif value is not None:
        text = str(value)
        text = text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT
        sheet.write_string(row, column, text, formats["quoted"] if is_formula(text) else None)


def _about(book: xlsxwriter.Workbook, connection: sqlite3.Connection, options: ExportOptions) -> None:
    """The sheet that says what the rows are and which night they are of."""
    sheet = book.add_worksheet(ABOUT)
    bold, formats = book.add_format({"bold": True, "bottom": 1}), _formats(book)
    for column, width in enumerate((16, 22, 24, 40, 24, 24, 12)):
        sheet.set_column(column, column, width)
    runs = connection.execute(_RUNS, {"run": options.run})
    tables = (
        ("巡检批次", [name for name, *_ in runs.description], runs.fetchall()),
        ("数据字典", ("序号", "列名", "名称", "说明"), [(n, field.name, field.zh, field.about) for n, field in enumerate(FIELDS, start=1)]),
    )
    row = 0
    for note in _NOTES:
        sheet.write_string(row, 0, note)
        row += 1
    for title, head, lines in tables:
        sheet.write_string(row + 1, 0, title, bold)
        sheet.write_row(row + 2, 0, head, bold)
        row += 3
        for line in lines:
            for column, value in enumerate(line):
                write_cell(sheet, row, column, value, formats)
            row += 1
