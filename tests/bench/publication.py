"""How fast the published database is browsed at the size of a country, beside stock Datasette with default settings on the same file.

python -m tests.bench.publication [--findings 1000000] [--requests 200] [--keep FILE]
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import selectors
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import httpx

from tests.bench.crowd import build

PAGES = {
    "front page": "/",
    "unit page": "/findings/unit/ju-00000",
    "table page with two facets": "/findings/finding?_facet=severity_id&_facet=region",
    "table page with two facets, filtered": "/findings/finding?outcome_id=failed&_facet=severity_id&_facet=region",
    "the same, another filter each time": "/findings/finding?region={region}&severity_id={severity}&outcome_id={outcome}&_facet=severity_id&_facet=region",
    "current problems (view)": "/findings/~E5~BD~93~E5~89~8D~E9~97~AE~E9~A2~98",
    "entries": "/findings/entry",
    "search for 预算": "/-/search?q=%E9%A2%84%E7%AE%97",
    "search for 指": "/-/search?q=%E6%8C%87",
}
OURS_ONLY = ("search for 预算", "search for 指", "current problems (view)")  # stock takes minutes for a page of a view, or has none
TWICE = "table page with two facets"
LIMIT, TIMES = 0.5, 10
CSV = "/findings/finding.csv?_labels=on&_stream=on"
STARTED = re.compile(r"http://127\.0\.0\.1:(\d+)")


@contextlib.contextmanager
def serving(arguments: list[str], cwd: Path) -> Iterator[tuple[str, int]]:
    """A server as a process: address and number."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(arguments, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield f"http://127.0.0.1:{_port(process)}", process.pid
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _port(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    said = ""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while selector.select(300):
            chunk = os.read(process.stdout.fileno(), 4096).decode()
            said += chunk
            if found := STARTED.search(said):
                return found[1]
            if not chunk:
                break
    raise RuntimeError(f"the server did not start: {said}")


def measure(base: str, path: str, requests: int, least_seconds: float = 60.0) -> tuple[float, float, int]:
    """Median and 95th percentile in seconds, and over how many requests: fewer where they take minutes in all."""
    taken = []
    with httpx.Client(base_url=base, timeout=300) as client:
        client.get(asked(path, 1)).raise_for_status()
        client.get(asked(path, 2)).raise_for_status()
        while len(taken) < requests and (sum(taken) < least_seconds or len(taken) < 20):
            start = time.perf_counter()
            client.get(asked(path, len(taken) + 3)).raise_for_status()
            taken.append(time.perf_counter() - start)
    return statistics.median(taken), sorted(taken)[int(len(taken) * 0.95) - 1], len(taken)


def asked(path: str, number: int) -> str:
    """The address of the n-th request: a filter is another one each time, so that no answer can be remembered."""
    outcome, severity = ("failed", "cant_tell", "passed")[number % 3], ("major", "minor", "info", "critical")[number // 3 % 4]
    return path.format(region=urllib.parse.quote(f"第{number // 12 % 40}区"), severity=severity, outcome=outcome)


def stream(base: str, pid: int, rows: int) -> tuple[int, float, int, int]:
    """All rows as CSV: rows, seconds, resident memory early and at its highest."""
    count, early, most = 0, 0, 0
    start = time.perf_counter()
    with httpx.stream("GET", base + CSV, timeout=600) as answer:
        answer.raise_for_status()
        for number, chunk in enumerate(answer.iter_bytes()):
            count += chunk.count(b"\n")  # a piece may end between the two characters of a line end
            if number % 200 == 0:
                size = memory(pid)
                early = size if count < rows / 10 else early
                most = max(most, size)
    return count - 1, time.perf_counter() - start, early, most


def memory(pid: int) -> int:
    """Resident memory of a process, bytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main() -> int:
    """Build, measure, say; 1 if a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--keep", type=Path, help="a findings.db to use if it is there, and to leave there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        target = options.keep or Path(folder) / "findings.db"
        if not target.exists():
            start = time.perf_counter()
            build(target, options.findings)
            print(f"built in {time.perf_counter() - start:.0f} s, {target.stat().st_size / 1e6:.0f} MB", flush=True)
        with contextlib.closing(sqlite3.connect(target)) as connection:
            counts = {
                name: connection.execute(f"select count(*) from {name}").fetchone()[0] for name in ("finding", "entry", "page", "evidence")
            }
            sizes = dict(connection.execute("select name, sum(pgsize) from dbstat where name like '%_fts_data' group by name"))
        print(
            ", ".join(f"{name} {count:,}" for name, count in counts.items()),
            "| index MB:",
            {n: round(s / 1e6, 1) for n, s in sizes.items()},
            flush=True,
        )
        return report(target, options.requests, counts["finding"])


def report(target: Path, requests: int, rows: int) -> int:
    """Measure both servers on the file."""
    ours = [sys.executable, "-m", "cli.main", "--var", str(target.parent), "serve", "--port", "0"]
    stock = [sys.executable, "-m", "datasette", "serve", "--immutable", str(target), "--port", "0"]
    with serving(ours, target.parent) as (here, pid):
        own = {name: _told("ours", name, here, path, requests) for name, path in PAGES.items()}
        count, seconds, early, most = stream(here, pid, rows)
    print(
        f"CSV: {count:,} of {rows:,} rows, {count / seconds:,.0f} rows/s, memory {early / 1e6:.0f} MB early, {most / 1e6:.0f} MB at most",
        flush=True,
    )
    with serving(stock, target.parent) as (there, _):
        theirs = {name: _told("stock", name, there, path, requests) for name, path in PAGES.items() if name not in OURS_ONLY}
    times = theirs[TWICE] / own[TWICE]
    slow = {name: median for name, median in own.items() if median > LIMIT}
    print(f"{TWICE}: ours {times:.1f} times as fast; over {LIMIT} s: {', '.join(slow) or 'none'}")
    return int(times < TIMES or bool(slow) or count != rows or most > early * 1.3 + 30e6)


def _told(who: str, name: str, base: str, path: str, requests: int) -> float:
    median, late, number = measure(base, path, requests)
    print(f"{who:6} {name:40} median {median:.3f} s  p95 {late:.3f} s  ({number} requests)", flush=True)
    return median


if __name__ == "__main__":
    sys.exit(main())
