"""A unit: where it discloses, how it stood, what was found, by the rows of the bulletin. 单位页"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..charts import trend
from .query import Found, Page, Query, Row, beijing, only

SECTIONS = ("主动公开", "依申请公开", "组织管理")
ITEMS = ("1", "2", "3", "4", "5")
MOST_FINDINGS = 1000
HISTORY = 60

QUERIES = {
    "units": Query(
        """select u.*, p.name as parent, h.name as successor from unit u left join unit p on p.id = u.parent_id
        left join unit h on h.id = u.successor_id where u.id = :id"""
    ),
    "summaries": Query(
        "select s.*, t.name as state, t.about from unit_summary s join unit_state t on t.id = s.state_id where s.unit_id = :id"
    ),
    "places": Query(
        "select p.*, t.name as portal, t.home_url from place p join portal t on t.id = p.portal_id where p.unit_id = :id order by p.id"
    ),
    "venues": Query("select * from venue where unit_id = :id order by id"),
    "visits": Query(
        f"""select v.*, t.name as portal, {beijing("v.started_at")} as beijing from standing s
        join visit v on v.run_id = s.run_id join portal t on t.id = v.portal_id
        where s.unit_id = :id and s.latest = 1 and v.portal_id in
            (select portal_id from place where unit_id = :id union select portal_id from finding where unit_id = :id)
        order by v.id"""
    ),
    "standings": Query(
        f"""select s.*, run.as_of from standing s join run on run.id = s.run_id where s.unit_id = :id
        order by run.as_of desc, run.started_at desc limit {HISTORY}"""
    ),
    "columns": Query("select * from column_ledger where unit_id = :id order by days_left is null, days_left, id"),
    "findings": Query(
        f"""select f.id, case when f.state_id = 'rejected' then 'rejected' else f.outcome_id end as "group", f.state_id, s.name as state,
            f.severity_id, v.name as severity, r.title as rule, r.bulletin_section as section, r.bulletin_item as item, f.subject_name,
            f.message, f.overlays, f.run_id, f.portal_id, e.url, e.sha256, e.quote
        from finding f join rule r on r.id = f.rule_id join severity v on v.id = f.severity_id left join state s on s.id = f.state_id
        left join evidence e on e.id = (select min(id) from evidence where finding_id = f.id)
        where f.unit_id = :id order by f.rank, f.rule_id, f.subject limit {MOST_FINDINGS}"""
    ),
    "manual": Query("select * from manual_finding where unit_id = :id order by month desc, id"),
}


def _shape(found: Found) -> Mapping[str, Any]:
    failed = [finding for finding in found["findings"] if finding["group"] == "failed"]
    history = list(reversed(found["standings"]))
    days = [each["as_of"] for each in history]
    numbers = {"不合格": [each["failed"] for each in history], "无法核查": [each["cant_tell"] for each in history]}
    return {
        **found,
        "u": only(found["units"]),
        "summary": only(found["summaries"]),
        "sections": _sections(failed),
        "by_row": _by_row(failed),
        "groups": [
            {"id": code, "title": title, "findings": [each for each in found["findings"] if each["group"] == code]}
            for code, title in (("cant_tell", "无法核查"), ("rejected", "经复核不成立"), ("passed", "合格"), ("inapplicable", "不适用"))
        ],
        "failed": failed,
        "cut": len(found["findings"]) == MOST_FINDINGS,
        "chart": trend("历次不合格和无法核查的项数，数据见下表", days, numbers) if len(history) > 1 else "",
    }


def _sections(failed: Sequence[Row]) -> list[Row]:
    """How many failures stand in each row of the bulletin: the rows of its table, and what stands in none."""
    return [
        {"name": section, "cells": [{"item": item, "n": sum(_is_in(each, section, item) for each in failed)} for item in ITEMS]}
        for section in SECTIONS
    ]


def _by_row(failed: Sequence[Row]) -> list[Row]:
    """Failures by bulletin row, in the order of the bulletin."""
    rows = [(section, item) for section in SECTIONS for item in ITEMS]
    others = sorted({(each["section"], each["item"]) for each in failed} - set(rows), key=lambda row: (not row[0], row))
    return [
        {"section": section, "item": item, "findings": within}
        for section, item in (*rows, *others)
        if (within := [each for each in failed if _is_in(each, section, item)])
    ]


def _is_in(finding: Row, section: str, item: str) -> bool:
    return bool(finding["section"] == section and finding["item"] == item)


PAGE = Page(QUERIES, _shape)
