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
import multiprocessing
import multiprocessing.context
import multiprocessing.forkserver
import os
import pickle
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Future, ProcessPoolExecutor
from typing import Any, Self, TypeVar

import attrs
import zstandard

from archive.visit import VisitFile
from checks.model import Page
from checks.pages import ReadPage, read_page, read_view, unread_page
from checks.parsing.view import PageView
from checks.vocabulary import Context, Vocabulary
from crawler.frontier import Outline
from crawler.outline import PageReader, outline_of

from .packing import pack

BATCH = 8  # pages handed to a process at once
MOST_WAITING = 16  # batches handed out and not yet read
MOST_AHEAD = 4  # of them while the crawl goes on and waits for outlines; pages that come meanwhile are left to the visit file
MOST_KEPT = 20_000  # pages read in passing and not yet asked for; some 100 MB
WORTH_STARTING = 24  # pages; fewer are read here before a process has started
GARBAGE = (20_000, 10, 10)  # objects made, and how often, before Python looks for cycles among the younger and the older
LONGEST_SECONDS = 120.0  # for a batch whose turn it is, then for each of its pages

Placed = tuple[int, Page]  # a page and its place in the visit, from 0
_View = tuple[dt.date, str]  # what reading depends on beside page and words: judgement date and start address
Told = TypeVar("Told")
Source = TypeVar("Source", Page, PageView)


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
        self._seen = self._kept = 0
        self._warm = False  # a process has answered: pages need not be waited for longer than they take to be read

    def __enter__(self) -> Self:
        self._garbage = gc.get_threshold()
        _collect_seldom()
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
        _origin()  # loads what processes need while the crawl gets under way
        self._passing[portal] = _Passing(self, (as_of, start_url))
        return self._passing[portal]

    def read(self, file: VisitFile, as_of: dt.date) -> tuple[ReadPage, ...]:
        """Every page of a finished visit with its facts, in the order of the visit. ArchiveError from a damaged file passes through."""
        view = as_of, file.visit.start_url
        stored = tuple(file.pages(bodies_at=()))
        passing = self._passing.pop(file.visit.portal_id, None)
        found = passing.found() if passing and passing.view == view else {}
        self._kept -= passing.kept if passing else 0
        # Only what the file says counts: what was read of anything else is read again.
        found = {place: page for place, page in found.items() if place < len(stored) and page.page == stored[place]}
        found.update(self._read_stored(file, view, frozenset(range(len(stored))) - found.keys()))
        return tuple(found[place] for place in range(len(stored)))

    def _read_stored(self, file: VisitFile, view: _View, places: frozenset[int]) -> Iterator[tuple[int, ReadPage]]:
        if self._started is None and len(places) < WORTH_STARTING:
            context = _context(self._vocabulary, view)
            yield from ((place, _unless_broken(read_page, page, page, context)) for place, page in _at(file, places))
            return
        failed: set[int] = set()
        for batch in self._in_turn(view, _at(file, places)):
            pages = self._opened(batch)
            failed |= set() if pages else {*batch.places}
            yield from pages or ()
        for place, page in _at(file, frozenset(failed)):
            alone = self._hand_out(view, [(place, page)])
            yield from self._opened(alone) or ((place, unread_page(page, "读取进程中止或超时")),)

    def _in_turn(self, view: _View, pages: Iterable[Placed]) -> Iterator[_Batch]:
        """Hand pages out in batches, not too many at a time, and give the batches back in order."""
        waiting: collections.deque[_Batch] = collections.deque()
        batch: list[Placed] = []
        for entry in pages:
            batch.append(entry)
            if len(batch) == BATCH:
                waiting.append(self._hand_out(view, batch))
                batch = []
            if len(waiting) >= MOST_WAITING:
                yield waiting.popleft()
        if batch:
            waiting.append(self._hand_out(view, batch))
        yield from waiting

    def _hand_out(self, view: _View, pages: Sequence[Placed]) -> _Batch:
        pool, packed = self._submit(_read, view, [page for _, page in pages])
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
            self._started = _pool(self._vocabulary, self._processes)
        return self._started

    def _stop(self, pool: ProcessPoolExecutor | None = None) -> None:
        """End all processes; where a pool is named, only if it is still the one at work."""
        if self._started is not None and pool in (None, self._started):
            _kill(self._started)
            self._started = None
            self._warm = False


class _Passing:
    """A visit that is still going on: what was seen of it and handed out. A ``PageReader``."""

    def __init__(self, readers: Readers, view: _View) -> None:
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
        if readers._seen >= WORTH_STARTING and len(readers._running) < MOST_AHEAD and readers._kept < MOST_KEPT:
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
        pool, future = readers._submit(_outline, self.view, page)
        answer = await _answer(future)
        if answer is None:  # the process went down, perhaps by another page: once more, and apart from all others
            readers._stop(pool)
            apart = _pool(readers._vocabulary, 1)
            try:
                answer = await _answer(apart.submit(_outline, self.view, page))
            finally:
                _kill(apart)
        if answer is None:
            return Outline(url=page.final_url)  # judging meets the same, and says that the page is unread
        outline, packed = answer
        self._keep(place, packed)
        told: Outline = pickle.loads(outline)
        return told

    def _here(self, place: int, page: Page) -> Outline:
        context = _context(self._readers._vocabulary, self.view)
        seen = PageView(page)
        outline = outline_of(seen, context)
        if seen.is_html:  # a file may take long, and the crawl would wait for it
            self._keep(place, _packed([_unless_broken(read_view, page, seen, context)]))
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


def _pool(vocabulary: Vocabulary, processes: int) -> ProcessPoolExecutor:
    # Packed: what does not fit into a pipe would be waited for until the process has started.
    words = zstandard.compress(pickle.dumps(vocabulary, pickle.HIGHEST_PROTOCOL))
    return ProcessPoolExecutor(processes, _origin(), initializer=_prepare, initargs=(words,))


def _origin() -> multiprocessing.context.BaseContext:
    """Where processes come from: a fork of this one would copy the crawl's threads and sockets."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    origin = multiprocessing.get_context("forkserver")
    origin.set_forkserver_preload(["__main__", __name__])  # imported once, not by every process
    multiprocessing.forkserver.ensure_running()
    return origin


def _kill(pool: ProcessPoolExecutor) -> None:
    for process in list((pool._processes or {}).values()):
        process.kill()  # one that hangs would be waited for
    pool.shutdown(cancel_futures=True)


def _at(file: VisitFile, places: frozenset[int]) -> Iterator[Placed]:
    return ((place, page) for place, page in enumerate(file.pages(bodies_at=places)) if place in places)


def _context(vocabulary: Vocabulary, view: _View) -> Context:
    as_of, start_url = view
    return Context(as_of=as_of, vocabulary=vocabulary, start_url=start_url)


_words: Vocabulary  # of a reading process


def _prepare(words: bytes) -> None:
    global _words
    _words = pickle.loads(zstandard.decompress(words))
    _collect_seldom()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _collect_seldom() -> None:
    """Look for unused cycles less often, and not among what is loaded now, which stays: pages, requests and facts make few."""
    gc.freeze()
    gc.set_threshold(*GARBAGE)


def _end_with_parent() -> None:
    """A reading process would wait for work for ever if the program is killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read(view: _View, pages: Sequence[Page]) -> bytes:
    context = _context(_words, view)
    return _packed([_unless_broken(read_page, page, page, context) for page in pages])


def _outline(view: _View, page: Page) -> tuple[bytes, bytes]:
    """The outline of a page, and the page read: two that are opened at different times."""
    context = _context(_words, view)
    seen = PageView(page)
    outline = outline_of(seen, context)
    return pack(outline), _packed([_unless_broken(read_view, page, seen, context)])


def _unless_broken(read: Callable[[Source, Context], ReadPage], page: Page, source: Source, context: Context) -> ReadPage:
    """A page on which our own code fails beyond one extractor is unread, and says so."""
    try:
        return read(source, context)
    except Exception as error:
        return unread_page(page, f"{type(error).__name__}: {error}"[:300])


def _packed(pages: list[ReadPage]) -> bytes:
    return zstandard.compress(pack(pages), 1)
