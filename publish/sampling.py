"""A sample of findings for two evaluators, each judging blind; and their sheets read back. 抽样评判"""

from __future__ import annotations

import csv
import datetime as dt
import enum
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import attrs
import openpyxl
import xlsxwriter
from cattrs.preconf.json import make_converter

from checks.model import Finding, Outcome

from .bulletin.zipped import repacked
from .csv_cells import BOM, neutral

KEY_FILE = "抽样底表.json"
SHEETS = ("评判表-甲", "评判表-乙")
HEADINGS = ("编号", "单位", "检查指标", "对象", "查什么", "网址", "判断", "说明")
_ANSWER = HEADINGS.index("判断")
_MADE = dt.datetime(2000, 1, 1)  # noqa: DTZ001  a file's properties hold no zone; the same draw gives the same bytes
_WIDTHS = (14, 26, 26, 22, 60, 44, 12, 40)


class By(enum.StrEnum):
    """What strata are made of. 分层依据"""

    RULE = "rule"
    OUTCOME = "outcome"
    UNIT = "unit"


class Answer(enum.StrEnum):
    """What an evaluator may say. 判断"""

    PASSED = "合格"
    FAILED = "不合格"
    INAPPLICABLE = "不适用"
    CANT_JUDGE = "无法判断"


@attrs.frozen(kw_only=True)
class Drawn:
    """A finding that was drawn. 样本

    Attributes:
        number: what the sheets call it; tells nothing of the outcome.
        weight: how many findings of its stratum it stands for.
        look: what the evaluator is to look for; ``url`` where to begin.
    """

    number: str
    unit: str
    rule: str
    fingerprint: str
    outcome: Outcome
    stratum: str
    weight: float
    unit_name: str
    title: str
    subject: str
    look: str
    url: str


@attrs.frozen(kw_only=True)
class Sample:
    """A draw: the key to the blind sheets, which the evaluators do not get. 抽样底表

    Attributes:
        total: findings of the run.
        strata: name → (findings, drawn); of more strata than places some have none drawn, and the sample does not speak for them.
    """

    id: str
    run: str
    seed: int
    by: By
    total: int
    strata: Mapping[str, tuple[int, int]]
    drawn: tuple[Drawn, ...]


@attrs.frozen(kw_only=True)
class Told:
    """What stands about a finding's rule and unit on the sheets. 评判表用语"""

    unit: str
    title: str
    look: str
    home: str


class SheetError(Exception):
    """A filled-in sheet cannot be used; the message lists every mistake with its row, in Chinese. 评判表错误"""


_converter = make_converter()


def draw(findings: Iterable[Finding], told: Mapping[tuple[str, str], Told], *, run: str, size: int, seed: int, by: By) -> Sample:
    """A random sample of all outcomes, as evenly over the strata as their sizes allow; the same seed draws the same. 抽样

    Args:
        told: by unit and rule.
    """
    strata: dict[str, list[Finding]] = {}
    total = 0
    for finding in findings:
        strata.setdefault(getattr(finding, by.value), []).append(finding)
        total += 1
    shares = _shares({name: len(members) for name, members in strata.items()}, size)
    chosen = [
        (finding, name, len(members) / shares[name])
        for name, members in sorted(strata.items())
        if shares[name]
        for finding in sorted(members, key=lambda each: _lot(seed, each.fingerprint))[: shares[name]]
    ]
    # another lot for the order: neighbours on the sheet have nothing in common
    chosen.sort(key=lambda each: _lot(seed, f"order|{each[0].fingerprint}"))
    name = hashlib.sha256(f"{run}|{seed}|{by}|{size}".encode()).hexdigest()[:6]
    drawn = tuple(
        _drawn(f"{name}-{place:03}", finding, stratum, weight, told[finding.unit, finding.rule])
        for place, (finding, stratum, weight) in enumerate(chosen, 1)
    )
    counted = {stratum: (len(strata[stratum]), share) for stratum, share in sorted(shares.items())}
    return Sample(id=name, run=run, seed=seed, by=by, total=total, strata=counted, drawn=drawn)


def _drawn(number: str, finding: Finding, stratum: str, weight: float, told: Told) -> Drawn:
    return Drawn(
        number=number,
        unit=finding.unit,
        rule=finding.rule,
        fingerprint=finding.fingerprint,
        outcome=finding.outcome,
        stratum=stratum,
        weight=weight,
        unit_name=told.unit,
        title=told.title,
        subject=finding.subject_name or finding.subject,
        look=told.look,
        url=finding.evidence[0].url if finding.evidence else told.home,
    )


def _lot(seed: int, name: str) -> str:
    """A lot that is the same on every machine and in every version of Python."""
    return hashlib.sha256(f"{seed}|{name}".encode()).hexdigest()


def _shares(sizes: Mapping[str, int], size: int) -> dict[str, int]:
    """How many are drawn of each stratum: equal shares, what a small one leaves over goes to the others, the larger first."""
    shares: dict[str, int] = {}
    left = min(size, sum(sizes.values()))
    waiting = sorted(sizes, key=lambda name: (sizes[name], name))
    for place, name in enumerate(waiting):
        rest = len(waiting) - place
        shares[name] = min(sizes[name], left // rest)
        left -= shares[name]
    return shares


# -- files -------------------------------------------------------------------------------------------------------------------------


def files(sample: Sample) -> dict[str, bytes]:
    """The two blind sheets, each as workbook and CSV, and the key. 抽样文件"""
    key = json.dumps(_converter.unstructure(sample), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return {
        **{f"{name}.xlsx": _workbook(sample) for name in SHEETS},
        **{f"{name}.csv": _csv(sample) for name in SHEETS},
        KEY_FILE: key.encode(),
    }


def read_key(path: Path) -> Sample:
    """The key of a draw. SheetError if it is none."""
    try:
        return _converter.structure(json.loads(path.read_text(encoding="utf-8")), Sample)
    except (OSError, ValueError, KeyError, TypeError, ExceptionGroup) as error:
        raise SheetError(f"{path} 不是抽样底表（{KEY_FILE}）") from error


def _lines(sample: Sample) -> Iterator[tuple[str, ...]]:
    for each in sample.drawn:
        yield (each.number, each.unit_name, each.title, each.subject, each.look, each.url, "", "")


def _csv(sample: Sample) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    writer.writerows([neutral(cell) for cell in line] for line in _lines(sample))
    return (BOM + out.getvalue()).encode()


def _workbook(sample: Sample) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _MADE})
    sheet = book.add_worksheet("评判表")
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#EEEEEE"})
    cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, head)
    row = 0
    for row, line in enumerate(_lines(sample), 1):
        for column, text in enumerate(line):
            sheet.write_string(row, column, text, cell)
    sheet.data_validation(1, _ANSWER, max(row, 1), _ANSWER, {"validate": "list", "source": [answer.value for answer in Answer]})
    sheet.freeze_panes(1, 1)
    book.close()
    return repacked(out.getvalue())


def read_sheet(path: Path, sample: Sample) -> dict[str, Answer]:
    """What an evaluator answered, by number; what was left blank is not there.

    Raises:
        SheetError: it is no sheet of this draw, or an answer is none of those allowed.
    """
    known = {each.number for each in sample.drawn}
    answers: dict[str, Answer] = {}
    mistakes: list[str] = []
    for place, row in enumerate(_rows(path), 1):
        number, said = (row[at].strip() if at < len(row) else "" for at in (0, _ANSWER))
        if place == 1:
            if tuple(row[: len(HEADINGS)]) != HEADINGS:
                raise SheetError(f"{path}：首行应为 {'、'.join(HEADINGS)}")
            continue
        if number not in known:
            mistakes += [f"第 {place} 行：编号 {number or '（空）'} 不在这次抽样中"] if any(cell.strip() for cell in row) else []
        elif number in answers:
            mistakes.append(f"第 {place} 行：编号 {number} 重复")
        elif said in set(Answer):
            answers[number] = Answer(said)
        elif said:
            mistakes.append(f"第 {place} 行：判断“{said}”应为{'、'.join(Answer)}")
    if mistakes:
        raise SheetError(f"{path} 有 {len(mistakes)} 处错误：\n" + "\n".join(f"  {mistake}" for mistake in mistakes))
    return answers


def _decoded(body: bytes) -> str:
    """UTF-8, else what a spreadsheet on a Chinese machine saves."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("gb18030")


def _rows(path: Path) -> Iterator[Sequence[str]]:
    try:
        if path.suffix.lower() == ".csv":
            yield from csv.reader(io.StringIO(_decoded(path.read_bytes()), newline=""))
            return
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            for row in book.worksheets[0].iter_rows(values_only=True):
                yield ["" if value is None else str(value) for value in row]
        finally:
            book.close()
    except (OSError, UnicodeDecodeError, zipfile.BadZipFile, openpyxl.utils.exceptions.InvalidFileException) as error:
        raise SheetError(f"{path} 无法读取：应为评判表（XLSX，或 CSV）") from error
