"""Two judgements side by side: each cause alone, named with what differs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import pytest

import config
from checks.compare import Cause, Seen, Side, as_json, flips
from checks.effective import Applied
from checks.model import Evidence, Finding, Outcome, Rule, Severity

ROOT = Path(__file__).resolve().parents[2]
RULE = config.load(ROOT / "data").rule("freshness.no-new")
DAY = dt.date(2015, 6, 30)
AT = dt.datetime(2015, 7, 1, tzinfo=dt.UTC)
HOME = "http://p.example/"


def finding(outcome: Outcome, subject: str = "", sha256: str = "1") -> Finding:
    """A finding on the home page."""
    evidence = (Evidence(url=HOME, fetched_at=AT, sha256=sha256, locator="/", quote="首页"),)
    return Finding(
        unit="u", portal="p", rule=RULE.id, pack="k", subject=subject, subject_name=subject, outcome=outcome, severity=Severity.MAJOR,
        message="", evidence=evidence,
    )  # fmt: skip


def side(outcome: Outcome = Outcome.PASSED, rule: Rule | None = RULE, sha256: str = "1", **more: object) -> Side:
    """A judgement of one thing; without ``rule`` nothing applies and nothing is found."""
    values = {
        "name": "甲",
        "as_of": DAY,
        "code": "0.1",
        "findings": (finding(outcome, sha256=sha256),) if rule else (),
        "rules": {"u": (Applied(rule=rule, pack="k"),) if rule else ()},
        "seen": {"p": Seen(stop="done", pages={HOME: sha256})},
        **more,
    }
    return Side(**values)  # type: ignore[arg-type]


OLD = side(name="旧")
FAILED = Outcome.FAILED


@pytest.mark.parametrize(
    ("new", "causes"),
    [
        (side(rule=None), [(Cause.RULE, "只在 旧")]),
        (side(FAILED, attrs.evolve(RULE, params={**RULE.params, "min_items": 2})), [(Cause.PARAMETERS, "params.min_items：1 → 2")]),
        (side(FAILED, attrs.evolve(RULE, severity=Severity.INFO)), [(Cause.PARAMETERS, "severity：major → info")]),
        (side(FAILED, as_of=dt.date(2015, 7, 31)), [(Cause.DATE, "2015-06-30 → 2015-07-31")]),
        (side(FAILED, sha256="2"), [(Cause.PAGE, HOME)]),
        (side(FAILED, seen={"p": Seen(stop="done", pages={HOME: "1", HOME + "a": "3"})}), [(Cause.COVERAGE, "少读0页，多读1页")]),
        (side(FAILED, seen={"p": Seen(stop="pages", pages={HOME: "1"})}), [(Cause.COVERAGE, "结束原因：done → pages")]),
        (side(FAILED, code="0.2"), [(Cause.CODE, "0.1 → 0.2")]),
        (side(FAILED), [(Cause.UNKNOWN, "")]),
        (side(FAILED, rules=None), [(Cause.UNKNOWN, "")]),
    ],
)
def test_each_cause_is_named(new: Side, causes: list[tuple[Cause, str]]) -> None:
    """What differs and bears on the thing, and nothing that does not differ."""
    (flip,) = flips(OLD, new)

    assert list(flip.causes) == causes
    assert (flip.before, flip.after) == (Outcome.PASSED, FAILED if new.findings else None)
    assert as_json(flip)["causes"] == [{"cause": cause.value, "what": what} for cause, what in causes]


def test_several_causes_are_all_told() -> None:
    """A new night judged by a new edition: each may be the reason."""
    new = side(FAILED, attrs.evolve(RULE, params={**RULE.params, "min_items": 2}), sha256="2", code="0.2")

    assert [cause for cause, _ in flips(OLD, new)[0].causes] == [Cause.PARAMETERS, Cause.PAGE, Cause.CODE]
    assert flips(OLD, new)[0].why == f"指标内容不同（params.min_items：1 → 2）；所据网页有变化（{HOME}）；程序版本不同（0.1 → 0.2）"


def test_what_is_judged_alike_is_not_listed() -> None:
    """Whatever else differs, an outcome that stays is no change; one that only one side has is."""
    assert flips(OLD, side(sha256="2", code="0.2")) == ()
    more = side(findings=(finding(Outcome.PASSED), finding(Outcome.CANT_TELL, "2014")))
    assert [(flip.subject, flip.before, flip.after) for flip in flips(OLD, more)] == [("2014", None, Outcome.CANT_TELL)]


def test_words_that_differ_are_a_cause() -> None:
    """The same pages read by other words."""
    words = config.load(ROOT / "data").vocabulary
    other = attrs.evolve(words, words={**words.words, "negation": ()})

    assert flips(attrs.evolve(OLD, words=words), side(FAILED, words=attrs.evolve(words)))[0].causes == ((Cause.UNKNOWN, ""),)
    assert flips(attrs.evolve(OLD, words=words), side(FAILED, words=other))[0].causes == ((Cause.WORDS, ""),)
