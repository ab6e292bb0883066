"""Fills the tables of counts from a published database that is otherwise whole. 汇总"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator

import attrs

from .schema_summaries import UNIT_STATES

_UNITS = """
    with failed as (
        select f.unit_id, sum(f.state_id = 'confirmed') as confirmed, sum(f.state_id = 'suspected') as suspected,
            sum(f.state_id = 'rejected') as rejected, sum(f.state_id = 'confirmed' and f.severity_id = 'critical') as critical,
            sum(f.state_id in ('confirmed', 'suspected') and (e.id is null or e.first_run_id = f.run_id)) as fresh
        from finding f left join episode e on e.id = f.episode_id where f.outcome_id = 'failed' group by f.unit_id
    ),
    counted as (
        select u.id, u.region, coalesce(confirmed, 0) as confirmed, coalesce(critical, 0) as critical, coalesce(suspected, 0) as suspected,
            coalesce(fresh, 0) as fresh, coalesce(rejected, 0) as rejected, coalesce(s.cant_tell, 0) as cant_tell,
            coalesce(s.passed, 0) as passed, coalesce(s.inapplicable, 0) as inapplicable, s.run_id
        from unit u left join standing s on s.unit_id = u.id and s.latest = 1 left join failed f on f.unit_id = u.id
        where u.registered or s.run_id is not null
    )
    insert into unit_summary (unit_id, state_id, region, confirmed, critical, suspected, fresh, rejected, cant_tell, passed, inapplicable, run_id, id)
    select id,
        case when run_id is null then 'unread' when confirmed then 'confirmed' when suspected then 'suspected'
            when cant_tell then 'unproven' else 'clear' end,
        region, confirmed, critical, suspected, fresh, rejected, cant_tell, passed, inapplicable, run_id,
        row_number() over (order by run_id is null, critical desc, confirmed desc, suspected desc, cant_tell desc, id)
    from counted
"""
_RULES = """
    insert into rule_summary (rule_id, units, confirmed, suspected, rejected, cant_tell, passed, inapplicable, id)
    select *, row_number() over (order by units desc, confirmed + suspected desc, rule_id) from (
        select rule_id, count(distinct case when state_id in ('confirmed', 'suspected') then unit_id end) as units,
            count(case when state_id = 'confirmed' then 1 end) as confirmed, count(case when state_id = 'suspected' then 1 end) as suspected,
            count(case when state_id = 'rejected' then 1 end), sum(outcome_id = 'cant_tell'), sum(outcome_id = 'passed'),
            sum(outcome_id = 'inapplicable')
        from finding group by rule_id
    )
"""
_RULE_REASONS = """
    insert into rule_reason (rule_id, reason_id, findings)
    select rule_id, reason_id, count(*) from finding where reason_id is not null group by rule_id, reason_id
"""
#: a rule's page walks its findings in this order, however many there are
_RULE_WALK = "create index finding_rule_rank on finding(rule_id, rank)"
_REASONS = """
    insert into reason_summary (reason_id, findings, units)
    select reason_id, count(*), count(distinct unit_id) from finding where reason_id is not null group by reason_id
"""


def summarise(connection: sqlite3.Connection) -> None:
    """Count what the pages show. 汇总各表"""
    connection.executemany("insert into unit_state (id, name, about) values (?, ?, ?)", UNIT_STATES)
    for statement in (_UNITS, _RULES, _REASONS, _RULE_REASONS, _RULE_WALK):
        connection.execute(statement)
    connection.executemany(
        "insert into week (id, units, failed, cant_tell, passed, appeared, resolved) values (?, ?, ?, ?, ?, ?, ?)", _weeks(connection)
    )


@attrs.frozen
class Stood:
    """How a unit came out of one run. 单位一次结论"""

    day: dt.date
    unit: str
    failed: int
    cant_tell: int
    passed: int


def _weeks(connection: sqlite3.Connection) -> Iterator[tuple[str, int, int, int, int, int, int]]:
    rows = connection.execute(
        """select r.as_of, s.unit_id, s.failed, s.cant_tell, s.passed from standing s join run r on r.id = s.run_id
        order by r.as_of, r.started_at, s.unit_id"""
    )
    appeared = _by_week(connection, "first_run_id", "state_id <> 'rejected'")
    resolved = _by_week(connection, "resolved_run_id", "state_id = 'resolved'")
    for monday, stood in weekly(Stood(dt.date.fromisoformat(day), *rest) for day, *rest in rows):
        totals = (sum(s.failed for s in stood), sum(s.cant_tell for s in stood), sum(s.passed for s in stood))
        yield monday.isoformat(), len(stood), *totals, appeared[monday], resolved[monday]


def weekly(stood: Iterable[Stood]) -> Iterator[tuple[dt.date, list[Stood]]]:
    """Monday of each week that has runs → how every unit stood at its end; of a unit not read in it, what was last known. 逐周

    Args:
        stood: by day.
    """
    current: dict[str, Stood] = {}
    week: dt.date | None = None
    for each in stood:
        monday = monday_of(each.day)
        if week is not None and monday != week:
            yield week, list(current.values())
        week = monday
        current[each.unit] = each
    if week is not None:
        yield week, list(current.values())


def monday_of(day: dt.date) -> dt.date:
    """The Monday of a day's week. 所在周的周一"""
    return day - dt.timedelta(days=day.weekday())


def _by_week(connection: sqlite3.Connection, column: str, condition: str) -> Counter[dt.date]:
    found = connection.execute(
        f"select r.as_of, count(*) from episode e join run r on r.id = e.{column} where {condition} group by r.as_of"
    )
    counted: Counter[dt.date] = Counter()
    for day, number in found:
        counted[monday_of(dt.date.fromisoformat(day))] += number
    return counted
