"""What judging costs as a visit grows: all rules over 10, 100, 1,000 stored pages of one portal. 判定耗时

``python -m tests.bench.judging [SIZE…]`` prints one JSON object.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import attrs

import config
from checks.assemble import ReadPage, UnitFacts, assemble, read_page
from checks.judge import judge
from checks.model import Earlier, Page, Place, Plan, Stop, Unit, Visit
from checks.recall import look, remember
from checks.vocabulary import Context
from tests.bench.site import AS_OF, portal

DATA = Path(config.__file__).resolve().parent.parent / "data"
SIZES = (10, 100, 1000)
PAGES_AT_ONE = 150  # of the invented portal at scale 1
ROOT = "http://www.yunxi.example"
AT = dt.datetime(2015, 6, 30, 4, tzinfo=dt.UTC)
ROUNDS = 3


def judging(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """For each size the processor time and the peak memory of assembling, judging and remembering; the reading is not counted."""
    loaded = config.load(DATA)
    context = Context(as_of=AS_OF, vocabulary=loaded.vocabulary, start_url=f"{ROOT}/")
    rules = [(rule, "bench") for rule in loaded.rules]
    bodies = list(portal(1, scale=1.2 * max(sizes) / PAGES_AT_ONE).items())
    read = [read_page(_page(path, body), context) for path, body in bodies[: max(sizes)]]
    judge(_assembled(read[:10], context, Earlier()), rules)  # what is made once in a process is no cost of a portal
    # every so many pages, so that each size has the same kinds of pages; the home page is the first
    return [_measured(read[:: len(read) // size][:size], context, rules) for size in sizes]


def _measured(read: Sequence[ReadPage], context: Context, rules: Sequence[Any]) -> dict[str, Any]:
    yesterday = attrs.evolve(context, as_of=AS_OF - dt.timedelta(days=1))
    known = remember(Earlier(), look(_assembled(read, yesterday, Earlier())))

    def once() -> int:
        unit = _assembled(read, context, known)
        found = judge(unit, rules)
        look(unit)
        return len(found)

    spent = min(_seconds(once) for _ in range(ROUNDS))
    tracemalloc.start()
    findings = once()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return {"pages": len(read), "rules": len(rules), "findings": findings, "ms": spent * 1000, "peak_mb": peak / 1e6}


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _assembled(read: Sequence[ReadPage], context: Context, known: Earlier) -> UnitFacts:
    place = Place(portal="yunxi")
    plan = Plan(needs=(), window_from=AS_OF - dt.timedelta(weeks=6), as_of=AS_OF)
    visit = Visit(portal_id="yunxi", run_id="bench", start_url=f"{ROOT}/", started_at=AT, ended_at=AT, stop=Stop.DONE, plan=plan)
    unit = Unit(id="yunxi", name="云溪市质量技术监督局", places=(place,))
    return assemble(unit, place, visit, read, (), context, earlier=known)


def _page(path: str, body: bytes) -> Page:
    return Page(
        url=ROOT + path,
        final_url=ROOT + path,
        status=200,
        fetched_at=AT,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        depth=0 if path == "/" else 1 + path.count("/", 1),
        found_on=None if path == "/" else f"{ROOT}/",
    )


if __name__ == "__main__":
    print(json.dumps(judging([int(size) for size in sys.argv[1:]] or SIZES)))
