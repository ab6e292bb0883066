"""A share of the invented years is judged on every test run, and the looking itself is shown to see."""

from __future__ import annotations

import attrs
import pytest

from checks.model import Outcome

from . import play
from .history import history
from .play import RULES, years

SHARE = range(9, 200, 13)  # of every kind some: without dates, redesigned, with many empty columns, at rest
TELLING = 12  # a portal that meets each of the limits that are bent below
BENT = {"veto2019.home-stale": {"days": 18}, "veto2019.column-stale": {"stale": 6, "blank": 6}, "integrity.backdated": {"cases": 4}}


def test_what_was_planted_is_found_and_nothing_else() -> None:
    """Twelve months of portals that are kept up, silent, resting, dated again, empty, redesigned, cut short."""
    total = years(SHARE)

    assert total.wrong == []
    assert total.found == total.planted
    for rule in RULES:
        assert total.planted[rule, Outcome.FAILED.value], rule


def test_the_same_number_is_the_same_portal() -> None:
    """A failure can be played again."""
    assert history(3) == history(3) != history(4)


def test_rules_that_are_off_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were a limit another one, the year would not come out as planted."""
    rules, words = play.house()
    bent = tuple(attrs.evolve(r, params={**r.params, **BENT[r.id]}) for r in rules if r.id in BENT)
    monkeypatch.setattr(play, "house", lambda: (bent, words))
    wrong = years([TELLING]).wrong

    for rule in BENT:
        assert any(f" {rule}/" in line and "nothing" not in line for line in wrong), rule
