"""Every clause of the seed documents is accounted for."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

import config
from checks.model import Citation
from config.coverage import Clause, Coverage, SeedDocument, load_coverage, uncovered

NUMBERS = ["京质监办发〔2015〕43号", "伊春质监局2014年报", "甬政办发〔2015〕105号", "质检办〔2016〕519号", "西政办发〔2017〕14号"]


def test_no_clause_of_the_seeds_is_unaccounted_for(root: Path) -> None:
    """Each has rules that exist (or are named as still to be written) or a reason; each rule of a seed stands in its table."""
    coverage = load_coverage(root / "data")

    assert [document.cited for document in coverage.documents] == NUMBERS
    assert [str(mistake) for mistake in uncovered(coverage, config.load(root / "data").rules)] == []


def test_no_clause_stands_twice(root: Path) -> None:
    """One line a clause, so that one place says what becomes of it."""
    for document in load_coverage(root / "data").documents:
        names = [clause.clause for clause in document.clauses]
        assert len(names) == len(set(names)), document.title


def table(rules: tuple[str, ...] = ("guide.exists",), unchecked: str = "", not_yet: tuple[str, ...] = ()) -> Coverage:
    """One document of one clause."""
    clause = Clause(clause="一", about="公开指南", rules=rules, unchecked=unchecked)
    return Coverage(documents=(SeedDocument(title="要点", cited="示例〔2015〕1号", clauses=(clause,)),), not_yet=not_yet)


@pytest.mark.parametrize(
    ("coverage", "said"),
    [
        (table(), []),
        (table(rules=(), unchecked="内部事项"), []),
        (table(rules=()), ["既没有指标，也没有不能核查的理由"]),
        (table(rules=("guide.exist",)), ["没有指标 guide.exist；是否应为 guide.exists？"]),
        (table(rules=("not.written",), not_yet=("not.written",)), []),
        (table(not_yet=("not.written",)), ["not.written 不在任何条款之中"]),
    ],
)
def test_what_is_left_open_is_named(root: Path, coverage: Coverage, said: list[str]) -> None:
    """A clause without anything, a rule that is not there, a name that is nowhere used."""
    found = [mistake.text for mistake in uncovered(coverage, config.load(root / "data").rules)]

    assert len(found) == len(said) and all(words in text for words, text in zip(said, found, strict=True))


def test_a_rule_that_cites_a_seed_must_stand_in_its_table(root: Path) -> None:
    """However it was added."""
    rules = config.load(root / "data").rules
    citing = attrs.evolve(rules[0], citations=(Citation(document="某局 示例〔2015〕1号", clause="二"),))

    assert [m.text for m in uncovered(table(), (citing, *rules[1:]))] == [f"指标 {citing.id} 以 示例〔2015〕1号 为依据，却不在其各条款之中"]


def test_a_malformed_table_is_refused(tmp_path: Path) -> None:
    """An unknown key is named like everywhere."""
    (tmp_path / "coverage.toml").write_text(
        '[[document]]\ntitle = "要点"\ncited = "号"\n[[document.clause]]\nclause = "一"\nabut = ""\n', encoding="utf-8"
    )

    with pytest.raises(config.ConfigError) as caught:
        load_coverage(tmp_path)
    assert {str(m).split("：", 1)[1] for m in caught.value.mistakes} == {
        "document[1].clause[1].about：缺少必填的键",
        "document[1].clause[1].abut：未知的键；是否应为 about？",
    }
