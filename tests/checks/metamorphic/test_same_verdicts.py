"""A portal in Traditional characters, and one without class names, is judged like the one it was made from."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest

import config
from checks.model import Example, ExamplePage, Outcome, Rule
from checks.vocabulary import Vocabulary
from tests.checks.playing import play

from . import markup, trees
from .pages import ROOT

RULES = config.load(ROOT / "data").rules
CASES = [pytest.param(rule, example, id=f"{rule.id}-{n}-{example.outcome}") for rule in RULES for n, example in enumerate(rule.examples)]
# One says of Traditional characters that they are there; the other reads bytes, which a conversion of what they were misread as changes.
OF_CHARACTERS = frozenset({"integrity.script-layer", "integrity.mojibake"})


def remade(example: Example, change: Callable[[str], str]) -> Example:
    """The example with all of its pages changed, those of earlier nights as well."""

    def pages(given: tuple[ExamplePage, ...]) -> tuple[ExamplePage, ...]:
        return tuple(attrs.evolve(page, html=change(page.html) if page.html.strip() else page.html) for page in given)

    earlier = tuple(attrs.evolve(night, pages=pages(night.pages)) for night in example.earlier)
    return attrs.evolve(example, pages=pages(example.pages), earlier=earlier)


def verdicts(rule: Rule, example: Example, vocabulary: Vocabulary) -> dict[str, Outcome]:
    """Subject → outcome."""
    return {finding.subject: finding.outcome for finding in play(rule, example, vocabulary)}


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_in_traditional_characters(rule: Rule, example: Example, vocabulary: Vocabulary) -> None:
    """The form of the characters changes no verdict."""
    if rule.id not in OF_CHARACTERS:
        traditional = remade(example, markup.converted("s2t"))

        assert verdicts(rule, traditional, vocabulary) == verdicts(rule, example, vocabulary)


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_without_names(rule: Rule, example: Example, vocabulary: Vocabulary) -> None:
    """Without class and id nothing fails that did not."""
    before, after = verdicts(rule, example, vocabulary), verdicts(rule, remade(example, trees.no_names), vocabulary)

    assert [subject for subject, outcome in after.items() if outcome is Outcome.FAILED and before.get(subject) is not Outcome.FAILED] == []
