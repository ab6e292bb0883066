"""What happened on an invented portal in a year: drawn by a seeded generator, so that the same number is the same portal. 虚构的一年"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterator

import attrs

FIRST_YEAR, YEARS = 2015, 6
NEWS = "工作动态"
NOTICES = "通知公告"
# Weeks without a single working day, by the State Council's notices of these years.
RESTING = {"2017-W40", "2018-W40", "2019-W06", "2020-W05"}
POLICIES = ("规范性文件", "政策法规", "部门文件", "政策文件")
OTHERS = ("统计数据", "资金使用", "应急管理", "人事任免", "规划计划", "检测报告")
DAY = dt.timedelta(days=1)


@attrs.define
class Item:
    """One item: where it stands, when it went up, and the dates that it bore from a day on, the latest last."""

    number: int
    column: str
    up: dt.date
    bore: list[tuple[dt.date, dt.date]]

    @property
    def title(self) -> str:
        """A title of its own."""
        return f"关于{self.column}第{self.number}号事项的情况说明"

    def shown(self, day: dt.date) -> dt.date:
        """The date beside it on a day."""
        return next(date for since, date in reversed(self.bore) if since <= day)


@attrs.frozen(kw_only=True)
class Look:
    """One visit: ``judged`` once a month; ``whole`` False where the crawl was cut short."""

    on: dt.date
    judged: bool
    whole: bool = True


@attrs.frozen(kw_only=True)
class History:
    """A portal's year.

    Attributes:
        dated: whether its lists show dates.
        redesigned: from this day on its columns have other addresses.
        empty: columns that hold nothing, and from which day on.
    """

    number: int
    year: int
    items: tuple[Item, ...]
    looks: tuple[Look, ...]
    dated: bool
    redesigned: dt.date | None
    empty: tuple[tuple[str, dt.date], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns, in the menu's order."""
        return (NEWS, NOTICES, *POLICIES, *OTHERS)


def history(number: int, seed: int = 1) -> History:
    """The year of one portal."""
    rng = random.Random(f"{seed}/{number}")
    year = FIRST_YEAR + number % YEARS
    dated = number % 10 != 7
    looks = tuple(_looks(rng, year, dated))
    items = list(_items(rng, year))
    if dated:
        for before, after in itertools.pairwise(looks):
            if rng.random() < 0.12:
                _date_again(rng, items, before.on, after.on)
    # One portal in four has many empty columns, so that the limit of five is met from both sides.
    count = rng.choice((0, 0, 1, 4, 5, 6)) if number % 4 == 0 else rng.choice((0, 0, 0, 1, 2))
    start, end = dt.date(year, 1, 1), dt.date(year, 12, 1)
    empty = tuple((name, start + (end - start) * rng.random()) for name in rng.sample(OTHERS, count))
    redesigned = dt.date(year, rng.randint(3, 11), rng.randint(1, 28)) if number % 5 == 3 else None
    return History(number=number, year=year, items=tuple(items), looks=looks, dated=dated, redesigned=redesigned, empty=empty)


def _looks(rng: random.Random, year: int, dated: bool) -> Iterator[Look]:
    """A judged look for each month, at its end or early in the next; without dates also two looks before it, which are all there is to go by."""
    for month in range(1, 13):
        last = dt.date(year + month // 12, month % 12 + 1, 1) - DAY
        judged = last + DAY * rng.choice((0, 0, 1, 2, 5, 10))
        if not dated:
            yield from (Look(on=judged - DAY * back, judged=False) for back in (20, 7))
        yield Look(on=judged, judged=True, whole=rng.random() > 0.08)


def _items(rng: random.Random, year: int) -> Iterator[Item]:
    """News by weeks, with weeks and whole months left out; notices and policies by months, some of which cease."""
    number = 0
    first, last = dt.date(year - 1, 3, 1), dt.date(year + 1, 1, 20)
    silent = {(year, month) for month in range(1, 13) if rng.random() < 0.12}

    def new(column: str, day: dt.date) -> Iterator[Item]:
        nonlocal number
        if (day.year, day.month) not in silent and first <= day <= last:
            number += 1
            yield Item(number, column, day, [(dt.date.min, day)])

    monday = first - DAY * first.weekday()
    while monday <= last:
        iso = monday.isocalendar()
        resting = f"{iso.year}-W{iso.week:02d}" in RESTING
        if rng.random() < (0.2 if resting else 0.85):
            for _ in range(rng.choice((1, 1, 2))):
                yield from new(NEWS, monday + DAY * rng.choice((0, 1, 2, 3, 4, 4, 6)))
        if rng.random() < 0.3:
            yield from new(NOTICES, monday + DAY * rng.randint(0, 4))
        monday += 7 * DAY
    # most portals keep most columns up; on some all of them cease, so that the limit of five is met
    tired = rng.random() < 0.3
    for column in (*POLICIES, *OTHERS):
        end = first + (last - first) * rng.random() * 0.7 if rng.random() < (0.95 if tired else 0.3) else last
        day = first
        for _ in range(3):
            yield from new(column, day)
            day += DAY
        while day <= end:
            day += DAY * rng.randint(20, 150)
            yield from new(column, min(day, end))


def _date_again(rng: random.Random, items: list[Item], before: dt.date, after: dt.date) -> None:
    """Some of the newest items that stood there at one look bear a day between the looks at the next."""
    if (after - before).days < 6:
        return
    there = sorted((i for i in items if i.column in (NEWS, NOTICES) and i.up <= before), key=lambda i: i.shown(before))[-8:]
    for item in rng.sample(there, min(len(there), rng.choice((1, 2, 3, 3, 4)))):
        item.bore.append((after, before + DAY * rng.randint(2, (after - before).days)))
