"""What our readers took from each unit's latest judged visit: entries, elements, text of pages. 读取库

Made from visit files and made again by judging them, so it is no record: what is published of it goes into the published database.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import attrs

from checks.model import Taken, TakenElement, TakenEntry, TakenPage

from .ledger_rows import plain
from .store import naming

_WHAT = "读取库"
_VERSION = 1
BUSY_SECONDS = 30.0
#: table → the values it holds
KINDS: dict[str, type[Any]] = {"entry": TakenEntry, "element": TakenElement, "page": TakenPage}
FIELDS = {name: tuple(field.name for field in attrs.fields(kind)) for name, kind in KINDS.items()}
OF = ("unit", "portal", "run")  # what every row is of


class Readings:
    """An open store of readings; a context manager. 读取库"""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def replace(self, unit: str, portal: str, run: str, taken: Taken) -> None:
        """Keep what a run took of a unit on a portal, in place of what was kept; one transaction. ArchiveError if it cannot be written."""
        groups = {"entry": taken.entries, "element": taken.elements, "page": taken.pages}
        with naming(self.path, _WHAT), _transaction(self._connection):
            for name, values in groups.items():
                self._connection.execute(f"delete from {name} where unit = ? and portal = ?", [unit, portal])
                slots = ", ".join("?" * (len(OF) + len(FIELDS[name])))
                rows = ([unit, portal, run, *(plain(getattr(value, field)) for field in FIELDS[name])] for value in values)
                self._connection.executemany(f"insert into {name} values ({slots})", rows)

    def of(self, kind: str, unit: str, run: str) -> Iterator[dict[str, Any]]:
        """Rows of a kind (``entry``, ``element``, ``page``) that a run took of a unit, in the order they were read."""
        with naming(self.path, _WHAT):
            found = self._connection.execute(f"select * from {kind} where unit = ? and run = ? order by portal, rowid", [unit, run])
            yield from map(dict, found)


def open_readings(path: Path) -> Readings:
    """Open the store, creating it where there is none; one of another version is made anew, for judging fills it again.

    ArchiveError if it cannot be opened or written.
    """
    with naming(path, _WHAT):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = normal")
            with _transaction(connection):
                if connection.execute("pragma user_version").fetchone()[0] != _VERSION:
                    _create(connection)
        except BaseException:
            connection.close()
            raise
    return Readings(path, connection)


def _create(connection: sqlite3.Connection) -> None:
    for name, fields in FIELDS.items():
        connection.execute(f"drop table if exists {name}")
        connection.execute(f"create table {name} ({', '.join((*OF, *fields))})")
        connection.execute(f"create index {name}_of on {name}(unit, portal)")
    connection.execute(f"pragma user_version = {_VERSION}")


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("begin immediate")
    try:
        yield
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise
