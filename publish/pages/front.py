"""The front page: how do we stand? Everything is counted already. 首页"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from ..charts import trend
from .query import Found, Page, Query, Row, only

WEEKS = 53
SUMMED = ("confirmed", "critical", "suspected", "fresh", "rejected", "cant_tell", "passed", "inapplicable")

QUERIES = {
    "runs": Query("select * from run order by as_of desc, started_at desc limit 1"),
    "coverage": Query(
        """select count(*) as visits, coalesce(sum(pages), 0) as pages, coalesce(sum(stop <> '完成'), 0) as cut,
            (select count(*) from standing where run_id = (select id from run order by as_of desc, started_at desc limit 1)) as units
        from visit where run_id = (select id from run order by as_of desc, started_at desc limit 1)"""
    ),
    "unit_states": Query(
        """select t.*, coalesce(n, 0) as n from unit_state t
        left join (select state_id, count(*) as n from unit_summary group by state_id) on state_id = t.id order by t.rowid"""
    ),
    "totals": Query(f"select {', '.join(f'coalesce(sum({name}), 0) as {name}' for name in SUMMED)} from unit_summary"),
    "reasons": Query(
        "select r.*, s.findings, s.units from reason_summary s join reason r on r.id = s.reason_id order by s.findings desc, r.id"
    ),
    "weeks": Query(f"select * from week order by id desc limit {WEEKS}"),
    "worst_units": Query(
        """select s.*, u.name from unit_summary s join unit u on u.id = s.unit_id
        where s.state_id in ('confirmed', 'suspected') order by s.id limit 10"""
    ),
}


def _shape(found: Found) -> Mapping[str, Any]:
    weeks = list(reversed(found["weeks"]))
    read = sum(state["n"] for state in found["unit_states"] if state["id"] != "unread")
    return {
        "latest": only(found["runs"]),
        "coverage": only(found["coverage"]),
        "unit_states": [
            {**state, "share": state["n"] / read if read and state["id"] != "unread" else None} for state in found["unit_states"]
        ],
        "read_units": read,
        "totals": only(found["totals"]),
        "whose": _by_whose(found["reasons"]),
        "weeks": weeks,
        "charts": _charts(weeks) if len(weeks) > 1 else (),
        "worst_units": found["worst_units"],
    }


def _by_whose(reasons: Sequence[Row]) -> list[Row]:
    """Whose matter → its reasons, the largest group first."""
    grouped = groupby(sorted(reasons, key=lambda reason: reason["whose"]), key=lambda reason: reason["whose"])
    groups = [{"whose": whose.partition("：")[0], "about": whose.partition("：")[2], "reasons": list(each)} for whose, each in grouped]
    for group in groups:
        group["findings"] = sum(reason["findings"] for reason in group["reasons"])
    return sorted(groups, key=lambda group: (-group["findings"], group["whose"]))


def _charts(weeks: Sequence[Row]) -> tuple[Row, ...]:
    """The trend over the weeks, as pictures; the numbers stand in a table under them."""
    days = [week["id"] for week in weeks]

    def over(*names: tuple[str, str]) -> dict[str, list[int]]:
        return {title: [week[name] for week in weeks] for title, name in names}

    return (
        {"title": "不合格", "svg": trend("各周末不合格项数的走势，数据见下表", days, over(("不合格", "failed")))},
        {"title": "无法核查", "svg": trend("各周末无法核查项数的走势，数据见下表", days, over(("无法核查", "cant_tell")))},
        {
            "title": "每周新增和整改",
            "svg": trend("每周新增问题和整改问题的项数，数据见下表", days, over(("新增", "appeared"), ("整改", "resolved")), bars=True),
        },
    )


PAGE = Page(QUERIES, _shape)
