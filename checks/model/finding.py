"""What the judge says, and what becomes of it over the nights."""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from .fact import Evidence
from .rule import Outcome, Severity


@attrs.frozen(kw_only=True)
class Finding:
    """One rule applied to one subject of one unit tonight. 检查结果

    Attributes:
        subject: what within the unit is judged: an element id, a year, an ISO week, a page's path; '' for the unit itself.
        subject_name: the subject in Chinese, for people.
        message: one objective sentence: object, place, fact, date. No cause, no adjective, no advice.
        confidence: 0…1, the lowest among the facts the outcome rests on.
        evidence: for a failure never empty.
        looked: for a "not found" outcome, where was looked: words tried, pages read, lists walked.
        overlays: ids of the adjustments under which the rule was judged; empty for the pack's own values.
    """

    unit: str
    portal: str
    rule: str
    pack: str
    subject: str
    subject_name: str
    outcome: Outcome
    severity: Severity
    message: str
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    looked: str = ""
    overlays: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Identity over the nights: unit, rule and subject; wording, evidence and pack version left out."""
        return f"{self.unit}|{self.rule}|{self.subject}"


class EpisodeState(enum.StrEnum):
    """State of an episode. 问题状态"""

    SUSPECTED = "suspected"  # 存疑
    CONFIRMED = "confirmed"  # 已确认
    REJECTED = "rejected"  # 经复核不成立
    RESOLVED = "resolved"  # 已整改


@attrs.frozen(kw_only=True)
class Episode:
    """The life of one failure over the nights. 问题

    Attributes:
        first_run, last_run: ids of the runs that first and last saw it fail.
        first_at, last_at: when those visits began.
        nights: number of runs that saw it fail.
        confirmed_by: '' or ``second-look`` or the reviewer's name.
        resolved_run: the run that saw it pass again, '' while open.
    """

    fingerprint: str
    unit: str
    portal: str
    rule: str
    subject: str
    state: EpisodeState
    severity: Severity
    message: str
    first_run: str
    last_run: str
    first_at: dt.datetime
    last_at: dt.datetime
    nights: int = 1
    confirmed_by: str = ""
    resolved_run: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it still stands against the unit."""
        return self.state in (EpisodeState.SUSPECTED, EpisodeState.CONFIRMED)


@attrs.frozen(kw_only=True)
class Run:
    """One night. 巡检批次

    Attributes:
        packs: ``id@version`` of the packs applied; ``named_packs`` True if they were named rather than chosen by period.
        judgement_sha256: digest of the findings' canonical JSON; '' until judged.
    """

    id: str
    as_of: dt.date
    started_at: dt.datetime
    packs: tuple[str, ...]
    packs_sha256: str
    code_version: str
    named_packs: bool = False
    ended_at: dt.datetime | None = None
    judgement_sha256: str = ""
    published: bool = False
