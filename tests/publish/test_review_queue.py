"""The queue as plain values: what stands in which view, what comes first, how units deal with orders."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from checks.model import Decision, Episode, EpisodeState, Review, Severity
from checks.reviewing import Reviews
from publish.reviewing.desk import Snapshot
from publish.reviewing.queue import VIEWS, Asked, Names, items_of, queue_of, turnarounds
from tests.publish.desk import PEOPLE
from tests.publish.night import FAX, episode

LISI = PEOPLE[0]
FIRST = dt.datetime(2015, 7, 1, 2, tzinfo=dt.UTC)
D = Decision


def problem(
    subject: str, severity: Severity = Severity.MAJOR, state: EpisodeState = EpisodeState.CONFIRMED, unit: str = "a", **more: object
) -> Episode:
    """A problem that two nights saw."""
    known = {"first_at": FIRST, "last_at": FIRST + dt.timedelta(days=1), "confirmed_by": "second-look", **more}
    return attrs.evolve(
        episode(FAX, state), fingerprint=f"{unit}|r|{subject}", unit=unit, rule="r", subject=subject, severity=severity, message=subject, **known
    )  # fmt: skip


def said(subject: str, decision: Decision, day: int, who: str = "赵主任", unit: str = "a", **more: object) -> Review:
    """An entry on a day of July."""
    at = dt.datetime(2015, 7, day, 3, tzinfo=dt.UTC)
    return Review(fingerprint=f"{unit}|r|{subject}", decision=decision, reviewer=who, decided_at=at, number=day, **more)  # type: ignore[arg-type]


def snapshot(episodes: list[Episode], reviews: list[Review]) -> Snapshot:
    """The ledger as it stands."""
    return Snapshot(episodes={each.fingerprint: each for each in episodes}, reviews=Reviews(reviews), ended={"r9": dt.date(2015, 7, 20)})


UNTIL = dt.date(2015, 7, 15)
EPISODES = [
    problem("suspected", state=EpisodeState.SUSPECTED, confirmed_by=""),
    problem("half", Severity.CRITICAL, EpisodeState.SUSPECTED, confirmed_by=""),
    problem("mine", Severity.CRITICAL, EpisodeState.SUSPECTED, confirmed_by=""),
    problem("ready"),
    problem("issued"),
    problem("late", Severity.MINOR),
    problem("unmended", last_at=FIRST + dt.timedelta(days=9)),
    problem("appealed"),
    problem("waived"),
    problem("rejected"),
    problem("resolved", state=EpisodeState.RESOLVED, resolved_run="r9"),
    problem("closed"),
]
REVIEWS = [
    said("half", D.CONFIRM, 2, "别人"),
    said("mine", D.CONFIRM, 2, LISI.name),
    said("issued", D.ISSUE, 3, until=dt.date(2015, 8, 1)),
    said("late", D.ISSUE, 3, until=UNTIL),
    said("unmended", D.ISSUE, 3, until=dt.date(2015, 8, 1)),
    said("unmended", D.REPLY, 5),
    said("appealed", D.APPEAL, 4),
    said("waived", D.WAIVE, 4, until=dt.date(2015, 8, 1)),
    said("rejected", D.REJECT, 4),
    said("closed", D.ISSUE, 3, until=dt.date(2015, 8, 1)),
    said("closed", D.REPLY, 7),
    said("closed", D.CLOSE, 13),
]
ON = dt.date(2015, 7, 16)


@pytest.mark.parametrize(
    ("view", "holds"),
    [
        ("todo", {"suspected", "half", "mine"}),
        ("second", {"half"}),
        ("ready", {"ready"}),
        ("under_way", {"issued"}),
        ("overdue", {"late", "unmended"}),
        ("appealed", {"appealed"}),
        ("waived", {"waived"}),
        ("rejected", {"rejected"}),
        ("closed", {"resolved", "closed"}),
        ("all", {each.subject for each in EPISODES}),
    ],
)
def test_each_view_holds_what_it_says(view: str, holds: set[str]) -> None:
    """Each problem where somebody must do something is in the view of those who must; the numbers agree."""
    shown = queue_of(items_of(snapshot(EPISODES, REVIEWS), Names(), ON), Asked(view=view), LISI)
    assert {item.episode.subject for item in shown.items} == holds
    assert shown.counts[view] == shown.total == len(holds)


def test_every_view_was_looked_at() -> None:
    """No view without its line above."""
    marks = test_each_view_holds_what_it_says.pytestmark  # type: ignore[attr-defined]
    assert [case[0] for case in marks[0].args[1]] == list(VIEWS)


def test_what_is_late_comes_first_then_the_gravest_then_the_oldest() -> None:
    """So that the first page is the day's work."""
    older = problem("older", first_at=FIRST - dt.timedelta(days=5))
    order = [item.episode.subject for item in items_of(snapshot([*EPISODES, older], REVIEWS), Names(), ON)]
    assert order[:5] == ["unmended", "late", "half", "mine", "older"]


def test_units_are_told_by_how_soon_they_reply_and_mend() -> None:
    """Medians of days; what a later night saw mended counts from the order to that night."""
    episodes = [*EPISODES, problem("x", state=EpisodeState.RESOLVED, resolved_run="r9"), problem("y", unit="b")]
    reviews = [*REVIEWS, said("x", D.ISSUE, 6, until=UNTIL), said("y", D.ISSUE, 6, unit="b", until=dt.date(2015, 8, 1))]
    a, b = turnarounds(items_of(snapshot(episodes, reviews), Names(units={"a": "甲局"}), ON), snapshot(episodes, reviews))

    assert (a.name, a.issued, a.waiting, a.overdue, a.done) == ("甲局", 5, 1, 2, 2)
    assert (a.replied, a.closed) == (3, 12)  # replies after 2 and 4 days; ends after 10 and 14
    assert (b.issued, b.waiting, b.overdue, b.done, b.replied, b.closed) == (1, 1, 0, 0, None, None)


def test_an_address_says_what_is_asked_for_and_no_more() -> None:
    """What is not asked for stands not in it; changing the view begins at the first page."""
    asked = Asked.told({"view": "all", "unit": " a ", "page": "3", "colour": "red"})
    assert asked == Asked(view="all", unit="a", page=3)
    assert asked.query() == {"view": "all", "unit": "a", "page": "3"}
    assert asked.query(page=1, view="todo") == {"view": "todo", "unit": "a"}
    assert [Asked.told({"page": page}).page for page in ("0", "-1", "x", "², ", "")] == [1] * 5
