"""Ledger → published database: built new each time, checked, swapped in by rename. 发布库

Readers see the old file until the new one is whole. Whatever goes wrong, the old file stays untouched.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from archive.errors import ArchiveError
from archive.ledger import Ledger
from archive.readings import open_readings
from archive.records import Standing
from archive.store import naming
from checks.model import Episode, EpisodeState, Finding, Outcome, Overlay, Registry, Rule, RulePack, Run, Severity
from checks.reviewing import Reviews, ruled

from . import rows
from .columns import ledger_rows
from .episodes import placed
from .errors import PublishRefused
from .personal import episode_without_personal, without_personal
from .readings import reading_rows
from .schema import TABLES, ddl, indexes
from .search import index_text
from .summaries import summarise
from .views import VIEWS

_WHAT = "发布库"
_BATCH = 5_000


@attrs.frozen
class Cause:
    """Why an outcome could not be told, in words. 无法核查的原因"""

    id: str
    about: str
    whose: str
    todo: str


@attrs.frozen(kw_only=True)
class Catalogue:
    """What the ledger does not hold: who is audited, by which rules, and how it is said. 登记簿与指标

    Attributes:
        standards: rule → the options that decide, in words.
        causes: why an outcome may not be told.
        cause_of: what is said of a ``cant_tell`` → id of its cause; '' if none is known.
    """

    registry: Registry
    packs: tuple[RulePack, ...] = ()
    rules: tuple[Rule, ...] = ()
    overlays: tuple[Overlay, ...] = ()
    standards: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    causes: tuple[Cause, ...] = ()
    cause_of: Callable[[str], str] = lambda _: ""


@attrs.frozen(kw_only=True)
class Published:
    """What went out.

    Attributes:
        outcomes: number of findings by outcome.
        size: bytes of the file.
    """

    path: Path
    units: int
    outcomes: Mapping[Outcome, int]
    size: int


def publish(
    ledger: Ledger, target: Path, *, run: str, catalogue: Catalogue, refusals: Iterable[str] = (), readings: Path | None = None
) -> Published:
    """Build the published database from the ledger and put it in place of ``target``.

    Shown are the latest findings of each unit among the runs already published and ``run``.

    Args:
        run: id of the run that is being published.
        refusals: why the health gate holds this run back; empty if it is sound.
        readings: where what our readers took is kept; without the file, entries, elements and page texts are left out.

    Raises:
        PublishRefused: there are refusals.
        ArchiveError: the ledger does not know the run, a file cannot be read or written, or the new file fails its checks.
    """
    refusals = tuple(refusals)
    if refusals:
        raise PublishRefused(refusals)
    if ledger.run(run) is None:
        raise ArchiveError(f"账本 {ledger.path}：没有批次 {run}，无法发布")
    with naming(target, _WHAT), _alone(target):
        building, part = (target.with_name(target.name + suffix) for suffix in (".building", ".part"))
        try:
            for leftover in (building, part):
                leftover.unlink(missing_ok=True)
            with contextlib.closing(sqlite3.connect(building, isolation_level=None)) as connection:
                published = _build(connection, ledger, run, catalogue, readings)
                connection.execute("vacuum into ?", [str(part)])
            _verify(part, target)
            _flush(part)
            size = part.stat().st_size
            os.replace(part, target)
            _flush(target.parent)
        finally:
            for leftover in (building, part):
                leftover.unlink(missing_ok=True)
    ledger.mark_published(run)
    return Published(path=target, units=published[0], outcomes=published[1], size=size)


@contextlib.contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Hold the folder's lock: two publications would build over each other."""
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(folder)
        raise ArchiveError(f"{_WHAT} {target}：另一个发布正在进行，请稍后再试") from error
    try:
        yield
    finally:
        os.close(folder)


def _flush(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _verify(part: Path, target: Path) -> None:
    """ArchiveError unless the finished file is whole and every reference in it leads somewhere."""
    with contextlib.closing(sqlite3.connect(f"{part.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        broken = connection.execute("pragma foreign_key_check").fetchmany(5)
        verdict = [row[0] for row in connection.execute("pragma integrity_check(5)")]
    if broken:
        raise ArchiveError(f"{_WHAT} {target}：新库中有引用不存在的行（{broken}），未发布")
    if verdict != ["ok"]:
        raise ArchiveError(f"{_WHAT} {target}：新库未通过完整性检查（{'；'.join(verdict)}），未发布")


def _build(
    connection: sqlite3.Connection, ledger: Ledger, run: str, catalogue: Catalogue, readings: Path | None
) -> tuple[int, Counter[Outcome]]:
    for pragma in ("journal_mode = off", "synchronous = off", "cache_size = -65536"):
        connection.execute(f"pragma {pragma}")
    connection.execute("begin")
    for table in TABLES:
        for statement in ddl(table):
            connection.execute(statement)
    filler = _Filler(connection, ledger, run, catalogue, readings)
    filler.fill()
    for table in TABLES:
        for statement in indexes(table):
            connection.execute(statement)
    summarise(connection)
    _index_findings(connection)
    for table in TABLES:
        if table.searched:
            connection.execute(f"insert into {table.name}_fts({table.name}_fts) values ('optimize')")
    for view in VIEWS:
        connection.execute(f'create view "{view.name}" as {view.sql.strip()}')
    connection.execute("commit")
    connection.execute("analyze")
    return len(filler.latest), filler.outcomes


def _index_findings(connection: sqlite3.Connection) -> None:
    """Fill the findings' full-text index in the order of their ids: FTS5 is many times slower in any other."""
    found = connection.execute(
        """select f.id, u.name, r.title, f.subject_name, f.message, f.looked
        from finding f join unit u on u.id = f.unit_id join rule r on r.id = f.rule_id order by f.id"""
    )
    for number, *texts in found:
        quotes = [row[0] for row in connection.execute("select quote from evidence where finding_id = ? order by id", [number])]
        connection.execute(
            "insert into finding_fts (rowid, unit, rule, subject_name, message, looked, quotes) values (?, ?, ?, ?, ?, ?, ?)",
            [number, *map(index_text, texts), index_text(*quotes)],
        )


class _Filler:
    """Fills the tables of one build; notes on the way which units, portals, rules and packs are referred to."""

    def __init__(self, connection: sqlite3.Connection, ledger: Ledger, run: str, catalogue: Catalogue, readings: Path | None) -> None:
        self.connection = connection
        self.ledger = ledger
        self.catalogue = catalogue
        self.readings = readings
        self.latest = dict(ledger.latest(run))
        self.runs = {each.id: each for each in ledger.runs() if each.published or each.id == run}
        registries = (*ledger.registries(), catalogue.registry)
        # names of what is registered no more, or never was, come from the registries of earlier runs
        self.units = {unit.id: unit for each in registries for unit in each.units}
        self.portals = {portal.id: portal for each in registries for portal in each.portals}
        self.judged: dict[str, list[Run]] = {}  # unit → runs in which it was judged, by start
        self.episode_ids: dict[str, tuple[int, EpisodeState]] = {}
        self.outcomes: Counter[Outcome] = Counter()
        self.placed = 0  # findings so far, unit by unit and in order
        self.used_units: set[str] = set()
        self.used_portals: dict[str, str] = {}
        self.used_rules: dict[str, Severity] = {}
        self.used_packs: set[str] = {pack for each in self.runs.values() for pack in each.packs}

    def fill(self) -> None:
        """All tables. References are checked at the end, so what is referred to may come last."""
        for table, codes in rows.CODE_ROWS.items():
            self._insert(table, ({"id": code, "name": name, "about": about} for code, name, about in codes))
        self._insert("reason", map(attrs.asdict, self.catalogue.causes))
        self._insert("run", (rows.run_row(run) for run in self.runs.values()))
        self._visits()
        self._standings()
        self._episodes()
        self._findings()
        if self.readings is not None and self.readings.exists():
            with open_readings(self.readings) as readings:
                for table, taken in reading_rows(readings, self.latest):
                    self._insert(table, taken)
                    for portal in {row["portal_id"] for row in taken if "portal_id" in row}:
                        self.used_portals.setdefault(portal, "")
        manual = self.ledger.manual_findings()
        self.used_units.update(each.unit for each in manual)
        self._insert("manual_finding", map(rows.manual_row, manual))
        for unit, run in self.latest.items():
            filled = ledger_rows(self.ledger, unit, self.runs[run].as_of, self.catalogue.rules)
            self._insert("column_ledger", filled)
        self._catalogue()
        units = self.used_units | {unit.id for unit in self.catalogue.registry.units}
        rules = set(self.used_rules) | {rule.id for rule in self.catalogue.rules}
        self._insert("review", (rows.review_row(review, units, rules) for review in self.ledger.reviews()))

    def _visits(self) -> None:
        names = {portal.id: portal.name for portal in self.portals.values()}
        visits = [visit for visit in self.ledger.visits() if visit.run in self.runs]
        self.used_portals.update({visit.portal: visit.start_url for visit in visits})
        self._insert("visit", (rows.visit_row(visit, names) for visit in visits))

    def _standings(self) -> None:
        standings = [each for each in self.ledger.standings() if each.run in self.runs]
        self.used_units.update(each.unit for each in standings)
        for each in sorted(standings, key=lambda each: (self.runs[each.run].started_at, each.run)):
            self.judged.setdefault(each.unit, []).append(self.runs[each.run])
        self._insert("standing", (self._standing_row(each) for each in standings))

    def _standing_row(self, standing: Standing) -> rows.Row:
        unit = self.units.get(standing.unit)
        return {
            "label": f"{unit.name if unit else standing.unit}（{self.runs[standing.run].as_of.isoformat()}）",
            "unit_id": standing.unit,
            "run_id": standing.run,
            "failed": standing.failed,
            "cant_tell": standing.cant_tell,
            "passed": standing.passed,
            "inapplicable": standing.inapplicable,
            "latest": int(self.latest.get(standing.unit) == standing.run),
        }

    def _episodes(self) -> None:
        reviews = Reviews(self.ledger.reviews())
        every = {run.id: run for run in self.ledger.runs()}
        shown: list[rows.Row] = []
        for told in self.ledger.episodes():
            episode = placed(told, self.runs, self.judged.get(told.unit, ()), every.get(told.resolved_run))
            if episode is None:
                continue
            number = len(shown) + 1
            episode = episode_without_personal(ruled(episode, reviews.ruling(episode.fingerprint, episode.severity)))
            self.episode_ids[episode.fingerprint] = (number, episode.state)
            self._refer(episode)
            # the evidence is that of the run which saw the problem, whether that run went out or not
            shown.append({"id": number, **rows.episode_row(episode, self.ledger.evidence_of(told))})
        self._insert("episode", shown)

    def _findings(self) -> None:
        taken: set[int] = set()
        evidence_id = 0
        for unit, run_id in self.latest.items():
            tables: dict[str, list[rows.Row]] = {"finding": [], "evidence": [], "evidence_fts": []}
            found = map(without_personal, self.ledger.findings(run_id, unit))
            for finding in sorted(found, key=lambda each: (each.rule, each.subject)):
                self._refer(finding)
                self.outcomes[finding.outcome] += 1
                number = rows.stable_id(finding, taken)
                tables["finding"].append(self._finding_row(number, finding, self.runs[run_id]))
                for evidence in finding.evidence:
                    evidence_id += 1
                    tables["evidence"].append({"id": evidence_id, **rows.evidence_row(evidence, number)})
                    tables["evidence_fts"].append({"rowid": evidence_id, "quote": index_text(evidence.quote)})
            for table, filled in tables.items():
                self._insert(table, filled)

    def _finding_row(self, number: int, finding: Finding, run: Run) -> rows.Row:
        episode, state = self._episode_of(finding)
        rank = rows.rank(finding.outcome, state, finding.severity)
        self.placed += 1
        pack = next((each for each in run.packs if each.partition("@")[0] == finding.pack), finding.pack)
        self.used_packs.add(pack)
        unit = self.units.get(finding.unit)
        return {
            "id": number,
            "outcome_id": finding.outcome.value,
            "state_id": state,
            "severity_id": finding.severity.value,
            "unit_id": finding.unit,
            "rule_id": finding.rule,
            "subject_name": finding.subject_name,
            "message": finding.message,
            "looked": finding.looked,
            "confidence": finding.confidence,
            "region": unit.region if unit else "",
            "portal_id": finding.portal,
            "pack_id": pack,
            "run_id": run.id,
            "episode_id": episode,
            "subject": finding.subject,
            "overlays": "、".join(finding.overlays),
            "rank": rank,
            "place": rank * rows.PLACES + self.placed,
            "reason_id": (self.catalogue.cause_of(finding.message) or None) if finding.outcome is Outcome.CANT_TELL else None,
        }

    def _episode_of(self, finding: Finding) -> tuple[int | None, str | None]:
        """The episode and the state of a failure: one that no open or rejected episode vouches for is merely suspected."""
        if finding.outcome is not Outcome.FAILED:
            return None, None
        number, state = self.episode_ids.get(finding.fingerprint, (None, EpisodeState.SUSPECTED))
        if state is EpisodeState.RESOLVED:
            return None, EpisodeState.SUSPECTED.value
        return number, state.value

    def _refer(self, value: Finding | Episode) -> None:
        self.used_units.add(value.unit)
        self.used_portals.setdefault(value.portal, "")
        self.used_rules.setdefault(value.rule, value.severity)

    def _catalogue(self) -> None:
        registry, packs, rules = self.catalogue.registry, self.catalogue.packs, self.catalogue.rules
        for unit in registry.units:
            self.used_portals.update({place.portal: self.used_portals.get(place.portal, "") for place in unit.places})
        self._insert("unit", rows.unit_rows(registry, self.used_units, self.units))
        self._insert("portal", rows.portal_rows(registry, self.used_portals, self.portals))
        self._insert("place", rows.place_rows(registry))
        self._insert("rule_pack", rows.pack_rows(packs, self.used_packs))
        self._insert("venue", rows.venue_rows(registry))
        self._insert("rule", rows.rule_rows(rules, packs, self.used_rules, self.catalogue.standards))
        self._insert("citation", rows.citation_rows(rules))
        self._insert("overlay", rows.overlay_rows(self.catalogue.overlays))

    def _insert(self, table: str, filled: Iterable[Mapping[str, Any]]) -> None:
        """Insert rows whose keys are columns; a column without a key is left to SQLite."""
        statement = ""
        batch: list[Mapping[str, Any]] = []
        for row in filled:
            statement = statement or f"insert into {table} ({', '.join(row)}) values ({', '.join(f':{name}' for name in row)})"
            batch.append(row)
            if len(batch) >= _BATCH:
                self.connection.executemany(statement, batch)
                batch.clear()
        if batch:
            self.connection.executemany(statement, batch)
