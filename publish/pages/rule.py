"""A rule: its words, where it comes from, how it is decided, whom it concerns. 指标页"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..rows import STANDING_RANKS
from .query import Found, Page, Query, only

MOST_UNITS = 500

QUERIES = {
    "rules": Query(
        """select r.*, v.name as severity, v.about as severity_about, p.title as pack, p.issuer from rule r
        join severity v on v.id = r.severity_id left join rule_pack p on p.id = r.pack_id where r.id = :id"""
    ),
    "citations": Query("select * from citation where rule_id = :id order by id"),
    "summaries": Query("select * from rule_summary where rule_id = :id"),
    "overlays": Query("select * from overlay where rule_id = :id order by id"),
    "failing": Query(
        f"""select f.id, f.unit_id, u.name as unit, f.region, f.state_id, s.name as state, f.subject_name, f.message
        from finding f join unit u on u.id = f.unit_id join state s on s.id = f.state_id
        where f.rule_id = :id and f.rank < {STANDING_RANKS} order by f.rank, f.id limit {MOST_UNITS}"""
    ),
    "unproven": Query(
        """select q.about, q.whose, s.findings as n from rule_reason s join reason q on q.id = s.reason_id
        where s.rule_id = :id order by s.findings desc, q.id"""
    ),
}


def _shape(found: Found) -> Mapping[str, Any]:
    return {**found, "r": only(found["rules"]), "summary": only(found["summaries"]), "cut": len(found["failing"]) == MOST_UNITS}


PAGE = Page(QUERIES, _shape)
