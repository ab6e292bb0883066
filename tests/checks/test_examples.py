"""Every example written in a rule file is a test of that rule."""

from __future__ import annotations

from pathlib import Path

import pytest

import config
from checks.example import play, unmet
from checks.model import Example, Outcome, Rule
from checks.vocabulary import Vocabulary

CONFIG = config.load(Path(__file__).resolve().parents[2] / "data")
CASES = [
    pytest.param(rule, example, id=f"{rule.id}-{n}-{example.outcome}") for rule in CONFIG.rules for n, example in enumerate(rule.examples)
]


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_example(rule: Rule, example: Example, vocabulary: Vocabulary):
    """The rule gives the outcome that its example promises; a failure carries evidence."""
    findings = play(rule, example, vocabulary)

    assert not unmet(example, findings)
    assert all(f.evidence for f in findings if f.outcome is Outcome.FAILED)
    assert not [f.message for f in findings if any(other.id in f.message for other in CONFIG.rules)], "ids are not for officials"


@pytest.mark.parametrize("rule", CONFIG.rules, ids=lambda r: r.id)
def test_an_unfinished_crawl_never_fails_what_is_not_there(rule: Rule, vocabulary: Vocabulary):
    """Cut every failing example short by its budget: what was failed for being absent is left open, only what was seen stays failed."""
    import attrs

    for example in rule.examples:
        if example.outcome is not Outcome.FAILED:
            continue
        whole = play(rule, example, vocabulary)
        cut = play(rule, attrs.evolve(example, complete=False), vocabulary)
        seen = {f.subject for f in whole if f.outcome is Outcome.FAILED}
        for finding in cut:
            if finding.outcome is Outcome.FAILED:
                assert finding.subject in seen
                assert finding.evidence[0].locator != "links", finding.message
