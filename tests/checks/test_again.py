"""Whether words stand on a page still, and when that cannot be said."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from checks.again import holds, still_holds
from checks.model import FetchError, Page

WORDS = "联系电话：0000-1234567 办公时间"


def page(html: str, **more: object) -> Page:
    """A page as it was fetched."""
    body = f"<html><head><title>指南</title><meta name='PubDate' content='2015-06-01'></head><body>{html}</body></html>".encode()
    values = {"status": 200, "body": body, "headers": (("Content-Type", "text/html; charset=utf-8"),), **more}
    return Page(url="http://a.example/", final_url="http://a.example/", fetched_at=dt.datetime(2015, 7, 1, tzinfo=dt.UTC), **values)  # type: ignore[arg-type]


HERE = page("<p>联系电话：0000-1234567　办公<b>时间</b></p>")
GONE = page("<p>本页已改版</p>")


@pytest.mark.parametrize(
    ("words", "found"),
    [(WORDS, True), ("0000-1234567", True), ("指南", True), ("2015-06-01", True), ("传真", False), ("", False), (" ", False)],
)
def test_words_are_found_whatever_the_white_space_and_wherever_on_the_page(words: str, found: bool) -> None:
    """Across elements and blanks, in the title, in an attribute."""
    assert holds(HERE, words) is found


@pytest.mark.parametrize(
    ("first", "again", "said"),
    [
        (HERE, HERE, True),
        (None, HERE, True),
        (GONE, HERE, True),
        (HERE, GONE, False),
        (None, GONE, None),
        (GONE, GONE, None),
        (HERE, None, None),
        (HERE, attrs.evolve(GONE, status=404), None),
        (HERE, attrs.evolve(GONE, status=None, body=b"", error=FetchError.TIMEOUT), None),
        (HERE, attrs.evolve(GONE, error=FetchError.INCOMPLETE), None),
        (HERE, attrs.evolve(HERE, error=FetchError.INCOMPLETE), True),
        (attrs.evolve(HERE, rendered=True), GONE, None),
        (attrs.evolve(HERE, rendered=True), attrs.evolve(GONE, rendered=True), False),
    ],
)
def test_only_what_is_certain_is_said(first: Page | None, again: Page | None, said: bool | None) -> None:
    """Gone only where the page was read whole, in the manner of the first time, and the words are found there in the same manner."""
    assert still_holds(WORDS, first, again) is said


def test_of_no_words_nothing_is_said() -> None:
    """There is nothing to compare."""
    assert still_holds(" ", HERE, HERE) is None
