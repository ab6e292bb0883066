"""The ledger gives back what it was told, and nothing stale."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from archive.errors import ArchiveError
from archive.ledger import Ledger, open_ledger
from archive.records import ManualFinding
from checks.model import Decision, EpisodeState, Level, Maintenance, Outcome, Place, Plan, Portal, Registry, Review, Stop, Unit, Visit
from tests.archive.ledger_values import DAY, START, a_finding, a_run, an_episode


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An open ledger."""
    with open_ledger(tmp_path / "ledger.db") as opened:
        yield opened


def test_a_run_comes_back_as_it_was_recorded(ledger: Ledger) -> None:
    """A run survives the way to disk and back, also when it ends."""
    ledger.record_run(a_run(), ["p2", "p1"])
    assert ledger.runs() == (a_run(),)

    ended = attrs.evolve(a_run(), ended_at=START + dt.timedelta(hours=1), judgement_sha256="f" * 64, named_packs=True, published=True)
    ledger.finish_run(ended)

    assert ledger.run("r1") == ended


def test_a_run_is_recorded_once(ledger: Ledger) -> None:
    """A second run of the same id is refused and the first stays."""
    ledger.record_run(a_run(), [])

    with pytest.raises(ArchiveError, match=r"ledger\.db"):
        ledger.record_run(a_run(code_version="9"), [])

    assert ledger.runs() == (a_run(),)


def test_finishing_an_unknown_run_is_an_error(ledger: Ledger) -> None:
    """A run that never began cannot end."""
    with pytest.raises(ArchiveError, match="没有批次 r1"):
        ledger.finish_run(a_run())


@pytest.mark.parametrize(
    ("as_of", "packs", "portals", "found"),
    [
        (DAY, ("a@1", "b@2"), ("p1", "p2"), "r3"),
        (DAY, ("a@1",), ("p1", "p2"), None),
        (DAY, ("a@1", "b@2"), ("p1",), None),
        (DAY + dt.timedelta(days=1), ("a@1", "b@2"), ("p1", "p2"), None),
    ],
)  # fmt: skip
def test_the_latest_unfinished_run_of_the_same_task_is_found(ledger: Ledger, as_of, packs, portals, found) -> None:  # type: ignore[no-untyped-def]
    """Resume finds the latest run without an end for the same date, packs and portals, whatever their order."""
    for number, name in enumerate(("r1", "r2", "r3", "r4")):
        ledger.record_run(a_run(name, started_at=START + dt.timedelta(hours=number)), ["p2", "p1"])
    ledger.finish_run(a_run("r4", ended_at=START))

    resumed = next(iter(ledger.unfinished_runs(as_of, packs, portals)), None)

    assert (resumed and resumed.id) == found


def test_what_a_run_leaves_behind_outlives_its_end(ledger: Ledger) -> None:
    """Portals planned, pages our readers failed on, and that it was folded: entering the run's end changes none of it."""
    ledger.record_run(a_run(), ["p2 http://p2.example/", "p1 http://p1.example/"])
    ledger.record_run(a_run("r2"), [])
    ledger.note_reader_errors("r1", 7)
    ledger.mark_folded("r1")

    ledger.finish_run(a_run(ended_at=START, judgement_sha256="f" * 64))

    assert ledger.planned("r1") == ("p1 http://p1.example/", "p2 http://p2.example/")
    assert (ledger.reader_errors("r1"), ledger.reader_errors("r2")) == (7, 0)
    assert ledger.folded() == {"r1"}


def test_the_registry_of_a_run_is_kept_once_and_comes_back_equal(ledger: Ledger) -> None:
    """Equal registries share a row; the one that was used last comes last."""
    place = Place(portal="yunxi", column_url="http://yunxi.example/kfq/", since=DAY)
    unit = Unit(id="kfq", name="开发区分局", places=(place,), region="云溪市", level=Level.CITY, packs=("a",), until=DAY)
    closed = Maintenance(since=START, until=START + dt.timedelta(hours=8), note="函告")
    portal = Portal(id="yunxi", name="云溪", home_url="http://yunxi.example/", maintenance=(closed,))
    old, new = (
        Registry(units=(unit,)),
        Registry(portals=(portal,), units=(unit,), controls=("http://control.example/",)),
    )
    for number, registry in enumerate((old, new, old)):
        ledger.record_run(a_run(f"r{number}", started_at=START + dt.timedelta(number)), [])
        ledger.record_registry(f"r{number}", registry)
    ledger.record_run(a_run("r3"), [])

    assert ledger.registries() == (new, old)
    assert (ledger.registries("r1"), ledger.registries("r2"), ledger.registries("r3")) == ((new,), (old,), ())


def test_a_visit_is_kept_with_its_seconds_and_replaced_when_entered_again(ledger: Ledger) -> None:
    """One visit for a portal in a run; the later entry stands."""
    plan = Plan(needs=("guide",), window_from=DAY, as_of=DAY)
    visit = Visit(
        portal_id="p1", run_id="r1", start_url="http://p1.example/", started_at=START, ended_at=START + dt.timedelta(seconds=90),
        stop=Stop.PAGES, plan=plan, note="说明",
    )  # fmt: skip
    ledger.record_run(a_run(), ["p1"])
    ledger.record_visit(visit, file="old.visit", sha256="1" * 64, pages=1, bytes=10)
    ledger.record_visit(visit, file="r1/p1.visit", sha256="2" * 64, pages=7, bytes=1234)

    (record,) = ledger.visits("r1")

    assert (record.file, record.sha256, record.pages, record.bytes, record.seconds) == ("r1/p1.visit", "2" * 64, 7, 1234, 90.0)
    assert (record.stop, record.started_at, record.note) == (Stop.PAGES, START, "说明")
    assert ledger.previous_visit("p1", START + dt.timedelta(1)) == record
    assert ledger.previous_visit("p1", START) is None


def test_a_visit_of_an_unknown_run_is_refused(ledger: Ledger) -> None:
    """References are kept: no visit without its run."""
    visit = Visit(
        portal_id="p1", run_id="nowhere", start_url="", started_at=START, ended_at=START, stop=Stop.DONE,
        plan=Plan(needs=(), window_from=DAY, as_of=DAY),
    )  # fmt: skip

    with pytest.raises(ArchiveError):
        ledger.record_visit(visit, file="", sha256="", pages=0, bytes=0)


def test_findings_come_back_equal_and_in_order(ledger: Ledger) -> None:
    """All outcomes with all their evidence survive, in the order they were recorded."""
    findings = (
        a_finding(subject="z"),
        a_finding(outcome=Outcome.CANT_TELL, evidence=()),
        a_finding(subject="a", message="第\n二行", overlays=("local/x", "y/x#2")),
    )
    ledger.record_run(a_run(), [])
    ledger.record_findings("r1", findings)

    assert ledger.findings("r1", "yunxi") == findings
    assert ledger.units_of("r1") == ("yunxi",)


def test_recording_findings_again_replaces_those_of_their_units_only(ledger: Ledger) -> None:
    """Judging again leaves no stale finding or evidence of the unit, and does not touch other units or runs."""
    for name in ("r1", "r2"):
        ledger.record_run(a_run(name), [])
        ledger.record_findings(name, [a_finding(subject="old"), a_finding(unit="qingshi")])

    ledger.record_findings("r1", [a_finding(subject="new")])

    assert [f.subject for f in ledger.findings("r1", "yunxi")] == ["new"]
    assert [f.subject for f in ledger.findings("r2", "yunxi")] == ["old"]
    assert len(ledger.findings("r1", "qingshi")) == 1
    with sqlite3.connect(ledger.path) as connection:
        assert connection.execute("select count(*) from evidence").fetchone() == (8,)


def test_a_unit_left_without_findings_loses_its_old_ones(ledger: Ledger) -> None:
    """A unit named as judged is cleared even if nothing is said about it any more."""
    ledger.record_run(a_run(), [])
    ledger.record_findings("r1", [a_finding()])

    ledger.record_findings("r1", [], units=["yunxi"])

    assert ledger.findings("r1", "yunxi") == ()


def test_findings_are_all_recorded_or_none(ledger: Ledger) -> None:
    """An error in the middle of a unit's findings leaves the earlier ones as they were."""
    ledger.record_run(a_run(), [])
    ledger.record_findings("r1", [a_finding()])

    with pytest.raises(ArchiveError):
        ledger.record_findings("r1", [a_finding(subject="new"), a_finding(message=None)])

    assert ledger.findings("r1", "yunxi") == (a_finding(),)


def test_atomic_joins_recordings(ledger: Ledger) -> None:
    """Inside atomic() several recordings stand or fall together, and an exception of the caller's own comes through."""
    ledger.record_run(a_run(), [])

    def interrupted() -> None:
        with ledger.atomic():
            ledger.record_findings("r1", [a_finding()])
            ledger.save_episodes([an_episode()])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        interrupted()

    assert (ledger.findings("r1", "yunxi"), ledger.episodes()) == ((), ())


def test_latest_takes_the_last_date_among_published_runs_and_the_one_at_hand(ledger: Ledger) -> None:
    """A run that was never published is not shown; judging an old month again does not displace a newer one."""
    for name, day, published in (("may", 31, True), ("june", 60, True), ("refused", 70, False), ("tonight", 90, False)):
        ledger.record_run(a_run(name, as_of=dt.date(2015, 5, 1) + dt.timedelta(day), published=published), [])
        ledger.record_findings(name, [a_finding("everywhere"), a_finding(f"only-{name}")])

    assert dict(ledger.latest("may")) == {"everywhere": "june", "only-may": "may", "only-june": "june"}
    assert dict(ledger.latest("tonight")) == {"everywhere": "tonight", "only-may": "may", "only-june": "june", "only-tonight": "tonight"}
    ledger.mark_published("refused")
    assert dict(ledger.latest("may"))["everywhere"] == "refused"


def test_standings_count_outcomes(ledger: Ledger) -> None:
    """Each unit in each run has its numbers."""
    ledger.record_run(a_run(), [])
    ledger.record_findings("r1", [a_finding(), a_finding(subject="b"), a_finding(subject="c", outcome=Outcome.PASSED)])

    (standing,) = ledger.standings()

    assert (standing.failed, standing.passed, standing.cant_tell, standing.inapplicable) == (2, 1, 0, 0)


def test_episodes_are_replaced_by_first_run(ledger: Ledger) -> None:
    """A known episode is updated; a later life of the same failure stands beside the earlier one and after it."""
    later = an_episode("r5", first_at=START + dt.timedelta(30), state=EpisodeState.SUSPECTED)
    ledger.save_episodes([later, an_episode()])
    resolved = an_episode(state=EpisodeState.RESOLVED, resolved_run="r3", confirmed_by="second-look")
    ledger.save_episodes([resolved])

    assert ledger.episodes() == (resolved, later)


def test_the_evidence_of_an_episode_is_that_of_its_last_failure(ledger: Ledger) -> None:
    """The evidence comes from the run that last saw it fail, not from a later one that could not tell."""
    for name in ("r1", "r2", "r3"):
        ledger.record_run(a_run(name), [])
    ledger.record_findings("r1", [a_finding(evidence=())])
    ledger.record_findings("r2", [a_finding()])
    ledger.record_findings("r3", [a_finding(outcome=Outcome.CANT_TELL, evidence=())])

    assert ledger.evidence_of(an_episode()) == a_finding().evidence


def test_what_people_say_is_kept(ledger: Ledger) -> None:
    """Reviews are appended, oldest first; manual findings are found by month."""
    reviews = [
        Review(fingerprint="x", decision=decision, reviewer="李工", decided_at=START + dt.timedelta(hours=h), note="")
        for decision, h in ((Decision.REJECT, 5), (Decision.CONFIRM, 1))
    ]
    for review in reviews:
        ledger.add_review(review)
    manual = ManualFinding(unit="yunxi", row="组织管理-3", month="2015-06", text="未提供材料", author="王工", at=START)
    ledger.add_manual_finding(manual)

    assert [attrs.evolve(each, number=0) for each in ledger.reviews()] == list(reversed(reviews))
    assert ledger.manual_findings("2015-06") == ledger.manual_findings() == (manual,)
    assert ledger.manual_findings("2015-07") == ()
