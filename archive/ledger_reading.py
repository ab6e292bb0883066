"""The ledger as those see it who only look: they wait for no writer, and see one state of it for as long as they look. 只读账本"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database

from .errors import ArchiveError
from .ledger import BUSY_MS, Ledger
from .store import naming_sqlite

_WHAT = "账本"


class LedgerReader(Ledger):
    """An open ledger that nothing can be written to. 只读账本"""

    def __init__(self, path: Path, db: Database) -> None:
        super().__init__(path, db)
        self._inode = path.stat().st_ino
        self._turn = threading.Lock()

    @property
    def version(self) -> int:
        """Another number after every change by anybody; comparable only between calls on this very reader."""
        with naming_sqlite(self.path, _WHAT):
            return int(self._db.conn.execute("pragma data_version").fetchone()[0])

    @property
    def is_current(self) -> bool:
        """Whether the file in place is still the one that was opened: somebody may have put a saved copy back."""
        try:
            return self.path.stat().st_ino == self._inode
        except OSError:
            return False

    @contextlib.contextmanager
    def looking(self) -> Iterator[None]:
        """All that is read inside is of one moment, whatever is written meanwhile. 同一时刻"""
        with self._turn, naming_sqlite(self.path, _WHAT):
            self._db.conn.execute("begin")
            try:
                yield
            finally:
                self._db.conn.execute("rollback")


def read_ledger(path: Path) -> LedgerReader:
    """Open a ledger for reading, in whatever thread it is then used. 打开只读账本

    It must be one of this version: who may meet an older one opens it with ``open_ledger`` first, which brings it up to date.

    Raises:
        ArchiveError: there is none, or it cannot be read.
    """
    if not path.is_file():
        raise ArchiveError(f"{_WHAT} {path}：文件不存在")
    with naming_sqlite(path, _WHAT):
        address = f"file:{quote(str(path.resolve()))}?mode=ro"
        connection = sqlite3.connect(address, uri=True, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        return LedgerReader(path, Database(connection, execute_plugins=False))
