"""The served site, as a real process."""

from __future__ import annotations

import os
import re
import selectors
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from publish.serve import LOOPBACK, address, check, listen
from publish.serving.settings import Serving
from tests.publish.night import published

ROOT = Path(__file__).parents[2]
STARTED = re.compile(r"http://127\.0\.0\.1:(\d+)")


def wait_for(process: subprocess.Popen[str], pattern: re.Pattern[str], seconds: float) -> re.Match[str]:
    """The first line of a process's output that matches; fails with what it said instead."""
    assert process.stdout is not None
    said = ""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and selector.select(max(0, deadline - time.monotonic())):
            chunk = os.read(process.stdout.fileno(), 4096).decode()
            said += chunk
            if found := pattern.search(said):
                return found
            if not chunk:
                break
    pytest.fail(f"the server did not start:\n{said}")


def test_a_real_process_serves_the_file_on_loopback(tmp_path: Path) -> None:
    """Started from another folder on a free port, it answers in Chinese with our style sheet, finds two characters, and stops when told."""
    published(tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "--var", str(tmp_path), "serve", "--port", "0"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    )  # fmt: skip
    try:
        base = f"http://{LOOPBACK}:{wait_for(process, STARTED, 120)[1]}"

        def get(path: str) -> str:
            with urllib.request.urlopen(base + path, timeout=60) as response:
                return str(response.read().decode())

        assert "政府信息公开核查结果" in get("/")
        assert "--blue" in get("/assets/gongkai.css")
        assert "三公经费预算另行公布" in get("/findings/search_evidence?words=%E9%A2%84%E7%AE%97")
        assert '"facet_time_limit_ms": 3000' in get("/-/settings.json")
        for hidden in ("/findings/finding/1", "/-/metadata.json", "/-/metadata", "/-/databases.json", "/-/plugins"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(base + hidden, timeout=60)

        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0
        assert sorted(path.name for path in tmp_path.iterdir()) == ["findings.db", "ledger.db", "secret"]
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_only_this_machine_can_connect_by_default() -> None:
    """The host is loopback unless asked otherwise; a port that is taken is an error."""
    with listen(port=0) as listening:
        host, port = listening.getsockname()
        assert socket.inet_aton(host)[0] == 127
        assert address(host, port) == f"http://127.0.0.1:{port}/"
        with pytest.raises(OSError, match="in use"):
            listen(port=port)


@pytest.mark.parametrize("name", ["findings.db", "other.db"])
def test_a_missing_or_misnamed_file_is_an_error(tmp_path: Path, name: str) -> None:
    """The message names the file."""
    with pytest.raises(ArchiveError, match=name):
        check(Serving(published=tmp_path / name))


def test_a_file_that_is_no_published_database_is_an_error(tmp_path: Path) -> None:
    """A database without our tables is not served."""
    with sqlite3.connect(tmp_path / "findings.db") as connection:
        connection.execute("create table x (y)")

    with pytest.raises(ArchiveError, match=r"findings\.db"):
        check(Serving(published=tmp_path / "findings.db"))
