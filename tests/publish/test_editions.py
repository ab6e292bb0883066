"""One request sees one night: readers page and export while nights are published, against a real server."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import datetime as dt
import io
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import httpx
import pytest

from archive.errors import ArchiveError
from archive.ledger import open_ledger
from checks.model import Finding, Outcome
from publish.database import publish
from publish.serving.editions import PREFIX, Editions
from publish.serving.settings import Serving
from tests.publish.night import CATALOGUE, finding, published, run, two_nights
from tests.publish.test_serve import ROOT, STARTED, wait_for

# pytest hears of a thread that ends itself, where Python does not mind
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
READERS, NIGHTS = 50, 10
ROWS = 5_200  # more than one of the pages in which Datasette streams a CSV
NIGHT = re.compile(r"N(\d+)N")  # also in JSON, where Chinese is escaped
PAGES = (
    "/findings/finding?unit_id=yunxi-zjj",
    "/findings/finding.json?_size=100&_shape=array&unit_id=yunxi-zjj",
    "/findings/当前问题?单位=云溪市质量技术监督局",
    "/findings/finding?outcome_id=passed&unit_id=yunxi-zjj",
)
FIRST_DAY = dt.date(2015, 8, 1)


def findings_of(night: int) -> list[Finding]:
    """What a night said: every message names it."""
    return [
        finding(
            "yunxi-zjj", "guide.completeness", f"s{i}", f"要素{i}", Outcome.FAILED if i < 400 else Outcome.PASSED, f"第N{night}N夜第{i}项"
        )
        for i in range(ROWS)
    ]


def publish_night(folder: Path, night: int) -> None:
    """Record a night and put it out as ``gongkai publish`` does."""
    day = FIRST_DAY + dt.timedelta(days=night)
    name = f"night-{night:02}"
    started = dt.datetime.combine(day, dt.time(2), tzinfo=dt.UTC)
    with open_ledger(folder / "ledger.db") as ledger:
        ledger.record_run(attrs.evolve(run(name, day, 31), started_at=started), ["yunxi"])
        ledger.record_findings(name, findings_of(night))
        publish(ledger, folder / "findings.db", run=name, catalogue=CATALOGUE)


@contextlib.contextmanager
def server(var: Path) -> Iterator[tuple[str, int]]:
    """``gongkai serve`` as a process: its address and number."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "--var", str(var), "serve", "--port", "0"],
        cwd=var, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield f"http://127.0.0.1:{wait_for(process, STARTED, 120)[1]}", process.pid
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=60)
        assert not re.search("locked|Traceback|ERROR", said), said
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def memory_of(pid: int) -> int:
    """Resident memory of a process, in bytes."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def forgotten_files(pid: int) -> list[str]:
    """Files that a process still holds open although nobody can find them any more."""
    opened = []
    for path in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # closed since it was listed
            opened.append(os.readlink(path))
    return [name for name in opened if name.endswith("(deleted)")]


def threads_of(pid: int) -> int:
    """How many threads a process runs."""
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


class Reader:
    """Pages and exports, over and over; keeps which night each answer was of."""

    def __init__(self, client: httpx.AsyncClient, number: int) -> None:
        self.client = client
        self.number = number
        self.exports = 0
        self.nights: set[int] = set()

    async def read_until(self, done: asyncio.Event) -> None:
        """Ask until told to stop."""
        count = self.number
        while not done.is_set():
            count += 1
            await (self.export() if count % 9 == 0 else self.page(count))
            await asyncio.sleep(5)  # as one who reads

    async def page(self, count: int) -> None:
        """A page, on which every row is of one night."""
        path = PAGES[count % len(PAGES)]
        answer = await self.client.get(path)
        assert answer.status_code == 200, answer.text[:500]
        seen = set(map(int, NIGHT.findall(answer.text)))
        assert len(seen) == 1, (path, seen)
        self.nights |= seen

    async def export(self) -> None:
        """All rows as CSV: complete, and of one night from the first to the last."""
        answer = await self.client.get("/findings/finding.csv?_stream=on&unit_id=yunxi-zjj")
        assert answer.status_code == 200, answer.text[:500]
        rows = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))
        assert len(rows) == ROWS
        seen = {int(found[1]) for row in rows if (found := NIGHT.search(row["message"]))}
        assert len(seen) == 1, seen
        self.nights |= seen
        self.exports += 1


async def shown(client: httpx.AsyncClient, night: int) -> None:
    """Wait until readers are shown a night."""
    async with asyncio.timeout(240):
        while f"night-{night:02}" not in (await client.get("/findings/run.json?_shape=array")).text:
            await asyncio.sleep(0.1)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="looks at processes the way Linux shows them")
async def test_readers_page_and_export_while_nights_are_published(tmp_path: Path) -> None:
    """Fifty readers, ten new files: every answer whole and of one night, nothing locked, memory, threads and files as before."""
    two_nights(tmp_path / "ledger.db").close()
    publish_night(tmp_path, 0)

    with server(tmp_path) as (base, pid):
        limits = httpx.Limits(max_connections=READERS + 1)
        async with httpx.AsyncClient(base_url=base, timeout=120, limits=limits, follow_redirects=True) as client:
            readers = [Reader(client, number) for number in range(READERS)]
            done = asyncio.Event()
            reading = [asyncio.create_task(reader.read_until(done)) for reader in readers]
            measured = []
            for night in range(1, NIGHTS + 1):
                await asyncio.to_thread(publish_night, tmp_path, night)
                await shown(client, night)
                async with asyncio.timeout(60):  # a slow machine shows fewer nights to each reader, and each night to some
                    while not any(night in reader.nights for reader in readers):
                        await asyncio.sleep(0.05)
                measured.append((memory_of(pid), threads_of(pid)))
            done.set()
            await asyncio.gather(*reading)

            assert set().union(*(reader.nights for reader in readers)) >= set(range(1, NIGHTS + 1))
            assert sum(reader.exports for reader in readers) >= NIGHTS
        early, late = max(size for size, _ in measured[:4]), max(size for size, _ in measured[-3:])
        assert late < early * 1.25 + 20_000_000, measured
        assert measured[-1][1] <= measured[1][1] + 6, measured
        async with asyncio.timeout(20):
            while forgotten_files(pid):
                await asyncio.sleep(0.2)
        assert len(list(tmp_path.glob(f"{PREFIX}*/*"))) == 1
    assert not list(tmp_path.glob(f"{PREFIX}*"))


async def test_a_file_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    """What replaces the published file and is none leaves the night before in place; the next sound one is shown."""
    target, _ = published(tmp_path)
    whole = target.read_bytes()
    editions = Editions(Serving(published=target))
    await editions.start()
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app=editions), base_url="http://localhost")

    def put(content: bytes) -> None:
        (tmp_path / "new").write_bytes(content)
        os.replace(tmp_path / "new", target)

    put(b"not a database")
    assert not await editions.refresh() and not await editions.refresh()
    assert (await client.get("/findings/finding")).status_code == 200
    target.unlink()
    assert not await editions.refresh()
    assert (await client.get("/findings/unit")).status_code == 200
    put(whole)
    assert await editions.refresh()
    assert (await client.get("/findings/finding")).status_code == 200
    await editions.stop()
    assert not list(tmp_path.glob(f"{PREFIX}*"))


async def test_a_file_that_cannot_be_linked_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system without links, what is served is a copy, and still one night."""

    def refuse(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    target, _ = published(tmp_path)
    editions = Editions(Serving(published=target))
    await editions.start()
    assert not await editions.refresh()
    with contextlib.closing(sqlite3.connect(target)) as connection, connection:
        connection.execute("update unit set name = '改动'")
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app=editions), base_url="http://localhost")
    assert "改动" not in (await client.get("/findings/unit")).text
    await editions.stop()


async def test_without_a_readable_file_the_server_does_not_start(tmp_path: Path) -> None:
    """And says which."""
    (tmp_path / "findings.db").write_bytes(b"not a database")
    with pytest.raises(ArchiveError, match=r"findings\.db"):
        await Editions(Serving(published=tmp_path / "findings.db")).start()


async def test_what_a_killed_server_held_is_removed(tmp_path: Path) -> None:
    """The folder of a server that is gone goes; that of one that lives stays."""
    target, _ = published(tmp_path)
    left = tmp_path / f"{PREFIX}left"
    (left / "1").mkdir(parents=True)
    living, next_one = Editions(Serving(published=target)), Editions(Serving(published=target))
    await living.start()
    await next_one.start()
    assert not left.exists()
    assert len(list(tmp_path.glob(f"{PREFIX}*"))) == 2
    await next_one.stop()
    await living.stop()
