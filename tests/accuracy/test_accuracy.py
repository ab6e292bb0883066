"""Own labelled pages: labels fit their pages, and the committed table is what the program gives."""

from __future__ import annotations

import re

import pytest

from checks.scoring import Score
from tests.accuracy.__main__ import DOCUMENT, PAGES, TITLES, own, table

HALVES = ("tuned", "apart")
FAMILIES = {"guide": 24, "apply": 24, "list": 28, "item": 26, "annual": 24, "article": 16, "kind": 20, "n": 76}


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    """Both halves, scored."""
    return {half: own(half) for half in HALVES}


def test_every_page_has_its_label_and_both_halves_their_share() -> None:
    """As many pages of each family in both halves, each with one label."""
    found = {half: sorted(path.stem for path in (PAGES / half).glob("*.html")) for half in HALVES}

    for half, names in found.items():
        assert names == sorted(path.stem for path in (PAGES / half).glob("*.json"))
        assert {family: 2 * sum(name.startswith(family + "-") for name in names) for family in FAMILIES} == FAMILIES, half


def test_the_table_is_what_the_program_gives(scores: dict[str, Score]) -> None:
    """docs/accuracy.md was written by `make accuracy` after the last change of a reader."""
    written = DOCUMENT.read_text(encoding="utf-8")
    columns = re.search(r"^\| measure \|(.*)\|$", written, re.M)
    assert columns is not None
    places = [name.strip() for name in columns[1].split("|")]
    for line in table(scores).splitlines()[2:]:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        there = next((row.strip("|").split("|") for row in written.splitlines() if row.startswith(f"| {cells[0]} |")), None)
        assert there is not None, cells[0]
        for half, cell in zip(HALVES, cells[1:], strict=True):
            assert there[1 + places.index(TITLES[half])].strip() == cell, f"{cells[0]} ({half})"
