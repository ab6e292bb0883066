"""What earlier nights saw of a unit, as the ledger keeps it. 历次所见"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any

from checks.model import ColumnSighting, Earlier, Evidence, Night, Seen, Sighting

from .ledger_rows import evidence_of, moment, plain
from .tables import Tables

Row = Mapping[str, Any]
_EVIDENCE = ("url", "fetched_at", "sha256", "locator", "quote", "rendered")


class Nights(Tables):
    """The ledger's memory of what was seen. 跨夜记忆"""

    def record_seen(self, unit: str, seen: Seen) -> None:
        """Enter what a look at a unit saw; the same look entered again replaces itself.

        A look that speaks for a day before that of a look which began sooner is left out: what was known on a night stays as it was.
        """
        night = seen.night
        with self.atomic():
            later = self._select(
                "select 1 from night where unit = ? and day > ? and at < ? limit 1", [unit, night.on.isoformat(), plain(night.at)]
            )
            if later:
                return
            walked = json.dumps([[key, day.isoformat()] for key, day in night.walked], ensure_ascii=False)
            self._db.conn.execute(
                "insert or replace into night values (?, ?, ?, ?, ?, ?)",
                [unit, plain(night.on), plain(night.at), int(night.home), int(night.whole), walked],
            )
            self._db.conn.executemany(
                """insert into sighting values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do update set day = excluded.day,
                url = excluded.url, fetched_at = excluded.fetched_at, sha256 = excluded.sha256, locator = excluded.locator,
                quote = excluded.quote, rendered = excluded.rendered where excluded.day < day""",
                [_sighting_row(unit, each) for each in seen.sightings],
            )
            self._db.conn.executemany(
                "insert or replace into column_sighting values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [_column_row(unit, each) for each in seen.columns],
            )

    def earlier(self, unit: str, before: dt.date, began: dt.datetime) -> Earlier:
        """What was known of a unit before a day, from looks that began before a moment."""
        day = [unit, before.isoformat()]
        nights = self._select("select * from night where unit = ? and day < ? and at < ? order by day", [*day, plain(began)])
        if not nights:
            return Earlier()
        sightings = self._select("select * from sighting where unit = ? and day < ? order by day, place, address, title, shown", day)
        columns = self._select("select * from column_sighting where unit = ? and day < ? order by day, key", day)
        return Earlier(
            nights=tuple(map(_night_of, nights)), sightings=tuple(map(_sighting_of, sightings)), columns=tuple(map(_column_of, columns))
        )

    def columns_on(self, unit: str, day: dt.date) -> tuple[ColumnSighting, ...]:
        """The columns that a look read, as they stood on its day, by key; none if there was no such look. 当日栏目"""
        read = {key for row in self._select("select * from night where unit = ? and day = ?", [unit, day.isoformat()])
                for key, _ in _night_of(row).walked}  # fmt: skip
        rows = self._select("select * from column_sighting where unit = ? and day <= ? order by key, day", [unit, day.isoformat()])
        latest = {row["key"]: _column_of(row) for row in rows if row["key"] in read}
        return tuple(latest.values())

    def column_first_met(self, unit: str) -> dict[str, dt.date]:
        """For each column's key the first day on which it was met. 栏目首见日期"""
        rows = self._select("select key, min(day) as day from column_sighting where unit = ? group by key", [unit])
        return {row["key"]: dt.date.fromisoformat(row["day"]) for row in rows}


def _night_of(row: Row) -> Night:
    walked: Iterator[tuple[str, str]] = (tuple(pair) for pair in json.loads(row["walked"]))
    return Night(
        on=dt.date.fromisoformat(row["day"]),
        at=moment(row["at"]),
        home=bool(row["home"]),
        whole=bool(row["whole"]),
        walked=tuple((key, dt.date.fromisoformat(day)) for key, day in walked),
    )


def _sighting_row(unit: str, seen: Sighting) -> list[Any]:
    shown = seen.shown.isoformat() if seen.shown else ""  # part of the key, where SQLite holds no nulls
    evidence = [plain(getattr(seen.evidence, name)) for name in _EVIDENCE]
    return [unit, seen.place, seen.address, seen.title, shown, plain(seen.on), *evidence]


def _sighting_of(row: Row) -> Sighting:
    evidence: Evidence = evidence_of(row)
    return Sighting(
        place=row["place"],
        address=row["address"],
        title=row["title"],
        shown=_day(row["shown"]),
        on=dt.date.fromisoformat(row["day"]),
        evidence=evidence,
    )


def _column_row(unit: str, seen: ColumnSighting) -> list[Any]:
    told = (seen.address, seen.name, seen.role, seen.group, plain(seen.newest), seen.rows, seen.cadence, plain(seen.titles), seen.url)
    return [unit, seen.key, plain(seen.on), *told]


def _column_of(row: Row) -> ColumnSighting:
    return ColumnSighting(
        key=row["key"],
        address=row["address"],
        name=row["name"],
        on=dt.date.fromisoformat(row["day"]),
        role=row["role"],
        group=row["kind"],
        newest=_day(row["newest"]),
        rows=row["row_count"],
        cadence=row["cadence"],
        titles=tuple(json.loads(row["titles"])),
        url=row["url"],
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
