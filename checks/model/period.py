"""Periods counted in calendar months, as rules and the column ledger count them. 期限"""

from __future__ import annotations

import calendar
import datetime as dt


def months_off(day: dt.date, months: int) -> dt.date:
    """The day of the same number so many months later (earlier if negative), or the month's last where it has none. 若干月前后"""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
