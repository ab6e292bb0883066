"""Episodes in the published database: people's decisions, runs that never went out, units that are registered no more."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from pathlib import Path
from typing import Any

import attrs
import pytest
import yaml

from archive.ledger import Ledger, open_ledger
from checks.history import fold
from checks.model import Decision, Finding, Outcome, Place, Portal, Registry, Review, Run, Unit
from publish.database import publish
from publish.serve import SITE
from tests.publish.night import CATALOGUE, FAX
from tests.publish.test_database import query

NIGHT = dt.datetime(2015, 6, 10, 22, tzinfo=dt.UTC)
QUERIES = yaml.safe_load((SITE / "metadata.yaml").read_text(encoding="utf-8"))["databases"]["findings"]["queries"]


def night(ledger: Ledger, number: int, outcome: Outcome, *, days: int | None = None) -> Run:
    """A night that was sound: recorded and folded, not yet published."""
    began = NIGHT + dt.timedelta(number if days is None else days)
    run = Run(id=f"r{number}", as_of=began.date(), started_at=began, packs=("yunxi-2015@1.2",), packs_sha256="", code_version="")
    told: Finding = attrs.evolve(FAX, outcome=outcome, evidence=FAX.evidence if outcome is Outcome.FAILED else ())
    ledger.record_run(run, ["yunxi"])
    ledger.record_findings(run.id, [told])
    ledger.save_episodes(fold(ledger.episodes(), [told], run, ledger.reviews(), ["yunxi"]))
    ledger.finish_run(attrs.evolve(run, ended_at=began, judgement_sha256="f" * 64))
    return run


def asked(target: Path, name: str) -> list[dict[str, Any]]:
    """What a reader's question answers for June."""
    with contextlib.closing(sqlite3.connect(target)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(QUERIES[name]["sql"], {"month": "2015-06", "region": ""})]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where the database is published."""
    return tmp_path / "findings.db"


@pytest.mark.parametrize("decision", [None, Decision.REJECT, Decision.CONFIRM])
def test_a_rejection_stands_for_what_is_resolved_by_now(tmp_path: Path, target: Path, decision: Decision | None) -> None:
    """Confirmed by a second look, then gone, then rejected by a person: no month's bulletin, sheet or list of solved problems names it."""
    with open_ledger(tmp_path / "ledger.db") as ledger:
        for number, outcome in enumerate((Outcome.FAILED, Outcome.FAILED, Outcome.PASSED)):
            publish(ledger, target, run=night(ledger, number, outcome).id, catalogue=CATALOGUE)
        if decision:
            ledger.add_review(Review(fingerprint=FAX.fingerprint, decision=decision, reviewer="张工", decided_at=NIGHT + dt.timedelta(5)))
        publish(ledger, target, run="r2", catalogue=CATALOGUE)

    (episode,) = query(target, "select state_id, confirmed_by, resolved_run_id from episode")
    shown = [asked(target, "bulletin"), asked(target, "bulletin_sheet"), query(target, "select * from 已整改问题")]

    if decision is Decision.REJECT:
        assert shown == [[], [], []]
        assert episode == {"state_id": "rejected", "confirmed_by": "张工", "resolved_run_id": "r2"}
    else:
        assert [len(rows) for rows in shown] == [1, 1, 1]
        assert episode["state_id"] == "resolved"


@pytest.mark.parametrize(
    ("nights", "first", "last", "state"),
    [
        ("F+ F+ F+", "r0", "r2", "confirmed"),
        ("F- F+ F+", "r1", "r2", "confirmed"),
        ("F- F+", "r1", "r1", "confirmed"),
        ("F+ F- C+", "r0", "r0", "confirmed"),
        ("F- C+", "r1", "r1", "suspected"),
        ("P+ F- C+", "r2", "r2", "suspected"),
    ],
)
def test_a_problem_seen_by_a_run_that_was_kept_back_does_not_vanish(
    tmp_path: Path, target: Path, nights: str, first: str, last: str, state: str
) -> None:
    """F failed, P passed, C cannot tell; ``+`` published, ``-`` kept back: the nearest published run stands for the one that was not."""
    outcomes = {"F": Outcome.FAILED, "P": Outcome.PASSED, "C": Outcome.CANT_TELL}
    with open_ledger(tmp_path / "ledger.db") as ledger:
        for number, (outcome, out) in enumerate(nights.split()):
            run = night(ledger, number, outcomes[outcome])
            if out == "+":
                publish(ledger, target, run=run.id, catalogue=CATALOGUE)

    (episode,) = query(target, "select first_run_id, last_run_id, state_id, evidence_url from episode")

    assert episode == {"first_run_id": first, "last_run_id": last, "state_id": state, "evidence_url": FAX.evidence[0].url}
    (row,) = asked(target, "bulletin")
    assert bool(row["主动公开情况"]) == (state == "confirmed")


def test_what_no_published_run_has_judged_since_stays_inside(tmp_path: Path, target: Path) -> None:
    """A failure of a night that was kept back is nobody's business until a later night of the unit goes out."""
    with open_ledger(tmp_path / "ledger.db") as ledger:
        publish(ledger, target, run=night(ledger, 0, Outcome.PASSED).id, catalogue=CATALOGUE)
        night(ledger, 1, Outcome.FAILED)
        publish(ledger, target, run="r0", catalogue=CATALOGUE)

    assert query(target, "select * from episode") == []


def test_the_end_of_a_problem_is_shown_by_the_next_published_run(tmp_path: Path, target: Path) -> None:
    """The run that saw it gone was kept back: the next that went out stands for it."""
    with open_ledger(tmp_path / "ledger.db") as ledger:
        for number, (outcome, out) in enumerate([(Outcome.FAILED, 1), (Outcome.PASSED, 0), (Outcome.PASSED, 1)]):
            run = night(ledger, number, outcome)
            if out:
                publish(ledger, target, run=run.id, catalogue=CATALOGUE)

    assert [row["整改确认基准日"] for row in query(target, "select * from 已整改问题")] == ["2015-06-12"]


def test_a_unit_that_is_registered_no_more_keeps_its_name(tmp_path: Path, target: Path) -> None:
    """Name, region and portal come from the registry that its run was judged by."""
    unit = Unit(id=FAX.unit, name="云溪市水务局", places=(Place(portal=FAX.portal),), region="云溪市", parent="gone")
    portal = Portal(id=FAX.portal, name="云溪水务网", home_url="http://sw.yunxi.example/")
    with open_ledger(tmp_path / "ledger.db") as ledger:
        run = night(ledger, 0, Outcome.FAILED)
        ledger.record_registry(run.id, Registry(portals=(portal,), units=(unit,)))
        publish(ledger, target, run=run.id, catalogue=attrs.evolve(CATALOGUE, registry=Registry()))

    assert query(target, "select name, region, registered, parent_id from unit") == [
        {"name": "云溪市水务局", "region": "云溪市", "registered": 0, "parent_id": None}
    ]
    assert query(target, "select name, home_url, enabled, registered from portal") == [
        {"name": "云溪水务网", "home_url": "http://sw.yunxi.example/", "enabled": 0, "registered": 0}
    ]
    assert query(target, "select region from finding") == [{"region": "云溪市"}]
    assert query(target, "select label from standing") == [{"label": "云溪市水务局（2015-06-10）"}]
