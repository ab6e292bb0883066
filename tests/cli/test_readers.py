"""Reading processes: the same facts wherever a page is read, and a page that brings one down costs itself only."""

import asyncio
import datetime as dt
import gc
import os
import signal
import sqlite3
import time
from collections.abc import Container, Iterator
from pathlib import Path
from typing import ClassVar

import attrs
import pytest

import config
from archive.errors import ArchiveError
from archive.visit import VisitFile, VisitWriter, digest, read_visit
from checks.model import Page, Plan, Stop, Visit
from checks.vocabulary import Context, Vocabulary
from cli import readers
from cli.readers import Readers
from cli.reading_process import GARBAGE
from crawler.frontier import Outline
from crawler.outline import PageReader, ReadHere

DATA = Path(config.__file__).resolve().parent.parent / "data"
AS_OF = dt.date(2015, 6, 30)
NOON = dt.datetime(2015, 6, 30, 4, tzinfo=dt.UTC)
START = "http://example.invalid/"
MANY = 8 * readers.WORTH_STARTING


class Deadly(bytes):
    """A body that ends the process that looks at it."""

    def __len__(self) -> int:
        os._exit(9)


class Endless(bytes):
    """A body that is never read to its end."""

    def __len__(self) -> int:
        time.sleep(600)
        return 1


class Unreadable(bytes):
    """A body on which whatever looks at it fails."""

    def __len__(self) -> int:
        raise ValueError("not to be read")


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """The words that come with the program."""
    return config.load(DATA).vocabulary


@pytest.fixture(autouse=True)
def _not_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here processes start when they are needed, however the tests are run; for copies of a program see test_reading_process."""
    monkeypatch.setattr(readers, "may_fork", lambda: False)


def a_page(number: int, text: str = "") -> Page:
    """One of many pages, each with a title and a date of its own."""
    html = f"<title>通知{number}</title><h1>关于第{number}次检查的通知{text}</h1><p>发布时间：2015-06-{number % 28 + 1:02}</p><p>{'内容。' * 80}</p>"
    body = html.encode()
    return Page(
        url=f"{START}{number}.html", final_url=f"{START}{number}.html", status=200, fetched_at=NOON, body=body, sha256=digest(body),
        headers=(("Content-Type", "text/html; charset=utf-8"),), depth=1,
    )  # fmt: skip


def a_visit(path: Path, pages: Iterator[Page]) -> VisitFile:
    """A finished visit file with these pages."""
    writer = VisitWriter(path)
    for page in pages:
        writer.add_page(page)
    plan = Plan(needs=(), window_from=AS_OF, as_of=AS_OF)
    visit = Visit(
        portal_id="p", run_id="r", start_url=START, started_at=NOON, ended_at=NOON, stop=Stop.DONE, plan=plan, user_agent="", note=""
    )
    return read_visit(writer.close(visit))


def told(pages: tuple[readers.ReadPage, ...]) -> list[tuple[str, str]]:
    """What was read, comparably."""
    return [(page.url, repr(page.facts)) for page in pages]


def test_same_facts_here_in_processes_and_in_passing(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """Where and when a page is read makes no difference, and the order is that of the visit."""
    pages = [a_page(n) for n in range(MANY)]
    few = a_visit(tmp_path / "few.visit", iter(pages[:20]))
    many = a_visit(tmp_path / "many.visit", iter(pages))
    with Readers(vocabulary) as here:
        expected = told(here.read(few, AS_OF))
        assert here._started is None, "a few pages need no process"
        later = told(here.read(many, AS_OF))
    with Readers(vocabulary) as passing:
        crawl = passing.passing("p", AS_OF, START)
        for page in pages:
            crawl.take(page)
        assert passing._kept, "nothing was read in passing"
        assert told(passing.read(many, AS_OF)) == later

    assert later[:20] == expected
    assert [url for url, _ in later] == [page.url for page in pages]
    assert all("2015" in facts for _, facts in later)


@pytest.mark.parametrize("change", ["another body", "another day", "fewer pages"])
def test_only_what_the_file_says_counts(tmp_path: Path, vocabulary: Vocabulary, change: str) -> None:
    """Pages read in passing that differ from the file's, or were read for another day, are read again."""
    stored = [a_page(n) for n in range(MANY)]
    seen = [a_page(n, "（旧）" if change == "another body" else "") for n in range(MANY)]
    file = a_visit(tmp_path / "v.visit", iter(stored[: MANY // 2] if change == "fewer pages" else stored))
    with Readers(vocabulary) as plainly:
        expected = told(plainly.read(file, AS_OF))
    with Readers(vocabulary) as passing:
        crawl = passing.passing("p", AS_OF.replace(year=2014) if change == "another day" else AS_OF, START)
        for page in seen:
            crawl.take(page)
        assert told(passing.read(file, AS_OF)) == expected


@attrs.define(init=False)
class Spoilt(VisitFile):
    """A visit file of which one body is not what it was when stored."""

    body: bytes
    place: ClassVar[int] = 100

    def __init__(self, file: VisitFile, body: bytes) -> None:
        super().__init__(file.path, file.visit, file.skips)
        self.body = body

    def pages(self, bodies_at: Container[int] | None = None) -> Iterator[Page]:
        """The stored pages; of one the body is replaced, where it is asked for."""
        for place, page in enumerate(super().pages(bodies_at)):
            yield attrs.evolve(page, body=self.body) if place == self.place and page.body else page


@pytest.mark.parametrize("body", [Deadly, Endless])
def test_a_deadly_page_costs_itself(tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch, body: type[bytes]) -> None:
    """A page on which the process dies or hangs is said to be unread; all others are read."""
    monkeypatch.setattr(readers, "LONGEST_SECONDS", 8.0)
    file = a_visit(tmp_path / "v.visit", (a_page(n) for n in range(MANY)))
    with Readers(vocabulary) as sound:
        expected = told(sound.read(file, AS_OF))
    with Readers(vocabulary) as pool:
        pages = pool.read(Spoilt(file, body(b"x")), AS_OF)

    assert [place for place, page in enumerate(pages) if page.of("reader.error")] == [100]
    assert [told(pages)[n] == expected[n] for n in range(MANY)] == [n != 100 for n in range(MANY)]


@pytest.mark.parametrize("number", [20, MANY])
def test_a_page_on_which_our_code_fails_costs_itself(
    tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """An exception outside all extractors, here or in a process, is said of its page; all others are read."""
    file = a_visit(tmp_path / "v.visit", (a_page(n) for n in range(number)))
    monkeypatch.setattr(Spoilt, "place", 7)
    with Readers(vocabulary) as pool:
        pages = pool.read(Spoilt(file, Unreadable(b"x")), AS_OF)

    assert [place for place, page in enumerate(pages) if page.of("reader.error")] == [7]


def warmed(pool: Readers, portal: str) -> PageReader:
    """A crawl's reader that has waited until a process has answered."""
    crawl = pool.passing(portal, AS_OF, START)
    deadline = time.monotonic() + 60
    for number in range(MANY):
        crawl.take(a_page(number))
    while not pool._warm and time.monotonic() < deadline:
        time.sleep(0.05)
    assert pool._warm
    return crawl


def a_list(number: int) -> Page:
    """A page that leads to others."""
    rows = "".join(
        f'<li><a href="/{number}/{row}.html">关于第{row}次检查的通知</a><span>2015-06-{row + 1:02}</span></li>' for row in range(12)
    )
    body = f"<title>通知公告</title><h2>通知公告</h2><ul>{rows}</ul>".encode()
    return attrs.evolve(a_page(number), url=f"{START}{number}/", final_url=f"{START}{number}/", body=body, sha256=digest(body))


def test_reading_processes_seldom_look_for_garbage(vocabulary: Vocabulary) -> None:
    """A page leaves none behind, and to look for it time and again takes a twentieth of the time."""
    with Readers(vocabulary, processes=1) as pool:
        assert pool._submit(gc.get_threshold)[1].result() == GARBAGE


def test_outlines_from_processes_are_those_read_here(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """What the crawl needs is the same from a process, many at a time, and the page's facts are kept from the same reading."""
    lists = [a_list(MANY + n) for n in range(20)]
    here = ReadHere(Context(as_of=AS_OF, vocabulary=vocabulary, start_url=START))

    async def ask(crawl: PageReader) -> list[Outline]:
        return await asyncio.gather(*(crawl.outline(page) for page in lists))

    with Readers(vocabulary) as pool:
        crawl = warmed(pool, "p")
        before = pool._kept
        outlines = asyncio.run(ask(crawl))
        assert pool._kept == before + len(lists)
        file = a_visit(tmp_path / "v.visit", iter([a_page(n) for n in range(MANY)] + lists))
        early = told(pool.read(file, AS_OF))
    with Readers(vocabulary) as plainly:
        assert early == told(plainly.read(file, AS_OF))
    assert outlines == asyncio.run(ask(here))
    assert all(len(outline.entries) == 12 for outline in outlines)


def test_pages_read_before_a_process_has_started_are_not_read_again(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """A small crawl starts no process: its pages are read here, facts and all, and files are left to the end."""
    lists = [a_list(n) for n in range(6)]
    paper = attrs.evolve(
        a_page(6), url=f"{START}6.pdf", final_url=f"{START}6.pdf", body=b"%PDF-1.4 nothing", sha256=digest(b"%PDF-1.4 nothing")
    )

    async def ask(crawl: PageReader) -> list[Outline]:
        return [await crawl.outline(page) for page in (*lists, paper)]

    file = a_visit(tmp_path / "v.visit", iter([*lists, paper]))
    with Readers(vocabulary) as plainly:
        expected = told(plainly.read(file, AS_OF))
    with Readers(vocabulary) as pool:
        outlines = asyncio.run(ask(pool.passing("p", AS_OF, START)))
        assert pool._kept == len(lists)
        assert told(pool.read(file, AS_OF)) == expected
        assert pool._started is None
    assert [len(outline.entries) for outline in outlines] == [12] * 6 + [0]


def test_outlines_alone_start_the_processes(vocabulary: Vocabulary) -> None:
    """A crawl that asks for outlines only gets its processes as well, and they are asked once they are there."""

    async def ask(pool: Readers, crawl: PageReader) -> None:
        for number in range(readers.WORTH_STARTING):
            assert pool._started is None
            await crawl.outline(a_list(number))
        assert pool._started is not None
        deadline = time.monotonic() + 60
        while not pool._warm and time.monotonic() < deadline:
            await asyncio.sleep(0.05)
        assert pool._warm

    with Readers(vocabulary) as pool:
        asyncio.run(ask(pool, pool.passing("p", AS_OF, START)))


def test_processes_that_are_killed_come_back_for_outlines(vocabulary: Vocabulary) -> None:
    """All reading processes killed between two pages of a crawl: new ones are started, and asked again."""
    with Readers(vocabulary) as pool:
        crawl = warmed(pool, "p")
        for process in pool.processes:
            os.kill(process, signal.SIGKILL)
        deadline = time.monotonic() + 60
        while True:
            assert len(asyncio.run(crawl.outline(a_list(MANY))).entries) == 12
            if pool._warm or time.monotonic() > deadline:
                break
        assert pool._warm


def test_garbage_is_collected_as_before_when_all_is_read(vocabulary: Vocabulary) -> None:
    """What is changed of Python's memory keeping for the time of reading is changed back."""
    before = gc.get_threshold(), gc.get_freeze_count()
    with Readers(vocabulary):
        assert gc.get_threshold() == GARBAGE
        assert gc.get_freeze_count() > before[1]
    assert (gc.get_threshold(), gc.get_freeze_count()) == before


@pytest.mark.parametrize("body", [Deadly, Endless])
def test_a_deadly_page_costs_the_crawl_its_links_only(vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch, body: type[bytes]) -> None:
    """A page that brings its reader down leads nowhere; the outlines of pages that were asked for with it are all there."""
    lists = [a_list(MANY + n) for n in range(6)]
    lists[2] = attrs.evolve(lists[2], body=body(b"x"))

    async def ask(crawl: PageReader) -> list[Outline]:
        return await asyncio.gather(*(crawl.outline(page) for page in lists))

    with Readers(vocabulary) as pool:
        crawl = warmed(pool, "p")
        monkeypatch.setattr(readers, "LONGEST_SECONDS", 8.0)
        outlines = asyncio.run(ask(crawl))

    assert [len(outline.entries) for outline in outlines] == [12, 12, 0, 12, 12, 12]


def test_processes_that_are_killed_are_replaced(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """All reading processes killed while they have nothing to do: the next visit is read all the same."""
    file = a_visit(tmp_path / "v.visit", (a_page(n) for n in range(MANY)))
    with Readers(vocabulary) as pool:
        expected = told(pool.read(file, AS_OF))
        assert pool.processes
        for process in pool.processes:
            os.kill(process, signal.SIGKILL)
        assert told(pool.read(file, AS_OF)) == expected


@pytest.mark.parametrize("damaged", [False, True])
def test_the_next_visit_is_begun_before_it_is_asked_for(tmp_path: Path, vocabulary: Vocabulary, damaged: bool) -> None:
    """Its pages are with the processes when the first is read; one whose file is damaged says so in its turn, and not before."""
    first = a_visit(tmp_path / "1.visit", (a_page(n) for n in range(MANY)))
    second = a_visit(tmp_path / "2.visit", (a_page(n) for n in range(MANY, 2 * MANY)))
    with Readers(vocabulary) as plainly:
        expected = told(plainly.read(first, AS_OF)), told(plainly.read(second, AS_OF))
    if damaged:
        with sqlite3.connect(second.path) as db:
            db.execute("UPDATE body SET data = x'00'")
    with Readers(vocabulary) as pool:
        assert told(pool.read(first, AS_OF, (second, AS_OF))) == expected[0]
        if damaged:
            assert pool._ahead is None
            with pytest.raises(ArchiveError):
                pool.read(second, AS_OF)
        else:
            assert pool._ahead is not None
            assert len(pool._ahead.waiting) >= 1
            assert told(pool.read(second, AS_OF)) == expected[1]


def test_a_visit_that_is_not_asked_for_next_is_not_mixed_up_with_another(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """What was begun counts for its own file and date only."""
    first, second, third = (a_visit(tmp_path / f"{k}.visit", (a_page(n) for n in range(k * MANY, (k + 1) * MANY))) for k in range(3))
    with Readers(vocabulary) as plainly:
        expected = [told(plainly.read(file, AS_OF)) for file in (third, second)]
    with Readers(vocabulary) as pool:
        pool.read(first, AS_OF, (second, AS_OF))
        assert [told(pool.read(file, AS_OF)) for file in (third, second)] == expected
