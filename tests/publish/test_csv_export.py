"""The CSV that evaluators take away: complete, stable, safe to open."""

from __future__ import annotations

import csv
import io
import sqlite3
from pathlib import Path

import attrs
import pytest

import publish.csv_export
from archive.errors import ArchiveError
from checks.model import Outcome
from publish.csv_export import FIELDS, dictionary
from publish.database import publish as publish_database
from publish.exports import EXPORTS, ExportOptions, export, export_to_file, export_to_stream
from tests.publish.night import BUDGET, CATALOGUE, FAX, SECOND, SECOND_NIGHT, published, two_nights

COLUMNS = [
    "finding_id", "permalink", "run_id", "as_of", "unit_id", "unit_name", "region", "portal_id", "portal_name", "rule_id", "rule_title", "pack",
    "citation_document", "citation_clause", "subject", "subject_name", "outcome", "outcome_name", "severity", "state", "confidence", "message",
    "looked", "evidence_number", "evidence_url", "fetched_at", "locator", "quote", "sha256", "rendered",
    "overlays",
]  # fmt: skip


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second night, published."""
    return published(tmp_path_factory.mktemp("csv"))[0]


def exported(database: Path, **options: object) -> list[dict[str, str]]:
    """The lines of the export for scripts, by column."""
    stream = io.BytesIO()
    export_to_stream("findings", database, stream, ExportOptions(bom=False, **options))  # type: ignore[arg-type]
    return list(csv.DictReader(io.StringIO(stream.getvalue().decode("utf-8"), newline="")))


def test_columns_stand_in_their_agreed_order(database: Path) -> None:
    """Names and order are a contract: changing this list is a major version."""
    assert list(exported(database)[0]) == COLUMNS


def test_a_line_for_each_piece_of_evidence_and_one_for_a_finding_without(database: Path) -> None:
    """Nothing is lost, whatever the outcome; findings repeat, evidence is numbered."""
    lines = exported(database)

    assert len(lines) == sum(max(1, len(finding.evidence)) for finding in SECOND_NIGHT)
    assert {(line["unit_id"], line["rule_id"], line["subject"], line["outcome"]) for line in lines} == {
        (f.unit, f.rule, f.subject, f.outcome.value) for f in SECOND_NIGHT
    }
    fax = [line for line in lines if line["message"] == FAX.message]
    assert [(line["evidence_number"], line["quote"], line["sha256"]) for line in fax] == [
        (str(number), e.quote, e.sha256) for number, e in enumerate(FAX.evidence, start=1)
    ]


def test_every_cell_of_a_line(database: Path) -> None:
    """One line in full."""
    line = next(line for line in exported(database, base_url="https://audit.example/") if line["message"] == FAX.message)
    first = FAX.evidence[0]

    assert line.pop("finding_id") == line.pop("permalink").removeprefix("https://audit.example/findings/finding/")
    assert line == {
        "run_id": SECOND, "as_of": "2015-07-31", "unit_id": "yunxi-zjj", "unit_name": "云溪市质量技术监督局", "region": "云溪市", "portal_id": "yunxi",
        "portal_name": "云溪市质监局网站", "rule_id": "guide.completeness", "rule_title": "公开指南要素完整", "pack": "yunxi-2015@1.2",
        "citation_document": "政府信息公开条例（2007）", "citation_clause": "第十九条第二款", "subject": "fax", "subject_name": "传真号码", "outcome": "failed",
        "outcome_name": "不合格", "severity": "major", "state": "confirmed", "confidence": "0.90", "message": FAX.message, "looked": FAX.looked,
        "evidence_number": "1", "evidence_url": first.url, "fetched_at": "2015-07-31T02:00:00+00:00", "locator": first.locator,
        "quote": first.quote, "sha256": first.sha256, "rendered": "0", "overlays": "local/guide.completeness",
    }  # fmt: skip


def test_several_citations_stand_in_one_cell(database: Path) -> None:
    """Documents and clauses correspond by position."""
    line = next(line for line in exported(database, rule="apply.channels"))

    assert (line["citation_document"], line["citation_clause"]) == (
        "云溪市公开情况通报办法；政府信息公开条例（2007）",
        "一（二）1；第二十条",
    )


def test_for_people_the_file_has_a_mark_and_chinese_headings(database: Path, tmp_path: Path) -> None:
    """Excel needs the mark to read Chinese; the order is the same; the dictionary lies beside it."""
    target = tmp_path / "out" / "findings.csv"

    lines = export_to_file("findings", database, target, ExportOptions())

    raw = target.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert table[0] == [field.zh for field in FIELDS]
    assert len(table) - 1 == lines
    assert (tmp_path / "out" / "findings.csv.md").read_text(encoding="utf-8") == dictionary()
    assert sorted(path.name for path in target.parent.iterdir()) == ["findings.csv", "findings.csv.md"]


def test_for_scripts_there_is_no_mark(database: Path) -> None:
    """The first bytes are the first column's name."""
    stream = io.BytesIO()
    export_to_stream("findings", database, stream, ExportOptions(bom=False))

    assert stream.getvalue().startswith(b"finding_id,")


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t", "\r"])
def test_what_looks_like_a_formula_is_neutralised(tmp_path: Path, mark: str) -> None:
    """A page's words cannot run in a spreadsheet: an apostrophe goes before them, in every text column."""
    words = f'{mark}HYPERLINK("http://evil.example")'
    evil = attrs.evolve(
        BUDGET,
        message=words,
        looked=words,
        subject_name=words,
        evidence=(attrs.evolve(BUDGET.evidence[0], quote=words, locator=words, url=words),),
    )
    with two_nights(tmp_path / "ledger.db") as ledger:
        ledger.record_findings(SECOND, [evil])
        publish_database(ledger, tmp_path / "findings.db", run=SECOND, catalogue=CATALOGUE)

    (line,) = exported(tmp_path / "findings.db", unit=evil.unit)

    assert {line[name] for name in ("message", "looked", "subject_name", "quote", "locator", "evidence_url")} == {"'" + words}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"unit": "yunxi.kfq"}, 2),
        ({"rule": "guide.completeness"}, 5),
        ({"outcome": "cant_tell"}, 1),
        ({"run": SECOND}, 8),
        ({"run": "nowhere"}, 0),
        ({"unit": "yunxi-zjj", "outcome": "failed"}, 3),
    ],
)
def test_filters(database: Path, options: dict[str, str], expected: int) -> None:
    """By run, unit, rule, outcome, alone and together."""
    assert len(exported(database, **options)) == expected


def test_failed_lines_come_first_within_a_unit(database: Path) -> None:
    """The order is by unit, then as people read: failures, confirmed before suspected."""
    lines = [line for line in exported(database) if line["unit_id"] == "yunxi-zjj"]

    assert [line["state"] for line in lines] == ["confirmed", "confirmed", "suspected", ""]


def test_the_dictionary_describes_every_column_and_no_other() -> None:
    """A new column cannot be forgotten."""
    described = [
        line.split("|")[2].strip() for line in dictionary().splitlines() if line.startswith("| ") and line.split("|")[1].strip().isdigit()
    ]

    assert described == COLUMNS


def test_a_missing_or_foreign_database_is_an_error(tmp_path: Path) -> None:
    """The message names the file; no half-written CSV stays."""
    with pytest.raises(ArchiveError, match=r"nowhere\.db"):
        export_to_stream("findings", tmp_path / "nowhere.db", io.BytesIO(), ExportOptions())
    (tmp_path / "other.db").write_bytes(b"no database" * 100)
    with pytest.raises(ArchiveError, match=r"other\.db"):
        export_to_file("findings", tmp_path / "other.db", tmp_path / "out.csv", ExportOptions())

    assert [path.name for path in tmp_path.iterdir()] == ["other.db"]


def test_a_target_that_cannot_be_written_is_an_error(database: Path, tmp_path: Path) -> None:
    """A file where the folder should be."""
    (tmp_path / "file").write_text("")

    with pytest.raises(ArchiveError, match=r"out\.csv"):
        export_to_file("findings", database, tmp_path / "file" / "out.csv", ExportOptions())


def test_an_old_export_stays_until_the_new_one_is_whole(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error on the way leaves the earlier file."""
    target = tmp_path / "findings.csv"
    target.write_text("old")

    def breaks(*_: object) -> int:
        raise sqlite3.DatabaseError("database disk image is malformed")

    monkeypatch.setitem(EXPORTS, "findings", attrs.evolve(EXPORTS["findings"], write=breaks))
    with pytest.raises(ArchiveError):
        export_to_file("findings", database, target, ExportOptions())

    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("findings.csv", "old")]


def test_exports_are_registered_once_by_name() -> None:
    """The register is what the command lists; a second function of the same name is a programming error."""
    assert EXPORTS["findings"].write is publish.csv_export.findings_csv
    with pytest.raises(ValueError, match="findings"):
        export("findings", title="", suffix="", dictionary=str)(lambda *_: 0)


def test_outcomes_have_their_chinese_names(database: Path) -> None:
    """Code and name stand side by side."""
    names = {(line["outcome"], line["outcome_name"]) for line in exported(database)}

    assert names == {
        (Outcome.FAILED, "不合格"),
        (Outcome.PASSED, "合格"),
        (Outcome.CANT_TELL, "无法核查"),
        (Outcome.INAPPLICABLE, "不适用"),
    }
