"""One request sees one night: each published file gets a Datasette of its own, which ends with its last request. 版次

Publishing replaces the file by rename. What a request began on must stay: the file is held by a second name (a hard link) in a folder
of ours, so that whatever opens it, and whenever, opens the same night.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import gc
import logging
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import attrs
from datasette.app import Datasette

from archive.errors import ArchiveError
from publish.exports import open_published
from publish.views import VIEWS

from .settings import DATABASE, Serving, datasette_on

logger = logging.getLogger(__name__)
LOOK_SECONDS = 1.0  # how soon a new file is noticed
FIRST_ASKED = ("finding", "entry", *(view.name for view in VIEWS))  # whose counts are worked out before anyone asks
PREFIX = ".serving-"  # folders that hold what is being served, beside the published file

Scope = dict[str, Any]
Signature = tuple[int, int, int, int]


def signature(path: Path) -> Signature:
    """What tells one published file from the next. OSError if there is none."""
    seen = path.stat()
    return seen.st_dev, seen.st_ino, seen.st_mtime_ns, seen.st_size


@attrs.define(eq=False)
class Edition:
    """One published file, held, with the Datasette that reads it. 版次

    Attributes:
        readers: requests under way.
        current: new requests come here.
    """

    seen: Signature
    folder: Path
    datasette: Datasette
    app: Any
    readers: int = 0
    current: bool = False

    async def end(self) -> None:
        """Let go of file, connections and threads."""
        internal = self.datasette.databases["_internal"]
        await internal.execute_write_fn(_leave, block=False)
        if self.datasette.executor is not None:
            await asyncio.to_thread(self.datasette.executor.shutdown)
        for database in self.datasette.databases.values():
            database.close()
        await asyncio.to_thread(shutil.rmtree, self.folder, ignore_errors=True)


def _leave(connection: sqlite3.Connection) -> NoReturn:
    """End the thread that Datasette writes its own notes in: it waits for work for ever, and holds all of its Datasette."""
    connection.close()
    raise SystemExit


class Editions:
    """The ASGI program that is served: hands each request to the Datasette of the file in place when it came. 浏览服务"""

    def __init__(self, serving: Serving) -> None:
        self.serving = serving
        self._current: Edition | None = None
        self._old: set[Edition] = set()
        self._refused: Signature | None = None
        self._count = 0
        self._root: Path | None = None
        self._held = contextlib.ExitStack()

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Answer one request, or live through the server's start and end."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        edition = self._current
        if edition is None:
            raise RuntimeError("the server asks before it has started")
        edition.readers += 1
        try:
            await edition.app(scope, receive, send)
        finally:
            edition.readers -= 1
            await self._end_if_left(edition)

    async def refresh(self) -> bool:
        """Turn to the published file if it is another one; whether it was. What cannot be read is passed over, once. 换版"""
        try:
            seen = signature(self.serving.published)
        except OSError:
            return False  # publishing replaces the file, it never removes it: it was taken away, and readers keep what they have
        if self._current is not None and seen in (self._current.seen, self._refused):
            return False
        try:
            edition = await self._open()
        except (ArchiveError, OSError, sqlite3.Error):
            if self._current is None:
                raise
            logger.exception("the new file is not served: %s", self.serving.published)
            self._refused = seen
            return False
        before, self._current = self._current, edition
        edition.current = True
        if before is not None:
            before.current = False
            self._old.add(before)
            await self._end_if_left(before)
        return True

    async def start(self) -> None:
        """Open the first file. ArchiveError if it cannot be read."""
        self._root = self._held.enter_context(_own_folder(self.serving.published.parent))
        await self.refresh()

    async def stop(self) -> None:
        """Let go of everything."""
        if self._current is not None:
            self._old.add(self._current)
            self._current.current = False
        for edition in tuple(self._old):
            await edition.end()
        self._current = None
        self._old.clear()
        self._held.close()

    async def _open(self) -> Edition:
        if self._root is None:
            raise RuntimeError("start() comes first")
        self._count += 1
        folder = self._root / str(self._count)
        held, seen = await asyncio.to_thread(_hold, self.serving.published, folder)
        datasette = datasette_on(held, self.serving)
        edition = Edition(seen=seen, folder=folder, datasette=datasette, app=datasette.app())
        try:
            # The first requests set Datasette up and count the tables; nobody should wait for that, nor meet it half done.
            database = datasette.get_database(DATABASE)
            with database.patient():
                await datasette.client.get(datasette.urls.instance())
                # All at once: one after the other, each would wait its turn among all that readers ask of the night before.
                await asyncio.gather(*(datasette.client.get(datasette.urls.table(DATABASE, name)) for name in FIRST_ASKED))
        except BaseException:
            await edition.end()
            raise
        return edition

    async def _end_if_left(self, edition: Edition) -> None:
        if not edition.current and not edition.readers and edition in self._old:
            self._old.discard(edition)
            await edition.end()
            gc.collect()  # a Datasette is full of cycles, and a collection of the old comes late

    async def _live(self, receive: Any, send: Any) -> None:
        watching: asyncio.Task[None] | None = None
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                try:
                    await self.start()
                except Exception as error:  # the server is told, and says it
                    await send({"type": "lifespan.startup.failed", "message": str(error)})
                    return
                watching = asyncio.create_task(self._watch())
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                if watching is not None:
                    watching.cancel()
                    with contextlib.suppress(asyncio.CancelledError):
                        await watching
                await self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self.refresh()
            except Exception:  # whatever it was, the night that is served stays
                logger.exception("looking for a new file failed")


def _hold(published: Path, folder: Path) -> tuple[Path, Signature]:
    """A name of our own for the file in place now, and what it is. ArchiveError unless it can be read."""
    folder.mkdir()
    held = folder / f"{DATABASE}.db"
    try:
        os.link(published, held)
        seen = signature(held)
    except OSError:  # another file system, or a file that is not ours to link
        with published.open("rb") as source, held.open("wb") as copy:
            seen = _signature_of(source.fileno())
            shutil.copyfileobj(source, copy, 1 << 20)
    try:
        with open_published(held) as connection:
            connection.execute("select count(*) from run")
    except ArchiveError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return held, seen


def _signature_of(handle: int) -> Signature:
    seen = os.fstat(handle)
    return seen.st_dev, seen.st_ino, seen.st_mtime_ns, seen.st_size


@contextlib.contextmanager
def _own_folder(beside: Path) -> Iterator[Path]:
    """A folder for what is held: beside the published file, where links are possible, else where temporary files go."""
    for left in beside.glob(f"{PREFIX}*"):
        _remove_if_left(left)
    try:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=beside))
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield folder
    finally:
        os.close(handle)
        shutil.rmtree(folder, ignore_errors=True)


def _remove_if_left(folder: Path) -> None:
    """Remove the folder of a server that was killed: it keeps whole nights on the disk. One that lives holds its lock."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(handle)
