"""A finding: what, by which clause, where it was looked for, what was seen, how it went on. 检查结果页"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from ..explain import as_text
from ..explained import explanation
from ..quoting import in_context
from .query import Found, Page, Query, Row, beijing, only

QUERIES = {
    "findings": Query(
        f"""select f.*, o.name as outcome, o.about as outcome_about, s.name as state, s.about as state_about, v.name as severity,
            u.name as unit, p.name as portal, p.home_url, r.title as rule, r.assumptions, r.jurisdiction, r.since, r.until,
            r.bulletin_section, r.bulletin_item, r.mend, r.basis, r.checkable, r.row_other, r.false_positives, r.standards,
            k.title as pack, run.as_of, run.named_packs, run.packs, run.started_at, ep.nights, ep.first_at, ep.last_at, {beijing("ep.first_at")} as first_seen,
            {beijing("ep.last_at")} as last_seen, ep.state_id as episode_state, ep.confirmed_by, ep.fingerprint, q.about as reason, q.whose, q.todo
        from finding f join outcome o on o.id = f.outcome_id join severity v on v.id = f.severity_id join unit u on u.id = f.unit_id
        join portal p on p.id = f.portal_id join rule r on r.id = f.rule_id join rule_pack k on k.id = f.pack_id
        join run on run.id = f.run_id left join state s on s.id = f.state_id left join episode ep on ep.id = f.episode_id
        left join reason q on q.id = f.reason_id where f.id = :id"""
    ),
    "evidence": Query(f"select *, {beijing('fetched_at')} as beijing from evidence where finding_id = :id order by id"),
    "citations": Query("select c.* from citation c join finding f on f.rule_id = c.rule_id where f.id = :id order by c.id"),
    "overlays": Query(
        """select o.* from overlay o join finding f on f.id = :id
        where instr('、' || f.overlays || '、', '、' || o.id || '、') > 0 order by o.id"""
    ),
    "reviews": Query(
        f"""select v.*, {beijing("v.decided_at")} as beijing from review v
        join finding f on f.id = :id where v.fingerprint = f.unit_id || '|' || f.rule_id || '|' || f.subject order by v.decided_at"""
    ),
    "visits": Query("select v.* from visit v join finding f on f.id = :id and v.run_id = f.run_id and v.portal_id = f.portal_id"),
    # the text of the page that was quoted, where it was kept
    "texts": Query("select sha256, text from page where sha256 in (select sha256 from evidence where finding_id = :id)", needs=("page",)),
}


def stored(run: str, portal: str, sha256: str, words: str) -> str:
    """Address of the stored copy of a page, with what is to be marked in it; '' if nothing was stored. 快照地址"""
    if not sha256:
        return ""
    return f"/-/stored/{quote(run, safe='')}/{quote(portal, safe='')}/{sha256}" + (f"?{urlencode({'quote': words})}" if words else "")


def _shape(found: Found) -> Mapping[str, Any]:
    finding = only(found["findings"])
    if finding is None:
        return found
    texts = {row["sha256"]: row["text"] for row in found["texts"]}
    return {
        **found,
        "f": {**finding, "fingerprint": f"{finding['unit_id']}|{finding['rule_id']}|{finding['subject']}"},
        "evidence": [_evidence(finding, each, texts.get(each["sha256"], "")) for each in found["evidence"]],
        "shot": f"/-/shot/{quote(finding['run_id'], safe='')}/{quote(finding['portal_id'], safe='')}/{finding['id']}.png",
        "explanation": as_text(explanation(finding, found["evidence"], found["citations"], found["overlays"], only(found["visits"]))),
    }


def _evidence(finding: Row, each: Row, text: str) -> Row:
    return {
        **each,
        "stored": stored(finding["run_id"], finding["portal_id"], each["sha256"], each["quote"]),
        "context": in_context(text, each["quote"]),
    }


PAGE = Page(QUERIES, _shape)
