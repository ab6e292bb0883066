"""How far back a list was seen: only dates that fall tell that nothing newer follows."""

from __future__ import annotations

import datetime as dt

import pytest

from checks.facts.walk import newest_first, reached, settled_oldest


def days(*numbers: int) -> list[dt.date]:
    return [dt.date(2015, 1, n) for n in numbers]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ((), True),
        ((5,), True),
        ((9, 8, 7, 7, 3), True),
        ((1, 9, 8, 7), True),  # a row pinned above the newest
        ((9, 8, 1, 7, 6, 1, 5, 4), True),  # rows pinned to each page
        ((20, 19, 18, 17, 16, 1, 15, 14, 13, 12, 11), True),  # one pinned on the second page
        ((1, 2, 3, 4), False),  # oldest first
        ((1, 2), False),
        ((9, 2, 8, 3, 7, 1, 6), False),  # in no order
        ((3, 1, 2, 9), False),  # the newest last
    ],
)
def test_which_lists_show_the_newest_first(dates, expected):
    """Pinned rows disturb the order a little; a list that rises or has none is another thing."""
    assert newest_first(days(*dates)) == expected


@pytest.mark.parametrize(
    ("dates", "day", "expected"),
    [
        ((), 5, False),
        ((9, 8, 7), 7, False),  # the day itself may go on
        ((9, 8, 4, 4, 4), 5, True),
        ((9, 8, 7, 1), 5, False),  # one old row at the foot may be pinned
        ((1, 2, 3, 4), 20, False),  # oldest first: newer ones follow
        ((9, 2, 8, 3, 7, 1, 6), 20, False),
    ],
)
def test_whether_a_walk_has_come_past_a_day(dates, day, expected):
    """Newest first, and the last rows older than the day."""
    assert reached(days(*dates), dt.date(2015, 1, day)) == expected


def test_the_oldest_that_is_settled():
    """The newest of the last three rows."""
    assert settled_oldest(days(9, 8, 7, 1)) == dt.date(2015, 1, 8)
    assert settled_oldest([]) is None
