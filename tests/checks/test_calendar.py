"""Working days, deadlines, weeks and months: each edge, over holidays and make-up days, and our table against another's."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import chinese_calendar.constants as others
import pytest

import config
from checks.calendar import (
    DAY,
    add_working_days,
    beijing_day,
    is_holiday_week,
    is_working_day,
    last_day,
    monday_of,
    month_before,
    month_of,
    table_warning,
    week_name,
    weeks_in_month,
    working_days_between,
    year_of,
)
from checks.vocabulary import Vocabulary

WORDS = config.load(Path(__file__).resolve().parents[2] / "data").vocabulary
NO_TABLE = Vocabulary(elements={}, words={})


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def optional(text: str | None) -> dt.date | None:
    return day(text) if text else None


def test_our_table_is_the_one_that_others_know() -> None:
    """Every weekday off and every working weekend of all years that both know, and each kind has its days."""
    first, last = WORDS.holidays_since, max(others.holidays)
    assert first == day("2008-01-01")
    known = {d for d in others.holidays if first <= d and d.weekday() < 5}
    made_up = {d for d in others.workdays if first <= d and d.weekday() >= 5}

    assert {d for d in WORDS.holidays if d.year <= last.year} == known
    assert {d for d in WORDS.workdays if d.year <= last.year} == made_up
    assert {d.year for d in WORDS.holidays} == {d.year for d in WORDS.workdays} == set(range(2008, WORDS.holidays_until.year + 1))


@pytest.mark.parametrize(
    ("date", "works"),
    [
        ("2015-06-26", True),  # a Friday
        ("2015-06-27", False),  # Saturday
        ("2015-06-28", False),  # Sunday
        ("2015-06-22", False),  # 端午, a Monday
        ("2015-09-03", False),  # 抗战胜利日
        ("2015-09-06", True),  # the Sunday worked for it
        ("2015-10-10", True),  # the Saturday worked for 国庆
        ("2015-02-15", True),  # the Sunday worked for 春节
        ("2015-02-28", True),  # a Saturday worked for 春节
        ("2016-02-29", True),  # leap day, a Monday
        ("2020-02-29", False),  # leap day, a Saturday
        ("2020-01-31", False),  # 春节 made longer in that year
        ("2008-01-01", False),  # the table's first day
        ("2007-12-31", None),  # the day before
        ("2026-12-31", True),  # its last
        ("2027-01-01", None),  # the day after
    ],
)
def test_whether_offices_work(date: str, works: bool | None) -> None:
    """Weekends, holidays, make-up days, and nothing outside the table."""
    assert is_working_day(day(date), WORDS) is works


def test_without_a_table_nothing_is_known() -> None:
    """No table is no calendar."""
    start, end = day("2015-06-01"), day("2015-06-05")

    assert is_working_day(start, NO_TABLE) is None
    assert working_days_between(start, end, NO_TABLE) is None
    assert add_working_days(start, 1, NO_TABLE) is None
    assert last_day(start, 1, NO_TABLE) is None
    assert is_holiday_week(start, NO_TABLE) is None


def test_a_table_without_a_beginning_reaches_back_for_ever() -> None:
    """Only the end of a table is always known."""
    assert is_working_day(day("1999-06-01"), attrs.evolve(NO_TABLE, holidays_until=day("2015-12-31"))) is True


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2015-06-10", "2015-06-10", 0),  # the day of the decision is not counted
        ("2015-06-10", "2015-06-11", 1),
        ("2015-06-12", "2015-06-14", 0),  # over a weekend
        ("2015-06-12", "2015-06-15", 1),
        ("2015-06-19", "2015-06-23", 1),  # over 端午, Monday 22 June
        ("2015-02-17", "2015-02-25", 1),  # over 春节, 18–24 February
        ("2015-02-27", "2015-03-02", 2),  # Saturday 28 February was worked
        ("2015-09-30", "2015-10-07", 0),
        ("2015-09-30", "2015-10-08", 1),  # over 国庆
        ("2015-10-08", "2015-10-10", 2),  # a Saturday worked for it
        ("2015-09-02", "2015-09-06", 1),  # a Sunday worked
        ("2015-12-31", "2016-01-04", 1),  # over New Year
        ("2016-02-26", "2016-03-01", 2),  # over 29 February
        ("2015-02-27", "2015-03-01", 1),  # no 29 February
        ("2015-06-11", "2015-06-10", -1),  # published before it was decided
        ("2026-12-30", "2026-12-31", 1),
        ("2026-12-30", "2027-01-01", None),  # past the table
        ("2007-12-31", "2008-01-02", None),  # before it
        ("2008-01-02", "2026-12-31", None),  # no limit is as long
    ],
)
def test_working_days_between_two_days(start: str, end: str, days: int | None) -> None:
    """Each edge; there and back is the same with the sign changed."""
    assert working_days_between(day(start), day(end), WORDS) == days


LIMITS = [
    # start, working days, last day on time
    ("2015-06-10", 3, "2015-06-15"),
    ("2015-06-10", 7, "2015-06-19"),
    ("2015-06-10", 15, "2015-07-02"),  # over 端午
    ("2015-06-10", 20, "2015-07-09"),
    ("2015-02-10", 3, "2015-02-13"),
    ("2015-02-13", 7, "2015-02-28"),  # Sunday 15 and Saturday 28 February worked, 春节 off
    ("2015-02-13", 20, "2015-03-18"),
    ("2015-09-29", 7, "2015-10-14"),  # over 国庆, with its Saturday
    ("2015-09-02", 1, "2015-09-06"),  # a make-up Sunday is the last day
    ("2015-12-30", 3, "2016-01-05"),  # over the year's end
    ("2016-02-26", 1, "2016-02-29"),
    ("2016-02-26", 2, "2016-03-01"),
    ("2026-12-25", 4, "2026-12-31"),
    ("2026-12-25", 5, None),
    ("2015-06-10", 0, "2015-06-10"),
]


@pytest.mark.parametrize(("start", "count", "last"), LIMITS)
def test_the_last_day_of_a_limit_of_working_days(start: str, count: int, last: str | None) -> None:
    """3, 7, 15 and 20 days over weekends, 春节, 国庆 and the turn of the year."""
    assert add_working_days(day(start), count, WORDS) == optional(last)


@pytest.mark.parametrize(("start", "count", "last"), [limit for limit in LIMITS if limit[1] and limit[2] and limit[2] < "2026-12-31"])
def test_a_day_before_on_and_after_a_limit(start: str, count: int, last: str) -> None:
    """Published a day before or on the last day: kept. On the next working day: broken by one."""
    on = day(last)
    after = add_working_days(on, 1, WORDS)

    assert working_days_between(day(start), on - DAY, WORDS) == count - 1
    assert working_days_between(day(start), on, WORDS) == count
    assert after is not None and working_days_between(day(start), after, WORDS) == count + 1
    assert working_days_between(day(start), after - DAY, WORDS) == count


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ("2015-02-10", 20, "2015-03-02"),
        ("2015-01-29", 20, "2015-02-25"),  # the 20th day, 18 February, is the first of 春节
        ("2015-09-12", 20, "2015-10-08"),  # in 国庆
        ("2015-09-20", 20, "2015-10-10"),  # on a Saturday that was worked
        ("2016-02-09", 20, "2016-02-29"),
        ("2015-02-09", 20, "2015-03-02"),  # Sunday 1 March
        ("2015-12-11", 20, "2015-12-31"),
        ("2015-12-12", 20, "2016-01-04"),
        ("2026-12-11", 20, "2026-12-31"),
        ("2026-12-12", 20, None),
    ],
)
def test_the_last_day_of_a_limit_of_calendar_days(start: str, days: int, last: str | None) -> None:
    """A limit that ends on a day off ends on the next working day."""
    assert last_day(day(start), days, WORDS) == optional(last)


@pytest.mark.parametrize(
    ("utc", "date"),
    [
        ("2015-06-30T15:59:59", "2015-06-30"),
        ("2015-06-30T16:00:00", "2015-07-01"),  # midnight in China
        ("2015-06-30T00:00:00", "2015-06-30"),
        ("2015-12-31T16:00:00", "2016-01-01"),
        ("2016-02-28T16:00:00", "2016-02-29"),
    ],
)
def test_midnight_in_china(utc: str, date: str) -> None:
    """A page fetched in the afternoon, UTC, shows tomorrow's date; whatever zone the moment is given in."""
    moment = dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)

    assert beijing_day(moment) == day(date)
    assert beijing_day(moment.astimezone(dt.timezone(dt.timedelta(hours=-7)))) == day(date)


@pytest.mark.parametrize(
    ("date", "month", "before"),
    [
        ("2015-06-30", ("2015-06-01", "2015-06-30"), ("2015-05-01", "2015-05-31")),
        ("2015-07-01", ("2015-07-01", "2015-07-31"), ("2015-06-01", "2015-06-30")),
        ("2016-01-01", ("2016-01-01", "2016-01-31"), ("2015-12-01", "2015-12-31")),
        ("2016-03-31", ("2016-03-01", "2016-03-31"), ("2016-02-01", "2016-02-29")),
        ("2015-03-01", ("2015-03-01", "2015-03-31"), ("2015-02-01", "2015-02-28")),
    ],
)
def test_months(date: str, month: tuple[str, str], before: tuple[str, str]) -> None:
    """First and last days, over the turn of the year and in February."""
    assert month_of(day(date)) == tuple(map(day, month))
    assert month_before(day(date)) == tuple(map(day, before))


def test_a_year() -> None:
    """From New Year to its eve."""
    assert year_of(day("2016-02-29")) == (day("2016-01-01"), day("2016-12-31"))


@pytest.mark.parametrize(
    ("date", "monday", "name"),
    [
        ("2015-06-28", "2015-06-22", "2015-W26"),
        ("2015-06-29", "2015-06-29", "2015-W27"),
        ("2021-01-03", "2020-12-28", "2020-W53"),
        ("2016-01-01", "2015-12-28", "2015-W53"),
        ("2014-12-29", "2014-12-29", "2015-W01"),
    ],
)
def test_weeks(date: str, monday: str, name: str) -> None:
    """ISO weeks begin on Monday and belong to the year of their Thursday."""
    assert (monday_of(day(date)), week_name(day(date))) == (day(monday), name)


@pytest.mark.parametrize(
    ("month", "mondays"),
    [
        ("2015-06-15", ("2015-06-01", "2015-06-08", "2015-06-15", "2015-06-22")),  # begins on a Monday
        ("2015-05-31", ("2015-05-04", "2015-05-11", "2015-05-18", "2015-05-25")),  # ends on a Sunday
        ("2015-09-01", ("2015-09-07", "2015-09-14", "2015-09-21")),
        ("2015-02-01", ("2015-02-02", "2015-02-09", "2015-02-16")),  # its last week ends on 1 March
        ("2010-02-01", ("2010-02-01", "2010-02-08", "2010-02-15", "2010-02-22")),  # four weeks exactly
    ],
)
def test_weeks_wholly_in_a_month(month: str, mondays: tuple[str, ...]) -> None:
    """A week over the turn of a month belongs to neither."""
    assert weeks_in_month(day(month)) == tuple(map(day, mondays))


@pytest.mark.parametrize(
    ("monday", "resting"),
    [
        ("2015-06-22", False),
        ("2014-02-03", False),  # 春节 until Thursday
        ("2015-10-05", False),  # 国庆, with Thursday and Friday worked
        ("2013-10-07", False),
        ("2020-01-27", True),  # 春节 made longer
        ("2026-12-28", None),  # ends beyond the table
        ("2007-12-31", None),
    ],
)
def test_weeks_of_holidays_only(monday: str, resting: bool | None) -> None:
    """One working day is enough to make it a week."""
    assert is_holiday_week(day(monday), WORDS) is resting


@pytest.mark.parametrize(
    ("until", "today", "words"),
    [
        ("2015-12-31", "2015-10-02", ""),  # 90 days
        ("2015-12-31", "2015-10-03", "将于 2015-12-31 到期"),
        ("2015-12-31", "2015-12-31", "将于 2015-12-31 到期"),
        ("2015-12-31", "2016-01-01", "已于 2015-12-31 到期"),
        (None, "2016-01-01", "没有节假日表"),
    ],
)
def test_the_end_of_the_table_is_announced(until: str | None, today: str, words: str) -> None:
    """89 days before its end, and every day after it."""
    warning = table_warning(attrs.evolve(NO_TABLE, holidays_until=optional(until)), day(today))

    assert (words in warning) if words else warning == ""
