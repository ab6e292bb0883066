"""Values of the model → rows of the published database."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from archive.records import ManualFinding, VisitRecord
from checks.model import (
    BASIS_ZH,
    CHECKABLE_ZH,
    DECISION_ZH,
    OUTCOME_ZH,
    STOP_ZH,
    VENUE_ZH,
    Episode,
    EpisodeState,
    Evidence,
    Finding,
    Level,
    Outcome,
    Overlay,
    Portal,
    Registry,
    Review,
    Rule,
    RulePack,
    Run,
    Severity,
    Unit,
)

Row = dict[str, Any]

_LEVEL_ZH = {Level.NATIONAL: "国家", Level.PROVINCE: "省", Level.CITY: "市", Level.COUNTY: "县", Level.TOWNSHIP: "乡"}

CODE_ROWS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "outcome": tuple(
        (outcome.value, OUTCOME_ZH[outcome], about)
        for outcome, about in (
            (Outcome.FAILED, "有证据表明不符合要求"),
            (Outcome.CANT_TELL, "证据不足或未能看全，需人工核查"),
            (Outcome.PASSED, "符合要求"),
            (Outcome.INAPPLICABLE, "该单位没有此项义务"),
        )
    ),
    "severity": (
        (Severity.CRITICAL.value, "单项否决", "一项即可否定整体"),
        (Severity.MAJOR.value, "严重", ""),
        (Severity.MINOR.value, "一般", ""),
        (Severity.INFO.value, "提示", "供参考，不作为问题通报"),
    ),
    "state": (
        (EpisodeState.CONFIRMED.value, "已确认", "再次核查结论一致，或经人工确认"),
        (EpisodeState.SUSPECTED.value, "存疑", "首次发现，尚待再次核查或人工确认"),
        (EpisodeState.REJECTED.value, "经复核不成立", "人工复核认为不是问题"),
        (EpisodeState.RESOLVED.value, "已整改", "再次判为合格"),
    ),
}
_ORDER = {table: {row[0]: at for at, row in enumerate(rows)} for table, rows in CODE_ROWS.items()}
_ID_BITS = 49  # fifteen digits: all that JavaScript and spreadsheets keep of a number


# What ``rank`` gives: a range of it can be walked in order, where a condition on outcome and state would have to be sorted.
STANDING_RANKS = 20  # below: failed, confirmed or suspected
UNPROVEN_RANKS = (100, 199)  # cant_tell
PLACES = 10**9  # of one rank; ``place`` is rank and number in one, so that a range of it is walked in an order without ties


def stable_id(finding: Finding, taken: set[int]) -> int:
    """A number made of what is judged (not of the wording or the night), so that a finding's address lasts; registered in ``taken``."""
    digest = hashlib.sha256(finding.fingerprint.encode()).digest()
    number = int.from_bytes(digest[:8], "big") >> (64 - _ID_BITS)
    while number in taken:
        number += 1
    taken.add(number)
    return number


def rank(outcome: Outcome, state: str | None, severity: Severity) -> int:
    """Reading order: failed first, confirmed before suspected, grave before light."""
    return 100 * _ORDER["outcome"][outcome] + 10 * _ORDER["state"].get(state or "", 4) + _ORDER["severity"][severity]


def unit_rows(registry: Registry, used: Iterable[str], former: Mapping[str, Unit]) -> Iterator[Row]:
    """Registered units, and those that only findings know, as they were registered (``former``) when they were judged."""
    known = {unit.id for unit in registry.units}
    for unit in registry.units:
        yield _unit_row(unit, known)
    for name in sorted(set(used) - known):
        blank = {"id": name, "name": name, "region": "", "level": "", "office": "", **_NO_RELATIONS, "since": None, "until": None}
        yield {**(_unit_row(former[name], known) if name in former else blank), **_NO_RELATIONS, "registered": 0}


_NO_RELATIONS: Row = {"parent_id": None, "successor_id": None}


def _unit_row(unit: Unit, known: set[str]) -> Row:
    return {
        "id": unit.id,
        "name": unit.name,
        "region": unit.region,
        "level": _LEVEL_ZH[unit.level],
        "office": unit.office,
        "parent_id": unit.parent if unit.parent in known else None,
        "successor_id": unit.successor if unit.successor in known else None,
        "since": _day(unit.since),
        "until": _day(unit.until),
        "registered": 1,
    }


def portal_rows(registry: Registry, used: Mapping[str, str], former: Mapping[str, Portal]) -> Iterator[Row]:
    """Registered portals, and those that only visits and findings know (id → start address), as they were registered (``former``)."""
    known = {portal.id for portal in registry.portals}
    for portal in registry.portals:
        yield _portal_row(portal)
    for name in sorted(set(used) - known):
        blank = {"id": name, "name": name, "home_url": used[name], "site_code": "", "region": "", "level": ""}
        yield {**(_portal_row(former[name]) if name in former else blank), "enabled": 0, "registered": 0}


def _portal_row(portal: Portal) -> Row:
    return {
        "id": portal.id,
        "name": portal.name,
        "home_url": portal.home_url,
        "site_code": portal.site_code,
        "region": portal.region,
        "level": _LEVEL_ZH[portal.level],
        "enabled": int(portal.enabled),
        "registered": 1,
    }


def place_rows(registry: Registry) -> Iterator[Row]:
    """Where each unit discloses."""
    names = {portal.id: portal.name for portal in registry.portals}
    for unit in registry.units:
        for place in unit.places:
            yield {
                "label": f"{unit.name}：{names.get(place.portal, place.portal)}{'（栏目）' if place.column_url else ''}",
                "unit_id": unit.id,
                "portal_id": place.portal,
                "column_url": place.column_url,
                "since": _day(place.since),
                "until": _day(place.until),
            }


def venue_rows(registry: Registry) -> Iterator[Row]:
    """Where people can go to each unit."""
    for unit in registry.units:
        for venue in unit.venues:
            yield {
                "unit_id": unit.id,
                "kind": VENUE_ZH[venue.kind],
                "name": venue.name,
                "address": venue.address,
                "lat": venue.position and venue.position.lat,
                "lon": venue.position and venue.position.lon,
                "note": venue.note,
            }


def pack_rows(packs: Sequence[RulePack], used: Iterable[str]) -> Iterator[Row]:
    """Packs at hand, and those (``id@version``) that only runs know."""
    for pack in packs:
        yield {
            "id": f"{pack.id}@{pack.version}",
            "pack": pack.id,
            "version": pack.version,
            "title": pack.title,
            "issuer": pack.issuer,
            "jurisdiction": pack.jurisdiction,
            "since": _day(pack.since),
            "until": _day(pack.until),
            "sha256": pack.sha256,
        }
    for name in sorted(set(used) - {f"{pack.id}@{pack.version}" for pack in packs}):
        pack_id, _, version = name.partition("@")
        yield {
            "id": name,
            "pack": pack_id,
            "version": version,
            "title": name,
            "issuer": "",
            "jurisdiction": "",
            "since": None,
            "until": None,
            "sha256": "",
        }


def rule_rows(
    rules: Sequence[Rule], packs: Sequence[RulePack], used: Mapping[str, Severity], standards: Mapping[str, Sequence[str]]
) -> Iterator[Row]:
    """Rules at hand with the standards they are decided by, and those that only findings know (id → severity)."""
    home = {rule: f"{pack.id}@{pack.version}" for pack in packs for rule in pack.rules}
    for rule in rules:
        section, item = bulletin_row(rule.row)
        yield {
            "id": rule.id,
            "title": rule.title,
            "severity_id": rule.severity.value,
            "pack_id": home.get(rule.id),
            "citation": "；".join(f"{c.document} {c.clause}".strip() for c in rule.citations),
            "bulletin_section": section,
            "bulletin_item": item,
            "jurisdiction": rule.jurisdiction,
            "since": _day(rule.since),
            "until": _day(rule.until),
            "assumptions": rule.assumptions,
            "title_passed": rule.title_passed,
            "title_failed": rule.title_failed,
            "mend": rule.mend,
            "basis": BASIS_ZH[rule.basis],
            "checkable": CHECKABLE_ZH[rule.checkable],
            "row_other": rule.row_other,
            "standards": "；".join(standards.get(rule.id, ())),
            "false_positives": "；".join(rule.false_positives),
        }
    for name in sorted(set(used) - {rule.id for rule in rules}):
        yield {
            "id": name,
            "title": name,
            "severity_id": used[name].value,
            "pack_id": None,
            "citation": "",
            "bulletin_section": "",
            "bulletin_item": "",
            "jurisdiction": "",
            "since": None,
            "until": None,
            **dict.fromkeys(
                ("assumptions", "title_passed", "title_failed", "mend", "basis", "checkable", "row_other", "standards", "false_positives"),
                "",
            ),
        }


def overlay_rows(overlays: Sequence[Overlay]) -> Iterator[Row]:
    """Adjustments at hand: what each changes and to what, why, who answers for it."""
    for overlay in overlays:
        told = {"severity": overlay.severity and overlay.severity.value, "row": overlay.row}
        told |= {f"params.{name}": value for name, value in overlay.params.items()}
        yield {
            "id": overlay.id,
            "rule_id": overlay.rule,
            "changes": "、".join(f"{key}={told[key]}" for key in overlay.keys),
            "reason": overlay.reason,
            "who": overlay.who,
            "since": _day(overlay.since),
            "until": _day(overlay.until),
            "units": "、".join(overlay.units),
        }


def citation_rows(rules: Sequence[Rule]) -> Iterator[Row]:
    """The documents, clauses and words that rules rest on."""
    for rule in rules:
        for citation in rule.citations:
            yield {"rule_id": rule.id, "document": citation.document, "clause": citation.clause, "quote": citation.quote}


def bulletin_row(row: str) -> tuple[str, str]:
    """``主动公开-2`` → (栏目, 项号)."""
    section, _, item = row.partition("-")
    return section, item


def run_row(run: Run) -> Row:
    """One night."""
    return {
        "id": run.id,
        "title": f"{run.as_of.isoformat()}（{run.id}）",
        "as_of": run.as_of.isoformat(),
        "started_at": _moment(run.started_at),
        "ended_at": _moment(run.ended_at) if run.ended_at else None,
        "packs": "、".join(run.packs),
        "named_packs": int(run.named_packs),
        "packs_sha256": run.packs_sha256,
        "judgement_sha256": run.judgement_sha256,
        "code_version": run.code_version,
    }


def visit_row(visit: VisitRecord, portals: Mapping[str, str]) -> Row:
    """One visit; ``portals`` gives names."""
    return {
        "label": f"{portals.get(visit.portal, visit.portal)}（{visit.run}）",
        "run_id": visit.run,
        "portal_id": visit.portal,
        "stop": STOP_ZH[visit.stop],
        "pages": visit.pages,
        "seconds": visit.seconds,
        "bytes": visit.bytes,
        "start_url": visit.start_url,
        "started_at": _moment(visit.started_at),
        "ended_at": _moment(visit.ended_at),
        "file": visit.file,
        "sha256": visit.sha256,
        "note": visit.note,
    }


def episode_row(episode: Episode, evidence: Sequence[Evidence]) -> Row:
    """One failure's life, with the evidence on which it was last seen."""
    first = evidence[0] if evidence else None
    return {
        "message": episode.message,
        "state_id": episode.state.value,
        "severity_id": episode.severity.value,
        "unit_id": episode.unit,
        "portal_id": episode.portal,
        "rule_id": episode.rule,
        "subject": episode.subject,
        "first_run_id": episode.first_run,
        "last_run_id": episode.last_run,
        "first_at": _moment(episode.first_at),
        "last_at": _moment(episode.last_at),
        "nights": episode.nights,
        "confirmed_by": {"second-look": "再次核查一致"}.get(episode.confirmed_by, episode.confirmed_by),
        "resolved_run_id": episode.resolved_run or None,
        "evidence_url": first.url if first else "",
        "evidence_at": _moment(first.fetched_at) if first else None,
        "evidence_sha256": first.sha256 if first else "",
        "fingerprint": episode.fingerprint,
    }


def evidence_row(evidence: Evidence, finding_id: int) -> Row:
    """One piece of evidence."""
    return {
        "finding_id": finding_id,
        "quote": evidence.quote,
        "url": evidence.url,
        "fetched_at": _moment(evidence.fetched_at),
        "locator": evidence.locator,
        "sha256": evidence.sha256,
        "rendered": int(evidence.rendered),
    }


def review_row(review: Review, units: set[str], rules: set[str]) -> Row:
    """One decision."""
    unit, _, rest = review.fingerprint.partition("|")
    rule, _, subject = rest.partition("|")
    return {
        "decision": DECISION_ZH[review.decision],
        "unit_id": unit if unit in units else None,
        "rule_id": rule if rule in rules else None,
        "subject": subject,
        "reviewer": review.reviewer,
        "decided_at": _moment(review.decided_at),
        "note": review.note,
        "fingerprint": review.fingerprint,
    }


def manual_row(finding: ManualFinding) -> Row:
    """What an inspection on the spot found."""
    section, item = bulletin_row(finding.row)
    return {
        "unit_id": finding.unit,
        "bulletin_section": section,
        "bulletin_item": item,
        "month": finding.month,
        "text": finding.text,
        "author": finding.author,
        "at": _moment(finding.at),
    }


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")
