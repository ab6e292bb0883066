"""What the review pages are told, and how they come at the ledger: off the event loop, one writer at a time. 复核台"""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
import sqlite3
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self, TypeVar, cast
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

import attrs
from datasette.app import Datasette

from archive.errors import ArchiveError
from archive.ledger import Ledger, open_ledger
from archive.ledger_reading import LedgerReader, read_ledger
from checks.model import Episode
from checks.reviewing import Reviews

from .people import Book

PLUGIN = "gongkai"  # under this name our plugins find their configuration
BEIJING = ZoneInfo("Asia/Shanghai")
READERS = 4
PATIENCE = 120.0  # seconds that an entry waits while a night is entered and published; the ledger itself waits less

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Desk:
    """How people sign in and where their entries go; Datasette's plugin configuration. 复核设置

    Attributes:
        ledger: where entries are kept.
        people: who may sign in with a password; None where nobody may.
        actor_header: the header in which the organisation's proxy names who asks, in lower case; '' for none.
        trusted_proxies: addresses from which the header is believed.
        private: nothing is shown to those who have not signed in.
        secure: readers reach us through TLS, so that what their browsers keep is sent through TLS only.
    """

    ledger: Path
    people: Path | None = None
    actor_header: str = ""
    trusted_proxies: tuple[str, ...] = ()
    private: bool = False
    secure: bool = False

    @classmethod
    def of(cls, datasette: Datasette) -> Self | None:
        """The values a plugin was given; None where there is no ledger to write to."""
        if datasette not in _desks:
            _desks[datasette] = cls.told(datasette.plugin_config(PLUGIN) or {})
        return cast("Self | None", _desks[datasette])

    @classmethod
    def told(cls, config: Mapping[str, Any]) -> Self | None:
        """The values out of a plugin configuration, whatever else stands in it."""
        if not config.get("ledger"):
            return None
        proxies = config.get("trusted_proxies") or ()
        return cls(
            ledger=Path(config["ledger"]),
            people=Path(config["people"]) if config.get("people") else None,
            actor_header=str(config.get("actor_header") or "").lower(),
            trusted_proxies=tuple(proxies.split(",")) if isinstance(proxies, str) else tuple(proxies),
            private=config.get("private") in (True, "1"),
            secure=str(config.get("base_url") or "").startswith("https://"),
        )

    def config(self) -> dict[str, Any]:
        """The values as a plugin configuration. Given to ``told`` it comes out the same, but for ``secure``, which ``base_url`` says."""
        return {
            "ledger": str(self.ledger),
            "people": str(self.people) if self.people else "",
            "actor_header": self.actor_header,
            "trusted_proxies": list(self.trusted_proxies),
            "private": self.private,
        }


_desks: WeakKeyDictionary[Datasette, Desk | None] = WeakKeyDictionary()  # asked several times a page


@attrs.frozen(kw_only=True, eq=False)
class Snapshot:
    """The ledger's problems and entries at one moment; each is only like itself, so that what is made of it can be kept. 当前问题和意见

    Attributes:
        episodes: the latest life of each problem, by fingerprint.
        ended: run → date of judgement, for problems that are gone.
    """

    episodes: Mapping[str, Episode]
    reviews: Reviews
    ended: Mapping[str, dt.date]


class Office:
    """The ledger behind the pages. One for each ledger, however many Datasettes come and go before it. 账本通道"""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.book = Book(desk.people) if desk.people else None
        self._writing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="review-write")
        self._reading = ThreadPoolExecutor(max_workers=READERS, thread_name_prefix="review-read")
        self._watching = ThreadPoolExecutor(max_workers=1, thread_name_prefix="review-watch")
        self._reader: LedgerReader | None = None
        self._seen: tuple[int, Snapshot] | None = None
        self._is_new = functools.cache(lambda: open_ledger(desk.ledger).close())  # brings an older ledger up to date, once

    async def write(self, work: Callable[[Ledger], T]) -> T:
        """Do something with the ledger that writes; entries wait for one another here, and for a night that is being entered.

        ArchiveError if that takes too long, or the disk refuses.
        """
        return await asyncio.get_running_loop().run_in_executor(self._writing, self._write, work)

    async def read(self, work: Callable[[Ledger], T]) -> T:
        """Do something with the ledger that only reads, at one moment of it."""
        return await asyncio.get_running_loop().run_in_executor(self._reading, self._read, work)

    async def look(self, work: Callable[[Snapshot], T]) -> T:
        """Make something of problems and entries as they are now; they are read again only after a change."""
        return await asyncio.get_running_loop().run_in_executor(self._watching, lambda: work(self._snapshot()))

    def _write(self, work: Callable[[Ledger], T]) -> T:
        self._exists()
        until = time.monotonic() + PATIENCE
        while True:
            try:
                with open_ledger(self.desk.ledger) as ledger, ledger.atomic():
                    return work(ledger)
            except ArchiveError as error:
                if not is_busy(error) or time.monotonic() > until:
                    raise

    def _read(self, work: Callable[[Ledger], T]) -> T:
        self._exists()
        self._is_new()
        ledger = read_ledger(self.desk.ledger)
        with ledger, ledger.looking():
            return work(ledger)

    def _snapshot(self) -> Snapshot:
        self._exists()
        self._is_new()
        if self._reader is None or not self._reader.is_current:
            if self._reader is not None:
                self._reader.close()
            self._reader, self._seen = read_ledger(self.desk.ledger), None
        version = self._reader.version
        if self._seen is None or self._seen[0] != version:
            with self._reader.looking():
                # of two lives of one problem the later comes later
                episodes = {episode.fingerprint: episode for episode in self._reader.episodes()}
                ended = {run.id: run.as_of for run in self._reader.runs()}
                self._seen = version, Snapshot(episodes=episodes, reviews=Reviews(self._reader.reviews()), ended=ended)
        return self._seen[1]

    def _exists(self) -> None:
        if not self.desk.ledger.is_file():
            raise ArchiveError(f"账本 {self.desk.ledger}：文件不存在")


def is_busy(error: ArchiveError) -> bool:
    """Whether somebody else held the ledger for too long. 账本占用"""
    code = getattr(error.__cause__, "sqlite_errorcode", 0) or 0
    return code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


@functools.cache
def office_of(desk: Desk) -> Office:
    """The one office of a desk."""
    return Office(desk)


def now() -> dt.datetime:
    """The current moment, aware, UTC."""
    return dt.datetime.now(dt.UTC)


def day_of(moment: dt.datetime) -> dt.date:
    """The day in Beijing."""
    return moment.astimezone(BEIJING).date()


def clock(moment: dt.datetime) -> str:
    """A moment as people read it, Beijing time."""
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M}"
