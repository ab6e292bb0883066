"""Organisation information on whatever page shows it."""

from __future__ import annotations

import pytest

from checks.facts.org import is_name, org
from checks.model import Reading
from checks.vocabulary import Context

from .record_fixtures import cases, load


@pytest.mark.parametrize("case", cases("org"))
def test_fixture(case: str, context: Context) -> None:
    """Each fixture shows exactly the parts that a careful reader finds, in the state he finds them."""
    view, expected = load("org", case)

    found = {f.subject: f.value.state.value for f in org(view, context) if isinstance(f.value, Reading)}

    assert found == expected["parts"]


@pytest.mark.parametrize(
    ("word", "name"), [("王建国", True), ("李明", True), ("欧阳明", True), ("单位", False), ("方案", False), ("水务局", False), ("", False)]
)
def test_names(word: str, name: bool) -> None:
    """Names of people are told from common words."""
    assert is_name(word) is name
