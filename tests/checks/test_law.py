"""Wording of repealed law in guides."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.facts.law import law
from checks.vocabulary import Context

from .element_fixtures import assert_verbatim, cases, expected, view_in


@pytest.mark.parametrize("folder", [f for f in cases("guide") + cases("apply") if "law" in expected(f)], ids=lambda f: f.name)
def test_law_fixture(folder: Path, context: Context) -> None:
    """Exactly the obsolete phrases are reported, each with its quote; none on a page that marks itself repealed."""
    view = view_in(folder)
    facts = tuple(law(view, context))

    assert sorted(expected(folder)["law"]) == sorted(fact.subject for fact in facts)
    assert_verbatim(facts, view)
