"""The visit file: everything one visit saw of one portal, in one SQLite file. 访问文件

Layout (``application_id`` and ``user_version`` tell ours from foreign and newer files):

* ``visit``: one row: the visit's metadata and plan as JSON, and how many pages and skips the file must hold.
* ``body``: one row per distinct body, zstd-compressed, keyed by sha256. A body that an earlier visit file holds is stored as that file's
  relative name instead (``held_in``); references never chain.
* ``page``, ``skip``: one row each, in the order they were added.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import hashlib
import json
import os
import sqlite3
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import zstandard
from cattrs.errors import BaseValidationError
from cattrs.preconf.json import make_converter

from archive.errors import ArchiveError
from checks.model import FetchError, Page, Skip, SkipReason, Visit

APPLICATION_ID = 0x676B7674  # "gkvt"
SCHEMA_VERSION = 1
SCHEMA = """
CREATE TABLE visit (id INTEGER PRIMARY KEY CHECK (id = 1), json TEXT NOT NULL, pages INTEGER NOT NULL, skips INTEGER NOT NULL) STRICT;
CREATE TABLE body (
    sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, data BLOB, held_in TEXT, CHECK ((data IS NULL) <> (held_in IS NULL))
) STRICT;
CREATE TABLE page (
    id INTEGER PRIMARY KEY, url TEXT NOT NULL, final_url TEXT NOT NULL, status INTEGER, error TEXT, fetched_at TEXT NOT NULL,
    headers TEXT NOT NULL, sha256 TEXT NOT NULL, rendered INTEGER NOT NULL, found_on TEXT, anchor TEXT, depth INTEGER NOT NULL
) STRICT;
CREATE TABLE skip (id INTEGER PRIMARY KEY, url TEXT NOT NULL, reason TEXT NOT NULL, anchor TEXT NOT NULL, found_on TEXT NOT NULL) STRICT;
"""
ADD_PAGE = "INSERT INTO page VALUES (NULL,?,?,?,?,?,?,?,?,?,?,?)"
ADD_SKIP = "INSERT INTO skip VALUES (NULL,?,?,?,?)"
READ_PAGES = "SELECT url, final_url, status, error, fetched_at, headers, sha256, rendered, found_on, anchor, depth FROM page ORDER BY id"
BATCH = 200  # rows between commits
COMPRESSION_LEVEL = 3
SUFFIX = ".visit"

_converter = make_converter(forbid_extra_keys=True)


def _wrong(path: Path, problem: str) -> ArchiveError:
    return ArchiveError(f"{path}：{problem}")


def digest(body: bytes) -> str:
    """Hex sha256 of a body. 正文摘要"""
    return hashlib.sha256(body).hexdigest()


def part_of(path: Path) -> Path:
    """Where a visit file stands while it is being written. 未完成文件"""
    return path.with_name(path.name + ".part")


class VisitWriter:
    """Writes one visit file: ``<name>.part`` first, renamed when complete. 写访问文件

    Every method raises ArchiveError when the disk or the folder refuses; call ``abort`` then. After a SIGKILL only the ``.part`` is left,
    and the next writer for the same path starts afresh.

    Args:
        path: final name.
        previous: an earlier visit file; bodies it holds are stored as references to it.
    """

    def __init__(self, path: Path, previous: Path | None = None) -> None:
        self.path = path
        self._part = part_of(path)
        self._compress = zstandard.ZstdCompressor(level=COMPRESSION_LEVEL).compress
        self._pages = self._skips = self._pending = 0
        self._held = _bodies_of(previous, path.parent) if previous else {}
        self._stored: set[str] = set()
        with self._explained():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = self._take_part()
            self._db = sqlite3.connect(self._part, isolation_level=None)
            # A part file is worthless after a crash, so nothing is paid for journals; close() makes the whole file durable at once.
            self._db.execute("PRAGMA journal_mode = OFF")
            self._db.execute("PRAGMA synchronous = OFF")
            self._db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            self._db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            self._db.executescript(SCHEMA)
            self._db.execute("BEGIN")

    def _take_part(self) -> int:
        """Open a fresh part file under a lock, so that two processes never write the same visit."""
        while True:
            handle = os.open(self._part, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(handle)
                raise _wrong(self._part, "另一个进程正在写这个访问文件") from None
            if self._is_part(handle):
                os.ftruncate(handle, 0)
                return handle
            # Between opening and locking another process finished: what is locked is its visit by now, under the final name.
            os.close(handle)

    def _is_part(self, handle: int) -> bool:
        try:
            return os.path.samestat(os.fstat(handle), os.stat(self._part))
        except FileNotFoundError:
            return False

    def add_page(self, page: Page) -> None:
        """Store one page. Its body is stored once per digest."""
        sha256 = page.sha256 or (digest(page.body) if page.body else "")
        headers = json.dumps(page.headers, ensure_ascii=True, separators=(",", ":"))
        row = (
            _storable(page.url),
            _storable(page.final_url),
            page.status,
            page.error.value if page.error else None,
            page.fetched_at.isoformat(),
            headers,
            sha256,
            int(page.rendered),
            _storable(page.found_on) if page.found_on is not None else None,
            _storable(page.anchor) if page.anchor is not None else None,
            page.depth,
        )
        with self._explained():
            if sha256 and sha256 not in self._stored:
                held_in = self._held.get(sha256)
                data = None if held_in else self._compress(page.body)
                self._db.execute("INSERT INTO body VALUES (?,?,?,?)", (sha256, len(page.body), data, held_in))
                self._stored.add(sha256)
            self._db.execute(ADD_PAGE, row)
            self._pages += 1
            self._breathe()

    def add_skip(self, skip: Skip) -> None:
        """Store one link that was seen and not fetched."""
        with self._explained():
            self._db.execute(ADD_SKIP, (_storable(skip.url), skip.reason.value, _storable(skip.anchor), _storable(skip.found_on)))
            self._skips += 1
            self._breathe()

    def _breathe(self) -> None:
        self._pending += 1
        if self._pending >= BATCH:
            self._db.execute("COMMIT")
            self._db.execute("BEGIN")
            self._pending = 0

    def close(self, visit: Visit) -> Path:
        """Complete the file, make it durable, give it its final name and return that."""
        with self._explained():
            text = json.dumps(_converter.unstructure(visit), ensure_ascii=False)
            self._db.execute("INSERT INTO visit VALUES (1,?,?,?)", (_storable(text), self._pages, self._skips))
            self._db.execute("COMMIT")
            self._db.close()
            os.fsync(self._lock)
            os.replace(self._part, self.path)
            folder = os.open(self.path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
            os.close(self._lock)
        return self.path

    def abort(self) -> None:
        """Give up: close and remove the part file. Never raises; what cannot be removed stays as ``.part`` and is never read."""
        with contextlib.suppress(sqlite3.Error):
            self._db.close()
        with contextlib.suppress(OSError):
            self._part.unlink()
        with contextlib.suppress(OSError):
            os.close(self._lock)

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn what disk and SQLite say into an ArchiveError that names the file."""
        try:
            yield
        except sqlite3.Error as error:
            raise _wrong(self._part, _problem(error)) from error
        except OSError as error:
            raise _wrong(self._part, f"无法写入（{error.strerror or error}）") from error


class VisitFile:
    """A finished visit file, opened for reading. Bodies are read as the pages are iterated, one at a time. 已完成的访问文件

    Attributes:
        path: the file.
        visit: metadata and plan.
        skips: links seen and not fetched.
    """

    def __init__(self, path: Path, visit: Visit, skips: tuple[Skip, ...]) -> None:
        self.path = path
        self.visit = visit
        self.skips = skips

    @property
    def sha256(self) -> str:
        """Hex digest of the whole file."""
        try:
            with self.path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise _wrong(self.path, f"无法读取（{error.strerror}）") from error

    def pages(self, bodies_at: Container[int] | None = None) -> Iterator[Page]:
        """Every page with its body, in the order of the visit. Raises ArchiveError if a body is damaged or its holder is gone.

        Args:
            bodies_at: places in the visit, from 0, whose bodies are wanted; the others are left empty. None: all.
        """
        with _reading(self.path) as db, contextlib.ExitStack() as others:
            bodies = _Bodies(self.path, db, others)
            for place, row in enumerate(db.execute(READ_PAGES)):
                wanted = row[6] and (bodies_at is None or place in bodies_at)
                yield _page(row, bodies.get(row[6]) if wanted else b"")

    @property
    def references(self) -> tuple[Path, ...]:
        """Other visit files that hold bodies of this one; they must be kept as long as it is. 引用的访问文件"""
        with _reading(self.path) as db:
            names = db.execute("SELECT DISTINCT held_in FROM body WHERE held_in IS NOT NULL ORDER BY held_in")
            return tuple(_resolve(self.path, name) for (name,) in names)


def read_visit(path: Path) -> VisitFile:
    """Open a finished visit file. ArchiveError names the file and what is wrong with it: missing, foreign, truncated, newer, incomplete."""
    with _reading(path) as db:
        row = db.execute("SELECT json, pages, skips FROM visit").fetchone()
        if row is None:
            raise _wrong(path, "访问文件不完整（写入未完成）")
        skips = tuple(
            Skip(url=url, reason=SkipReason(reason), anchor=anchor, found_on=found_on)
            for url, reason, anchor, found_on in db.execute("SELECT url, reason, anchor, found_on FROM skip ORDER BY id")
        )
        pages = db.execute("SELECT count(*) FROM page").fetchone()[0]
        if (pages, len(skips)) != (row[1], row[2]):
            raise _wrong(path, f"访问文件不完整（应有 {row[1]} 页、{row[2]} 条未访问链接，实有 {pages}、{len(skips)}）")
        try:
            visit = _converter.structure(json.loads(row[0]), Visit)
        except (BaseValidationError, ValueError) as error:
            raise _wrong(path, f"访问信息无法读取（{error}）") from error
        return VisitFile(path, visit, skips)


class _Bodies:
    """Looks bodies up by digest, in this file or the one it refers to, and checks them."""

    def __init__(self, path: Path, db: sqlite3.Connection, others: contextlib.ExitStack) -> None:
        self._path = path
        self._db = db
        self._others = others
        self._opened: dict[str, tuple[Path, sqlite3.Connection]] = {}
        self._decompress = zstandard.ZstdDecompressor().decompress

    def get(self, sha256: str) -> bytes:
        row = self._db.execute("SELECT data, held_in FROM body WHERE sha256 = ?", (sha256,)).fetchone()
        if row is None:
            raise _wrong(self._path, f"缺少正文 {sha256}")
        path, data = self._path, row[0]
        if row[1] is not None:
            path, other = self._other(row[1])
            with _named(path):
                held = other.execute("SELECT data FROM body WHERE sha256 = ?", (sha256,)).fetchone()
            if held is None or held[0] is None:
                raise _wrong(path, f"不含 {self._path.name} 所引用的正文 {sha256}")
            data = held[0]
        try:
            body = self._decompress(data)
        except zstandard.ZstdError as error:
            raise _wrong(path, f"正文 {sha256} 损坏（无法解压）") from error
        if digest(body) != sha256:
            raise _wrong(path, f"正文 {sha256} 损坏（摘要不符）")
        return body

    def _other(self, name: str) -> tuple[Path, sqlite3.Connection]:
        if name not in self._opened:
            path = _resolve(self._path, name)
            if not path.exists():
                raise _wrong(path, f"{self._path.name} 引用的访问文件已不存在")
            self._opened[name] = (path, self._others.enter_context(_reading(path)))
        return self._opened[name]


def _bodies_of(previous: Path, folder: Path) -> dict[str, str]:
    """Digest → name, relative to ``folder``, of the file that really holds the body. An unreadable previous file helps nobody: {}."""
    try:
        with _reading(previous) as db:
            return {
                sha256: os.path.relpath(_resolve(previous, held_in) if held_in else previous, folder)
                for sha256, held_in in db.execute("SELECT sha256, held_in FROM body")
                if held_in is None or _resolve(previous, held_in).exists()
            }
    except ArchiveError:
        return {}


def _resolve(path: Path, name: str) -> Path:
    return Path(os.path.normpath(path.parent / name))


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A read-only connection to a finished visit file; every SQLite error inside becomes an ArchiveError."""
    _check_header(path)
    with _named(path):
        db = sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1", uri=True)
        try:
            yield db
        finally:
            db.close()


def _check_header(path: Path) -> None:
    """Read SQLite's own header: SQLite would report what is there, not that something is missing."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
        size = path.stat().st_size
    except OSError as error:
        raise _wrong(path, f"无法读取（{error.strerror}）") from error
    if not head:
        raise _wrong(path, "是空文件")
    if len(head) < 100 or head[:16] != b"SQLite format 3\x00" or int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise _wrong(path, "不是访问文件")
    version = int.from_bytes(head[60:64], "big")
    if version != SCHEMA_VERSION:
        raise _wrong(path, f"访问文件版本为 {version}，本程序只读版本 {SCHEMA_VERSION}")
    whole = int.from_bytes(head[16:18], "big") * int.from_bytes(head[28:32], "big")
    if size < whole:
        raise _wrong(path, f"访问文件被截断（应为 {whole} 字节，实为 {size} 字节）")


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise _wrong(path, _problem(error)) from error


PROBLEMS = (  # what SQLite says → what we say
    ("disk is full", "磁盘已满"),
    ("readonly", "只读，无法写入"),
    ("malformed", "访问文件损坏"),
    ("not a database", "不是访问文件"),
    ("disk i/o error", "磁盘读写错误（可能已满或损坏）"),
    ("unable to open", "无法打开"),
)


def _problem(error: sqlite3.Error) -> str:
    said = str(error)
    return next((ours for theirs, ours in PROBLEMS if theirs in said.lower()), said)


def _storable(text: str) -> str:
    """Lone surrogates cannot be stored as UTF-8; they become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _page(row: tuple[Any, ...], body: bytes) -> Page:
    url, final_url, status, error, fetched_at, headers, sha256, rendered, found_on, anchor, depth = row
    return Page(
        url=url,
        final_url=final_url,
        status=status,
        error=FetchError(error) if error else None,
        fetched_at=dt.datetime.fromisoformat(fetched_at),
        headers=tuple((name, value) for name, value in json.loads(headers)),
        body=body,
        sha256=sha256,
        rendered=bool(rendered),
        found_on=found_on,
        anchor=anchor,
        depth=depth,
    )
