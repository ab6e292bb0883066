"""Values of the model ↔ rows of the ledger."""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from cattrs.preconf.json import make_converter

from checks.model import (
    Attachment,
    Decision,
    Episode,
    EpisodeState,
    Evidence,
    Finding,
    Outcome,
    Registry,
    Review,
    Run,
    Scope,
    Severity,
    Stop,
)

from .records import IssuedBulletin, ManualFinding, Recheck, VisitRecord

Row = Mapping[str, Any]

_converter = make_converter()


def row_of(value: attrs.AttrsInstance) -> dict[str, Any]:
    """A frozen value as a row: enums by code, dates as ISO 8601 (moments in UTC), truth as 0 or 1, tuples as JSON."""
    return {field.name: plain(getattr(value, field.name)) for field in attrs.fields(type(value))}


def plain(value: Any) -> Any:
    """One value as SQLite stores it."""
    match value:
        case bool():
            return int(value)
        case enum.StrEnum():
            return value.value
        case dt.datetime():
            return value.astimezone(dt.UTC).isoformat()
        case dt.date():
            return value.isoformat()
        case tuple():
            return names(value)
    return value


def names(values: Sequence[str]) -> str:
    """A list of names as JSON text."""
    return json.dumps(list(values), ensure_ascii=False)


def moment(text: str) -> dt.datetime:
    """A stored moment, aware."""
    return dt.datetime.fromisoformat(text)


def registry_row(registry: Registry) -> dict[str, Any]:
    """A registry as a row of ``registry``; 登记簿."""
    text = json.dumps(_converter.unstructure(registry), ensure_ascii=False, separators=(",", ":"))
    return {"sha256": hashlib.sha256(text.encode()).hexdigest(), "json": text}


def registry_of(row: Row) -> Registry:
    """A row of ``registry``; 登记簿."""
    return _converter.structure(json.loads(row["json"]), Registry)


def run_of(row: Row) -> Run:
    """A row of ``run``; 巡检批次."""
    return Run(
        id=row["id"],
        as_of=dt.date.fromisoformat(row["as_of"]),
        started_at=moment(row["started_at"]),
        ended_at=moment(row["ended_at"]) if row["ended_at"] else None,
        packs=tuple(json.loads(row["packs"])),
        packs_sha256=row["packs_sha256"],
        named_packs=bool(row["named_packs"]),
        code_version=row["code_version"],
        judgement_sha256=row["judgement_sha256"],
        published=bool(row["published"]),
    )


def visit_of(row: Row) -> VisitRecord:
    """A row of ``visit``; 访问."""
    moments = {name: moment(row[name]) for name in ("started_at", "ended_at")}
    return VisitRecord(**{**row, **moments, "stop": Stop(row["stop"])})


def evidence_of(row: Row) -> Evidence:
    """A row of ``evidence``; 证据."""
    return Evidence(
        url=row["url"],
        fetched_at=moment(row["fetched_at"]),
        sha256=row["sha256"],
        locator=row["locator"],
        quote=row["quote"],
        rendered=bool(row["rendered"]),
    )


def finding_of(rows: Sequence[Row]) -> Finding:
    """The rows of one finding, one for each piece of evidence (one with nulls if there is none); 检查结果."""
    row = rows[0]
    return Finding(
        unit=row["unit"],
        portal=row["portal"],
        rule=row["rule"],
        pack=row["pack"],
        subject=row["subject"],
        subject_name=row["subject_name"],
        outcome=Outcome(row["outcome"]),
        severity=Severity(row["severity"]),
        message=row["message"],
        confidence=row["confidence"],
        evidence=tuple(evidence_of(each) for each in rows if each["position"] is not None),
        looked=row["looked"],
        overlays=tuple(json.loads(row["overlays"])),
    )


def episode_of(row: Row) -> Episode:
    """A row of ``episode``; 问题."""
    moments = {name: moment(row[name]) for name in ("first_at", "last_at")}
    return Episode(**{**row, **moments, "state": EpisodeState(row["state"]), "severity": Severity(row["severity"])})


def review_row(review: Review) -> dict[str, Any]:
    """A review as a row of ``review``; its number is the ledger's to give."""
    plainly = {
        field.name: plain(getattr(review, field.name)) for field in attrs.fields(Review) if field.name not in ("number", "attachments")
    }
    return {**plainly, "attachments": json.dumps(_converter.unstructure(review.attachments), ensure_ascii=False)}


def review_of(row: Row) -> Review:
    """A row of ``review``; 人工复核."""
    return Review(
        fingerprint=row["fingerprint"],
        decision=Decision(row["decision"]),
        reviewer=row["reviewer"],
        decided_at=moment(row["decided_at"]),
        note=row["note"],
        until=dt.date.fromisoformat(row["until"]) if row["until"] else None,
        scope=Scope(row["scope"]),
        attachments=_converter.structure(json.loads(row["attachments"]), tuple[Attachment, ...]),
        answers=row["answers"],
        number=row["id"],
    )


def recheck_of(row: Row) -> Recheck:
    """A row of ``recheck``; 重新取证."""
    taken = {name: row[name] for name in ("review", "url", "file", "sha256", "status", "error", "quote")}
    return Recheck(**taken, at=moment(row["at"]), seen=None if row["seen"] is None else bool(row["seen"]))


def bulletin_of(row: Row) -> IssuedBulletin:
    """A row of ``bulletin``; 已印发的通报表."""
    return IssuedBulletin(**{**{name: row[name] for name in ("month", "edition", "issued_by", "json")}, "at": moment(row["at"])})


def manual_of(row: Row) -> ManualFinding:
    """A row of ``manual_finding``; 人工核查项."""
    return ManualFinding(**{**{name: row[name] for name in ("unit", "row", "month", "text", "author")}, "at": moment(row["at"])})
