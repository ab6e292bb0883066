"""What one look at a unit leaves for later nights, and what a later night can ask of it. 跨夜记忆

Pure: a look becomes a value, values add up to what is known, and the judge is handed what was known before the night it judges.
"""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from checks.dating import dated_rows
from checks.facts.roles import role_of_text
from checks.facts.walk import newest_first, settled_oldest
from checks.identity import stable_keys
from checks.model import ColumnSighting, Earlier, Entry, Evidence, Fact, Link, LinkKind, Night, Seen, Sighting
from checks.pages import Reach, address_key, host_of, page_reach, path_key
from checks.parsing.fold import fold

if TYPE_CHECKING:
    from checks.unit import Column, UnitFacts

FAMILY = "columns"
TITLES = 15  # rows by which a column is known again
UPDATES = 10  # latest days with an update, from which the usual interval is taken
LONGEST_NAME = 14  # characters of a column's name; longer ones are titles of documents
NOTHING_PROVEN = dt.date.max


@attrs.frozen(kw_only=True)
class DatedRow:
    """A row of a column with the day that is known of it. 条目及其日期

    Attributes:
        date: as the list shows it, or as the page behind the row states it; None if neither does.
        sure: False if only we put the year to it: it may be older, not newer.
    """

    fact: Fact
    date: dt.date | None
    sure: bool = True

    @property
    def entry(self) -> Entry:
        """The row itself."""
        assert isinstance(self.fact.value, Entry)
        return self.fact.value


class Memory:
    """Answers from what earlier looks saw. 此前所见的索引"""

    def __init__(self, earlier: Earlier) -> None:
        self.nights = earlier.nights
        self._rows: dict[tuple[str, str, str], list[Sighting]] = defaultdict(list)
        self._first: dict[tuple[str, str], dt.date] = {}
        for sighting in earlier.sightings:
            self._rows[sighting.row].append(sighting)
            for sign in (sighting.address and f"a {sighting.address}", sighting.title and f"t {sighting.title}"):
                if sign:
                    known = self._first.get((sighting.place, sign))
                    self._first[sighting.place, sign] = min(known, sighting.on) if known else sighting.on
        self._walked = [dict(night.walked) for night in earlier.nights]

    def shown(self, place: str, address: str, title: str) -> Sequence[Sighting]:
        """Sightings of one row, one for each date that stood beside it."""
        return self._rows.get((place, address, title), ())

    def first_seen(self, place: str, address: str, title: str) -> dt.date | None:
        """The first look at which a row of this address, or of this title, stood there; None if none was ever seen. 首次所见"""
        days = [day for sign in (f"a {address}", f"t {title}") if sign[2:] and (day := self._first.get((place, sign)))]
        return min(days, default=None)

    def looks(self, place: str, since: dt.date) -> Iterator[Night]:
        """Looks from a day on at which the place was read ('' is the home page), the earliest first."""
        start = bisect.bisect_left([night.on for night in self.nights], since)
        for night, walked in zip(self.nights[start:], self._walked[start:], strict=True):
            if night.home if place == "" else place in walked:
                yield night

    def absent(self, place: str, before: dt.date, day: dt.date = dt.date.min) -> Night | None:
        """The last look before a day at which every row of a column since ``day`` was seen: what it does not know was not there. 最近一次未见

        ``date.min``: the column was read to its end.
        """
        for night, walked in zip(reversed(self.nights), reversed(self._walked), strict=True):
            back = walked.get(place, NOTHING_PROVEN)
            if night.on < before and night.whole and (back < day or back == dt.date.min):
                return night
        return None


def remember(earlier: Earlier, seen: Seen) -> Earlier:
    """What is known after one more look. 记忆"""
    return Earlier(
        nights=(*(night for night in earlier.nights if night.on != seen.night.on), seen.night),
        sightings=(*earlier.sightings, *seen.sightings),
        columns=(*earlier.columns, *seen.columns),
    )


def look(unit: UnitFacts) -> Seen:
    """What this visit adds to what earlier nights know. 本次所见"""
    known = {(s.row, s.shown) for s in unit.earlier.sightings}
    latest = {column.key: column for column in unit.earlier.columns}
    fresh = {(s.row, s.shown): s for s in _sightings(unit) if (s.row, s.shown) not in known}
    columns = {column.key: column for column in unit.column_sightings}
    walked = {key: _walked_back(column) for key, column in zip(unit.column_keys, unit.columns, strict=True)}
    return Seen(
        night=Night(
            on=unit.context.as_of,
            at=unit.visit.started_at,
            home=unit.home is not None and page_reach(unit.home) is Reach.READ,
            whole=not unit.gaps,
            walked=tuple(sorted(walked.items())),
        ),
        sightings=tuple(sorted(fresh.values(), key=lambda s: (*s.row, str(s.shown or "")))),
        columns=tuple(c for key, c in sorted(columns.items()) if key not in latest or attrs.evolve(latest[key], on=c.on) != c),
    )


def told_columns(unit: UnitFacts) -> tuple[ColumnSighting, ...]:
    """The unit's columns as this visit saw them, in the order of ``unit.columns``, each under its stable key. 本次所见栏目"""
    seen = [_column_sighting(unit, column) for column in unit.columns]
    keys = stable_keys(seen, unit.earlier.columns)
    return tuple(attrs.evolve(column, key=key) for column, key in zip(seen, keys, strict=True))


def column_name(column: Column) -> str:
    """What a column is called: its title, else the words that led to it. 栏目名称"""
    return column.name or column.pages[0].page.anchor or ""


def group_of(name: str, unit: UnitFacts) -> str:
    """How soon a column of this name must be updated: ``news`` (动态、要闻), ``policy`` (通知公告、政策文件), '' where nothing is said. 更新类别"""
    words = fold(name)
    if not words or len(words) > LONGEST_NAME:
        return ""
    for element in unit.context.vocabulary.elements.get(FAMILY, {}).values():
        named = words in element.aliases or any(label in words for label in element.labels)
        if named and not any(word in words for word in element.never):
            return element.id
    return ""


def rows_of(unit: UnitFacts, column: Column) -> tuple[DatedRow, ...]:
    """The rows of a column, each with the day that the list shows or that its page states. 栏目条目及日期"""
    shown = {id(row.fact): row for row in dated_rows(column.entries, unit.published_at, unit.context.as_of)}
    return tuple(_dated_row(unit, fact, shown[id(fact)].date, shown[id(fact)].sure) if id(fact) in shown else _dated_row(unit, fact)
                 for fact in column.entries)  # fmt: skip


def local_key(unit: UnitFacts, url: str | None) -> str:
    """Key of an address, without the portal's own host: a site is the same under another name or port. 站内地址"""
    if not url:
        return ""
    return path_key(url) if host_of(url) == unit.host else address_key(url)


def appeared(unit: UnitFacts, url: str) -> tuple[dt.date | None, dt.date] | None:
    """When the row that opens an address came up in its column: the last whole look without it, and the first with it (tonight's, if no
    earlier one saw it). None where it is a row of no column. 出现时间
    """
    key = local_key(unit, url)
    for place, column in zip(unit.column_keys, unit.columns, strict=True):
        row = next((f.value for f in column.entries if isinstance(f.value, Entry) and local_key(unit, f.value.url) == key), None)
        if row is not None:
            seen = unit.memory.first_seen(place, key, row.title) or unit.context.as_of
            absent = unit.memory.absent(place, seen)
            return (absent.on if absent else None), seen
    return None


def _dated_row(unit: UnitFacts, fact: Fact, date: dt.date | None = None, sure: bool = True) -> DatedRow:
    entry = fact.value
    if date is None and isinstance(entry, Entry) and entry.url:
        date = unit.published_at(entry.url)
    return DatedRow(fact=fact, date=date, sure=sure)


def _sightings(unit: UnitFacts) -> Iterator[Sighting]:
    for link in home_links(unit):
        assert unit.home is not None
        yield _sighting(unit, "", link.url, link.text, None, unit.home.evidence(link.text, link.locator))
    for place, column in zip(unit.column_keys, unit.columns, strict=True):
        for fact in column.entries:
            entry = fact.value
            if isinstance(entry, Entry):
                shown = entry.date if not entry.year_inferred else None
                yield _sighting(unit, place, entry.url, entry.title, shown, fact.evidence)


def _sighting(unit: UnitFacts, place: str, url: str | None, title: str, shown: dt.date | None, evidence: Evidence) -> Sighting:
    return Sighting(place=place, address=local_key(unit, url), title=title, shown=shown, on=unit.context.as_of, evidence=evidence)


def home_links(unit: UnitFacts) -> tuple[Link, ...]:
    """The links of the home page that a reader can follow, each address and text once. 首页链接"""
    if unit.home is None or page_reach(unit.home) is not Reach.READ:
        return ()
    found = {(link.url, link.text): link for link in reversed(unit.home.links) if link.kind is LinkKind.WEB and not link.hidden}
    return tuple(reversed(found.values()))


def _column_sighting(unit: UnitFacts, column: Column) -> ColumnSighting:
    rows = rows_of(unit, column)
    days = sorted({row.date for row in rows if row.date and row.sure}, reverse=True)
    name, address = column_name(column), local_key(unit, column.url)
    return ColumnSighting(
        key=address,
        address=address,
        name=name,
        on=unit.context.as_of,
        role=role_of_text(name, unit.context.vocabulary),
        group=group_of(name, unit),
        newest=days[0] if days else None,
        rows=len(rows),
        cadence=_cadence(days[: UPDATES + 1]),
        titles=tuple(row.entry.title for row in rows[:TITLES]),
        url=column.url,
    )


def _cadence(days: Sequence[dt.date]) -> int | None:
    """The middle one of the intervals between the days of the latest updates, newest first."""
    steps = sorted((later - sooner).days for later, sooner in itertools.pairwise(days))
    return steps[len(steps) // 2] if len(steps) > 1 else None


def _walked_back(column: Column) -> dt.date:
    if column.ended:
        return dt.date.min
    return (settled_oldest(column.dates) or NOTHING_PROVEN) if newest_first(column.dates) else NOTHING_PROVEN
