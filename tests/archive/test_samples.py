"""What the access probe measured is kept for ever, by several writers, whatever becomes of them."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

from archive.errors import ArchiveError
from archive.samples import open_samples, read_samples
from checks.model import Sample, Trouble

AT = dt.datetime(2019, 5, 25, 4, tzinfo=dt.UTC)
OPEN = Sample(portal="yunxi", url="http://www.yunxi.example/", at=AT, seconds=0.512, status=200, control=True)
SHUT = attrs.evolve(OPEN, at=AT + dt.timedelta(minutes=30), seconds=30.0, status=None, trouble=Trouble.TIMEOUT, final_url="x", tries=4)
CONTROL = attrs.evolve(OPEN, portal="", url="http://control.example/", control=False)
WRITER = """
import datetime as dt, sys
from pathlib import Path
from archive.samples import open_samples
from checks.model import Sample
with open_samples(Path(sys.argv[1])) as log:
    print("open", flush=True)
    n = 0
    while n < int(sys.argv[2]):
        at = dt.datetime(2019, 5, 25, tzinfo=dt.UTC) + dt.timedelta(seconds=n)
        log.add(Sample(portal=sys.argv[3], url="http://x.example/", at=at, seconds=1.0, control=True))
        n += 1
        print(n, flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the log will lie; its folder is not there yet."""
    return tmp_path / "var" / "samples.db"


def write(path: Path, count: int, portal: str) -> subprocess.Popen[str]:
    """A process that adds visits."""
    return subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(count), portal], stdout=subprocess.PIPE, text=True)


def test_what_was_added_is_read(path: Path):
    """All values come back, by portal and time, both ends included."""
    with open_samples(path) as log:
        for sample in (SHUT, CONTROL, OPEN):
            log.add(sample)
        assert log.samples("yunxi", OPEN.at, SHUT.at) == (OPEN, SHUT)
        assert log.samples("yunxi", OPEN.at + dt.timedelta(seconds=1), SHUT.at) == (SHUT,)
        assert log.samples("", AT, AT) == (CONTROL,)
        assert (log.latest("yunxi"), log.latest("lanting")) == (SHUT.at, None)
    with read_samples(path) as log:
        assert log.all_samples() == (SHUT, CONTROL, OPEN)


def test_robots_as_last_read(path: Path):
    """The last word counts."""
    with open_samples(path) as log:
        assert log.robots("http://a/") is None
        log.note_robots("http://a/", AT, False)
        log.note_robots("http://a/", AT + dt.timedelta(days=1), True)
        assert log.robots("http://a/") == (AT + dt.timedelta(days=1), True)


@pytest.mark.parametrize(
    "statement", ["update sample set seconds = 0", "delete from sample", "update robots set allowed = 1", "delete from robots"]
)
def test_nothing_is_changed_or_taken_away(path: Path, statement: str):
    """The file itself refuses."""
    with open_samples(path) as log:
        log.add(OPEN)
        log.note_robots("http://a/", AT, False)
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    connection.close()


def test_a_killed_writer_loses_nothing_it_had_added(path: Path):
    """After SIGKILL every visit that was added is there, and the file takes more."""
    with write(path, 100_000, "yunxi") as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(20)]
        os.kill(process.pid, signal.SIGKILL)
    with open_samples(path) as log:
        assert len(log.all_samples()) >= int(said[-1])
        log.add(OPEN)
        assert log.all_samples()[-1] == OPEN


def test_several_processes_write_at_once(path: Path):
    """Each visit of each process is there, also where they all create the file."""
    processes = [write(path, 20, name) for name in ("a", "b", "c")]
    for process in processes:
        process.communicate(timeout=60)
        assert process.returncode == 0
    with read_samples(path) as log:
        assert sorted(s.portal for s in log.all_samples()) == sorted("abc" * 20)


def test_foreign_damaged_or_missing(path: Path):
    """What is not ours is neither written to nor read; the message names the file."""
    with pytest.raises(ArchiveError, match=r"samples\.db"):
        read_samples(path)
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute("create table other (a)")
    connection.close()
    with pytest.raises(ArchiveError, match="别的程序"):
        open_samples(path)
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(ArchiveError, match=r"samples\.db"):
        read_samples(path)
