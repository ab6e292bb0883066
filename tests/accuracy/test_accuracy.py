"""Own labelled pages: labels fit their pages, and the committed table is what the program gives."""

from __future__ import annotations

import re

import pytest

from checks.scoring import Score, score
from tests.accuracy import __main__ as accuracy
from tests.accuracy import beside
from tests.accuracy.__main__ import DOCUMENT, PAGES, TITLES, own, table

HALVES = ("tuned", "apart")
# Pages of each family in both halves; the last set was written page by page, each with markup of its own, and has two of a kind less often.
FAMILIES = {"guide": 24, "apply": 24, "list": 28, "item": 26, "annual": 24, "article": 16, "kind": 20, "n": 76}
# The third set, and the fourth, whose pages have the structure of real ones.
MORE = {"m": {"tuned": 33, "apart": 37}, "r": {"tuned": 38, "apart": 37}}


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
        for family, counts in MORE.items():
            assert sum(name.startswith(f"{family}-") for name in names) == counts[half]


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


def test_beside_others_we_stand_as_we_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Our column of the comparison is what the program gives. Without the others, no part of the set-up, theirs stay as they were written."""
    monkeypatch.setattr(beside, "missing", lambda: ("htmldate",))
    section = accuracy.compare(mistakes=False)

    assert "make compare" in capsys.readouterr().out
    document = DOCUMENT.read_text(encoding="utf-8")
    for half in HALVES:
        for line in section.splitlines():
            assert f"| {TITLES[half]} |" not in line or line in document
    assert re.search(rf"^\| title \| {TITLES['tuned']} \| \d+/\d+ .* \| – \| \d+/\d+ ", section, re.M)


def test_what_others_read_and_we_do_not_is_named() -> None:
    """The pages to mend, and no page on which nobody is right or on which the other was not asked."""
    labels = [{"file": name, "page_kind": "article", "title": "甲", "published": "2015-06-01"} for name in ("a.html", "b.html")]
    ours = {name: {"file": name, "title": "乙", "published": "2015-06-01"} for name in ("a.html", "b.html")}
    theirs = {"a.html": {"file": "a.html", "title": "甲"}, "b.html": {"file": "b.html", "title": "丙"}}
    scores = {beside.OURS: score(labels, ours), "trafilatura": score(labels, theirs), "htmldate": score(labels, {})}

    assert [(m.file, m.what) for m in beside.better(scores)] == [("a.html", "title")]
