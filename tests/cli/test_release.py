"""From judging to publishing over a real ledger: what the health gate holds back counts for nothing, by night and by hand alike."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

import config
from archive.ledger import Ledger, open_ledger
from checks.model import Finding, Outcome, Place, Plan, Portal, Registry, Run, Stop, Unit, Visit
from cli import night
from cli.commands import audit
from cli.context import DEFAULT_DATA, Folders
from cli.exits import Exit
from cli.gate import night_figures
from cli.main import run
from cli.release import release
from cli.selection import Selection
from cli.targets import Targets
from publish.database import Catalogue
from publish.errors import PublishRefused
from tests.cli.test_store_commands import AT, finding

PORTAL = Portal(id="yunxi", name="云溪网", home_url="http://www.yunxi.example/")
UNIT = Unit(id="yunxi-zjj", name="云溪市水务局", places=(Place(portal="yunxi"),), region="云溪市")
CATALOGUE = Catalogue(registry=Registry(portals=(PORTAL,), units=(UNIT,)))


@pytest.fixture
def where(tmp_path: Path) -> Folders:
    """Where the nights are written."""
    return Folders(data=DEFAULT_DATA, var=tmp_path / "var")


@pytest.fixture
def ledger(where: Folders) -> Iterator[Ledger]:
    """Its ledger."""
    with open_ledger(where.ledger) as opened:
        yield opened


def begun(ledger: Ledger, name: str, day: int, planned: int = 1) -> Run:
    """A run of one finished visit of a hundred pages; its other visits left nothing."""
    began = AT + dt.timedelta(day)
    entered = Run(id=name, as_of=AT.date(), started_at=began, packs=("beijing-zjj-2015@1",), packs_sha256="", code_version="test")
    visit = Visit(
        portal_id="yunxi", run_id=name, start_url=PORTAL.home_url, started_at=began, ended_at=began, stop=Stop.DONE,
        plan=Plan(needs=(), window_from=AT.date(), as_of=AT.date()),
    )  # fmt: skip
    ledger.record_run(entered, ["yunxi", *(f"lost{number}" for number in range(planned - 1))])
    ledger.record_registry(name, CATALOGUE.registry)
    ledger.record_visit(visit, file=f"{name}/yunxi.visit", sha256="", pages=100, bytes=1)
    return entered


def judged(*findings: Finding, broken: int = 0) -> night.Judged:
    """What judging the visit gave; on ``broken`` pages a reader of ours failed."""
    return night.Judged(findings=findings, pages=100, reader_errors=broken, judge_errors=0, errors=())


def pass_night(ledger: Ledger, where: Folders, name: str, day: int, outcome: Outcome, *, broken: int = 0) -> None:
    """One night from judging to publishing; a refusal is what the night comes to."""
    settled = night.settle(ledger, begun(ledger, name, day), [judged(finding(outcome, "fax"), broken=broken)])
    try:
        release(ledger, where, settled, CATALOGUE, whole=True)
        refused = False
    except PublishRefused:
        refused = True
    assert refused == bool(broken)


def lives(ledger: Ledger) -> list[tuple[str, str, int]]:
    """Each episode: state, last run, nights."""
    return [(e.state.value, e.last_run, e.nights) for e in ledger.episodes()]


def test_a_refused_night_confirms_nothing(ledger: Ledger, where: Folders) -> None:
    """It is no first look, no second look and no proof that a problem is gone; the run has ended and its findings are on record."""
    pass_night(ledger, where, "r0", 0, Outcome.FAILED, broken=50)
    assert lives(ledger) == []
    assert ledger.runs()[0].ended_at and ledger.findings("r0", "yunxi-zjj")

    pass_night(ledger, where, "r1", 1, Outcome.FAILED)
    assert lives(ledger) == [("suspected", "r1", 1)]

    pass_night(ledger, where, "r2", 2, Outcome.FAILED, broken=50)
    pass_night(ledger, where, "r3", 3, Outcome.PASSED, broken=50)
    assert lives(ledger) == [("suspected", "r1", 1)]

    pass_night(ledger, where, "r4", 4, Outcome.FAILED)
    assert lives(ledger) == [("confirmed", "r4", 2)]
    assert [each.published for each in ledger.runs()] == [False, True, False, False, True]


def test_a_night_that_cannot_be_published_is_folded_by_the_next_try(
    ledger: Ledger, where: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where publishing breaks off nothing of the step is kept: neither the fold nor the end."""
    settled = night.settle(ledger, begun(ledger, "r0", 0), [judged(finding(Outcome.FAILED, "fax"))])
    monkeypatch.setattr("cli.release.export_to_file", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        release(ledger, where, settled, CATALOGUE, whole=True)
    assert (lives(ledger), ledger.folded(), ledger.runs()[0].ended_at) == ([], frozenset(), None)

    monkeypatch.undo()
    release(ledger, where, settled, CATALOGUE, whole=True)

    assert (lives(ledger), ledger.folded()) == ([("suspected", "r0", 1)], {"r0"})


def test_publishing_by_hand_asks_the_same_gate(ledger: Ledger, where: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    """A night held back for pages that our readers failed on is held back by hand, too."""
    pass_night(ledger, where, "r0", 0, Outcome.FAILED, broken=50)

    assert run(["publish", "--var", str(where.var)]) == Exit.REFUSED
    assert "读取程序出错的页面占50.00%" in capsys.readouterr().err
    assert not where.published.exists()


@pytest.mark.parametrize("later", [False, True])
def test_a_night_that_is_let_out_by_hand_counts_if_none_has_counted_since(later: bool, ledger: Ledger, where: Folders) -> None:
    """Published after all, a refused night is a look like another, unless the nights after it have told more."""
    pass_night(ledger, where, "r0", 0, Outcome.FAILED, broken=50)
    if later:
        pass_night(ledger, where, "r1", 1, Outcome.PASSED)
    ledger.note_reader_errors("r0", 0)  # as if the gate had been too strict

    assert run(["publish", "--var", str(where.var), "--run", "r0"]) == Exit.DONE
    assert run(["publish", "--var", str(where.var), "--run", "r0"]) == Exit.DONE

    assert lives(ledger) == ([] if later else [("suspected", "r0", 1)])
    assert ledger.runs()[0].published


def test_portals_that_left_nothing_weigh_as_unreachable(ledger: Ledger, where: Folders) -> None:
    """Three of four visits left no file: the night is refused, though the one that did was sound."""
    settled = night.settle(ledger, begun(ledger, "r0", 0, planned=4), [judged(finding(Outcome.FAILED, "fax"))])
    figures = night_figures(ledger, "r0")
    assert (figures.portals, figures.portals_missing) == (4, 3)

    with pytest.raises(PublishRefused, match="访问中断的网站占75%"):
        release(ledger, where, settled, CATALOGUE, whole=False)

    assert ledger.runs()[0].ended_at is None


def test_a_run_that_went_out_in_part_and_is_refused_whole_is_withdrawn(ledger: Ledger, where: Folders) -> None:
    """What the gate has never passed is not among what later publications build on."""
    entered = begun(ledger, "r0", 0, planned=2)
    release(ledger, where, night.settle(ledger, entered, [judged(finding(Outcome.FAILED, "fax"))]), CATALOGUE, whole=False)
    (part,) = ledger.runs()
    assert part.published and not part.ended_at

    whole = night.settle(ledger, part, [judged(finding(Outcome.FAILED, "fax"), broken=50)])
    with pytest.raises(PublishRefused):
        release(ledger, where, whole, CATALOGUE, whole=True)

    (held,) = ledger.runs()
    assert held.ended_at and not held.published


def test_judging_a_run_again_forgets_what_it_said_before(ledger: Ledger) -> None:
    """A unit that is left without findings does not keep those of the first judging."""
    entered = begun(ledger, "r0", 0)
    night.settle(ledger, entered, [judged(finding(Outcome.FAILED, "fax"))])

    night.settle(ledger, entered, [judged(attrs.evolve(finding(Outcome.PASSED, "fax"), unit="qingshi-zjj"))])

    assert ledger.units_of("r0") == ("qingshi-zjj",)


# -- beginning ----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def selection() -> Selection:
    """The packs in force in June 2015."""
    return Selection(config=config.load(DEFAULT_DATA), as_of=AT.date())


def wanted(name: str = "yunxi") -> Targets:
    """One portal to audit."""
    return Targets(registry=CATALOGUE.registry, portals=(PORTAL,), sources=(f"{name} {PORTAL.home_url}",))


def test_a_run_is_resumed_only_under_the_same_rules(ledger: Ledger, selection: Selection, capsys: pytest.CaptureFixture[str]) -> None:
    """The same command goes on with its run; once a rule file has changed it begins another, and says so."""
    packs = tuple(attrs.evolve(pack, sha256="0" * 64) for pack in selection.config.packs)
    changed = attrs.evolve(selection, config=attrs.evolve(selection.config, packs=packs))
    first = audit.begin(ledger, wanted(), selection, [UNIT])

    assert audit.begin(ledger, wanted(), selection, [UNIT]) == first
    capsys.readouterr()
    other = audit.begin(ledger, wanted(), changed, [UNIT])

    assert other.id != first.id and other.packs_sha256 != first.packs_sha256
    told = capsys.readouterr().err
    assert first.id in told and "不再续跑" in told and other.id in told
    assert audit.begin(ledger, wanted(), changed, [UNIT]) == other


def test_two_audits_of_one_second_have_two_names(
    where: Folders, ledger: Ledger, selection: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another audit begins while this one is choosing its name: it waits, and takes the next."""
    monkeypatch.setattr(audit, "now", lambda: AT)
    runs, names = Ledger.runs, []

    def other() -> None:
        with open_ledger(where.ledger) as own:
            names.append(audit.begin(own, wanted("other"), selection, [UNIT]).id)

    beside = threading.Thread(target=other)

    def meanwhile(self: Ledger) -> tuple[Run, ...]:
        found = runs(self)
        if self is ledger and not beside.ident:
            beside.start()
            beside.join(1)  # where nothing held it back, it would have entered its name by now
        return found

    monkeypatch.setattr(Ledger, "runs", meanwhile)
    names.append(audit.begin(ledger, wanted(), selection, [UNIT]).id)
    beside.join(60)

    assert sorted(names) == ["20150630T220000", "20150630T220000-1"]


def test_the_version_is_that_of_the_project(ledger: Ledger, selection: Selection, root: Path) -> None:
    """Runs name the version that pyproject.toml gives."""
    assert f'version = "{audit.begin(ledger, wanted(), selection, [UNIT]).code_version}"' in (root / "pyproject.toml").read_text("utf-8")
