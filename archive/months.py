"""What a month's nights said, taken together. 月度汇总"""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import attrs

from checks.model import Finding

from .ledger_rows import finding_of, plain
from .tables import Tables

_CHUNK = 5_000
_ASKED = """
    with asked as (
        select id, row_number() over (order by as_of, started_at, id) as place from run where id in (select value from json_each(?))
    )
"""


@attrs.frozen(kw_only=True)
class Failure:
    """Something that failed in some nights, as the last of them saw it. 若干夜中的不合格

    Attributes:
        run: the last of the nights that saw it fail; ``nights`` how many did.
    """

    finding: Finding
    run: str
    nights: int


class Months(Tables):
    """Questions to the ledger about several runs at once. 多批次查询"""

    def failures_in(self, runs: Collection[str]) -> tuple[Failure, ...]:
        """What failed in any of some runs, each problem as the last of them saw it, by unit, rule and subject."""
        rows = self._select(
            f"""{_ASKED} select f.id, f.run, count(distinct f.run) as nights, max(a.place) as place
            from finding f join asked a on a.id = f.run where f.outcome = 'failed' group by f.unit, f.rule, f.subject""",
            [json.dumps(list(runs))],
        )
        found = self._findings(row["id"] for row in rows)
        return tuple(Failure(finding=found[row["id"]], run=row["run"], nights=row["nights"]) for row in rows)

    def unproven_in(self, runs: Collection[str]) -> tuple[Finding, ...]:
        """What each unit's last night among some runs could not tell, by unit, rule and subject."""
        rows = self._select(
            f"""{_ASKED}, latest as (select f.unit, f.run, max(a.place) from finding f join asked a on a.id = f.run group by f.unit)
            select f.id from latest l join finding f on f.unit = l.unit and f.run = l.run and f.outcome = 'cant_tell'
            order by f.unit, f.rule, f.subject, f.id""",
            [json.dumps(list(runs))],
        )
        found = self._findings(row["id"] for row in rows)
        return tuple(found[row["id"]] for row in rows)

    def looks_before(self, moment: dt.datetime) -> Mapping[str, tuple[dt.datetime, ...]]:
        """For each problem confirmed by the machine's second look: when the runs before a moment began that saw it fail."""
        rows = self._select(
            """select distinct e.fingerprint, r.started_at from episode e
            join finding f on f.unit = e.unit and f.rule = e.rule and f.subject = e.subject and f.outcome = 'failed'
            join run r on r.id = f.run where e.confirmed_by = 'second-look' and r.folded and r.started_at < ?
            order by e.fingerprint, r.started_at""",
            [plain(moment)],
        )
        groups = itertools.groupby(rows, key=lambda row: row["fingerprint"])
        return {name: tuple(dt.datetime.fromisoformat(row["started_at"]) for row in group) for name, group in groups}

    def _findings(self, numbers: Iterable[int]) -> dict[int, Finding]:
        found: dict[int, Finding] = {}
        for chunk in _chunks(numbers):
            rows = self._select(
                """select f.*, e.url, e.fetched_at, e.sha256, e.locator, e.quote, e.rendered, e.position
                from finding f left join evidence e on e.finding = f.id
                where f.id in (select value from json_each(?)) order by f.id, e.position""",
                [json.dumps(chunk)],
            )
            found |= {number: finding_of(tuple(group)) for number, group in itertools.groupby(rows, key=_number)}
        return found


def _number(row: Mapping[str, Any]) -> int:
    return int(row["id"])


def _chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(numbers)
    while chunk := list(itertools.islice(rest, _CHUNK)):
        yield chunk
