"""Days as Chinese offices count them: pure arithmetic over the holiday table, no clock. 日历"""

from __future__ import annotations

import datetime as dt

from checks.vocabulary import Vocabulary

DAY = dt.timedelta(days=1)
SATURDAY = 5
MOST_DAYS = 3700


def working_days_between(start: dt.date, end: dt.date, vocabulary: Vocabulary) -> int | None:
    """Working days after ``start`` up to and with ``end``; negative where ``end`` is earlier. 间隔工作日数

    None outside the holiday table.
    """
    if end < start:
        back = working_days_between(end, start, vocabulary)
        return None if back is None else -back
    if vocabulary.holidays_until is None or end > vocabulary.holidays_until or (end - start).days > MOST_DAYS:
        return None
    days = (start + DAY * i for i in range(1, (end - start).days + 1))
    return sum(d in vocabulary.workdays or (d.weekday() < SATURDAY and d not in vocabulary.holidays) for d in days)
