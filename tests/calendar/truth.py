"""What must be found, from the history alone: nothing here reads a page or calls the judge. 应有结论"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from checks.model import Outcome

from .history import DAY, NEWS, NOTICES, POLICIES, RESTING, History, Look
from .pages import ON_HOME, ROWS, folder, listed

PASSED, FAILED, CANT_TELL, INAPPLICABLE = Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE
Expected = Mapping[tuple[str, str], Outcome]
LIMIT = 5  # columns behind, or empty
TWO_WEEKS = 14 * DAY
SURE = 3  # items dated again
FRONT = (NEWS, NOTICES)
DUE = (*FRONT, *POLICIES)  # columns that must be kept up
LAST = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def expected(history: History, look: Look, before: Sequence[Look]) -> Expected:
    """(rule, subject) → outcome for a judged look; ``before`` are the looks that went before it."""
    shown = [item.shown(look.on) for column in history.columns for item in listed(history, column, look.on)] if history.dated else []
    found: dict[tuple[str, str], Outcome] = {}
    month = look.on.replace(day=1) - DAY
    in_month = any((day.year, day.month) == (month.year, month.month) for day in shown)
    found["freshness.no-new", f"{month:%Y-%m}"] = _absence(in_month, history, look)
    monday = look.on - DAY * look.on.weekday()
    for back in range(1, 5):
        start = monday - 7 * DAY * back
        iso = start.isocalendar()
        week = f"{iso.year}-W{iso.week:02d}"
        outcome = _absence(any(start <= day < start + 7 * DAY for day in shown), history, look)
        found["freshness.weekly-update", week] = INAPPLICABLE if outcome is FAILED and week in RESTING else outcome
    found["veto2019.home-stale", ""] = _home(history, look, before)
    found["veto2019.column-stale", ""] = _columns(history, look, before)
    found["integrity.backdated", ""] = _dated_again(history, look, before)
    empty = [name for name, since in history.empty if since <= look.on]
    return found | {("column.blank", folder(history, name, look.on) + "index.html"): FAILED for name in empty}


def _absence(there: bool, history: History, look: Look) -> Outcome:
    return PASSED if there else FAILED if history.dated and look.whole else CANT_TELL


def _home(history: History, look: Look, before: Sequence[Look]) -> Outcome:
    """The home page shows the newest of two columns."""
    start = look.on - TWO_WEEKS
    if history.dated:
        newest = max(item.shown(look.on) for column in FRONT for item in listed(history, column, look.on)[:ON_HOME])
        return PASSED if newest >= start else FAILED if look.whole else CANT_TELL
    behind = _by_looks(history, FRONT, ON_HOME, look, before, start)
    return PASSED if behind is False else FAILED if behind and look.whole else CANT_TELL


def _by_looks(history: History, columns: Sequence[str], rows: int, look: Look, before: Sequence[Look], start: dt.date) -> bool | None:
    """Whether lists without dates are behind: all they show was there before the period; False if something came up within it."""

    def there(day: dt.date) -> set[int]:
        return {item.number for column in columns for item in listed(history, column, day)[:rows]}

    now = there(look.on)
    within = next((each.on for each in before if each.on >= start), None)
    if within and not now <= set().union(*(there(each.on) for each in before if each.on <= within)):
        return False
    return True if now <= set().union(*(there(each.on) for each in before if each.on < start)) else None


def _columns(history: History, look: Look, before: Sequence[Look]) -> Outcome:
    behind = [_behind(history, column, look, before) for column in (NEWS, NOTICES, *POLICIES)]
    empty = sum(since <= look.on for _, since in history.empty)
    if not look.whole:
        return CANT_TELL
    if behind.count(True) >= LIMIT or empty >= LIMIT:
        return FAILED
    return CANT_TELL if behind.count(True) + behind.count(None) >= LIMIT else PASSED


def _behind(history: History, column: str, look: Look, before: Sequence[Look]) -> bool | None:
    start = look.on - TWO_WEEKS if column == NEWS else _half_a_year_before(look.on)
    if history.dated:
        return max(item.shown(look.on) for item in listed(history, column, look.on)) < start
    return _by_looks(history, (column,), ROWS, look, before, start)


def _half_a_year_before(day: dt.date) -> dt.date:
    """By the words: six months back, to the same day or the month's last."""
    month = day.month - 6 if day.month > 6 else day.month + 6
    year = day.year if day.month > 6 else day.year - 1
    return next(
        dt.date(year, month, d) for d in range(day.day, 0, -1) if d <= LAST[month - 1] or (month == 2 and d == 29 and year % 4 == 0)
    )


def _dated_again(history: History, look: Look, before: Sequence[Look]) -> Outcome:
    """Items that a look saw under one date and that now bear one after that look."""
    if not history.dated:
        return CANT_TELL
    first: dict[tuple[int, dt.date], dt.date] = {}
    for each in before:
        for column in DUE:
            for item in listed(history, column, each.on):
                first.setdefault((item.number, item.shown(each.on)), each.on)
    now = {item.number: item.shown(look.on) for column in DUE for item in listed(history, column, look.on)}
    again = {n for (n, date), seen in first.items() if n in now and date != now[n] and now[n] > seen + DAY}
    known = any(number in now for number, _ in first)
    return FAILED if len(again) >= SURE else PASSED if known and not again else CANT_TELL
