"""Days, weeks and deadlines as Chinese offices count them: pure arithmetic over the holiday table, no clock. 日历

Working days follow the State Council's holiday notices with their make-up days; outside the table nothing is known, and every
function says so with None. The day from which a period is counted is not counted itself.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator

from checks.vocabulary import Vocabulary

BEIJING = dt.timezone(dt.timedelta(hours=8))  # without summer time since 1991
DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(weeks=1)
SATURDAY = 5
MOST_DAYS = 3700  # that are walked through one by one; no deadline is longer
ENDS_SOON = dt.timedelta(days=90)


def beijing_day(moment: dt.datetime) -> dt.date:
    """The date in China at a moment (aware): what a page shows as today when it is fetched then. 北京日期"""
    return moment.astimezone(BEIJING).date()


def is_working_day(day: dt.date, vocabulary: Vocabulary) -> bool | None:
    """Whether offices work on a day; None where the holiday table does not reach. 是否工作日"""
    until, since = vocabulary.holidays_until, vocabulary.holidays_since
    if until is None or day > until or (since is not None and day < since):
        return None
    return day in vocabulary.workdays or (day.weekday() < SATURDAY and day not in vocabulary.holidays)


def working_days_between(start: dt.date, end: dt.date, vocabulary: Vocabulary) -> int | None:
    """Working days after ``start`` up to and with ``end``; negative where ``end`` is earlier. 间隔工作日数

    A decision of Monday that is published on Tuesday was published after one working day. None outside the holiday table.
    """
    if end < start:
        back = working_days_between(end, start, vocabulary)
        return None if back is None else -back
    if (end - start).days > MOST_DAYS:
        return None
    days = [is_working_day(start + DAY * i, vocabulary) for i in range((end - start).days + 1)]
    return None if None in days else sum(map(bool, days[1:]))


def add_working_days(start: dt.date, count: int, vocabulary: Vocabulary) -> dt.date | None:
    """The day that is the ``count``-th working day after ``start``: the last on which a limit of so many is kept. 期限届满工作日

    None where the holiday table ends before.
    """
    day, left = start, count
    while left > 0:
        day += DAY
        works = is_working_day(day, vocabulary)
        if works is None:
            return None
        left -= works
    return day


def last_day(start: dt.date, days: int, vocabulary: Vocabulary) -> dt.date | None:
    """The last day of a limit of calendar days; a limit that ends on a day off ends on the next working day. 期限届满日

    None outside the holiday table.
    """
    day = start + DAY * days
    while (works := is_working_day(day, vocabulary)) is False:
        day += DAY
    return None if works is None else day


def month_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of a day's month. 所在月份"""
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def month_before(day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the last month that is over on a day's month: the month a bulletin speaks of. 上一完整月份"""
    return month_of(day.replace(day=1) - DAY)


def year_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of a day's year. 所在年度"""
    return day.replace(month=1, day=1), day.replace(month=12, day=31)


def monday_of(day: dt.date) -> dt.date:
    """The first day of a day's ISO week. 所在周周一"""
    return day - DAY * day.weekday()


def week_name(day: dt.date) -> str:
    """A day's ISO week, ``2015-W26``; its year is the one that holds its Thursday. 周次"""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def weeks_in_month(day: dt.date) -> tuple[dt.date, ...]:
    """Mondays of the ISO weeks that lie wholly in a day's month, in order; a week over the turn of a month belongs to neither. 月内完整周"""
    first, last = month_of(day)
    return tuple(_weeks(first, last))


def _weeks(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    monday = monday_of(first + WEEK - DAY)
    while monday + WEEK - DAY <= last:
        yield monday
        monday += WEEK


def is_holiday_week(monday: dt.date, vocabulary: Vocabulary) -> bool | None:
    """Whether no day of the week that begins on a Monday is a working day; None where the holiday table does not reach. 是否全周放假"""
    days = [is_working_day(monday + DAY * i, vocabulary) for i in range(7)]
    return None if None in days else not any(days)


def table_warning(vocabulary: Vocabulary, day: dt.date) -> str:
    """What is to be said on a day of the holiday table's end, '' while it reaches far enough. 节假日表到期提示"""
    until = vocabulary.holidays_until
    if until is None or until < day:
        return (
            f"节假日表已于 {until} 到期，涉及工作日的指标将记为无法核查；请更新 holidays.toml"
            if until
            else "没有节假日表，涉及工作日的指标将记为无法核查"
        )
    return f"节假日表将于 {until} 到期；国务院办公厅放假通知发布后请更新 holidays.toml" if until - day < ENDS_SOON else ""
