"""Killed at any moment, a crawl leaves finished files and .part files, and the next run does only what is missing."""

from __future__ import annotations

import asyncio
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from archive.visit import part_of, read_visit
from checks.model import Stop
from crawler.run import CrawlJob, crawl_portals, pending
from tests.crawler.site import TEXT, Site, answer, ordinary, serve

RUN = """
import asyncio, sys
from pathlib import Path
import attrs
from archive.errors import ArchiveError
from checks.model import Portal
from config.words import read_vocabulary
from crawler.run import CrawlJob, crawl_portals
from tests.crawler.conftest import PLAN
folder, *homes = sys.argv[1:]
words, _ = read_vocabulary(Path("data"))
jobs = [
    CrawlJob(
        portal=Portal(id=str(n), name="", home_url=home, allow_private=True),
        plan=PLAN, run_id="r", target=Path(folder) / f"{n}.visit", vocabulary=words,
    )
    for n, home in enumerate(homes)
]
try:
    asyncio.run(crawl_portals(jobs))
except ArchiveError as error:
    print("ArchiveError", error)
"""


def slow(site: Site) -> Site:
    """A site whose list rows take their time."""
    for n in range(1, 7):
        page = f"<html><body><p>{TEXT}{n}</p></body></html>".encode()

        def sin(handler: object, page: bytes = page) -> None:
            site.release.wait(20)
            answer(handler, page)  # type: ignore[arg-type]

        site.pages[f"/a/{n}.html"] = sin
    return site


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something is true; fail if it never is."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.05)


async def test_sigkill_and_again(tmp_path: Path, root: Path, job: Callable[..., CrawlJob]) -> None:
    """SIGKILL in mid-visit leaves the finished visit and a .part; the next run finishes the rest and fetches no finished portal again."""
    with serve(ordinary()) as quick, serve(slow(ordinary())) as held:
        arguments = [sys.executable, "-c", RUN, str(tmp_path), quick.base + "/", held.base + "/"]
        process = subprocess.Popen(arguments, cwd=root)
        try:
            wait_for(lambda: (tmp_path / "0.visit").exists() and held.asked("/a/1.html") > 0)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()

        assert {"0.visit", "1.visit.part"} == {path.name for path in tmp_path.iterdir()}
        assert Stop.DONE is read_visit(tmp_path / "0.visit").visit.stop
        with pytest.raises(ArchiveError):
            read_visit(tmp_path / "1.visit.part")

        jobs = [job(quick.base + "/", portal={"id": "0"}), job(held.base + "/", portal={"id": "1"})]
        asked = sum(map(len, quick.hits.values()))
        held.release.set()
        left = pending(jobs)
        await crawl_portals(left)

        assert ["1"] == [made.portal.id for made in left]
        assert asked == sum(map(len, quick.hits.values()))
        assert {"0.visit", "1.visit"} == {path.name for path in tmp_path.iterdir()}
        assert {f"{held.base}/a/{n}.html" for n in range(1, 6)} <= {page.url for page in read_visit(tmp_path / "1.visit").pages()}


async def test_cancelled_run(tmp_path: Path, job: Callable[..., CrawlJob]) -> None:
    """Cancelling (Ctrl-C) ends the visits at once and leaves no half file, under no name."""
    with serve(slow(ordinary())) as site:
        running = asyncio.ensure_future(crawl_portals([job(site.base + "/")]))
        while not site.asked("/a/1.html"):
            await asyncio.sleep(0.05)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

        assert [] == list(tmp_path.iterdir())
        asked = sum(map(len, site.hits.values()))
        site.release.set()
        await asyncio.sleep(0.5)
        assert asked == sum(map(len, site.hits.values()))


async def test_two_runs_of_one_portal(tmp_path: Path, job: Callable[..., CrawlJob]) -> None:
    """A portal that another process is visiting is not visited beside it."""
    with serve(slow(ordinary())) as site:
        running = asyncio.ensure_future(crawl_portals([job(site.base + "/")]))
        while not part_of(tmp_path / "qingshi.visit").exists():
            await asyncio.sleep(0.05)
        with pytest.raises(ArchiveError, match="另一个进程正在写"):
            await crawl_portals([job(site.base + "/")])
        site.release.set()
        results = await running

        assert Stop.DONE is results[0].stop


def test_full_disk_in_mid_visit(tmp_path: Path, root: Path) -> None:
    """A disk that fills up during the visit is an ArchiveError, not a finding, and leaves nothing behind that looks finished."""
    mount = ["unshare", "--map-root-user", "--mount", "sh", "-c", 'mount -t tmpfs -o size=64k tmpfs "$0" && "$@"; ls "$0"', str(tmp_path)]
    if shutil.which("unshare") is None or subprocess.run([*mount, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no mount namespace to make a small file system in")
    with serve(ordinary()) as site:
        for n in range(1, 9):
            noise = "".join(chr(0x4E00 + (i * i * n) % 20000) for i in range(20_000))
            site.add(f"/a/{n}.html", f"<html><body><p>{noise}</p></body></html>")
        arguments = [*mount, sys.executable, "-c", RUN, str(tmp_path), site.base + "/"]
        done = subprocess.run(arguments, cwd=root, capture_output=True, text=True, timeout=120, check=True)

    assert "ArchiveError" in done.stdout
    assert "0.visit.part：磁盘已满" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("ArchiveError")  # and the listing after it is empty


SCRAPY = """
import sys
from pathlib import Path
import crawler.project
crawler.project.DATA = Path(sys.argv[1])
from scrapy.cmdline import execute
execute(["scrapy", "crawl", "portal", "-a", "portal=" + sys.argv[2]])
"""


def test_scrapy_command(root: Path, tmp_path: Path) -> None:
    """``scrapy crawl portal -a portal=ID`` visits a registered portal, and says so if the registry does not know it."""
    for name in ("vocabulary", "adapters", "rulepacks"):
        (tmp_path / name).mkdir()
    for name in ("vocabulary", "adapters"):
        shutil.copytree(root / "data" / name, tmp_path / name, dirs_exist_ok=True)
    shutil.copy(root / "data" / "holidays.toml", tmp_path)
    with serve(ordinary()) as site:
        portal = f'[[portal]]\nid = "qingshi"\nname = "青石县质监局"\nhome_url = "{site.base}/"\nallow_private = true\n'
        (tmp_path / "portals.toml").write_text(portal)
        for portal_id in ("qingshi", "no-such-portal"):
            arguments = [sys.executable, "-c", SCRAPY, str(tmp_path), portal_id]
            done = subprocess.run(arguments, cwd=root, capture_output=True, text=True, timeout=120, check=False)
            if portal_id == "no-such-portal":
                assert 0 != done.returncode
                assert portal_id in done.stderr
            else:
                assert (0, "") == (done.returncode, done.stdout)
        visits = list((tmp_path / "var" / "visits").glob("*/*.visit"))

    assert ["qingshi.visit"] == [path.name for path in visits]
    assert Stop.DONE is read_visit(visits[0]).visit.stop
