"""Killed at any moment, the same command finishes the run, fetches no finished portal again and loses nothing. 续跑"""

from __future__ import annotations

import contextlib
import hashlib
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.exits import Exit
from tests.crawler.site import Site, ordinary, serve
from tests.e2e.command import AS_OF, ROOT, audit, environment, line
from tests.e2e.sites import write_portal

PORTALS = 4
PAGES = 12  # of one portal, at the least
DELAY = "0.05"


@pytest.fixture
def sites() -> Iterator[list[Site]]:
    """Four portals that count what they are asked for."""
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(serve(ordinary())) for _ in range(PORTALS)]


def asked(site: Site) -> int:
    """How many requests a portal has seen."""
    return sum(map(len, site.hits.values()))


def finished(var: Path) -> dict[str, str]:
    """Digest of each finished visit file."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in var.glob("visits/*/*.visit")}


def options(sites: list[Site]) -> list[str]:
    """Two portals at a time, so that some are finished while others wait."""
    starts = [word for site in sites for word in ("--start", f"{site.base}/")]
    return [*starts, "--allow-private", "--delay", DELAY, "--concurrency", "2"]


def interrupt(var: Path, words: list[str], due: object, sign: signal.Signals) -> int:
    """Start the audit, send the signal once ``due()`` holds, and wait for the end. The command must still be at work by then."""
    command = line("audit", "--var", var, "--as-of", AS_OF, "--format", "json", *words)
    with subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and not due():  # type: ignore[operator]
            time.sleep(0.02)
        assert process.poll() is None, "the command ended before the signal came"
        process.send_signal(sign)
        code = process.wait()
    assert code == (Exit.INTERRUPTED if sign is signal.SIGINT else -sign), "the signal hit nobody"
    return code


def test_killed_at_random_moments(sites: list[Site], tmp_path: Path) -> None:
    """SIGKILL while portals are fetched and again while they are judged, then the same command: one run, four visits, each fetched once."""
    # by name, as the visit files are: finished portals must not be asked again
    by_file = {f"{site.base.removeprefix('http://').replace(':', '-')}.visit": site for site in sites}
    requests = random.randrange(1, PORTALS * PAGES)
    moments = [
        lambda: sum(map(asked, sites)) >= requests,
        lambda: len(finished(tmp_path)) == PORTALS,  # all fetched: judging, recording or publishing
    ]
    known: dict[str, str] = {}
    counts: dict[str, int] = {}
    for due in moments:
        interrupt(tmp_path, options(sites), due, signal.SIGKILL)
        done = finished(tmp_path)
        assert {name: done.get(name) for name in known} == known, requests
        assert {name: asked(by_file[name]) for name in counts} == counts, requests
        known, counts = done, {name: asked(by_file[name]) for name in done}

    ended = audit(tmp_path, *options(sites))

    assert ended.code == Exit.DONE, ended.err
    assert finished(tmp_path) == known and len(known) == PORTALS
    assert {name: asked(by_file[name]) for name in counts} == counts, requests
    assert {finding["portal"] for finding in ended.findings} == {name.removesuffix(".visit") for name in by_file}
    assert not [*tmp_path.rglob("*.part"), *tmp_path.rglob("*.building")]
    with contextlib.closing(sqlite3.connect(tmp_path / "ledger.db")) as ledger:
        assert ledger.execute("select count(*), count(ended_at), sum(published) from run").fetchall() == [(1, 1, 1)]
        assert ledger.execute("select count(*) from visit").fetchone() == (PORTALS,)
        assert ledger.execute("select count(*) from finding").fetchone() == (len(ended.findings),)
        assert ledger.execute("select max(nights) from episode").fetchone() == (1,)


def test_interrupted_by_the_keyboard(sites: list[Site], tmp_path: Path) -> None:
    """Ctrl-C ends with 7, leaves no half-written file, and the same command goes on with the same run."""
    code = interrupt(tmp_path, options(sites[:2]), lambda: asked(sites[0]) >= 3, signal.SIGINT)

    assert code == Exit.INTERRUPTED
    assert not list(tmp_path.rglob("*.part"))

    ended = audit(tmp_path, *options(sites[:2]))

    assert ended.code == Exit.DONE, ended.err
    ended.says("续跑批次")
    with contextlib.closing(sqlite3.connect(tmp_path / "ledger.db")) as ledger:
        assert ledger.execute("select count(*), count(ended_at) from run").fetchone() == (1, 1)


def test_another_folder_of_the_same_name_is_another_portal(tmp_path: Path) -> None:
    """An interrupted audit of one folder is not taken up by the audit of another that happens to have its name."""
    one = write_portal(tmp_path / "one" / "www", organ="云溪市水务局", articles=2)
    other = write_portal(tmp_path / "other" / "www", organ="云溪市商务局", articles=2)
    var = tmp_path / "var"
    interrupt(var, ["--start", str(one)], lambda: finished(var), signal.SIGKILL)

    ended = audit(var, "--start", other)

    assert ended.code == Exit.DONE, ended.err
    assert "续跑" not in ended.err
    quotes = " ".join(evidence["quote"] for finding in ended.findings for evidence in finding["evidence"])
    assert "云溪市商务局" in quotes and "云溪市水务局" not in quotes


STEPS = {
    "settled": "cli.commands.audit.release",
    "folded": "cli.release.night.end",
    "built": "publish.database._flush",
    "published": "cli.release.export_to_file",
}


@pytest.mark.parametrize("step", STEPS)
def test_killed_between_the_last_steps(step: str, tmp_path: Path) -> None:
    """SIGKILL after judging, after folding, before or after the new database is in place: the same command finishes, every look counts once."""
    portal = write_portal(tmp_path / "shuiwu")
    guide = portal / "zn.html"
    guide.write_text(guide.read_text(encoding="utf-8").replace("<p>传真：0380-5550101</p>", ""), encoding="utf-8")
    var = tmp_path / "var"
    module, _, name = STEPS[step].rpartition(".")
    script = f"""
import os, signal, sys
import cli.commands.audit, cli.main, cli.release, publish.database
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
{module}.{name} = die
cli.main.main(sys.argv[1:])
"""
    words = ["--var", str(var), "--as-of", AS_OF, "--start", str(portal)]
    killed = subprocess.run([sys.executable, "-c", script, "audit", *words], cwd=ROOT, env=environment(), capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    before = finished(var)

    ended = audit(var, "--start", portal)

    assert ended.code == Exit.DONE, ended.err
    ended.says("续跑批次")
    assert finished(var) == before
    with contextlib.closing(sqlite3.connect(var / "ledger.db")) as ledger:
        assert ledger.execute("select count(*), count(ended_at), sum(published) from run").fetchone() == (1, 1, 1)
        assert set(ledger.execute("select state, nights from episode")) == {("suspected", 1)}
    with contextlib.closing(sqlite3.connect(var / "findings.db")) as published:
        assert published.execute("select count(*) from finding").fetchone() == (len(ended.findings),)
