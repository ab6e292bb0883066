"""The access probe's own file: every visit it made, for ever, and what robots.txt said. 探测记录

One SQLite file beside the ledger, written to every half hour by a process of its own, so that it neither waits for a night's judging
nor holds it up. Rows are added and never changed; each is a transaction, so that a process killed at any moment loses at most the visit
under way, and several may write at once.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import attrs

from checks.model import Sample, Trouble

from .errors import ArchiveError
from .ledger_rows import moment, plain
from .store import naming, naming_sqlite

BUSY_SECONDS = 30.0
_WHAT = "探测记录"
_MARK = 0x676B7331  # application_id: "gks1"
_COLUMNS = tuple(field.name for field in attrs.fields(Sample) if field.name != "maintenance")
_TABLES = (
    """create table if not exists sample (
        id integer primary key, portal text not null, url text not null, at text not null, seconds real not null, status integer,
        trouble text, final_url text not null, tries integer not null, control integer not null
    ) strict""",
    "create index if not exists sample_by_portal on sample(portal, at)",
    "create table if not exists robots (id integer primary key, site text not null, at text not null, allowed integer not null) strict",
    "create index if not exists robots_by_site on robots(site, id)",
    *(
        f"""create trigger if not exists {table}_{verb} before {verb} on {table}
        begin select raise(abort, 'what was measured is not changed'); end"""
        for table in ("sample", "robots")
        for verb in ("update", "delete")
    ),
)


def open_samples(path: Path) -> SampleLog:
    """Open the file, creating it where it is missing. ArchiveError if it cannot be opened or written, is damaged or foreign."""
    with naming(path, _WHAT):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            _refuse_foreign(path, connection)
            for pragma in ("journal_mode = wal", "synchronous = full"):
                connection.execute(f"pragma {pragma}")
            connection.execute("begin immediate")
            for statement in _TABLES:
                connection.execute(statement)
            connection.execute(f"pragma application_id = {_MARK}")
            connection.execute("commit")
        except BaseException:
            connection.close()
            raise
    return SampleLog(path, connection)


def read_samples(path: Path) -> SampleLog:
    """Open the file for reading only. ArchiveError if it is missing, damaged or foreign."""
    with naming(path, _WHAT):
        if not path.is_file():
            raise ArchiveError(f"没有找到{_WHAT} {path}，请先运行 gongkai probe --once")
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            _refuse_foreign(path, connection)
        except BaseException:
            connection.close()
            raise
    return SampleLog(path, connection)


def _refuse_foreign(path: Path, connection: sqlite3.Connection) -> None:
    connection.row_factory = sqlite3.Row
    connection.execute("begin")  # both from one state of the file: another program may be making its tables just now
    [mark] = connection.execute("pragma application_id").fetchone()
    has_tables = connection.execute("select 1 from sqlite_master").fetchone()
    connection.execute("commit")
    if mark != _MARK and has_tables:
        raise ArchiveError(f"{_WHAT} {path}：是别的程序的数据库，不能用来存{_WHAT}")


class SampleLog:
    """The open file. Use as a context manager or call ``close``. 探测记录"""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    def __enter__(self) -> SampleLog:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was added stays."""
        self._connection.close()

    def add(self, sample: Sample) -> None:
        """Keep one visit. 存一次访问"""
        row = [plain(getattr(sample, name)) for name in _COLUMNS]
        self._run(f"insert into sample ({', '.join(_COLUMNS)}) values ({', '.join('?' * len(row))})", row)

    def samples(self, portal: str, since: dt.datetime, until: dt.datetime) -> tuple[Sample, ...]:
        """Visits to a portal ('' for control hosts) that began from one moment to another, both included, in order. 某网站的探测记录"""
        rows = self._run(
            "select * from sample where portal = ? and at between ? and ? order by at, id", [portal, plain(since), plain(until)]
        )
        return tuple(_sample(row) for row in rows)

    def all_samples(self) -> tuple[Sample, ...]:
        """Every visit ever made, in the order in which they were added. 全部探测记录"""
        return tuple(_sample(row) for row in self._run("select * from sample order by id", []))

    def latest(self, portal: str) -> dt.datetime | None:
        """When the last visit to a portal began. 最近一次访问"""
        [row] = self._run("select max(at) as at from sample where portal = ?", [portal])
        return moment(row["at"]) if row["at"] else None

    def note_robots(self, site: str, at: dt.datetime, allowed: bool) -> None:
        """Keep what a site's robots.txt said of its home page. 存 robots.txt 的规定"""
        self._run("insert into robots (site, at, allowed) values (?, ?, ?)", [site, plain(at), int(allowed)])

    def robots(self, site: str) -> tuple[dt.datetime, bool] | None:
        """What a site's robots.txt said last, and when; None if it was never read. 最近一次 robots.txt"""
        rows = self._run("select at, allowed from robots where site = ? order by id desc limit 1", [site])
        return next(((moment(row["at"]), bool(row["allowed"])) for row in rows), None)

    def _run(self, sql: str, parameters: Sequence[Any]) -> list[sqlite3.Row]:
        with naming_sqlite(self.path, _WHAT):
            return self._connection.execute(sql, parameters).fetchall()


def _sample(row: sqlite3.Row) -> Sample:
    told = {name: row[name] for name in _COLUMNS}
    trouble = Trouble(row["trouble"]) if row["trouble"] else None
    return Sample(**{**told, "at": moment(row["at"]), "trouble": trouble, "control": bool(row["control"])})
