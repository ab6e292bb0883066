"""What inspections on the spot found, singly or from a table: every mistake is named, and with one mistake nothing is entered. 人工核查项"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

import attrs
import openpyxl
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from archive.records import ManualFinding

SECTIONS = ("主动公开", "依申请公开", "组织管理")
#: rows of the bulletin that a finding may belong to
ROWS = tuple(f"{section}-{number}" for section in SECTIONS for number in range(1, 6))
HEADINGS = ("单位", "通报表行", "核查月份", "核查发现")
FIELDS: Mapping[str, str] = dict(zip(("unit", "row", "month", "text"), HEADINGS, strict=True))
MOST_ROWS = 2000
MOST_BYTES = 5 * 1024 * 1024
MOST_TEXT = 1000
MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
EXAMPLE = ("某某局", "组织管理-3", "2015-06", "现场未提供监督检查材料。")


@attrs.frozen(kw_only=True)
class Mistake:
    """What is wrong in one cell. 表格中的错误

    Attributes:
        line: of the table as a person counts, the heading being line 1; 0 for the table as a whole.
        column: its heading; '' for the line as a whole.
    """

    line: int
    column: str
    why: str

    def __str__(self) -> str:
        place = "".join((f"第 {self.line} 行" if self.line else "", f"“{self.column}”列" if self.column else ""))
        return f"{place}：{self.why}" if place else self.why


@attrs.frozen(kw_only=True)
class Typed:
    """One finding as it was typed: unit by name or id. 待录入的一项"""

    line: int
    unit: str
    row: str
    month: str
    text: str


@attrs.frozen(kw_only=True)
class Checked:
    """A table after checking: findings to be entered, or mistakes. 核对结果"""

    findings: tuple[ManualFinding, ...] = ()
    mistakes: tuple[Mistake, ...] = ()


def read_table(name: str, body: bytes) -> tuple[tuple[Typed, ...], tuple[Mistake, ...]]:
    """The lines of an XLSX or CSV file under the template's headings, in whatever order these stand. 读取表格"""
    if len(body) > MOST_BYTES:
        return (), (_whole(f"文件超过 {MOST_BYTES >> 20} MB"),)
    ending = PurePosixPath(name).suffix.lower()
    try:
        lines = _xlsx(body) if ending == ".xlsx" else _csv(body) if ending == ".csv" else None
    except Exception as error:  # whatever a broken file makes the reader do
        return (), (_whole(f"文件无法读取（{type(error).__name__}）：请另存为 xlsx 或 UTF-8 编码的 csv"),)
    if lines is None:
        return (), (_whole("只收 xlsx 和 csv 文件"),)
    if len(lines) > MOST_ROWS:
        return (), (_whole(f"一次最多 {MOST_ROWS} 行，请分成几个文件"),)
    head = [cell.strip() for cell in lines[0]] if lines else []
    if lacking := [heading for heading in HEADINGS if heading not in head]:
        return (), (Mistake(line=1, column="", why=f"表头缺少：{'、'.join(lacking)}；请使用模板"),)
    places = {field: head.index(heading) for field, heading in FIELDS.items()}
    typed = [
        Typed(line=line, **{field: cells[at].strip() if at < len(cells) else "" for field, at in places.items()})
        for line, cells in enumerate(lines[1:], 2)
        if any(cell.strip() for cell in cells)
    ]
    return tuple(typed), () if typed else (_whole("表格中没有内容"),)


def _whole(why: str) -> Mistake:
    return Mistake(line=0, column="", why=why)


def _xlsx(body: bytes) -> list[list[str]]:
    book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=50, values_only=True)
        return [[_said(value) for value in row] for row in rows]
    finally:
        book.close()


def _said(value: Any) -> str:
    if isinstance(value, dt.datetime | dt.date):  # a month typed into a spreadsheet becomes its first day
        return f"{value:%Y-%m}"
    return "" if value is None else str(value)


def _csv(body: bytes) -> list[list[str]]:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("gb18030")  # what spreadsheets in Chinese save
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def check(
    typed: Sequence[Typed], units: Mapping[str, str], known: Collection[ManualFinding], author: str, at: dt.datetime, today: dt.date
) -> Checked:
    """Every line as a finding, or every mistake. 核对

    Args:
        units: id → name of those that may be named.
        known: what was entered before; the same again is a mistake.
        today: no month lies after it.
    """
    mistakes: list[Mistake] = []
    findings: list[ManualFinding] = []
    before = {_identity(finding): 0 for finding in known}
    for each in typed:
        unit, month = _unit(each.unit, units), _month(each.month)
        wrong = tuple(_wrong(each, unit, month, units, today))
        mistakes += wrong
        if wrong or unit is None:
            continue
        finding = ManualFinding(unit=unit, row=_row(each.row), month=month, text=each.text, author=author, at=at)
        if (earlier := before.get(_identity(finding))) is not None:
            mistakes.append(Mistake(line=each.line, column="", why=f"与第 {earlier} 行相同" if earlier else "此前已录入过同样的一项"))
        before[_identity(finding)] = each.line
        findings.append(finding)
    return Checked(mistakes=tuple(mistakes)) if mistakes else Checked(findings=tuple(findings))


def _wrong(each: Typed, unit: str | None, month: str, units: Mapping[str, str], today: dt.date) -> Iterator[Mistake]:
    def at(field: str, why: str) -> Mistake:
        return Mistake(line=each.line, column=FIELDS[field], why=why)

    if unit is None:
        several = sum(name == each.unit for name in units.values()) > 1
        why = "有几个单位同名，请写单位编号" if several else "登记簿中没有这个单位" if each.unit else "未填写"
        yield at("unit", f"{why}{f'（{each.unit}）' if each.unit else ''}")
    if _row(each.row) not in ROWS:
        yield at("row", f"应为 {ROWS[0]} 至 {ROWS[-1]} 之一，实为“{each.row}”")
    if not month:
        yield at("month", f"应写作 2015-06，实为“{each.month}”")
    elif month > f"{today:%Y-%m}":
        yield at("month", f"{month} 尚未到")
    if not each.text:
        yield at("text", "未填写")
    elif len(each.text) > MOST_TEXT:
        yield at("text", f"最多 {MOST_TEXT} 字，现有 {len(each.text)} 字")


def _identity(finding: ManualFinding) -> tuple[str, str, str, str]:
    return finding.unit, finding.row, finding.month, finding.text


def _unit(said: str, units: Mapping[str, str]) -> str | None:
    if said in units:
        return said
    named = [key for key, name in units.items() if name == said]
    return named[0] if len(named) == 1 else None


def _row(said: str) -> str:
    return re.sub(r"\s+", "", said).replace("－", "-").replace("—", "-").replace("–", "-")


def _month(said: str) -> str:
    found = MONTH.fullmatch(said.strip())
    return f"{found[1]}-{int(found[2]):02}" if found and 1 <= int(found[2]) <= 12 else ""


def template(units: Iterable[str]) -> bytes:
    """A spreadsheet to be filled in: headings, an example apart, lists to choose from. 模板"""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "人工核查项"
    sheet.append(HEADINGS)
    for cell, wide in zip(sheet[1], (34, 16, 12, 80), strict=True):
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="EAEFF5")
        sheet.column_dimensions[cell.column_letter].width = wide
    for row in range(2, 302):
        sheet.cell(row, 3).number_format = "@"  # else a month typed becomes a date
        sheet.cell(row, 4).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    told = book.create_sheet("填写说明")
    names = sorted(units)
    lines = [("列", "说明"), ("单位", "名称或编号，与登记簿一致"), ("通报表行", f"{ROWS[0]} 至 {ROWS[-1]}"), ("核查月份", "写作 2015-06")]
    for line in (*lines, ("核查发现", "只写事实：何时何处查见何事"), ("示例", " | ".join(EXAMPLE))):
        told.append(line)
    told.column_dimensions["A"].width, told.column_dimensions["B"].width, told.column_dimensions["D"].width = 12, 70, 40
    for beside, values in ((4, names), (5, ROWS)):
        for place, value in enumerate(values, 1):
            told.cell(place, beside, value)
    for column, letter, number in (("A", "D", len(names)), ("B", "E", len(ROWS))):
        if number:
            listed = DataValidation(
                type="list", formula1=f"填写说明!${letter}$1:${letter}${number}", allow_blank=True, showErrorMessage=False
            )
            listed.add(f"{column}2:{column}301")
            sheet.add_data_validation(listed)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
