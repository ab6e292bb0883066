"""Every reason of 无法核查 stands in the table that says whose matter it is and what to do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import config
from checks.model import Outcome, Rule
from checks.predicates.wording import REASONS as READINGS
from checks.reasons import OUTCOMES, REASONS, WHOSE_ZH, reason_of
from checks.vocabulary import Vocabulary
from tests.checks.playing import play

ROOT = Path(__file__).resolve().parents[2]
RULES = config.load(ROOT / "data").rules
HOLE = "某"  # stands for what an f-string puts in


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_reason_of_an_example_is_known(rule: Rule, vocabulary: Vocabulary) -> None:
    """What is said of anything that could not be told, whichever outcome the example shows; if this fails, checks/reasons.py lacks a row."""
    said = [f.message for example in rule.examples for f in play(rule, example, vocabulary) if f.outcome is Outcome.CANT_TELL]

    assert [message for message in said if reason_of(message) is None] == []


def texts(node: ast.expr) -> Iterator[str]:
    """What an expression says, as far as it is written there."""
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(part.value if isinstance(part, ast.Constant) else HOLE for part in parts)  # type: ignore[misc]
        case ast.IfExp(body=one, orelse=other):
            yield from (*texts(one), *texts(other))
        case ast.BoolOp(values=several):
            yield from (text for each in several for text in texts(each))


def is_open(node: ast.expr) -> bool:
    """Whether an expression is ``Outcome.CANT_TELL`` and nothing else."""
    return isinstance(node, ast.Attribute) and node.attr == "CANT_TELL"


def written() -> Iterator[tuple[str, str]]:
    """(place, reason) of every reason that predicates write beside the outcome."""
    for path in sorted((ROOT / "checks" / "predicates").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            place = f"{path.name}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Call):
                named = {keyword.arg: keyword.value for keyword in node.keywords}
                if "why" in named and "outcome" in named and is_open(named["outcome"]):
                    yield from ((place, text) for text in texts(named["why"]))
            elif isinstance(node, ast.Assign | ast.Return) and isinstance(node.value, ast.Tuple):
                said = node.value.elts
                if len(said) > 1 and is_open(said[0]):
                    yield from ((place, text) for text in texts(said[1]))


def test_every_reason_that_is_written_is_known() -> None:
    """Reasons that no example happens to show."""
    found = list(written())

    assert len(found) > 30
    assert [(place, text) for place, text in found if text != HOLE and reason_of(text) is None] == []


@pytest.mark.parametrize("text", READINGS.values())
def test_why_a_reading_is_open_is_known(text: str) -> None:
    """The words of the readers' own reasons."""
    assert reason_of(text) is not None


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("公开指南：无法核查，判定程序出错（KeyError）", "program-error"),
        ("公开指南：无法核查，首页未能打开；1个页面未能读取（如 http://a.example/：访问出错）", "home-shut"),
        ("年报：无法核查，抓取未完成（达到页数上限）；首页未能打开", "unfinished"),
        ("第24周：无法核查，节假日表不含该周", "holiday-table"),
        ("公开指南：无法核查，可能载有此项的入口未能查看：“指南”（robots.txt 不允许）", "robots"),
        ("公开指南：无法核查，可能载有此项的入口未能查看：“附件下载”（页面不存在）", "door-shut"),
        ("检索结果：无法核查，不提交表单，检索效果需人工核查", "manual"),
        ("公开指南：合格", None),
    ],
)
def test_the_first_row_that_fits_counts(message: str, reason: str | None) -> None:
    """What is quoted from a page is no reason; of several the one to be mended first."""
    found = reason_of(message)

    assert (found.id if found else None) == reason


def test_the_table_is_whole() -> None:
    """Every outcome and every owner is explained; ids are used once; no word is hidden by an earlier row."""
    assert set(OUTCOMES) == set(Outcome)
    assert {reason.whose for reason in REASONS} == set(WHOSE_ZH)
    assert len({reason.id for reason in REASONS}) == len(REASONS)
    assert [(reason.id, word) for reason in REASONS for word in reason.words if reason_of(word) is not reason] == []
