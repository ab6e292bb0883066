"""What happens in a process that reads pages, and where such processes come from. 读取进程"""

from __future__ import annotations

import datetime as dt
import gc
import multiprocessing
import multiprocessing.context
import multiprocessing.forkserver
import os
import pickle
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

import zstandard

from checks.model import Page
from checks.pages import ReadPage, read_page, read_view, unread_page
from checks.parsing.view import PageView
from checks.vocabulary import Context, Vocabulary
from crawler.outline import outline_of

from .packing import pack

GARBAGE = (20_000, 10, 10)  # objects made, and how often, before Python looks for cycles among the younger and the older

View = tuple[dt.date, str]  # what reading depends on beside page and words: judgement date and start address
Source = TypeVar("Source", Page, PageView)


def start(vocabulary: Vocabulary, processes: int, *, forked: bool = False) -> ProcessPoolExecutor:
    """Processes that read with these words; ``forked``: copies of this one. 启动读取进程"""
    # Packed: what does not fit into a pipe would be waited for until the process has started.
    words = zstandard.compress(pickle.dumps(vocabulary, pickle.HIGHEST_PROTOCOL))
    return ProcessPoolExecutor(
        processes, multiprocessing.get_context("fork") if forked else origin(), initializer=_prepare, initargs=(words,)
    )


def may_fork() -> bool:
    """Whether processes can be copies of this one, which are there at once: not where it has other threads, whose locks they would hold. 可否复制本进程"""
    tasks = Path("/proc/self/task")
    return tasks.is_dir() and len(tuple(tasks.iterdir())) == 1


def origin() -> multiprocessing.context.BaseContext:
    """Where processes come from once a crawl goes on: a fork of this one would copy its threads and sockets. Loads what they need. 进程来源"""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["__main__", __name__])  # imported once, not by every process
    multiprocessing.forkserver.ensure_running()
    return server


def kill(pool: ProcessPoolExecutor) -> None:
    """End processes, whatever they are at. 终止读取进程"""
    for process in list((pool._processes or {}).values()):
        process.kill()  # one that hangs would be waited for
    pool.shutdown(cancel_futures=True)


def context_of(vocabulary: Vocabulary, view: View) -> Context:
    """What pages are read with. 读取所据"""
    as_of, start_url = view
    return Context(as_of=as_of, vocabulary=vocabulary, start_url=start_url)


_words: Vocabulary  # of a reading process


def _prepare(words: bytes) -> None:
    global _words
    _words = pickle.loads(zstandard.decompress(words))
    collect_seldom()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def collect_seldom() -> None:
    """Look for unused cycles less often, and not among what is loaded now, which stays: pages, requests and facts make few. 少做垃圾回收"""
    gc.freeze()
    gc.set_threshold(*GARBAGE)


def _end_with_parent() -> None:
    """A reading process would wait for work for ever if the program is killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def read_pages(view: View, pages: Sequence[Page]) -> bytes:
    """Pages with their facts, packed; in a process. 读取各页"""
    context = context_of(_words, view)
    return packed_pages([unless_broken(read_page, page, page, context) for page in pages])


def read_outline(view: View, page: Page) -> tuple[bytes, bytes]:
    """The outline of a page, and the page read, packed: two that are opened at different times; in a process. 读取提要"""
    context = context_of(_words, view)
    seen = PageView(page)
    outline = outline_of(seen, context)
    return pack(outline), packed_pages([unless_broken(read_view, page, seen, context)])


def unless_broken(read: Callable[[Source, Context], ReadPage], page: Page, source: Source, context: Context) -> ReadPage:
    """A page on which our own code fails beyond one extractor is unread, and says so. 出错则记未读"""
    try:
        return read(source, context)
    except Exception as error:
        return unread_page(page, f"{type(error).__name__}: {error}"[:300])


def packed_pages(pages: list[ReadPage]) -> bytes:
    """Pages read, as few bytes. 打包"""
    return zstandard.compress(pack(pages), 1)
