"""A night that is not whole, or that nobody listens to: what was found goes out, and the exit code says what is missing. 未完成"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from checks.model import Stop
from cli import night
from cli.exits import Exit
from crawler.run import CrawlJob, CrawlResult
from tests.e2e.command import AS_OF, ROOT, Ended, audit, environment, line
from tests.e2e.sites import write_portal

LOST = "shangwu"


@pytest.fixture
def portals(tmp_path: Path) -> list[str]:
    """Options that name two portals."""
    folders = (write_portal(tmp_path / "shuiwu", articles=2), write_portal(tmp_path / LOST, organ="云溪市商务局", articles=2))
    return [word for folder in folders for word in ("--start", str(folder))]


@pytest.fixture
def losing(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """One portal's visit is broken off by force and leaves no file; undone, visits go well."""
    monkeypatch.setenv("GONGKAI_CHROMIUM", "")
    crawl = night.crawl_portals

    async def broken_off(jobs: Sequence[CrawlJob], **options: Any) -> tuple[CrawlResult, ...]:
        done = await crawl([job for job in jobs if job.portal.id != LOST], **options)
        return *done, CrawlResult(portal_id=LOST, path=None, stop=Stop.SECONDS, pages=18, bytes=1, seconds=1.0, note="访问被强行中止")

    patch = pytest.MonkeyPatch()
    patch.setattr(night, "crawl_portals", broken_off)
    return patch


def published(var: Path) -> set[str]:
    """Portals whose findings are published."""
    with contextlib.closing(sqlite3.connect(var / "findings.db")) as database:
        return {portal for (portal,) in database.execute("select portal_id from finding")}


def runs(var: Path) -> list[tuple[int, int]]:
    """Of each run: whether it has ended, whether it was published."""
    with contextlib.closing(sqlite3.connect(var / "ledger.db")) as ledger:
        return ledger.execute("select ended_at is not null, published from run").fetchall()


def files(var: Path) -> dict[str, str]:
    """Digest of each visit file."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in var.glob("visits/*/*.visit")}


def test_a_portal_whose_visit_left_nothing_is_told_and_made_up_for(
    portals: list[str], losing: pytest.MonkeyPatch, tmp_path: Path, here: Callable[..., Ended]
) -> None:
    """The others are published; the portal is named, exit code 3, and the same command fetches that portal alone and ends the run."""
    var = tmp_path / "var"
    words = ("audit", "--var", var, "--as-of", AS_OF, "--format", "json", *portals)
    short = here(*words)

    assert short.code == Exit.INCOMPLETE, short.err
    short.says(LOST, "没有留下访问文件", "访问被强行中止", "再次运行同一命令")
    assert {finding["portal"] for finding in short.findings} == published(var) == {"shuiwu"}
    assert runs(var) == [(0, 1)]
    before = files(var)

    losing.undo()
    whole = here(*words)

    assert whole.code == Exit.DONE, whole.err
    whole.says("续跑批次")
    assert {finding["portal"] for finding in whole.findings} == published(var) == {"shuiwu", LOST}
    assert runs(var) == [(1, 1)]
    assert files(var).items() > before.items()
    with contextlib.closing(sqlite3.connect(var / "ledger.db")) as ledger:
        assert set(ledger.execute("select nights from episode")) <= {(1,)}


def test_crawling_alone_tells_it_too(portals: list[str], losing: pytest.MonkeyPatch, tmp_path: Path, here: Callable[..., Ended]) -> None:
    """`gongkai crawl` names the portal and ends with 3."""
    ended = here("crawl", "--var", tmp_path / "var", "--as-of", AS_OF, *portals)
    losing.undo()

    assert ended.code == Exit.INCOMPLETE, ended.err
    ended.says(LOST, "没有留下访问文件")
    assert [Path(line).stem for line in ended.out.split()] == ["shuiwu"]


def test_nothing_fetched_at_all_is_refused_and_can_be_resumed(
    losing: pytest.MonkeyPatch, tmp_path: Path, here: Callable[..., Ended]
) -> None:
    """The only portal is lost: nothing is published, and the run stays open."""
    words = ("audit", "--var", tmp_path / "var", "--as-of", AS_OF, "--start", write_portal(tmp_path / LOST, articles=2))
    nothing = here(*words)
    losing.undo()

    assert nothing.code == Exit.REFUSED, nothing.err
    nothing.says(LOST, "没有完成任何网站的访问")
    assert runs(tmp_path / "var") == [(0, 0)]
    assert here(*words).code == Exit.DONE
    assert runs(tmp_path / "var") == [(1, 1)]


def test_a_portal_closed_to_us_is_incomplete(tmp_path: Path) -> None:
    """robots.txt forbids everything: nothing was read, so the night is not complete."""
    portal = write_portal(tmp_path / "shuiwu", articles=2)
    (portal / "robots.txt").write_text("User-agent: *\nDisallow: /\n", encoding="utf-8")

    ended = audit(tmp_path / "var", "--start", portal)

    assert ended.code == Exit.INCOMPLETE, ended.err
    ended.says("robots.txt 不允许")


@pytest.mark.parametrize(
    ("options", "pipe", "code"),
    [
        ("--format json", "|", Exit.DONE),
        ("", "|", Exit.DONE),
        ("--format json", "2>&1 |", Exit.DONE),
        ("--max-pages 4", "|", Exit.INCOMPLETE),
    ],
)
def test_a_reader_that_goes_away_does_not_keep_the_night_from_going_out(options: str, pipe: str, code: Exit, tmp_path: Path) -> None:
    """`gongkai audit | head` publishes, ends the run, and ends as it would have ended with a listener."""
    var = tmp_path / "var"
    command = " ".join(line("audit", "--var", var, "--as-of", AS_OF, "--start", write_portal(tmp_path / "shuiwu", articles=2)))
    script = f"{command} {options} {pipe} true; exit ${{PIPESTATUS[0]}}"

    ended = subprocess.run(["bash", "-c", script], cwd=ROOT, env=environment(), capture_output=True, timeout=200, check=False)

    assert ended.returncode == code, ended.stderr.decode()
    assert b"Traceback" not in ended.stderr and b"BrokenPipe" not in ended.stderr
    assert runs(var) == [(1, 1)]
    assert published(var) == {"shuiwu"}
    assert (var / "findings.csv").exists()
