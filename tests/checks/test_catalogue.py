"""Metadata of catalogue entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.facts.catalogue import catalogue
from checks.model import Reading, State
from checks.vocabulary import Context

from .element_fixtures import assert_verbatim, cases, compare, expected, view_in, view_of


@pytest.mark.parametrize("folder", cases("catalogue"), ids=lambda f: f.name)
def test_catalogue_fixture(folder: Path, context: Context) -> None:
    """Each entry of the page is one group with the states and values that its fields show."""
    view = view_in(folder)
    facts = tuple(catalogue(view, context))
    groups = {name: table for name, table in expected(folder).items() if isinstance(table, dict)}

    assert set(groups) == {fact.group for fact in facts}
    for group, table in groups.items():
        wanted, found = compare(facts, "catalogue", table, group)
        assert wanted == found
    assert_verbatim(facts, view)


def test_empty_fields_after_rendering_are_blank(context: Context) -> None:
    """What is unread before a browser drew the page is blank once one did."""
    folder = next(f for f in cases("catalogue") if f.name == "all-empty-before-rendering")
    view = view_of((folder / "page.html").read_bytes(), rendered=True)

    states = {f.subject: f.value.state for f in catalogue(view, context) if isinstance(f.value, Reading)}

    assert State.BLANK == states["index_no"]
    assert State.BLANK == states["generated_on"]
