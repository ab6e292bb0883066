"""What people's entries about a problem amount to. 复核归并

Pure: the same entries, on the same day, say the same. Who may enter what is data (``FORMS``), and so is what it must carry.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Mapping

import attrs

from checks.model import DECISION_ZH, ROLE_ZH, Decision, Episode, EpisodeState, Review, Role, Scope, Severity

TWO = 2  # persons who must agree on a 单项否决


class Verdict(enum.StrEnum):
    """What people have decided about a problem. 复核结论"""

    NONE = "none"
    HALF = "half"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Stage(enum.StrEnum):
    """How far its rectification has come. 整改进度"""

    NONE = "none"
    ISSUED = "issued"
    REPLIED = "replied"
    UNMENDED = "unmended"
    OVERDUE = "overdue"
    CLOSED = "closed"


STAGE_ZH: Mapping[Stage, str] = {
    Stage.NONE: "未交办",
    Stage.ISSUED: "已交办，待回复",
    Stage.REPLIED: "已回复，待复测",
    Stage.UNMENDED: "复测仍不合格",
    Stage.OVERDUE: "逾期",
    Stage.CLOSED: "已销号",
}


class Hold(enum.StrEnum):
    """Why a problem may not be notified. 暂不通报的原因"""

    REJECTED = "rejected"
    SUSPECTED = "suspected"
    SECOND = "second"
    WAIVED = "waived"
    APPEALED = "appealed"


HOLD_ZH: Mapping[Hold, str] = {
    Hold.REJECTED: "经复核不成立",
    Hold.SUSPECTED: "存疑，尚未确认",
    Hold.SECOND: "单项否决，须两人确认",
    Hold.WAIVED: "豁免期内",
    Hold.APPEALED: "申诉尚未答复",
}


@attrs.frozen(kw_only=True)
class Ruling:
    """The verdict and whose it is. 复核结论及复核人

    Attributes:
        by: the persons who confirmed, or the one who rejected; in the order they did.
    """

    verdict: Verdict = Verdict.NONE
    by: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Handling:
    """Where the handling of a problem stands on a day. 处理情况

    Attributes:
        waiver: the waiver in force that day.
        appeal: the appeal that has no answer yet.
        stage, due: of its rectification.
        holds: why it may not be notified; empty if it may.
        gone: a later night saw it mended; there is nothing left to order.
    """

    ruling: Ruling
    waiver: Review | None = None
    appeal: Review | None = None
    stage: Stage = Stage.NONE
    due: dt.date | None = None
    holds: tuple[Hold, ...] = ()
    gone: bool = False


class Reviews:
    """Entries by the problem they speak of; a waiver of wider scope speaks of many. 复核意见索引"""

    def __init__(self, reviews: Iterable[Review]) -> None:
        self._own: dict[str, list[Review]] = {}
        self._wide: dict[str, list[Review]] = {}
        for review in sorted(reviews, key=lambda each: (each.decided_at, each.number)):
            self._own.setdefault(review.fingerprint, []).append(review)
            if review.scope is not Scope.PROBLEM:
                self._wide.setdefault(_reach(review.fingerprint, review.scope), []).append(review)

    def about(self, fingerprint: str) -> tuple[Review, ...]:
        """Entries made on this very problem, the oldest first."""
        return tuple(self._own.get(fingerprint, ()))

    def waivers(self, fingerprint: str) -> tuple[Review, ...]:
        """Waivers that reach this problem, the oldest first."""
        own = (each for each in self.about(fingerprint) if each.decision is Decision.WAIVE and each.scope is Scope.PROBLEM)
        wide = (each for scope in (Scope.RULE, Scope.UNIT) for each in self._wide.get(_reach(fingerprint, scope), ()))
        return tuple(sorted([*own, *wide], key=lambda each: (each.decided_at, each.number)))

    def ruling(self, fingerprint: str, severity: Severity) -> Ruling:
        """What people have decided about a problem."""
        return ruling(self.about(fingerprint), severity)


def _reach(fingerprint: str, scope: Scope) -> str:
    unit, rule, _ = fingerprint.split("|", 2)
    return unit if scope is Scope.UNIT else f"{unit}|{rule}"


def ruling(entries: Iterable[Review], severity: Severity) -> Ruling:
    """What people have decided, from the entries on one problem in the order they were made. 复核结论

    The latest contrary decision wipes out what was said before it. An upheld appeal rejects the problem. A 单项否决 needs two different persons:
    one alone is ``HALF``.
    """
    said = Ruling()
    for entry in entries:
        if entry.decision in (Decision.REJECT, Decision.UPHOLD):
            said = Ruling(verdict=Verdict.REJECTED, by=(entry.reviewer,))
        elif entry.decision is Decision.CONFIRM:
            before = () if said.verdict is Verdict.REJECTED else said.by
            by = before if entry.reviewer in before else (*before, entry.reviewer)
            enough = len(by) >= (TWO if severity is Severity.CRITICAL else 1)
            said = Ruling(verdict=Verdict.CONFIRMED if enough else Verdict.HALF, by=by)
    return said


def ruled(episode: Episode, said: Ruling) -> Episode:
    """The episode under people's decision, which may be younger than the last judgement. 复核意见优先

    A rejection stands also where the problem is gone by now: what a person calls wrong is held against nobody, for no month. A
    confirmation leaves what is resolved as it was: it may have been given on a later life of the same problem.
    """
    if said.verdict is Verdict.REJECTED:
        return attrs.evolve(episode, state=EpisodeState.REJECTED, confirmed_by="、".join(said.by))
    if episode.state is EpisodeState.RESOLVED or said.verdict is Verdict.NONE:
        return episode
    if said.verdict is Verdict.CONFIRMED:
        return attrs.evolve(episode, state=EpisodeState.CONFIRMED, confirmed_by="、".join(said.by))
    # one of two persons took an earlier rejection back: nothing is decided
    return attrs.evolve(episode, state=EpisodeState.SUSPECTED, confirmed_by="") if episode.state is EpisodeState.REJECTED else episode


def handling(episode: Episode, reviews: Reviews, on: dt.date) -> Handling:
    """Where the handling of a problem stands on a day. 处理情况

    Args:
        episode: as the ledger has it; people's decisions are applied here.
        reviews: entries known on that day.
    """
    entries = reviews.about(episode.fingerprint)
    said = ruling(entries, episode.severity)
    shown = ruled(episode, said)
    # a deadline or an appeal of an earlier life of the problem says nothing about this one
    alive = tuple(entry for entry in entries if entry.decided_at >= episode.first_at)
    appeal = _unanswered(alive)
    waiver = _waiver(reviews.waivers(episode.fingerprint), on)
    stage, due = _stage(shown, alive, on)
    held = (
        (Hold.REJECTED, shown.state is EpisodeState.REJECTED),
        (Hold.SUSPECTED, shown.state is not EpisodeState.REJECTED and not _certain(shown)),
        (Hold.SECOND, episode.severity is Severity.CRITICAL and _certain(shown) and said.verdict is not Verdict.CONFIRMED),
        (Hold.WAIVED, waiver is not None),
        (Hold.APPEALED, appeal is not None),
    )
    return Handling(
        ruling=said,
        waiver=waiver,
        appeal=appeal,
        stage=stage,
        due=due,
        holds=tuple(hold for hold, applies in held if applies),
        gone=shown.state is EpisodeState.RESOLVED,
    )


def chargeable(episode: Episode, reviews: Reviews, on: dt.date) -> bool:
    """Whether a problem may be notified: confirmed, by two persons where it is a 单项否决, not waived, no appeal waiting. 可列入通报"""
    return not handling(episode, reviews, on).holds


def _certain(episode: Episode) -> bool:
    return episode.state is EpisodeState.CONFIRMED or (episode.state is EpisodeState.RESOLVED and episode.confirmed_by != "")


def _waiver(waivers: Iterable[Review], on: dt.date) -> Review | None:
    """The waiver that reaches furthest of those in force. A later one takes the place of an earlier one of the same scope only: what was
    granted to a whole unit does not end with what was granted to one of its problems."""
    latest = {waiver.scope: waiver for waiver in waivers}
    in_force = [(waiver.until, waiver.number, waiver) for waiver in latest.values() if waiver.until is not None and on <= waiver.until]
    return max(in_force, key=lambda each: each[:2])[2] if in_force else None


def _unanswered(entries: Iterable[Review]) -> Review | None:
    waiting: Review | None = None
    for entry in entries:
        if entry.decision is Decision.APPEAL:
            waiting = entry
        elif entry.decision in (Decision.UPHOLD, Decision.DISMISS):
            waiting = None
    return waiting


def _stage(episode: Episode, entries: Iterable[Review], on: dt.date) -> tuple[Stage, dt.date | None]:
    stage, due, at = Stage.NONE, None, episode.first_at
    for entry in entries:
        step = _STEPS.get(entry.decision)
        if step and (stage is not Stage.NONE or step is Stage.ISSUED):
            stage, at = step, entry.decided_at
            due = entry.until if step is Stage.ISSUED else due
    if stage is Stage.NONE:
        return stage, None
    if episode.state is EpisodeState.RESOLVED:
        return Stage.CLOSED, due
    if stage in (Stage.REPLIED, Stage.CLOSED) and episode.last_at > at:
        stage = Stage.UNMENDED  # a later night saw it again
    if stage is not Stage.CLOSED and due is not None and on > due:
        stage = Stage.OVERDUE
    return stage, due


_STEPS: Mapping[Decision, Stage] = {Decision.ISSUE: Stage.ISSUED, Decision.REPLY: Stage.REPLIED, Decision.CLOSE: Stage.CLOSED}


# -- who may enter what ------------------------------------------------------------------------------------------------------------

_REVIEWS = frozenset({Role.REVIEWER, Role.OFFICE, Role.ADMINISTRATOR})
_OFFICE = frozenset({Role.OFFICE, Role.ADMINISTRATOR})
_UNDER_WAY = frozenset({Stage.ISSUED, Stage.REPLIED, Stage.UNMENDED, Stage.OVERDUE})


@attrs.frozen(kw_only=True)
class Form:
    """What an entry must carry, and who may make it. 意见的填写要求

    Attributes:
        note, until: must be given.
        attachments: files may come with it.
        appeal: there must be an unanswered appeal (True), there must be none (False), or it does not matter (None).
        stages: stages of rectification at which it can be entered; empty for all.
        notified: only for what may be notified.
    """

    roles: frozenset[Role] = _REVIEWS
    note: bool = False
    until: bool = False
    attachments: bool = False
    appeal: bool | None = None
    stages: frozenset[Stage] = frozenset()
    notified: bool = False


FORMS: Mapping[Decision, Form] = {
    Decision.CONFIRM: Form(),
    Decision.REJECT: Form(note=True),
    Decision.RECHECK: Form(),
    Decision.NOTE: Form(note=True, attachments=True),
    Decision.WAIVE: Form(roles=_OFFICE, note=True, until=True),
    Decision.APPEAL: Form(roles=_OFFICE, note=True, attachments=True, appeal=False),
    Decision.UPHOLD: Form(roles=_OFFICE, note=True, appeal=True),
    Decision.DISMISS: Form(roles=_OFFICE, note=True, appeal=True),
    Decision.ISSUE: Form(
        roles=_OFFICE, until=True, notified=True, stages=frozenset({Stage.NONE, Stage.CLOSED, Stage.UNMENDED, Stage.OVERDUE})
    ),
    Decision.REPLY: Form(roles=_OFFICE, note=True, attachments=True, stages=_UNDER_WAY),
    Decision.CLOSE: Form(roles=_OFFICE, note=True, stages=_UNDER_WAY),
}


def offered(role: Role, now: Handling, person: str) -> tuple[Decision, ...]:
    """The decisions that a person may enter about a problem as it stands. 可填意见"""
    return tuple(decision for decision in Decision if not _barred(decision, role, now, person))


def refusal(entry: Review, role: Role, now: Handling, on: dt.date) -> str:
    """Why an entry cannot be taken, in Chinese; '' if it can. 拒收理由"""
    form = FORMS[entry.decision]
    zh = DECISION_ZH[entry.decision]
    checks = (
        (bool(barred := _barred(entry.decision, role, now, entry.reviewer)), barred),
        (form.note and not entry.note.strip(), f"“{zh}”须写明理由或内容"),
        (form.until and entry.until is None, f"“{zh}”须写明截止日期"),
        (not form.until and entry.until is not None, f"“{zh}”没有截止日期"),
        (entry.until is not None and entry.until < on, f"截止日期 {entry.until} 早于当日"),
        (bool(entry.attachments) and not form.attachments, f"“{zh}”不收附件"),
        (entry.scope is not Scope.PROBLEM and entry.decision is not Decision.WAIVE, f"“{zh}”只针对本问题"),
        (
            form.appeal is True and now.appeal is not None and entry.answers != now.appeal.number,
            "所答复的申诉已不是待答复的那一件，请刷新后再填",
        ),
    )
    return next((why for applies, why in checks if applies), "")


def _barred(decision: Decision, role: Role, now: Handling, person: str) -> str:
    form = FORMS[decision]
    zh = DECISION_ZH[decision]
    confirmed_already = now.ruling.verdict in (Verdict.HALF, Verdict.CONFIRMED) and person in now.ruling.by
    checks = (
        (role not in form.roles, f"“{ROLE_ZH[role]}”角色不能填写“{zh}”"),
        (decision is Decision.CONFIRM and confirmed_already, "您已确认过；单项否决须由另一人再确认"),
        (form.appeal is True and now.appeal is None, "没有待答复的申诉"),
        (form.appeal is False and now.appeal is not None, "已有一件申诉待答复"),
        (bool(form.stages) and now.stage not in form.stages, f"整改进度为“{STAGE_ZH[now.stage]}”，不能填写“{zh}”"),
        (form.notified and now.gone, "问题已整改，无须交办"),
        (form.notified and bool(now.holds), f"尚不能交办：{'；'.join(HOLD_ZH[hold] for hold in now.holds)}"),
    )
    return next((why for applies, why in checks if applies), "")
