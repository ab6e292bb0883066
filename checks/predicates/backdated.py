"""Old items under a new date, and new items under an old one. 旧稿新发、倒填日期"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

import attrs

from checks.assemble import Column, UnitFacts
from checks.model import Entry, Evidence, Fact, Outcome
from checks.parsing.dates import date_in_url
from checks.recall import local_key

from .base import Verdict, cited

MOST_NAMED = 5
CLOCKS = dt.timedelta(days=1)  # between the portal's clock and ours


@attrs.frozen(kw_only=True)
class DatesKept:
    """Options of ``dates_kept``: how many items make a case, and by how many days a date may lie before what else is known of the item."""

    cases: int
    late_days: int


@attrs.frozen
class _Case:
    why: str
    used: tuple[Fact | Evidence, ...]


def dates_kept(unit: UnitFacts, params: DatesKept) -> Iterator[Verdict]:
    """Items of news and notices bear the dates they bore before. 日期未改

    An item that stood there on an earlier night and now says that it was published after that night contradicts itself: so many of these are
    a failure, fewer are left to people. An item that came up long after its date, or whose address is much older than its date, may have its
    reasons, and so has a list of which most items bear one new day: so many are left to people.
    """
    again: list[_Case] = []
    weak: list[_Case] = []
    compared = 0
    late = dt.timedelta(days=params.late_days)
    for told, column in zip(unit.column_sightings, unit.columns, strict=True):
        known, moved = 0, []
        for fact, entry, date in _stated(column) if told.group else ():
            before = [s for s in unit.memory.shown(told.key, local_key(unit, entry.url), entry.title) if s.shown is not None]
            known += bool(before)
            first = next((s for s in before if s.shown != date and date > s.on + CLOCKS), None) if entry.url else None
            if first is not None:
                why = f"“{cited(entry.title, 30)}”{first.on}巡检时已在，日期为{first.shown}，现为{date}"
                moved.append((date, _Case(why, (fact, first.evidence))))
            elif case := _weak(unit, told.key, fact, entry, date, late):
                weak.append(case)
        compared += known
        days = Counter(date for date, _ in moved)
        for date, case in moved:
            # one day for most of a list is that of an import, or the template's own
            (weak if days[date] > 1 and days[date] * 2 > known else again).append(case)
    yield _verdict(unit, again, weak, compared, params.cases)


def _verdict(unit: UnitFacts, again: Sequence[_Case], weak: Sequence[_Case], compared: int, least: int) -> Verdict:
    used = tuple(one for case in (*again, *weak)[:MOST_NAMED] for one in case.used)
    told = f"{len(again)}条已发布信息改注了其后的日期：{_listed(again)}" if again else ""
    if len(again) >= least:
        return Verdict(outcome=Outcome.FAILED, why=told, used=used)
    if len(weak) >= least:
        told = "；".join(filter(None, (told, f"{len(weak)}条的日期与其出现、网址或此前所注不符：{_listed(weak)}")))
    if told:
        return Verdict(outcome=Outcome.CANT_TELL, why=f"{told}，待人工确认", used=used)
    if not unit.earlier.nights:
        return Verdict(outcome=Outcome.CANT_TELL, why="没有此前的巡检记录，无从对照")
    if not compared:
        return Verdict(outcome=Outcome.CANT_TELL, why="动态、公告类栏目中没有此前巡检见过的、注明日期的条目")
    return Verdict(outcome=Outcome.PASSED, why=f"{compared}条与此前{len(unit.earlier.nights)}次巡检所见对照，日期未改")


def _stated(column: Column) -> Iterator[tuple[Fact, Entry, dt.date]]:
    """Rows whose date is all their own."""
    for fact in column.entries:
        entry = fact.value
        if isinstance(entry, Entry) and entry.date is not None and not entry.year_inferred:
            yield fact, entry, entry.date


def _weak(unit: UnitFacts, place: str, fact: Fact, entry: Entry, date: dt.date, late: dt.timedelta) -> _Case | None:
    """A date that lies before a whole look at which the item was not there yet, or after the day in the item's address."""
    seen = unit.memory.first_seen(place, local_key(unit, entry.url), entry.title) or unit.context.as_of
    absent = unit.memory.absent(place, seen, date)
    if absent is not None and absent.on - date > late:
        return _Case(f"“{cited(entry.title, 30)}”日期为{date}，{absent.on}巡检时尚无", (fact,))
    stamped = date_in_url(entry.url, unit.context.as_of) if entry.url else None
    if stamped is not None and date - stamped > late:
        return _Case(f"“{cited(entry.title, 30)}”日期为{date}，网址中为{stamped}", (fact,))
    return None


def _listed(cases: Sequence[_Case]) -> str:
    return "；".join(case.why for case in cases[:MOST_NAMED]) + ("等" if len(cases) > MOST_NAMED else "")
