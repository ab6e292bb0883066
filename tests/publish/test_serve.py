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
from publish.serve import LOOPBACK, command, environment
from tests.publish.night import published

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
    pytest.fail(f"Datasette did not start:\n{said}")


def test_a_real_process_serves_the_file_on_loopback(tmp_path: Path) -> None:
    """Started from another folder on a free port, it answers in Chinese with our style sheet and finds two characters."""
    target, _ = published(tmp_path)
    process = subprocess.Popen(
        command(target, port=0), env=environment(), cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
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
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(base + "/findings/finding/1", timeout=60)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_only_this_machine_can_connect_by_default(tmp_path: Path) -> None:
    """The host is loopback unless asked otherwise, and the file is served immutable."""
    target, _ = published(tmp_path)
    arguments = command(target)

    assert arguments[arguments.index("--host") + 1] == "127.0.0.1"
    assert arguments[arguments.index("--immutable") + 1] == str(target)
    assert arguments[0] == sys.executable
    assert socket.inet_aton(arguments[arguments.index("--host") + 1])[0] == 127


@pytest.mark.parametrize("name", ["findings.db", "other.db"])
def test_a_missing_or_misnamed_file_is_an_error(tmp_path: Path, name: str) -> None:
    """The message names the file."""
    with pytest.raises(ArchiveError, match=name):
        command(tmp_path / name)


def test_a_file_that_is_no_published_database_is_an_error(tmp_path: Path) -> None:
    """A database without our tables is not served."""
    with sqlite3.connect(tmp_path / "findings.db") as connection:
        connection.execute("create table x (y)")

    with pytest.raises(ArchiveError, match=r"findings\.db"):
        command(tmp_path / "findings.db")
