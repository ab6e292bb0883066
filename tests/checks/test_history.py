"""Episodes over the nights."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from checks.history import CONFIRM_AFTER, fold
from checks.model import Decision, Episode, EpisodeState, Finding, Outcome, Review, Run, Severity

NIGHT = dt.datetime(2015, 6, 1, 22, tzinfo=dt.UTC)


def run(number: int, after: dt.timedelta = dt.timedelta()) -> Run:
    return Run(id=f"r{number}", as_of=dt.date(2015, 6, 1), started_at=NIGHT + after, packs=("p@1",), packs_sha256="", code_version="")


def finding(outcome: Outcome, *, looked: str = "", message: str = "未列传真") -> Finding:
    return Finding(
        unit="u",
        portal="p",
        rule="guide.completeness",
        pack="p",
        subject="fax",
        subject_name="传真号码",
        outcome=outcome,
        severity=Severity.MAJOR,
        message=message,
        looked=looked,
    )


def opened(looked: str = "") -> tuple[Episode, ...]:
    return fold((), [finding(Outcome.FAILED, looked=looked)], run(1))


def test_a_first_failure_is_only_suspected():
    """One look never confirms."""
    [episode] = opened()

    assert episode.state == EpisodeState.SUSPECTED
    assert episode.nights == 1


@pytest.mark.parametrize(
    ("hours", "state"),
    [(11.9, EpisodeState.SUSPECTED), (12, EpisodeState.CONFIRMED), (24, EpisodeState.CONFIRMED)],
)
def test_a_second_look_confirms_after_the_waiting_time(hours, state):
    """The second run must begin at least the waiting time after the first; below, at and above it."""
    [episode] = fold(opened(), [finding(Outcome.FAILED)], run(2, dt.timedelta(hours=hours)))

    assert state == episode.state
    assert episode.nights == 2


def test_the_same_run_judged_again_is_no_second_look():
    """Folding one run twice changes neither state nor count."""
    [episode] = fold(opened(), [finding(Outcome.FAILED)], run(1, CONFIRM_AFTER * 2))

    assert (episode.state, episode.nights) == (EpisodeState.SUSPECTED, 1)


@pytest.mark.parametrize(("browser", "state"), [((), EpisodeState.SUSPECTED), (("p",), EpisodeState.CONFIRMED)])
def test_what_was_not_found_is_confirmed_only_by_a_look_with_a_browser(browser, state):
    """A finding that says where was looked needs the browser's second look."""
    [episode] = fold(opened("共读9页"), [finding(Outcome.FAILED, looked="共读9页")], run(2, CONFIRM_AFTER), browser_portals=browser)

    assert state == episode.state


@pytest.mark.parametrize("outcome", [Outcome.CANT_TELL, Outcome.INAPPLICABLE])
def test_unknown_never_turns_into_fixed(outcome):
    """An outcome that says nothing leaves the episode as it was."""
    before = opened()

    assert before == fold(before, [finding(outcome)], run(2, CONFIRM_AFTER))


def test_unknown_never_turns_into_failed():
    """Without a failure no episode opens."""
    assert fold((), [finding(Outcome.CANT_TELL), finding(Outcome.INAPPLICABLE)], run(1)) == ()


def test_a_portal_that_was_not_visited_keeps_its_episodes():
    """No finding at all is no news."""
    before = opened()

    assert before == fold(before, [], run(2, CONFIRM_AFTER))


def test_passing_resolves_and_a_relapse_is_a_new_episode():
    """The old life is kept on record, the new one starts as suspected."""
    resolved = fold(opened(), [finding(Outcome.PASSED)], run(2, CONFIRM_AFTER))
    both = fold(resolved, [finding(Outcome.FAILED)], run(3, CONFIRM_AFTER * 2))

    assert [e.state for e in resolved] == [EpisodeState.RESOLVED]
    assert resolved[0].resolved_run == "r2"
    assert [(e.first_run, e.state) for e in both] == [("r1", EpisodeState.RESOLVED), ("r3", EpisodeState.SUSPECTED)]


def review(decision: Decision, hours: int = 1) -> Review:
    return Review(
        fingerprint="u|guide.completeness|fax", decision=decision, reviewer="王", decided_at=NIGHT + dt.timedelta(hours=hours), note=""
    )


def test_a_rejection_outlives_new_wording_and_new_nights():
    """What a person rejected is not accused again, however the message reads."""
    rejected = fold(opened(), [finding(Outcome.FAILED)], run(2, CONFIRM_AFTER), [review(Decision.REJECT)])
    later = fold(rejected, [finding(Outcome.FAILED, message="另一种措辞")], run(3, CONFIRM_AFTER * 2), [review(Decision.REJECT)])

    assert [e.state for e in later] == [EpisodeState.REJECTED]
    assert later[0].confirmed_by == "王"


def test_a_rejection_holds_when_the_failure_comes_back_after_a_pass():
    """The decision is about the fingerprint, not about one episode."""
    reviews = [review(Decision.REJECT)]
    passed = fold(opened(), [finding(Outcome.PASSED)], run(2, CONFIRM_AFTER), reviews)
    again = fold(passed, [finding(Outcome.FAILED)], run(3, CONFIRM_AFTER * 2), reviews)

    assert again[-1].state == EpisodeState.REJECTED


def test_a_person_may_confirm_at_once_and_the_latest_decision_stands():
    """Two decisions: the later one wins, whatever their order in the list."""
    reviews = [review(Decision.CONFIRM, hours=5), review(Decision.REJECT, hours=1)]
    [episode] = fold(opened(), [], run(2), reviews)

    assert (episode.state, episode.confirmed_by) == (EpisodeState.CONFIRMED, "王")


def test_folding_does_not_depend_on_order():
    """Episodes and findings in any order give the same result."""
    other = attrs.evolve(finding(Outcome.FAILED), subject="phone")
    forward = fold((), [finding(Outcome.FAILED), other], run(1))

    assert forward == fold((), [other, finding(Outcome.FAILED)], run(1))
    assert fold(forward, [other], run(2, CONFIRM_AFTER)) == fold(reversed(forward), [other], run(2, CONFIRM_AFTER))


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.PASSED])
def test_a_run_that_began_earlier_changes_nothing(outcome):
    """An interrupted run that is finished after a younger one neither counts, confirms nor resolves."""
    seen = fold(opened(), [finding(Outcome.FAILED)], run(3, CONFIRM_AFTER * 2))

    assert fold(seen, [finding(outcome)], run(2, CONFIRM_AFTER)) == seen
