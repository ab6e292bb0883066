"""The ledger: what happened on which night, and what became of it. 账本

One SQLite file. Every method is one transaction unless it is called inside ``atomic()``; a process killed at any moment leaves
either all of a transaction or nothing of it. Every error is an ArchiveError that names the file.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlite_utils import Database

from checks.model import Episode, Evidence, Finding, Registry, Run, Visit

from .entries import Entries
from .errors import ArchiveError
from .ledger_rows import (
    episode_of,
    evidence_of,
    finding_of,
    names,
    plain,
    registry_of,
    registry_row,
    row_of,
    run_of,
    visit_of,
)
from .migrations import LEDGER
from .months import Months
from .nights import Nights
from .records import Standing, VisitRecord
from .store import naming, naming_sqlite

BUSY_MS = 30_000
_WHAT = "账本"
_EVIDENCE_COLUMNS = ("url", "fetched_at", "sha256", "locator", "quote", "rendered")
_FINDING_COLUMNS = (
    "unit",
    "portal",
    "rule",
    "pack",
    "subject",
    "subject_name",
    "outcome",
    "severity",
    "message",
    "confidence",
    "looked",
    "overlays",
)
_LATEST = """
    with standing as (
        select distinct f.unit, f.run, row_number() over (partition by f.unit order by r.as_of desc, r.started_at desc, r.id desc) as place
        from (select distinct unit, run from finding) f join run r on r.id = f.run
        where r.published or r.id = :run
    )
    select unit, run from standing where place = 1 order by unit
"""


def open_ledger(path: Path) -> Ledger:
    """Open the ledger, creating it or bringing its tables up to date.

    ArchiveError if the file cannot be opened or written, is damaged or foreign, or was written by a later version.
    """
    with naming(path, _WHAT):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_MS / 1000, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            db = Database(connection, execute_plugins=False)
            _refuse_foreign(path, db)
            for pragma in ("journal_mode = wal", "synchronous = full", "foreign_keys = on"):
                connection.execute(f"pragma {pragma}")
            # A write lock for all of it: two programs may open a new ledger at once, and a read-only file shows itself now.
            connection.execute("begin immediate")
            LEDGER.apply(db)
            connection.execute("commit")
        except BaseException:
            connection.close()
            raise
    return Ledger(path, db)


def _refuse_foreign(path: Path, db: Database) -> None:
    written = {step.name for step in LEDGER.applied(db)}
    ours = {step.name for step in LEDGER.pending(Database(memory=True))}
    if written - ours:
        raise ArchiveError(f"{_WHAT} {path}：由更新版本的程序写入（{'、'.join(sorted(written - ours))}），请升级后再用")
    if not written and set(db.table_names()) - {LEDGER.migrations_table}:
        raise ArchiveError(f"{_WHAT} {path}：是别的程序的数据库，不能用作账本")


class Ledger(Nights, Entries, Months):
    """An open ledger. Use as a context manager or call ``close``. 账本"""

    def __init__(self, path: Path, db: Database) -> None:
        self.path = path
        self._db = db

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was recorded stays."""
        self._db.close()

    @contextlib.contextmanager
    def atomic(self) -> Iterator[None]:
        """Several recordings as one transaction: all of them or none."""
        nested = self._db.conn.in_transaction
        with naming_sqlite(self.path, _WHAT), self._db.atomic() if nested else self._transaction():
            yield

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        # "immediate" waits for another writer now instead of failing half-way
        self._db.conn.execute("begin immediate")
        try:
            yield
            self._db.conn.execute("commit")
        except BaseException:
            if self._db.conn.in_transaction:
                self._db.conn.execute("rollback")
            raise

    # -- runs 巡检批次 ---------------------------------------------------------------------------------------------------------

    def record_run(self, run: Run, portals: Collection[str]) -> None:
        """Enter a run that begins, with the portals it will visit. ArchiveError if the id is taken."""
        with self.atomic():
            self._insert("run", {**row_of(run), "portals": names(sorted(portals))})

    def finish_run(self, run: Run) -> None:
        """Enter a run's end: all its values replace those recorded when it began. ArchiveError if it was never recorded."""
        row = row_of(run)
        with self.atomic():
            assignments = ", ".join(f"{name} = :{name}" for name in row if name != "id")
            if self._db.conn.execute(f"update run set {assignments} where id = :id", row).rowcount == 0:
                raise ArchiveError(f"{_WHAT} {self.path}：没有批次 {run.id}")

    def mark_published(self, run: str) -> None:
        """Note that a run's findings have gone out; only such runs (and the one being published) are shown to readers."""
        with self.atomic():
            self._db.conn.execute("update run set published = 1 where id = ?", [run])

    def runs(self) -> tuple[Run, ...]:
        """All runs, by date of judgement, then start."""
        return tuple(run_of(row) for row in self._select("select * from run order by as_of, started_at, id"))

    def run(self, run_id: str) -> Run | None:
        """One run, or None."""
        return next((run_of(row) for row in self._select("select * from run where id = ?", [run_id])), None)

    def unfinished_runs(self, as_of: dt.date, packs: Iterable[str], portals: Collection[str]) -> tuple[Run, ...]:
        """Runs that began for the same date, packs (``id@version``) and portals and did not end, the latest first."""
        rows = self._select(
            "select * from run where ended_at is null and as_of = ? and portals = ? order by started_at desc, id desc",
            [as_of.isoformat(), names(sorted(portals))],
        )
        wanted = sorted(packs)
        return tuple(run for run in map(run_of, rows) if sorted(run.packs) == wanted)

    def planned(self, run: str) -> tuple[str, ...]:
        """The portals that a run set out to visit, as they were given to ``record_run``."""
        return tuple(name for row in self._select("select portals from run where id = ?", [run]) for name in json.loads(row["portals"]))

    def note_reader_errors(self, run: str, pages: int) -> None:
        """Enter on how many pages of a run our own readers failed; the health gate asks, whenever it is asked."""
        with self.atomic():
            self._db.conn.execute("update run set reader_errors = ? where id = ?", [pages, run])

    def reader_errors(self, run: str) -> int:
        """Pages of a run on which our own readers failed."""
        return sum(row["reader_errors"] for row in self._select("select reader_errors from run where id = ?", [run]))

    def mark_folded(self, run: str) -> None:
        """Note that a run's findings have gone into the episodes."""
        with self.atomic():
            self._db.conn.execute("update run set folded = 1 where id = ?", [run])

    def folded(self) -> frozenset[str]:
        """Runs whose findings have gone into the episodes."""
        return frozenset(row["id"] for row in self._select("select id from run where folded"))

    def record_registry(self, run: str, registry: Registry) -> None:
        """Keep who was to be judged in a run; equal registries are kept once."""
        row = registry_row(registry)
        with self.atomic():
            self._insert("registry", row, or_replace=True)
            self._db.conn.execute("update run set registry = ? where id = ?", [row["sha256"], run])

    def registries(self, run: str = "") -> tuple[Registry, ...]:
        """The registry of one run (none if it was never kept), or those of all runs, the latest used last."""
        rows = self._select(
            f"""select g.json from registry g join run r on r.registry = g.sha256 {"where r.id = ?" if run else ""}
            group by g.sha256 order by max(r.started_at), g.sha256""",
            [run] if run else [],
        )
        return tuple(map(registry_of, rows))

    # -- visits 访问 -----------------------------------------------------------------------------------------------------------

    def record_visit(self, visit: Visit, *, file: str, sha256: str, pages: int, bytes: int) -> None:
        """Enter a finished visit; entering the same portal of the same run again replaces it."""
        record = VisitRecord(
            run=visit.run_id,
            portal=visit.portal_id,
            start_url=visit.start_url,
            started_at=visit.started_at,
            ended_at=visit.ended_at,
            stop=visit.stop,
            file=file,
            sha256=sha256,
            pages=pages,
            seconds=(visit.ended_at - visit.started_at).total_seconds(),
            bytes=bytes,
            note=visit.note,
        )
        with self.atomic():
            self._insert("visit", row_of(record), or_replace=True)

    def visits(self, run: str = "") -> tuple[VisitRecord, ...]:
        """Visits of a run, or of all runs, in the order they began."""
        where = "where run = ?" if run else ""
        rows = self._select(f"select * from visit {where} order by started_at, run, portal", [run] if run else [])
        return tuple(visit_of(row) for row in rows)

    def previous_visit(self, portal: str, before: dt.datetime) -> VisitRecord | None:
        """The latest visit to a portal that began before a moment, or None."""
        rows = self._select(
            "select * from visit where portal = ? and started_at < ? order by started_at desc limit 1", [portal, plain(before)]
        )
        return next((visit_of(row) for row in rows), None)

    # -- findings 检查结果 -----------------------------------------------------------------------------------------------------

    def record_findings(self, run: str, findings: Iterable[Finding], *, units: Collection[str] = ()) -> None:
        """Enter findings of a run in one transaction; what the run said before about their units is replaced.

        Args:
            units: further units whose earlier findings of this run go, for a unit that is left without any.
        """
        findings = tuple(findings)
        with self.atomic():
            for unit in sorted({finding.unit for finding in findings} | set(units)):
                self._db.conn.execute("delete from finding where run = ? and unit = ?", [run, unit])
            for finding in findings:
                row = {name: plain(getattr(finding, name)) for name in _FINDING_COLUMNS}
                number = self._insert("finding", {"run": run, **row})
                self._db.conn.executemany(
                    "insert into evidence values (?, ?, ?, ?, ?, ?, ?, ?)",
                    [(number, at, *(plain(getattr(e, name)) for name in _EVIDENCE_COLUMNS)) for at, e in enumerate(finding.evidence)],
                )

    def findings(self, run: str, unit: str) -> tuple[Finding, ...]:
        """What a run said about a unit, in the order it was recorded."""
        rows = self._select(
            """select f.*, e.url, e.fetched_at, e.sha256, e.locator, e.quote, e.rendered, e.position
            from finding f left join evidence e on e.finding = f.id where f.run = ? and f.unit = ? order by f.id, e.position""",
            [run, unit],
        )
        return tuple(finding_of(tuple(group)) for _, group in itertools.groupby(rows, key=lambda row: row["id"]))

    def findings_about(self, unit: str, rule: str, subject: str) -> tuple[tuple[str, Finding], ...]:
        """What every run said about one thing, with the run's id, the latest by date of judgement last."""
        rows = self._select(
            """select f.*, e.url, e.fetched_at, e.sha256, e.locator, e.quote, e.rendered, e.position
            from finding f join run r on r.id = f.run left join evidence e on e.finding = f.id
            where f.unit = ? and f.rule = ? and f.subject = ? order by r.as_of, r.started_at, f.run, f.id, e.position""",
            [unit, rule, subject],
        )
        groups = (tuple(group) for _, group in itertools.groupby(rows, key=lambda row: row["id"]))
        return tuple((group[0]["run"], finding_of(group)) for group in groups)

    def fingerprints(self) -> tuple[str, ...]:
        """What was ever judged, as findings are named (公开主体|指标|对象)."""
        rows = self._select("select distinct unit, rule, subject from finding order by unit, rule, subject")
        return tuple(f"{row['unit']}|{row['rule']}|{row['subject']}" for row in rows)

    def units_of(self, run: str) -> tuple[str, ...]:
        """Units that have findings in a run, sorted."""
        return tuple(row["unit"] for row in self._select("select distinct unit from finding where run = ? order by unit", [run]))

    def latest(self, run: str) -> tuple[tuple[str, str], ...]:
        """(unit, run) for each unit: the latest by date of judgement among the published runs and ``run``."""
        return tuple((row["unit"], row["run"]) for row in self._select(_LATEST, {"run": run}))

    def standings(self) -> tuple[Standing, ...]:
        """Counts of outcomes for each unit in each run."""
        rows = self._select(
            """select run, unit, sum(outcome = 'passed') as passed, sum(outcome = 'failed') as failed,
            sum(outcome = 'cant_tell') as cant_tell, sum(outcome = 'inapplicable') as inapplicable
            from finding group by run, unit order by run, unit"""
        )
        return tuple(Standing(**row) for row in rows)

    def evidence_of(self, episode: Episode) -> tuple[Evidence, ...]:
        """The evidence on which an episode was last seen to fail."""
        rows = self._select(
            """select e.* from evidence e where e.finding = (
                select max(id) from finding where unit = ? and rule = ? and subject = ? and outcome = 'failed' and run = ?
            ) order by position""",
            [episode.unit, episode.rule, episode.subject, episode.last_run],
        )
        return tuple(evidence_of(row) for row in rows)

    def overlays_of(self, episode: Episode) -> tuple[str, ...]:
        """The adjustments under which an episode was last seen to fail."""
        rows = self._select(
            "select overlays from finding where unit = ? and rule = ? and subject = ? and outcome = 'failed' and run = ? order by id desc",
            [episode.unit, episode.rule, episode.subject, episode.last_run],
        )
        return tuple(json.loads(rows[0]["overlays"])) if rows else ()

    # -- episodes 问题 ---------------------------------------------------------------------------------------------------------

    def episodes(self) -> tuple[Episode, ...]:
        """All episodes; of two lives of one failure the later comes later."""
        rows = self._select("select * from episode order by fingerprint, first_at, first_run")
        return tuple(episode_of(row) for row in rows)

    def episodes_of(self, fingerprint: str) -> tuple[Episode, ...]:
        """The lives of one failure, the later last."""
        rows = self._select("select * from episode where fingerprint = ? order by first_at, first_run", [fingerprint])
        return tuple(episode_of(row) for row in rows)

    def save_episodes(self, episodes: Iterable[Episode]) -> None:
        """Enter episodes in one transaction; one that is known (same failure, same first run) is replaced."""
        with self.atomic():
            for episode in episodes:
                self._insert("episode", row_of(episode), or_replace=True)

    # -- plumbing -------------------------------------------------------------------------------------------------------------

    def _select(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[dict[str, Any]]:
        with naming_sqlite(self.path, _WHAT):
            return [dict(row) for row in self._db.conn.execute(sql, parameters)]

    def _insert(self, table: str, row: Mapping[str, Any], *, or_replace: bool = False) -> int:
        verb = "insert or replace" if or_replace else "insert"
        slots = ", ".join(f":{name}" for name in row)
        cursor = self._db.conn.execute(f"{verb} into {table} ({', '.join(row)}) values ({slots})", dict(row))
        return int(cursor.lastrowid or 0)
