"""Reads the facts of pages in processes of their own, beginning while the crawl still goes on. 并行读取

What is read early is only a head start: all is in the visit file, and what was not read in passing is read from there. A page that
brings its reader down, or keeps it longer than any page may, costs itself a ``reader.error`` and nothing else.
"""

from __future__ import annotations

import collections
import datetime as dt
import gc
import multiprocessing
import os
import pickle
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Future, ProcessPoolExecutor
from typing import Self

import attrs
import zstandard

from archive.visit import VisitFile
from checks.model import Page
from checks.pages import ReadPage, read_page, unread_page
from checks.vocabulary import Context, Vocabulary

BATCH = 8  # pages handed to a process at once
MOST_WAITING = 16  # batches handed out and not yet read; pages that come meanwhile are left to the visit file
MOST_KEPT = 20_000  # pages read in passing and not yet asked for; some 100 MB
WORTH_STARTING = 64  # pages; fewer are read here before a process has started
LONGEST_SECONDS = 120.0  # for a batch whose turn it is, then for each of its pages

Placed = tuple[int, Page]  # a page and its place in the visit, from 0
_View = tuple[dt.date, str]  # what reading depends on beside page and words: judgement date and start address


@attrs.frozen
class _Batch:
    """Pages that a process reads, and their facts to come: packed, so that many can wait."""

    places: tuple[int, ...]
    packed: Future[bytes]


@attrs.define
class _Passing:
    """What was seen and handed out of a visit that is still going on."""

    view: _View
    pages: int = 0
    waiting: list[Placed] = attrs.Factory(list)
    batches: list[_Batch] = attrs.Factory(list)


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
        self._passing: dict[str, _Passing] = {}
        self._seen = self._kept = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def _stop(self) -> None:
        if self._started is not None:
            for process in list((self._started._processes or {}).values()):
                process.kill()  # one that hangs would be waited for
            self._started.shutdown(cancel_futures=True)
            self._started = None

    def take(self, portal: str, as_of: dt.date, start_url: str, page: Page) -> None:
        """A page that a visit has just stored, in the order of the visit: it is read now if a process has time."""
        passing = self._passing.setdefault(portal, _Passing((as_of, start_url)))
        passing.waiting.append((passing.pages, page))
        passing.pages += 1
        self._seen += 1
        if len(passing.waiting) < BATCH:
            return
        unread = sum(not batch.packed.done() for p in self._passing.values() for batch in p.batches)
        if self._seen >= WORTH_STARTING and unread < MOST_WAITING and self._kept < MOST_KEPT:
            passing.batches.append(self._hand_out(passing.view, passing.waiting))
            self._kept += len(passing.waiting)
        passing.waiting = []

    def read(self, file: VisitFile, as_of: dt.date) -> tuple[ReadPage, ...]:
        """Every page of a finished visit with its facts, in the order of the visit. ArchiveError from a damaged file passes through."""
        view = as_of, file.visit.start_url
        stored = tuple(file.pages(bodies_at=()))
        found: dict[int, ReadPage] = {}
        passing = self._passing.pop(file.visit.portal_id, None)
        for batch in passing.batches if passing else ():
            self._kept -= len(batch.places)
            if passing and passing.view == view:
                found.update(self._opened(batch) or ())
        # Only what the file says counts: what was read of anything else is read again.
        found = {place: page for place, page in found.items() if place < len(stored) and page.page == stored[place]}
        found.update(self._read_stored(file, view, frozenset(range(len(stored))) - found.keys()))
        return tuple(found[place] for place in range(len(stored)))

    def _read_stored(self, file: VisitFile, view: _View, places: frozenset[int]) -> Iterator[tuple[int, ReadPage]]:
        if self._started is None and len(places) < WORTH_STARTING:
            context = _context(self._vocabulary, view)
            yield from ((place, read_page(page, context)) for place, page in _at(file, places))
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
        task = view, [page for _, page in pages]
        try:
            packed = self._pool().submit(_read, *task)
        except BrokenExecutor:  # a process was killed while it had nothing to do
            self._stop()
            packed = self._pool().submit(_read, *task)
        return _Batch(tuple(place for place, _ in pages), packed)

    def _opened(self, batch: _Batch) -> tuple[tuple[int, ReadPage], ...] | None:
        """A batch's pages with their facts; None if its process went down or took too long, and then all processes are new."""
        try:
            packed = batch.packed.result(timeout=LONGEST_SECONDS)
        except CancelledError:
            return None
        except (BrokenExecutor, TimeoutError):
            self._stop()
            return None
        pages: list[ReadPage] = pickle.loads(zstandard.decompress(packed))
        return tuple(zip(batch.places, pages, strict=True))

    def _pool(self) -> ProcessPoolExecutor:
        if self._started is None:
            self._started = ProcessPoolExecutor(
                max_workers=self._processes,
                initializer=_prepare,
                initargs=(self._vocabulary,),
                mp_context=multiprocessing.get_context("spawn"),  # a fork would copy the crawl's threads and sockets
            )
        return self._started


def _at(file: VisitFile, places: frozenset[int]) -> Iterator[Placed]:
    return ((place, page) for place, page in enumerate(file.pages(bodies_at=places)) if place in places)


def _context(vocabulary: Vocabulary, view: _View) -> Context:
    as_of, start_url = view
    return Context(as_of=as_of, vocabulary=vocabulary, start_url=start_url)


_words: Vocabulary  # of a reading process


def _prepare(vocabulary: Vocabulary) -> None:
    global _words
    _words = vocabulary
    gc.freeze()  # what is loaded now stays: no need to look through it time and again
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A reading process would wait for work for ever if the program is killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read(view: _View, pages: Sequence[Page]) -> bytes:
    context = _context(_words, view)
    return zstandard.compress(pickle.dumps([read_page(page, context) for page in pages], pickle.HIGHEST_PROTOCOL), 1)
