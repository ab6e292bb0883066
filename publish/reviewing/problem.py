"""All that the page of one problem shows. 问题页"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlencode

import attrs

from archive.ledger import Ledger
from archive.records import Recheck
from checks.model import DECISION_ZH, OUTCOME_ZH, Decision, Episode, Evidence, Finding, Review, Scope
from checks.reviewing import FORMS, Form, Handling, Reviews, handling, offered, ruled

from .desk import clock
from .entering import DEFAULT_DAYS, working_days_on
from .people import Person

#: decision → what the button says, what its field asks for; in the order in which people need them
ASKS: Mapping[Decision, tuple[str, str]] = {
    Decision.CONFIRM: ("确认属实", "说明（可不填）"),
    Decision.REJECT: ("判为不成立", "理由"),
    Decision.RECHECK: ("要求重新取证", "要看什么（可不填）"),
    Decision.ISSUE: ("交办整改", "整改要求（可不填）"),
    Decision.REPLY: ("记入整改回复", "单位的回复"),
    Decision.CLOSE: ("销号", "销号依据"),
    Decision.APPEAL: ("记入申诉", "单位的申诉理由"),
    Decision.UPHOLD: ("申诉成立", "答复"),
    Decision.DISMISS: ("申诉不成立", "答复"),
    Decision.WAIVE: ("豁免", "理由"),
    Decision.NOTE: ("记入备注", "备注"),
}


@attrs.frozen(kw_only=True)
class Told:
    """What the ledger knows of one problem, read at one moment. 账本所载

    Attributes:
        episode: its latest life, as judged; ``lives`` how many there were.
        finding: as it was last seen to fail.
        judged: what each run said of it, with the run's date of judgement.
        entries: those on it; ``waivers`` of wider scope that reach it.
        rechecks: by number of the entry that asked.
    """

    episode: Episode
    lives: int
    finding: Finding | None
    evidence: tuple[Evidence, ...]
    judged: tuple[tuple[dt.date, str, str], ...]
    reviews: Reviews
    entries: tuple[Review, ...]
    waivers: tuple[Review, ...]
    rechecks: Mapping[int, tuple[Recheck, ...]]


def told_of(ledger: Ledger, fingerprint: str) -> Told | None:
    """All of one problem, or None if there is no such."""
    lives = ledger.episodes_of(fingerprint)
    if not lives:
        return None
    episode = lives[-1]
    reviews = ledger.reviews_reaching(fingerprint)
    days = {run.id: run.as_of for run in ledger.runs()}
    judged = ledger.findings_about(episode.unit, episode.rule, episode.subject)
    own = tuple(each for each in reviews if each.fingerprint == fingerprint)
    asked = [each.number for each in own if each.decision is Decision.RECHECK]
    return Told(
        episode=episode,
        lives=len(lives),
        finding=next((finding for run, finding in reversed(judged) if run == episode.last_run), None),
        evidence=ledger.evidence_of(episode),
        judged=tuple((days[run], run, OUTCOME_ZH[finding.outcome]) for run, finding in judged if run in days),
        reviews=Reviews(reviews),
        entries=own,
        waivers=tuple(each for each in reviews if each.fingerprint != fingerprint and each.decision is Decision.WAIVE),
        rechecks={number: ledger.rechecks(number) for number in asked},
    )


@attrs.frozen(kw_only=True)
class Asking:
    """One form of the page. 一张表单

    Attributes:
        until: what its date field says at first; None without such a field.
        chosen: it was just sent, and came back.
    """

    decision: Decision
    button: str
    asks: str
    form: Form
    until: str | None
    answers: int = 0
    scoped: bool = False
    chosen: bool = False


def forms_for(told: Told, now: Handling, person: Person, today: dt.date, sent: str = "") -> tuple[Asking, ...]:
    """The forms that a person may fill in now; that which just came back first. 可填表单"""
    allowed = set(offered(person.role, now, person.name))
    asked = [
        Asking(
            decision=decision,
            button=button,
            asks=asks,
            form=FORMS[decision],
            until=_until(decision, today),
            answers=now.appeal.number if FORMS[decision].appeal is True and now.appeal else 0,
            scoped=decision is Decision.WAIVE,
            chosen=decision.value == sent,
        )
        for decision, (button, asks) in ASKS.items()
        if decision in allowed
    ]
    return tuple(sorted(asked, key=lambda each: not each.chosen))


def _until(decision: Decision, today: dt.date) -> str | None:
    if not FORMS[decision].until:
        return None
    return working_days_on(today, DEFAULT_DAYS).isoformat() if decision is Decision.ISSUE else ""


def context(told: Told, person: Person, today: dt.date) -> dict[str, Any]:
    """What the template shows of the ledger, as it stands today."""
    now = handling(told.episode, told.reviews, today)
    return {
        "told": told,
        "episode": ruled(told.episode, now.ruling),
        "handling": now,
        "history": history(told),
        "captures": captures(told),
        "last": max((entry.number for entry in told.entries), default=0),
    }


def history(told: Told) -> list[dict[str, Any]]:
    """Every entry, the latest first, waivers of wider scope among them. 处理经过"""
    entries = sorted((*told.entries, *told.waivers), key=lambda each: (each.decided_at, each.number), reverse=True)
    return [
        {
            "entry": entry,
            "zh": DECISION_ZH[entry.decision],
            "when": clock(entry.decided_at),
            "elsewhere": entry.fingerprint != told.episode.fingerprint,
            "wide": entry.scope is not Scope.PROBLEM,
            "waiting": entry.decision is Decision.RECHECK and not told.rechecks.get(entry.number),
        }
        for entry in entries
    ]


def captures(told: Told) -> list[dict[str, Any]]:
    """What was fetched again, each beside its first capture. 前后对照"""
    first: dict[tuple[str, str], Evidence] = {}
    for evidence in told.evidence:
        first.setdefault((evidence.url, evidence.quote), evidence)
    return [
        {
            "again": recheck,
            "when": clock(recheck.at),
            "first": evidence,
            "first_when": clock(evidence.fetched_at) if evidence else "",
            "run": PurePosixPath(recheck.file).parent.name,
            "portal": PurePosixPath(recheck.file).stem,
        }
        for number in sorted(told.rechecks, reverse=True)
        for recheck in told.rechecks[number]
        for evidence in [first.get((recheck.url, recheck.quote))]
    ]


def stored(run: str, portal: str, sha256: str, quote: str = "", locator: str = "") -> str:
    """Address of a stored page, below the front page; '' where nothing was stored."""
    if not sha256:
        return ""
    return f"/-/stored/{run}/{portal}/{sha256}?{urlencode({'quote': quote, 'locator': locator})}"
