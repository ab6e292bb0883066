"""How far back the rows of a list were seen: one answer for the crawl, which walks lists, and the judge, who relies on the walk. 列表回溯"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence

LAST_ROWS = 3  # the rows at the foot of what was walked that decide: one old row alone may be pinned
IN_ORDER = 0.7  # share of neighbours that do not rise; rows pinned to each page, or a few lists on one page, disturb the order a little


def newest_first(dates: Sequence[dt.date]) -> bool:
    """Whether dates in walking order fall, rows pinned above the newest one left out. 是否按时间倒序

    In a list that rises, or that has no order, what was not read may be newer than all that was.
    """
    if len(dates) < 2:
        return True
    rest = dates[dates.index(max(dates)) :]
    if len(rest) * 2 < len(dates) or len(rest) < 2:
        return False
    return sum(a >= b for a, b in itertools.pairwise(rest)) >= IN_ORDER * (len(rest) - 1)


def settled_oldest(dates: Sequence[dt.date]) -> dt.date | None:
    """The newest of the last rows' dates, None without dates: an old pinned row at the foot proves nothing. 已回溯到的日期"""
    return max(dates[-LAST_ROWS:]) if dates else None


def reached(dates: Sequence[dt.date], day: dt.date) -> bool:
    """Whether a walk over rows with these dates has come past ``day``, so that no later row can be of that day. 是否已读到某日之前

    ``dates`` are those of the dated rows in walking order. A list that is not newest-first is covered only when it has been read to its end.
    """
    oldest = settled_oldest(dates)
    return oldest is not None and oldest < day and newest_first(dates)
