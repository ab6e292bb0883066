"""Guides: every element read for the disclosure office itself, and absent only where the whole text was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.facts.guide import guide, office_contacts
from checks.vocabulary import Context

from .element_fixtures import assert_verbatim, cases, compare, expected, view_in


@pytest.mark.parametrize("folder", cases("guide"), ids=lambda f: f.name)
def test_guide_fixture(folder: Path, context: Context) -> None:
    """A guide's elements get the states, and where given the values, that a careful reader gives them."""
    view = view_in(folder)
    facts = tuple(guide(view, context))

    wanted, found = compare(facts, "guide", expected(folder).get("guide", {}))

    assert wanted == found
    assert_verbatim(facts, view)


@pytest.mark.parametrize("folder", [f for f in cases("apply") if "guide" in expected(f)], ids=lambda f: f.name)
def test_contacts_on_an_application_page(folder: Path, context: Context) -> None:
    """An application page gives contact data that it has; nothing is called missing from it."""
    facts = tuple(office_contacts(view_in(folder), context))

    wanted, found = compare(facts, "guide", expected(folder)["guide"])

    assert wanted == found
    assert {fact.value.state for fact in facts} <= {"valid", "partial"}  # type: ignore[attr-defined]
