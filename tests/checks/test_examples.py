"""Every example written in a rule file is a test of that rule."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import pytest

import config
from checks.example import unmet
from checks.model import Example, Outcome, Rule
from checks.pages import read_page
from checks.vocabulary import Context, Vocabulary
from tests.checks import playing
from tests.checks.page_fixtures import view
from tests.checks.playing import play

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


def test_what_is_remembered_is_of_that_page_day_and_start(context: Context):
    """The tests above read a page once (``playing``): never for another page, day, start or vocabulary than it was read for."""
    page = view("<p>发布时间：2015-06-01</p>").page
    others = [
        playing.remembered(attrs.evolve(page, url=f"{page.url}?2"), context),
        playing.remembered(page, attrs.evolve(context, as_of=context.as_of - dt.timedelta(days=60))),
        playing.remembered(page, attrs.evolve(context, start_url=page.url)),
        playing.remembered(page, attrs.evolve(context, vocabulary=attrs.evolve(context.vocabulary))),
    ]
    once = playing.remembered(page, context)

    assert once is playing.remembered(attrs.evolve(page), attrs.evolve(context))
    assert len({id(reading) for reading in (once, *others)}) == 5
    assert (once.facts, once.page) == ((plain := read_page(page, context)).facts, plain.page)
