"""Application forms and the procedure described."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.facts.apply import form, process
from checks.vocabulary import Context

from .element_fixtures import assert_verbatim, cases, compare, expected, view_in


@pytest.mark.parametrize("folder", [f for f in cases("apply") if "form" in expected(f)], ids=lambda f: f.name)
def test_form_fixture(folder: Path, context: Context) -> None:
    """Fields of an application form are found by their labels; other forms give none; a form in a frame is unread."""
    facts = tuple(form(view_in(folder), context))

    wanted, found = compare(facts, "form", expected(folder)["form"])

    assert wanted == found
    assert bool(wanted) == bool(facts)


@pytest.mark.parametrize("folder", [f for f in cases("guide") + cases("apply") if "process" in expected(f)], ids=lambda f: f.name)
def test_process_fixture(folder: Path, context: Context) -> None:
    """The parts of the procedure are read; the reply limit is the organ's own, in working days."""
    view = view_in(folder)
    facts = tuple(process(view, context))

    wanted, found = compare(facts, "process", expected(folder)["process"])

    assert wanted == found
    assert_verbatim(facts, view)
