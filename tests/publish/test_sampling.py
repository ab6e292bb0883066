"""A draw is fair, blind and repeatable; filled-in sheets are read strictly."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from checks.model import Finding, Outcome, Severity
from publish.sampling import HEADINGS, KEY_FILE, SHEETS, Answer, By, Sample, SheetError, Told, draw, files, read_key, read_sheet

OUTCOMES = (*[Outcome.PASSED] * 6, *[Outcome.CANT_TELL] * 3, Outcome.FAILED)
FINDINGS = tuple(
    Finding(
        unit=f"u{n % 4}", portal="p", rule=f"r{n % 3}", pack="k", subject=str(n), subject_name=f"对象{n}", outcome=OUTCOMES[n % 10],
        severity=Severity.MAJOR, message=f"本程序的结论{n}",
    )
    for n in range(300)
)  # fmt: skip
TOLD = {
    (f"u{u}", f"r{r}"): Told(unit=f"单位{u}", title=f"指标{r}", look="=依据原文", home="http://u.example/")
    for u in range(4)
    for r in range(3)
}


def drawn(size: int = 30, seed: int = 7, by: By = By.OUTCOME, findings: tuple[Finding, ...] = FINDINGS) -> Sample:
    """A draw of the findings."""
    return draw(findings, TOLD, run="r", size=size, seed=seed, by=by)


def test_strata_are_drawn_evenly_and_weighed() -> None:
    """Each outcome as often as another; each case stands for its part of the stratum, all together for all findings."""
    sample = drawn()
    assert Counter(each.outcome for each in sample.drawn) == {Outcome.PASSED: 10, Outcome.CANT_TELL: 10, Outcome.FAILED: 10}
    assert {each.outcome: each.weight for each in sample.drawn} == {Outcome.PASSED: 18, Outcome.CANT_TELL: 9, Outcome.FAILED: 3}
    assert sum(each.weight for each in sample.drawn) == pytest.approx(len(FINDINGS))
    assert sample.strata == {"cant_tell": (90, 10), "failed": (30, 10), "passed": (180, 10)}


@pytest.mark.parametrize(("size", "failed", "others"), [(100, 30, 35), (1000, 30, 0), (2, 0, 1), (1, 0, 0)])
def test_a_small_stratum_leaves_its_share_to_the_others(size: int, failed: int, others: int) -> None:
    """And no case is drawn twice; of fewer places than strata the larger get them."""
    sample = drawn(size)
    counts = Counter(each.outcome for each in sample.drawn)
    assert len({each.fingerprint for each in sample.drawn}) == len(sample.drawn) == min(size, 300)
    assert counts[Outcome.FAILED] == failed
    assert counts[Outcome.CANT_TELL] == (others or {1000: 90, 1: 0}[size])


def test_the_same_seed_draws_the_same_whatever_the_order() -> None:
    """Another seed draws others; the bytes are the same too."""
    assert drawn() == drawn(findings=FINDINGS[::-1])
    assert files(drawn()) == files(drawn())
    assert {each.fingerprint for each in drawn().drawn} != {each.fingerprint for each in drawn(seed=8).drawn}


def test_every_finding_is_drawn_about_as_often_as_another() -> None:
    """Over many seeds, of a stratum: 60 of 180 each time."""
    often = Counter(each.fingerprint for seed in range(200) for each in drawn(180, seed).drawn if each.outcome is Outcome.PASSED)
    assert len(often) == 180
    expected = sum(often.values()) / 180
    assert all(0.5 * expected < count < 1.5 * expected for count in often.values())


def test_the_sheets_are_blind() -> None:
    """Neither outcome nor message, nor an order that tells it; both people get the same cases."""
    sample = drawn()
    made = files(sample)
    for name in SHEETS:
        sheet = openpyxl.load_workbook(io.BytesIO(made[f"{name}.xlsx"])).worksheets[0]
        rows = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
        assert tuple(rows[0]) == HEADINGS
        assert [row[0] for row in rows[1:]] == [each.number for each in sample.drawn]
        assert not any("结论" in cell or cell in set(Outcome) for row in rows for cell in row)
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
        (allowed,) = sheet.data_validations.dataValidation
        assert allowed.formula1 == '"合格,不合格,不适用,无法判断"' and "G2" in allowed.sqref
        lines = list(csv.reader(io.StringIO(made[f"{name}.csv"].decode("utf-8-sig"))))
        assert [line[0] for line in lines[1:]] == [each.number for each in sample.drawn] and lines[1][4] == "'=依据原文"
    outcomes = [each.outcome for each in sample.drawn]
    assert outcomes != sorted(outcomes) and outcomes != sorted(outcomes, reverse=True)


def filled(folder: Path, sample: Sample, name: str, answers: list[str], encoding: str = "utf-8-sig") -> Path:
    """A CSV sheet with answers from the top."""
    lines = list(csv.reader(io.StringIO(files(sample)[f"{SHEETS[0]}.csv"].decode("utf-8-sig"))))
    for line, answer in zip(lines[1:], answers, strict=False):
        line[6] = answer
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    path = folder / name
    path.write_bytes(out.getvalue().encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_answers_come_back_by_number(tmp_path: Path, encoding: str) -> None:
    """Also as a spreadsheet on a Chinese machine saves it; what was left blank is not there; the key comes back whole."""
    sample = drawn(5)
    path = filled(tmp_path, sample, "a.csv", ["合格", " 不合格 ", "", "无法判断"], encoding)
    numbers = [each.number for each in sample.drawn]
    assert read_sheet(path, sample) == {numbers[0]: Answer.PASSED, numbers[1]: Answer.FAILED, numbers[3]: Answer.CANT_JUDGE}
    (tmp_path / KEY_FILE).write_bytes(files(sample)[KEY_FILE])
    assert read_key(tmp_path / KEY_FILE) == sample


def test_a_workbook_is_read_as_well(tmp_path: Path) -> None:
    """As it was handed out, with answers."""
    sample = drawn(3)
    path = tmp_path / "a.xlsx"
    path.write_bytes(files(sample)[f"{SHEETS[0]}.xlsx"])
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["G2"] = "不适用"
    book.save(path)
    assert read_sheet(path, sample) == {sample.drawn[0].number: Answer.INAPPLICABLE}


def test_every_mistake_of_a_sheet_is_told(tmp_path: Path) -> None:
    """With its row: words that are no answer, a number of another draw, one that stands twice."""
    sample = drawn(4)
    path = filled(tmp_path, sample, "a.csv", ["对", "合格"])
    text = path.read_text(encoding="utf-8-sig")
    number = sample.drawn[1].number
    path.write_text(text + f"{number},,,,,,合格,\nabc-001,,,,,,合格,\n,,,,,,,\n", encoding="utf-8")
    with pytest.raises(SheetError, match="3 处错误") as raised:
        read_sheet(path, sample)
    assert all(words in str(raised.value) for words in ("第 2 行：判断“对”", f"第 6 行：编号 {number} 重复", "第 7 行：编号 abc-001 不在"))


@pytest.mark.parametrize("body", [b"", b"a,b\n1,2\n", b"PK\x03\x04 no zip", b"\xff\xff\xff"])
def test_other_files_are_refused(tmp_path: Path, body: bytes) -> None:
    """Whatever their ending."""
    for name in ("a.csv", "a.xlsx"):
        (tmp_path / name).write_bytes(body)
        if body or name != "a.csv":
            with pytest.raises(SheetError):
                read_sheet(tmp_path / name, drawn(3))
    with pytest.raises(SheetError):
        read_key(tmp_path / "a.csv")
