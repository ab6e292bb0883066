"""Reads pages in processes of their own, beginning while the crawl still goes on. 并行读取

What the crawl needs of a page is read at once, together with its facts; other pages are read in passing where a process has time. That
is only a head start: all is in the visit file, and what was not read in passing is read from there. A page that brings its reader
down, or keeps it longer than any page may, costs itself a ``reader.error`` and nothing else.
"""

from __future__ import annotations

import asyncio
import collections
import contextlib
import datetime as dt
import gc
import itertools
import os
import pickle
from collections.abc import Callable, Iterator, Sequence, Set
from concurrent.futures import BrokenExecutor, CancelledError, Future, ProcessPoolExecutor
from typing import Any, Self, TypeVar

import attrs
import zstandard

from archive.errors import ArchiveError
from archive.visit import VisitFile
from checks.model import Page
from checks.pages import ReadPage, read_page, read_view, unread_page
from checks.parsing.view import PageView
from checks.vocabulary import Vocabulary
from crawler.frontier import Outline
from crawler.outline import PageReader, outline_of

from .reading_process import (
    View,
    collect_seldom,
    context_of,
    kill,
    may_fork,
    origin,
    packed_pages,
    read_outline,
    read_pages,
    start,
    unless_broken,
)

BATCH = 8  # pages handed to a process at once
MOST_WAITING = 16  # batches handed out and not yet read
MOST_AHEAD = 4  # of them while the crawl goes on and waits for outlines; pages that come meanwhile are left to the visit file
MOST_KEPT = 20_000  # pages read in passing and not yet asked for; some 100 MB
WORTH_STARTING = 24  # pages; fewer are read here before a process has started
LONGEST_SECONDS = 120.0  # for a batch whose turn it is, then for each of its pages

Placed = tuple[int, Page]  # a page and its place in the visit, from 0
Told = TypeVar("Told")


@attrs.frozen
class _Batch:
    """Pages that a process reads, and their facts to come: packed, so that many can wait."""

    places: tuple[int, ...]
    pool: ProcessPoolExecutor
    packed: Future[bytes]


class Readers:
    """The reading processes of one run; a context manager that ends them.

    Args:
        vocabulary: the words of the run.
        processes: how many; one a core where none is said.
    """

    def __init__(self, vocabulary: Vocabulary, processes: int = 0) -> None:
        self._vocabulary = vocabulary
        self._processes = processes or os.cpu_count() or 1
        self._started: ProcessPoolExecutor | None = None
        self._running: list[_Batch] = []
        self._passing: dict[str, _Passing] = {}
        self._ahead: _Reading | None = None
        self._seen = self._kept = 0
        self._warm = False  # a process has answered: pages need not be waited for longer than they take to be read

    def __enter__(self) -> Self:
        self._garbage = gc.get_threshold()
        collect_seldom()
        if may_fork():
            self._started = start(self._vocabulary, self._processes, forked=True)
            self._begin()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()
        gc.set_threshold(*self._garbage)
        gc.unfreeze()

    @property
    def processes(self) -> tuple[int, ...]:
        """The numbers of the processes that read."""
        return tuple((self._started._processes or {}) if self._started else ())

    def passing(self, portal: str, as_of: dt.date, start_url: str) -> PageReader:
        """A reader for the crawl of one portal; what it reads is there when the visit is asked for."""
        if self._started is None:
            origin()  # loads what processes need while the crawl gets under way
        self._passing[portal] = _Passing(self, (as_of, start_url))
        return self._passing[portal]

    def read(self, file: VisitFile, as_of: dt.date, then: tuple[VisitFile, dt.date] | None = None) -> tuple[ReadPage, ...]:
        """Every page of a finished visit with its facts, in the order of the visit. ArchiveError from a damaged file passes through.

        Args:
            then: the visit and date asked for next; processes that have no more to do for this one begin with it.
        """
        view = as_of, file.visit.start_url
        ahead, self._ahead = self._ahead, None
        reading = ahead if ahead is not None and (ahead.file, ahead.view) == (file, view) else _Reading(self, file, view)
        if self._started is None and reading.few:
            context = context_of(self._vocabulary, view)
            found = {place: unless_broken(read_page, page, page, context) for place, page in reading.left}
            found |= reading.early()
        else:
            reading.hand_out(MOST_WAITING)
            found = reading.early()  # opened while the processes read the others
            found.update(self._in_turn(reading, then))
            found.update(self._alone(file, view, reading.places - found.keys()))
        return tuple(found[place] for place in sorted(reading.places))

    def _in_turn(self, reading: _Reading, then: tuple[VisitFile, dt.date] | None) -> Iterator[tuple[int, ReadPage]]:
        """The pages that a visit left to be read, as far as no process fails on them; the next visit is begun before they are all there."""
        while reading.waiting:
            batch = reading.waiting.popleft()
            reading.hand_out(MOST_WAITING)
            if then is not None and len(reading.waiting) < MOST_WAITING:
                try:
                    self._ahead = self._ahead or _Reading(self, then[0], (then[1], then[0].visit.start_url))
                    self._ahead.hand_out(MOST_WAITING - len(reading.waiting))
                except ArchiveError:  # a damaged file says so when it is asked for
                    self._ahead = then = None
            yield from self._opened(batch) or ()

    def _alone(self, file: VisitFile, view: View, places: Set[int]) -> Iterator[tuple[int, ReadPage]]:
        """Pages whose process went down, perhaps by another page, each by itself."""
        for place, page in _at(file, places):
            yield from self._opened(self._hand_out(view, [(place, page)])) or ((place, unread_page(page, "读取进程中止或超时")),)

    def _hand_out(self, view: View, pages: Sequence[Placed]) -> _Batch:
        pool, packed = self._submit(read_pages, view, [page for _, page in pages])
        return _Batch(tuple(place for place, _ in pages), pool, packed)

    def _submit(self, task: Callable[..., Told], *arguments: object) -> tuple[ProcessPoolExecutor, Future[Told]]:
        try:
            pool, future = self._pool(), self._pool().submit(task, *arguments)
        except BrokenExecutor:  # a process was killed while it had nothing to do
            self._stop()
            pool, future = self._pool(), self._pool().submit(task, *arguments)
        future.add_done_callback(self._answered)
        return pool, future

    def _opened(self, batch: _Batch) -> tuple[tuple[int, ReadPage], ...] | None:
        """A batch's pages with their facts; None if its process went down or took too long, and then all processes are new."""
        try:
            packed = batch.packed.result(timeout=LONGEST_SECONDS)
        except CancelledError:
            return None
        except (BrokenExecutor, TimeoutError):
            self._stop(batch.pool)
            return None
        pages: list[ReadPage] = pickle.loads(zstandard.decompress(packed))
        return tuple(zip(batch.places, pages, strict=True))

    def _begin(self) -> None:
        """Start the processes, so that they are there when they are needed."""
        with contextlib.suppress(BrokenExecutor):  # processes that cannot start are met again where one is needed
            for _ in range(self._processes):
                self._submit(os.getpid)

    def _answered(self, future: Future[Any]) -> None:
        self._warm |= not future.cancelled() and future.exception() is None

    def _pool(self) -> ProcessPoolExecutor:
        if self._started is None:
            self._started = start(self._vocabulary, self._processes)
        return self._started

    def _stop(self, pool: ProcessPoolExecutor | None = None) -> None:
        """End all processes; where a pool is named, only if it is still the one at work."""
        if self._started is not None and pool in (None, self._started):
            kill(self._started)
            self._started = None
            self._warm = False


class _Reading:
    """A finished visit that is being read: what was read of it in passing, and what is left.

    Attributes:
        places: of all its pages.
        left: those not handed out yet.
        few: whether so few were left that it is not worth starting processes for them.
        waiting: batches handed out and not opened.
    """

    def __init__(self, readers: Readers, file: VisitFile, view: View) -> None:
        self.file = file
        self.view = view
        self._readers = readers
        self._stored = tuple(file.pages(bodies_at=()))
        passing = readers._passing.pop(file.visit.portal_id, None)
        readers._kept -= passing.kept if passing else 0
        self._passing = passing if passing and passing.view == view else None
        self.places = frozenset(range(len(self._stored)))
        rest = self.places - (self._passing.places if self._passing else frozenset())
        self.left = _at(file, rest)
        self.few = len(rest) < WORTH_STARTING
        self.waiting: collections.deque[_Batch] = collections.deque()

    def hand_out(self, most: int) -> None:
        """Give pages to processes until so many batches wait."""
        while len(self.waiting) < most and (batch := tuple(itertools.islice(self.left, BATCH))):
            self.waiting.append(self._readers._hand_out(self.view, batch))

    def early(self) -> dict[int, ReadPage]:
        """What was read in passing, by place. Only what the file says counts: what was read of anything else is read again."""
        found = self._passing.found() if self._passing else {}
        return {place: page for place, page in found.items() if place in self.places and page.page == self._stored[place]}


class _Passing:
    """A visit that is still going on: what was seen of it and handed out. A ``PageReader``."""

    def __init__(self, readers: Readers, view: View) -> None:
        self.view = view
        self._readers = readers
        self._pages = 0
        self._waiting: list[Placed] = []
        self._batches: list[_Batch] = []
        self._outlined: dict[int, bytes] = {}

    @property
    def kept(self) -> int:
        """Pages read, or being read."""
        return len(self._outlined) + sum(len(batch.places) for batch in self._batches)

    @property
    def places(self) -> frozenset[int]:
        """The places of these pages."""
        return frozenset(self._outlined).union(*(batch.places for batch in self._batches))

    def found(self) -> dict[int, ReadPage]:
        """All that was read, by place; waits for what is being read."""
        readers = self._readers
        found = {place: page for batch in self._batches for place, page in readers._opened(batch) or ()}
        return found | {place: pickle.loads(zstandard.decompress(packed))[0] for place, packed in self._outlined.items()}

    def take(self, page: Page) -> None:
        """Read the page now if a process has time."""
        readers = self._readers
        self._waiting.append((self._next(), page))
        if len(self._waiting) < BATCH:
            return
        readers._running = [batch for batch in readers._running if not batch.packed.done()]
        if readers._started is not None and len(readers._running) < MOST_AHEAD and readers._kept < MOST_KEPT:
            batch = readers._hand_out(self.view, self._waiting)
            self._batches.append(batch)
            readers._running.append(batch)
            readers._kept += len(self._waiting)
        self._waiting = []

    async def outline(self, page: Page) -> Outline:
        """Read the page, and keep its facts: in a process, or here until one has started."""
        readers = self._readers
        place = self._next()
        if not readers._warm:
            return self._here(place, page)
        pool, future = readers._submit(read_outline, self.view, page)
        answer = await _answer(future)
        if answer is None:  # the process went down, perhaps by another page: once more, and apart from all others
            readers._stop(pool)
            apart = start(readers._vocabulary, 1)
            try:
                answer = await _answer(apart.submit(read_outline, self.view, page))
            finally:
                kill(apart)
        if answer is None:
            return Outline(url=page.final_url)  # judging meets the same, and says that the page is unread
        outline, packed = answer
        self._keep(place, packed)
        told: Outline = pickle.loads(outline)
        return told

    def _here(self, place: int, page: Page) -> Outline:
        context = context_of(self._readers._vocabulary, self.view)
        seen = PageView(page)
        outline = outline_of(seen, context)
        if seen.is_html:  # a file may take long, and the crawl would wait for it
            self._keep(place, packed_pages([unless_broken(read_view, page, seen, context)]))
        return outline

    def _keep(self, place: int, packed: bytes) -> None:
        if self._readers._kept < MOST_KEPT:
            self._outlined[place] = packed
            self._readers._kept += 1

    def _next(self) -> int:
        place, self._pages = self._pages, self._pages + 1
        self._readers._seen += 1
        if self._readers._seen >= WORTH_STARTING and self._readers._started is None:
            self._readers._begin()
        return place


async def _answer(future: Future[Told]) -> Told | None:
    """What a process answers; None if it went down or took too long."""
    waiting = asyncio.wrap_future(future)
    waiting.add_done_callback(lambda ended: ended.cancelled() or ended.exception())  # else asyncio says that nobody has looked at it
    await asyncio.wait([waiting], timeout=LONGEST_SECONDS)
    try:
        return future.result(timeout=0)
    except (BrokenExecutor, CancelledError, TimeoutError):
        return None


def _at(file: VisitFile, places: Set[int]) -> Iterator[Placed]:
    return ((place, page) for place, page in enumerate(file.pages(bodies_at=places)) if place in places)
