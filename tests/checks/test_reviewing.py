"""What people's entries amount to: verdicts, waivers, appeals, rectification, and who may enter what."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from checks.model import Attachment, Decision, Episode, EpisodeState, Review, Role, Scope, Severity
from checks.reviewing import FORMS, Hold, Reviews, Stage, Verdict, chargeable, handling, offered, refusal, ruled, ruling

AT = dt.datetime(2026, 3, 2, 2, tzinfo=dt.UTC)
ON = dt.date(2026, 3, 20)
D = Decision
SEEN = Episode(
    fingerprint="lanting|apply.channels|fax",
    unit="lanting",
    portal="lanting",
    rule="apply.channels",
    subject="fax",
    state=EpisodeState.CONFIRMED,
    severity=Severity.MAJOR,
    message="未列传真",
    first_run="r1",
    last_run="r2",
    first_at=AT,
    last_at=AT + dt.timedelta(1),
    confirmed_by="second-look",
)


def entry(decision: Decision, who: str = "张工", day: int = 3, **more: object) -> Review:
    """An entry on the problem, some days after it was first seen."""
    return Review(  # type: ignore[arg-type]
        **{
            "fingerprint": SEEN.fingerprint,
            "decision": decision,
            "reviewer": who,
            "decided_at": AT + dt.timedelta(day),
            "number": day,
            **more,
        }
    )


@pytest.mark.parametrize(
    ("said", "ordinary", "critical"),
    [
        ([], Verdict.NONE, Verdict.NONE),
        ([(D.CONFIRM, "甲")], Verdict.CONFIRMED, Verdict.HALF),
        ([(D.CONFIRM, "甲"), (D.CONFIRM, "甲")], Verdict.CONFIRMED, Verdict.HALF),
        ([(D.CONFIRM, "甲"), (D.CONFIRM, "乙")], Verdict.CONFIRMED, Verdict.CONFIRMED),
        ([(D.CONFIRM, "甲"), (D.REJECT, "乙")], Verdict.REJECTED, Verdict.REJECTED),
        ([(D.CONFIRM, "甲"), (D.REJECT, "乙"), (D.CONFIRM, "乙")], Verdict.CONFIRMED, Verdict.HALF),
        ([(D.CONFIRM, "甲"), (D.CONFIRM, "乙"), (D.UPHOLD, "丙")], Verdict.REJECTED, Verdict.REJECTED),
        ([(D.REJECT, "甲"), (D.DISMISS, "丙"), (D.NOTE, "丙"), (D.RECHECK, "丙")], Verdict.REJECTED, Verdict.REJECTED),
    ],
)
def test_a_critical_problem_needs_two_persons(said: list[tuple[Decision, str]], ordinary: Verdict, critical: Verdict) -> None:
    """The latest contrary decision wipes out what was said before it."""
    entries = [entry(decision, who) for decision, who in said]
    assert ruling(entries, Severity.MAJOR).verdict is ordinary
    assert ruling(entries, Severity.CRITICAL).verdict is critical


def test_a_rejection_half_taken_back_decides_nothing() -> None:
    """Of a critical problem that was rejected, one confirmation leaves it suspected, not rejected and not confirmed."""
    was = attrs.evolve(SEEN, severity=Severity.CRITICAL, state=EpisodeState.REJECTED, confirmed_by="乙")
    now = ruled(was, ruling([entry(D.REJECT, "乙"), entry(D.CONFIRM, "甲", day=4)], was.severity))
    assert (now.state, now.confirmed_by) == (EpisodeState.SUSPECTED, "")


@pytest.mark.parametrize(
    ("episode", "entries", "held"),
    [
        (SEEN, [], []),
        (attrs.evolve(SEEN, state=EpisodeState.SUSPECTED, confirmed_by=""), [], [Hold.SUSPECTED]),
        (attrs.evolve(SEEN, state=EpisodeState.SUSPECTED, confirmed_by=""), [entry(D.CONFIRM)], []),
        (attrs.evolve(SEEN, severity=Severity.CRITICAL), [], [Hold.SECOND]),
        (attrs.evolve(SEEN, severity=Severity.CRITICAL), [entry(D.CONFIRM)], [Hold.SECOND]),
        (attrs.evolve(SEEN, severity=Severity.CRITICAL), [entry(D.CONFIRM), entry(D.CONFIRM, "李工")], []),
        (SEEN, [entry(D.REJECT)], [Hold.REJECTED]),
        (SEEN, [entry(D.APPEAL)], [Hold.APPEALED]),
        (SEEN, [entry(D.APPEAL), entry(D.DISMISS, day=4)], []),
        (SEEN, [entry(D.APPEAL), entry(D.UPHOLD, day=4)], [Hold.REJECTED]),
        (SEEN, [entry(D.APPEAL, day=-1)], []),
        (SEEN, [entry(D.WAIVE, until=ON)], [Hold.WAIVED]),
        (SEEN, [entry(D.WAIVE, until=ON - dt.timedelta(1))], []),
        (SEEN, [entry(D.WAIVE, until=ON), entry(D.WAIVE, day=4, until=ON - dt.timedelta(1))], []),
        (attrs.evolve(SEEN, state=EpisodeState.RESOLVED, resolved_run="r3"), [], []),
        (attrs.evolve(SEEN, state=EpisodeState.RESOLVED, resolved_run="r3", confirmed_by=""), [], [Hold.SUSPECTED]),
    ],
)
def test_what_may_be_notified(episode: Episode, entries: list[Review], held: list[Hold]) -> None:
    """Confirmed, by two persons where critical, not waived that day, no appeal waiting."""
    reviews = Reviews(entries)
    assert list(handling(episode, reviews, ON).holds) == held
    assert chargeable(episode, reviews, ON) is (not held)


@pytest.mark.parametrize(
    ("scope", "given_on", "reaches"),
    [
        (Scope.PROBLEM, "lanting|apply.channels|letter", False),
        (Scope.RULE, "lanting|apply.channels|letter", True),
        (Scope.RULE, "lanting|guide.exists|", False),
        (Scope.UNIT, "lanting|guide.exists|", True),
        (Scope.UNIT, "yunxi|apply.channels|fax", False),
    ],
)
def test_a_waiver_reaches_as_far_as_it_says(scope: Scope, given_on: str, reaches: bool) -> None:
    """One problem, one rule of the unit, the whole unit; never another unit."""
    waiver = entry(D.WAIVE, until=ON, scope=scope, fingerprint=given_on)
    assert chargeable(SEEN, Reviews([waiver]), ON) is not reaches


DUE = dt.date(2026, 3, 25)
LATER = dt.date(2026, 3, 26)


@pytest.mark.parametrize(
    ("entries", "last_day", "on", "stage"),
    [
        ([], 1, ON, Stage.NONE),
        ([(D.REPLY, 4)], 1, ON, Stage.NONE),
        ([(D.ISSUE, 3)], 1, DUE, Stage.ISSUED),
        ([(D.ISSUE, 3)], 1, LATER, Stage.OVERDUE),
        ([(D.ISSUE, 3), (D.REPLY, 5)], 1, DUE, Stage.REPLIED),
        ([(D.ISSUE, 3), (D.REPLY, 5)], 6, DUE, Stage.UNMENDED),
        ([(D.ISSUE, 3), (D.REPLY, 5)], 6, LATER, Stage.OVERDUE),
        ([(D.ISSUE, 3), (D.CLOSE, 7)], 6, LATER, Stage.CLOSED),
        ([(D.ISSUE, 3), (D.CLOSE, 7)], 8, DUE, Stage.UNMENDED),
        ([(D.ISSUE, -2)], 1, LATER, Stage.NONE),
    ],
)
def test_rectification_goes_from_issue_to_close(entries: list[tuple[Decision, int]], last_day: int, on: dt.date, stage: Stage) -> None:
    """A reply is held against what later nights see; a term that has run out is overdue; what an earlier life was told is over."""
    episode = attrs.evolve(SEEN, last_at=AT + dt.timedelta(last_day))
    reviews = Reviews(entry(decision, day=day, until=DUE if decision is D.ISSUE else None) for decision, day in entries)
    assert handling(episode, reviews, on).stage is stage


def test_what_passes_again_is_closed() -> None:
    """The automatic re-test: the night that sees it pass closes it, whatever the term."""
    gone = attrs.evolve(SEEN, state=EpisodeState.RESOLVED, resolved_run="r9")
    assert handling(gone, Reviews([entry(D.ISSUE, until=DUE)]), LATER).stage is Stage.CLOSED


def test_readers_enter_nothing() -> None:
    """Whatever the state of a problem."""
    assert offered(Role.READER, handling(SEEN, Reviews([]), ON), "张工") == ()
    assert all(Role.READER not in form.roles and Role.ADMINISTRATOR in form.roles for form in FORMS.values())


@pytest.mark.parametrize(
    ("tried", "role", "before", "says"),
    [
        (entry(D.CONFIRM, day=9), Role.REVIEWER, [], ""),
        (entry(D.CONFIRM, day=9), Role.REVIEWER, [entry(D.CONFIRM)], "另一人"),
        (entry(D.CONFIRM, day=9), Role.REVIEWER, [entry(D.REJECT)], ""),
        (entry(D.CONFIRM, day=9), Role.READER, [], "角色"),
        (entry(D.CONFIRM, day=9, attachments=(Attachment(name="a", sha256="0", size=1),)), Role.REVIEWER, [], "附件"),
        (entry(D.REJECT, day=9), Role.REVIEWER, [], "理由"),
        (entry(D.REJECT, day=9, note="传真在页脚"), Role.REVIEWER, [], ""),
        (entry(D.WAIVE, day=9, note="改版", until=ON), Role.REVIEWER, [], "角色"),
        (entry(D.WAIVE, day=9, note="改版", until=ON), Role.OFFICE, [], ""),
        (entry(D.WAIVE, day=9, note="改版"), Role.OFFICE, [], "截止日期"),
        (entry(D.WAIVE, day=9, note="改版", until=ON - dt.timedelta(1)), Role.OFFICE, [], "早于"),
        (entry(D.NOTE, day=9, note="x", until=ON), Role.OFFICE, [], "没有截止日期"),
        (entry(D.NOTE, day=9, note="x", scope=Scope.UNIT), Role.OFFICE, [], "只针对本问题"),
        (entry(D.UPHOLD, day=9, note="属实"), Role.OFFICE, [], "没有待答复"),
        (entry(D.UPHOLD, day=9, note="属实", answers=3), Role.OFFICE, [entry(D.APPEAL)], ""),
        (entry(D.UPHOLD, day=9, note="属实", answers=2), Role.OFFICE, [entry(D.APPEAL)], "刷新"),
        (entry(D.APPEAL, day=9, note="有异议"), Role.OFFICE, [entry(D.APPEAL)], "待答复"),
        (entry(D.ISSUE, day=9, until=ON), Role.OFFICE, [], ""),
        (entry(D.ISSUE, day=9, until=ON), Role.OFFICE, [entry(D.APPEAL)], "申诉尚未答复"),
        (entry(D.REPLY, day=9, note="已补"), Role.OFFICE, [], "未交办"),
        (entry(D.REPLY, day=9, note="已补"), Role.OFFICE, [entry(D.ISSUE, until=DUE)], ""),
    ],
)
def test_an_entry_is_refused_with_its_reason(tried: Review, role: Role, before: list[Review], says: str) -> None:
    """Roles, required parts, and what must stand there already."""
    why = refusal(tried, role, handling(SEEN, Reviews(before), ON), ON)
    assert (says in why) if says else why == ""


@pytest.mark.parametrize(
    ("given", "until"),
    [
        ([(Scope.UNIT, 30), (Scope.PROBLEM, 10)], 30),  # 20 March is past the narrow one
        ([(Scope.UNIT, 30), (Scope.PROBLEM, 25)], 30),
        ([(Scope.PROBLEM, 25), (Scope.UNIT, 22)], 25),
        ([(Scope.UNIT, 30), (Scope.UNIT, 10)], None),  # taken back by a later one of its kind
        ([(Scope.RULE, 10), (Scope.UNIT, 10)], None),
    ],
)
def test_a_narrow_waiver_does_not_end_a_wide_one(given: list[tuple[Scope, int]], until: int | None) -> None:
    """Each scope has its latest waiver; the one in force that reaches furthest is told."""
    said = Reviews(entry(D.WAIVE, day=2 + n, scope=scope, until=dt.date(2026, 3, last)) for n, (scope, last) in enumerate(given))
    waiver = handling(SEEN, said, ON).waiver
    assert (waiver.until if waiver else None) == (dt.date(2026, 3, until) if until else None)


def test_what_is_mended_is_not_ordered_to_be_mended() -> None:
    """A problem that a later night saw gone may still be notified for its month; there is nothing to order."""
    gone = attrs.evolve(SEEN, state=EpisodeState.RESOLVED, resolved_run="r3")
    now = handling(gone, Reviews([]), ON)
    assert (now.holds, now.gone) == ((), True)
    assert D.ISSUE not in offered(Role.OFFICE, now, "丙")
    assert "已整改" in refusal(entry(D.ISSUE, until=ON), Role.OFFICE, now, ON)
    assert D.ISSUE in offered(Role.OFFICE, handling(SEEN, Reviews([]), ON), "丙")
