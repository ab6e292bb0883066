"""The ledger on disk: foreign files, full disks, kills."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.errors import ArchiveError
from archive.ledger import open_ledger
from archive.ledger_rows import row_of
from archive.migrations import LEDGER
from tests.archive.ledger_values import a_finding, a_run

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the ledger is."""
    return tmp_path / "var" / "ledger.db"


def test_opening_again_changes_nothing(path: Path) -> None:
    """Migrations run once; what was recorded is there after closing."""
    with open_ledger(path) as ledger:
        ledger.record_run(a_run(), [])
    with open_ledger(path) as ledger:
        assert ledger.runs() == (a_run(),)


def test_a_ledger_of_the_first_version_is_brought_up_to_date(path: Path) -> None:
    """What an earlier version recorded is there; its judged runs count as folded, for it folded while judging."""
    path.parent.mkdir()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        first = Database(connection)
        LEDGER.apply(first, stop_before="m002_what_a_run_leaves_behind")
        for name, judged in (("r1", "f" * 64), ("r2", "")):
            first["run"].insert({**row_of(a_run(name, judgement_sha256=judged)), "portals": "[]"})
        connection.commit()
        assert "folded" not in {column.name for column in first["run"].columns}

    with open_ledger(path) as ledger:
        assert [run.id for run in ledger.runs()] == ["r1", "r2"]
        assert ledger.folded() == {"r1"}
        assert (ledger.reader_errors("r1"), ledger.registries("r1")) == (0, ())


def test_two_programs_may_write_one_after_the_other(path: Path) -> None:
    """Two open ledgers on one file see each other's work."""
    with open_ledger(path) as first, open_ledger(path) as second:
        first.record_run(a_run(), [])
        second.record_findings("r1", [a_finding()])

        assert first.findings("r1", "yunxi") == (a_finding(),)


def test_a_foreign_database_is_refused_untouched(path: Path) -> None:
    """Another program's database is not taken for a ledger, and stays as it was."""
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.execute("create table something (x)")
    before = path.read_bytes()

    with pytest.raises(ArchiveError, match="别的程序的数据库"):
        open_ledger(path)

    assert path.read_bytes() == before


def test_a_ledger_from_a_later_version_is_refused(path: Path) -> None:
    """A migration this program does not know means that it must not write."""
    open_ledger(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("insert into _sqlite_migrations (migration_set, name, applied_at) values ('gongkai-ledger', 'm999', '')")

    with pytest.raises(ArchiveError, match=r"m999.*请升级"):
        open_ledger(path)


def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    """A text file in the ledger's place is named in the message."""
    path.parent.mkdir()
    path.write_text("这不是数据库" * 1000, encoding="utf-8")

    with pytest.raises(ArchiveError, match=r"ledger\.db.*不是本程序的数据文件"):
        open_ledger(path)


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    """A file where the folder should be gives a message that names the ledger."""
    (tmp_path / "var").write_text("")

    with pytest.raises(ArchiveError, match=r"账本 .*ledger\.db"):
        open_ledger(tmp_path / "var" / "ledger.db")


def test_a_full_disk_is_reported_and_loses_nothing(path: Path) -> None:
    """When the file cannot grow, the message says that the disk is full and what was there stays."""
    with open_ledger(path) as ledger:
        ledger.record_run(a_run(), [])
        ledger.record_findings("r1", [a_finding()])
        pages = ledger._db.execute("pragma page_count").fetchone()[0]
        ledger._db.execute(f"pragma max_page_count = {pages}")

        with pytest.raises(ArchiveError, match=r"ledger\.db：磁盘已满"):
            ledger.record_findings("r1", [a_finding(subject=str(n)) for n in range(500)])

        assert ledger.findings("r1", "yunxi") == (a_finding(),)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write read-only files")
def test_a_read_only_ledger_is_reported(path: Path) -> None:
    """A file that must not be written is named in the message."""
    open_ledger(path).close()
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with pytest.raises(ArchiveError, match=r"ledger\.db：.*只读"):
            open_ledger(path)
    finally:
        path.parent.chmod(0o755)


_WRITER = textwrap.dedent(
    """
    import sys
    sys.path.insert(0, sys.argv[2])
    from tests.archive.ledger_values import a_finding, a_run, an_episode
    from archive.ledger import open_ledger
    from pathlib import Path
    ledger = open_ledger(Path(sys.argv[1]))
    ledger.record_run(a_run(), [])
    for night in range(100_000):
        message = f"第{night}遍"
        with ledger.atomic():
            ledger.record_findings("r1", [a_finding(subject=str(n), message=message) for n in range(50)])
            ledger.save_episodes([an_episode(message=message)])
        print(night, flush=True)
    """
)


def test_a_kill_at_any_moment_leaves_whole_transactions(path: Path) -> None:
    """After SIGKILL the ledger opens, holds one whole night of fifty findings, and its episode speaks of the same night."""
    writer = subprocess.Popen([sys.executable, "-c", _WRITER, str(path), str(ROOT)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    for _ in range(3):
        assert writer.stdout.readline()
    time.sleep(os.getpid() % 7 / 100)
    os.kill(writer.pid, signal.SIGKILL)
    told = [line for line in writer.stdout.read().split() if line]
    writer.wait()

    with open_ledger(path) as ledger:
        findings = ledger.findings("r1", "yunxi")
        (episode,) = ledger.episodes()

    assert len(findings) == 50
    assert {finding.message for finding in findings} == {episode.message}
    assert int(episode.message[1:-1]) >= int(told[-1] if told else 2), "what was reported as done is on disk"


def test_a_new_ledger_is_sound_and_in_wal_mode(path: Path) -> None:
    """The file passes SQLite's own checks and lets readers in while it is written."""
    open_ledger(path).close()

    with sqlite3.connect(path) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        assert connection.execute("pragma journal_mode").fetchone() == ("wal",)
