"""Years that lists leave out: «05-25» is of the year that the page behind the row, or its address, says. 年份核实"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

import attrs

from checks.model import Entry, Fact
from checks.parsing.dates import date_in_url

TURN = 92  # days


@attrs.frozen(kw_only=True)
class Dated:
    """A list row with its publication date. 注明日期的条目

    Attributes:
        sure: False if only we put the year to it: the list shows none, and nothing else confirms it.
    """

    date: dt.date
    fact: Fact
    sure: bool = True


def dated_rows(rows: Iterable[Fact], published: Callable[[str], dt.date | None], as_of: dt.date) -> tuple[Dated, ...]:
    """The dated rows of one list, in order; a year that was only inferred is held against the row's page and address. 条目日期

    Where page or address name another year, theirs counts. Rows that nothing speaks for share the fate of their list: they are sure if others
    of its years were confirmed and none was contradicted.

    Args:
        published: the publication date of the page behind an address, None if it is not known.
    """
    found = list(_rows(rows, published, as_of))
    inferred = [(date, told) for _, date, told, guessed in found if guessed and told is not None]
    agree = bool(inferred) and all(date == told for date, told in inferred)
    return tuple(Dated(date=told or date, fact=fact, sure=not guessed or told is not None or agree) for fact, date, told, guessed in found)


def _rows(
    rows: Iterable[Fact], published: Callable[[str], dt.date | None], as_of: dt.date
) -> Iterator[tuple[Fact, dt.date, dt.date | None, bool]]:
    """Row, date as shown, date as its page or address tells it, whether the year shown was inferred."""
    for fact in rows:
        entry = fact.value
        if isinstance(entry, Entry) and entry.date is not None:
            yield fact, entry.date, _told(entry, entry.date, published, as_of) if entry.year_inferred else None, entry.year_inferred


def _told(entry: Entry, shown: dt.date, published: Callable[[str], dt.date | None], as_of: dt.date) -> dt.date | None:
    """The row's date with the year that its page states, else that of its address; None if neither says."""
    if not entry.url:
        return None
    told = published(entry.url) or date_in_url(entry.url, as_of)
    if told is None:
        return None
    # Days apart at the turn of the year contradict nothing; a row keeps the day it shows.
    return shown if told.year == shown.year or abs((told - shown).days) < TURN else told
