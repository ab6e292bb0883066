"""A run: what was visited, how far, what was not, what came of it. 批次页"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .query import Found, Page, Query, beijing, only

MOST = 500

QUERIES = {
    "runs": Query(f"select *, {beijing('started_at')} as started, {beijing('ended_at')} as ended from run where id = :id"),
    "totals": Query(
        """select count(*) as units, coalesce(sum(failed), 0) as failed, coalesce(sum(cant_tell), 0) as cant_tell,
            coalesce(sum(passed), 0) as passed, coalesce(sum(inapplicable), 0) as inapplicable from standing where run_id = :id"""
    ),
    "changes": Query(
        """select (select count(*) from episode where first_run_id = :id and state_id <> 'rejected') as appeared,
            (select count(*) from episode where resolved_run_id = :id and state_id = 'resolved') as resolved"""
    ),
    "stops": Query("select stop, count(*) as n, sum(pages) as pages from visit where run_id = :id group by stop order by n desc"),
    "visits": Query(
        f"""select v.*, t.name as portal, {beijing("v.started_at")} as beijing from visit v join portal t on t.id = v.portal_id
        where v.run_id = :id order by v.stop = '完成', v.started_at, v.id limit {MOST}"""
    ),
    "unvisited": Query(
        f"""select t.id, t.name, t.region from portal t where t.enabled = 1
        and not exists (select 1 from visit v where v.run_id = :id and v.portal_id = t.id) order by t.region, t.name limit {MOST}"""
    ),
    "units": Query(
        f"""select s.*, u.name, u.region from standing s join unit u on u.id = s.unit_id where s.run_id = :id
        order by s.failed desc, s.cant_tell desc, u.id limit {MOST}"""
    ),
}


def _shape(found: Found) -> Mapping[str, Any]:
    visits = found["stops"]
    return {
        **found,
        "run": only(found["runs"]),
        "total": only(found["totals"]),
        "change": only(found["changes"]),
        "portals": sum(each["n"] for each in visits),
        "pages": sum(each["pages"] or 0 for each in visits),
        "cut": MOST in (len(found["visits"]), len(found["units"]), len(found["unvisited"])),
        "most": MOST,
    }


PAGE = Page(QUERIES, _shape)
