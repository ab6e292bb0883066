"""``python -m tests.bench.reviewing``: reviewers write while nights are entered and published and readers read. 并发

Everything is real: ``gongkai serve`` in a process of its own, another process that enters, judges and publishes nights, reviewers and
readers over HTTP on loopback.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs
import httpx

from archive.ledger import Ledger, open_ledger
from checks import history
from checks.model import Outcome, Role
from publish.database import publish
from publish.reviewing.people import Person, write_people
from tests.publish.desk import DIGEST, address_of, desk_in, seen, sign_in, token
from tests.publish.night import CATALOGUE, evidence, finding, run

NIGHT = re.compile(r"第(\d+)夜")
URL = re.compile(r"http://127\.0\.0\.1:(\d+)")
#: what a refusal of two people at one problem says
EXPECTED = ("已有新的意见", "您已确认过")
BEGUN = "begun"
START = dt.datetime(2015, 9, 1, 18, tzinfo=dt.UTC)


@attrs.define
class Figures:
    """What came of it. 并发结果"""

    accepted: list[str] = attrs.Factory(list)
    refused: list[str] = attrs.Factory(list)
    wrong: list[str] = attrs.Factory(list)
    waited: list[float] = attrs.Factory(list)
    pages: Counter[str] = attrs.Factory(Counter)
    nights: int = 0
    seconds: float = 0.0


def tonight(ledger: Ledger, target: Path, number: int, problems: int) -> None:
    """A night in which every problem is seen again, entered, folded and published as ``gongkai audit`` does it."""
    name = f"2015-night-{number:03}"
    began = START + dt.timedelta(days=number)
    told = attrs.evolve(run(name, began.date(), 1), started_at=began, ended_at=began + dt.timedelta(hours=1))
    found = [
        finding(
            "yunxi-zjj", "apply.channels" if each % 2 else "integrity.hijack", f"p{each:04}", f"对象{each}", Outcome.FAILED,
            f"第{number}夜：第{each}项未列。", evidence=(evidence(f"/p{each}.html", f"第{number}夜所见第{each}项"),),
        )
        for each in range(problems)
    ]  # fmt: skip
    ledger.record_run(told, ["yunxi"])
    with ledger.atomic():
        ledger.record_findings(name, found)
    with ledger.atomic():
        ledger.save_episodes(history.fold(ledger.episodes(), found, told, ledger.reviews(), ["yunxi"]))
        ledger.mark_folded(name)
        publish(ledger, target, run=name, catalogue=CATALOGUE)


def nights(folder: Path, problems: int, first: int, stop: Path) -> None:
    """One night after the other until a file appears, at least one; prints how many."""
    number = first
    (folder / BEGUN).touch()
    with open_ledger(folder / "ledger.db") as ledger:
        while number == first or not stop.exists():
            tonight(ledger, folder / "findings.db", number, problems)
            number += 1
            time.sleep(0.3)
    print(number - first)


@contextlib.contextmanager
def served(folder: Path, *options: str) -> Iterator[str]:
    """``gongkai serve`` on a free port."""
    command = [sys.executable, "-m", "cli.main", "--var", str(folder), "serve", "--port", "0", *options]
    with (folder / "serve.log").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            deadline = time.monotonic() + 120
            while not (found := URL.search((folder / "serve.log").read_text(encoding="utf-8"))):
                assert process.poll() is None and time.monotonic() < deadline, (folder / "serve.log").read_text(encoding="utf-8")
                time.sleep(0.1)
            yield f"http://127.0.0.1:{found[1]}"
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)


def reviewer(base: str, number: int, problems: Sequence[str], decisions: int, figures: Figures) -> None:
    """Opens problems and decides, each with a note of its own; what was refused because somebody was faster is read and left."""
    dice = random.Random(number)
    with httpx.Client(base_url=base, timeout=120) as client:
        sign_in(client, f"r{number}")
        for count in range(decisions):
            fingerprint, note = dice.choice(problems), f"复核{number}之{count}号"
            page = client.get(address_of(fingerprint)).text
            if len(set(NIGHT.findall(page.split("处理经过")[0]))) != 1:
                figures.wrong.append(f"one problem in several nights: {sorted(set(NIGHT.findall(page)))}")
            form = {
                "csrftoken": token(page),
                "seen": seen(page),
                "decision": dice.choice(("confirm", "reject", "note", "recheck")),
                "note": note,
            }
            begun = time.monotonic()
            answer = client.post(address_of(fingerprint), data=form)
            figures.waited.append(time.monotonic() - begun)
            if answer.status_code == 303:
                figures.accepted.append(note)
            elif answer.status_code == 409 and any(words in answer.text for words in EXPECTED):
                figures.refused.append(note)
            else:
                figures.wrong.append(f"{answer.status_code}: {answer.text[:2000]}")


def reader(base: str, number: int, done: threading.Event, figures: Figures) -> None:
    """Pages through the site and exports until the reviewers are done."""
    dice = random.Random(1000 + number)
    paths = (
        "/",
        "/findings/finding",
        "/-/review?view=todo",
        "/-/review?view=all&page=2",
        "/findings/finding.csv?_stream=on",
        "/findings/unit/yunxi-zjj",
    )
    with httpx.Client(base_url=base, timeout=120) as client:
        sign_in(client, "r0")
        while not done.is_set():
            path = dice.choice(paths)
            answer = client.get(path)
            figures.pages[path] += 1
            if answer.status_code != 200 or "locked" in answer.text:
                figures.wrong.append(f"{path}: {answer.status_code} {answer.text[:500]}")
            if path.endswith("view=todo") and len(found := set(NIGHT.findall(answer.text))) != 1:
                figures.wrong.append(f"a queue of several nights: {sorted(found)}")
            done.wait(dice.random() * 0.2)


def rush(folder: Path, *, reviewers: int = 20, decisions: int = 1000, readers: int = 50, problems: int = 300) -> Figures:
    """All of them at once, in a folder of their own."""
    desk = desk_in(folder)
    assert desk.people is not None
    write_people(desk.people, [Person(id=f"r{n}", name=f"复核{n}", role=Role.REVIEWER, password=DIGEST) for n in range(reviewers)])
    with open_ledger(desk.ledger) as ledger:
        tonight(ledger, folder / "findings.db", 1, problems)
    asked = [f"yunxi-zjj|{'apply.channels' if n % 2 else 'integrity.hijack'}|p{n:04}" for n in range(problems)]
    figures, done, stop = Figures(), threading.Event(), folder / "stop"
    with served(folder) as base:
        command = [sys.executable, "-m", "tests.bench.reviewing", "--nights", str(folder), "--problems", str(problems)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as publishing:
            while not (folder / BEGUN).exists() and publishing.poll() is None:
                time.sleep(0.05)
            begun = time.monotonic()
            work: list[tuple[Callable[..., None], tuple[Any, ...]]] = [(reader, (base, n, done, figures)) for n in range(readers)]
            watching = [threading.Thread(target=what, args=given) for what, given in work]
            writing = [threading.Thread(target=reviewer, args=(base, n, asked, decisions // reviewers, figures)) for n in range(reviewers)]
            for thread in (*watching, *writing):
                thread.start()
            for thread in writing:
                thread.join()
            figures.seconds = time.monotonic() - begun
            done.set()
            for thread in watching:
                thread.join()
            stop.touch()
            said, errors = publishing.communicate(timeout=300)
            if publishing.returncode:
                figures.wrong.append(errors[-2000:])
            figures.nights = int(said or 0)
    log = (folder / "serve.log").read_text(encoding="utf-8")
    if "locked" in log or "Traceback" in log:
        figures.wrong.append(log[-3000:])
    return figures


def lost(folder: Path, figures: Figures) -> list[str]:
    """Notes of accepted entries that are not in the ledger exactly once, and of refused ones that are."""
    with open_ledger(folder / "ledger.db") as ledger:
        kept = Counter(entry.note for entry in ledger.reviews())
    return [note for note in figures.accepted if kept[note] != 1] + [note for note in figures.refused if kept[note]]


def main() -> None:
    """Run it and print figures; or, in the process that publishes, enter nights."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.reviewing", description="并发：复核、入账、发布、浏览")
    parser.add_argument("--nights", type=Path, help=argparse.SUPPRESS)
    for name, number in (("reviewers", 20), ("decisions", 1000), ("readers", 50), ("problems", 300)):
        parser.add_argument(f"--{name}", type=int, default=number)
    asked = parser.parse_args()
    if asked.nights:
        nights(asked.nights, asked.problems, 2, asked.nights / "stop")
        return
    with tempfile.TemporaryDirectory() as folder:
        figures = rush(
            Path(folder), reviewers=asked.reviewers, decisions=asked.decisions, readers=asked.readers, problems=asked.problems
        )  # fmt: skip
        gone = lost(Path(folder), figures)
    waited = sorted(figures.waited)
    print(
        f"意见 {len(figures.accepted)} 条记入，{len(figures.refused)} 条因他人在先被拒，用时 {figures.seconds:.1f} 秒；期间发布 {figures.nights} 夜"
    )
    print(f"提交用时：中位 {waited[len(waited) // 2]:.2f} 秒，p95 {waited[int(len(waited) * 0.95)]:.2f} 秒，最长 {waited[-1]:.2f} 秒")
    print(f"浏览和导出 {sum(figures.pages.values())} 次：{dict(figures.pages)}")
    print(f"丢失 {len(gone)} 条；差错 {len(figures.wrong)} 处", *figures.wrong[:5], sep="\n")


if __name__ == "__main__":
    main()
