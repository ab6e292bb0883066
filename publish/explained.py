"""Rows of the published database → the explanation of a finding: what ``gongkai explain`` says, as far as it is published. 检查结果说明

How a page was reached and whether its copy still stands in the visit file is not published; nothing is said of it here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from archive.records import VisitRecord
from checks.model import STOP_ZH, Citation, Episode, EpisodeState, Evidence, Finding, Outcome, Run, Severity, Stop

from .explain import Capture, Explanation, Ground, Quoted

Row = Mapping[str, Any]
_STOPS: Mapping[str, Stop] = {words: stop for stop, words in STOP_ZH.items()}
_IN_PAGE = "网页内"


def explanation(finding: Row, evidence: Sequence[Row], citations: Sequence[Row], overlays: Sequence[Row], visit: Row | None) -> Explanation:
    """The explanation of a finding from its page's rows. 检查结果说明"""
    seen = tuple(_evidence(each) for each in evidence)
    captures = {
        (e.url, e.sha256): Capture(url=e.url, fetched_at=e.fetched_at, sha256=e.sha256, rendered=e.rendered, way=None, kept=None)
        for e in seen
    }
    return Explanation(
        finding=_finding(finding, seen),
        unit=finding["unit"],
        portal=finding["portal"],
        run=_run(finding),
        visit=_visit(visit) if visit else None,
        captures=tuple(captures.values()),
        quoted=tuple(Quoted(evidence=each, place=_IN_PAGE) for each in seen),
        ground=_ground(finding, citations, overlays),
        step=finding["todo"] or "",
        told=(),
        lives=(_episode(finding),) if finding["episode_state"] else (),
    )


def _evidence(row: Row) -> Evidence:
    return Evidence(
        url=row["url"],
        fetched_at=_moment(row["fetched_at"]),
        sha256=row["sha256"],
        locator=row["locator"],
        quote=row["quote"],
        rendered=bool(row["rendered"]),
    )


def _finding(row: Row, evidence: tuple[Evidence, ...]) -> Finding:
    return Finding(
        unit=row["unit_id"],
        portal=row["portal_id"],
        rule=row["rule_id"],
        pack=row["pack_id"].partition("@")[0],
        subject=row["subject"],
        subject_name=row["subject_name"],
        outcome=Outcome(row["outcome_id"]),
        severity=Severity(row["severity_id"]),
        message=row["message"],
        confidence=row["confidence"],
        evidence=evidence,
        looked=row["looked"],
    )


def _run(row: Row) -> Run:
    return Run(
        id=row["run_id"],
        as_of=dt.date.fromisoformat(row["as_of"]),
        started_at=_moment(row["started_at"]),
        packs=tuple(row["packs"].split("、")),
        packs_sha256="",
        code_version="",
    )


def _visit(row: Row) -> VisitRecord:
    return VisitRecord(
        run=row["run_id"],
        portal=row["portal_id"],
        start_url=row["start_url"],
        started_at=_moment(row["started_at"]),
        ended_at=_moment(row["ended_at"]),
        stop=_STOPS[row["stop"]],
        file=row["file"],
        sha256=row["sha256"],
        pages=row["pages"],
        seconds=row["seconds"],
        bytes=row["bytes"],
    )


def _episode(row: Row) -> Episode:
    return Episode(
        fingerprint=f"{row['unit_id']}|{row['rule_id']}|{row['subject']}",
        unit=row["unit_id"],
        portal=row["portal_id"],
        rule=row["rule_id"],
        subject=row["subject"],
        state=EpisodeState(row["episode_state"]),
        severity=Severity(row["severity_id"]),
        message=row["message"],
        first_run="",
        last_run="",
        first_at=_moment(row["first_at"]),
        last_at=_moment(row["last_at"]),
        nights=row["nights"],
        confirmed_by="" if row["confirmed_by"] == "再次核查一致" else row["confirmed_by"],
    )


def _ground(row: Row, citations: Sequence[Row], overlays: Sequence[Row]) -> Ground:
    period = f"{row['since']}至{row['until']}" if row["until"] else f"{row['since']}起施行" if row["since"] else "施行日期不详"
    return Ground(
        id=row["rule_id"],
        title=row["rule"],
        pack=row["pack"],
        period=period,
        jurisdiction=row["jurisdiction"] or "未注明的范围",
        citations=tuple(Citation(document=c["document"], clause=c["clause"], quote=c["quote"]) for c in citations),
        standards=(row["standards"],) if row["standards"] else (),
        options={},
        basis=row["basis"] or "未注明",
        mend=row["mend"],
        overlays=tuple(f"{each['id']}：{each['changes']}" for each in overlays),
        assumptions=row["assumptions"],
    )


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)
