"""Fields of published penalties."""

from __future__ import annotations

import pytest

from checks.facts.penalty import penalty
from checks.parsing.fold import fold
from checks.vocabulary import Context

from .record_fixtures import cases, compare, load


@pytest.mark.parametrize("case", cases("penalty"))
def test_fixture(case: str, context: Context) -> None:
    """Every field of the fixture has the state that a careful reader gives it, and nothing else is charged."""
    view, expected = load("penalty", case)

    assert compare(list(penalty(view, context)), "penalty", expected) == []


@pytest.mark.parametrize("case", cases("penalty"))
def test_quotes_are_verbatim(case: str, context: Context) -> None:
    """What evidence quotes stands on the page."""
    view, _ = load("penalty", case)
    text = fold("".join(view.tree.text_content().split()))

    for fact in penalty(view, context):
        for piece in fact.evidence.quote.split():
            assert fold(piece) in text
