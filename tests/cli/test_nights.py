"""Nights through the command line: what one night saw is held against the next, and a stored night judged again says what it said."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.ledger import open_ledger
from checks.model import Plan, Stop, Visit
from cli.exits import Exit
from cli.night import speaks_for_its_day
from tests.e2e.command import Ended, gongkai

MAY = ["2015-05-20", "2015-05-18", "2015-05-12", "2015-05-04"]
JUNE = ["2015-06-28", "2015-06-27", "2015-06-26", "2015-05-04"]


def build(site: Path, dates: list[str]) -> None:
    """A portal of one column, as it stands on a day."""
    rows = "".join(f'<li><a href="{i}.html">关于第{i}批检查工作的通知</a><span>{date}</span></li>' for i, date in enumerate(dates))
    (site / "tz").mkdir(parents=True, exist_ok=True)
    menu = "".join(f'<li><a href="{to}">{name}</a></li>' for name, to in (("首页", "/"), ("通知公告", "/tz/"), ("联系我们", "/lx.html")))
    (site / "index.html").write_text(
        f"<html><head><title>某市某局</title></head><body><div class='nav'><ul>{menu}</ul></div></body></html>"
    )
    (site / "lx.html").write_text(
        "<html><head><title>联系我们</title></head><body><p>地址：某市某路1号，电话：12345678。</p></body></html>"
    )
    (site / "tz" / "index.html").write_text(
        f"<html><head><title>通知公告</title></head><body><h2>通知公告</h2><ul class='list'>{rows}</ul></body></html>"
    )
    for i in range(len(dates)):
        (site / "tz" / f"{i}.html").write_text(
            f"<html><head><title>关于第{i}批检查工作的通知</title></head><body><h1>关于第{i}批检查工作的通知</h1></body></html>"
        )


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What three nights wrote; between the first and the second three notices were dated again."""
    var, site = tmp_path_factory.mktemp("var"), tmp_path_factory.mktemp("portal") / "site"
    for day, dates in (("2015-05-30", MAY), ("2015-06-30", JUNE), ("2015-07-30", JUNE)):
        build(site, dates)
        ended = gongkai("audit", "--start", site, "--as-of", day, "--no-browser", "--no-publish", "--format", "json", "--var", var)
        assert ended.code == Exit.DONE, ended.err
    return var


def test_a_night_is_held_against_those_before_it(var: Path) -> None:
    """Nothing to compare on the first; dated again on the second, and still on the third. The served copy has another port each time."""
    with open_ledger(var / "ledger.db") as ledger:
        told = [f for run in ledger.runs() for f in ledger.findings(run.id, "site") if f.rule == "integrity.backdated"]

    assert [f.outcome.value for f in told] == ["cant_tell", "failed", "failed"]
    assert "2015-05-30巡检时已在，日期为2015-05-20，现为2015-06-28" in told[1].message


def test_a_stored_night_says_what_it_said(var: Path, tmp_path: Path, here: Callable[..., Ended]) -> None:
    """Judged again after later nights: byte for byte the same. Far from the ledger what needs earlier nights cannot be told."""
    with open_ledger(var / "ledger.db") as ledger:
        run = ledger.runs()[1]
    [file] = (var / "visits" / run.id).glob("*")
    assert f"判定摘要 {run.judgement_sha256}" in here("judge", file, "--var", tmp_path).err

    alone = shutil.copytree(var / "visits", tmp_path / "visits")  # without the ledger that stands beside it
    ended = here("judge", alone / run.id / file.name, "--format", "json", "--var", tmp_path)
    assert ended.code == Exit.DONE, ended.err
    found = json.loads(ended.out)
    assert [f["outcome"] for f in found if f["rule"] == "integrity.backdated"] == ["cant_tell"]


@pytest.mark.parametrize(
    ("start", "began", "spoken"),
    [
        ("http://www.yunxi.example/", "2015-06-30T04:00:00+00:00", True),
        ("http://www.yunxi.example/", "2015-06-30T17:00:00+00:00", True),  # the first of July in Beijing
        ("http://www.yunxi.example/", "2015-07-01T17:00:00+00:00", False),
        ("http://www.yunxi.example/", "2026-01-01T00:00:00+00:00", False),  # today's site judged for a day gone by
        ("http://127.0.0.1:8000/", "2026-01-01T00:00:00+00:00", True),  # a saved copy shows the day it was saved
    ],
)
def test_only_what_stood_there_on_its_day_is_remembered(start: str, began: str, spoken: bool) -> None:
    """What a living site shows today is no memory of another day."""
    at = dt.datetime.fromisoformat(began)
    plan = Plan(needs=(), window_from=dt.date(2015, 5, 1), as_of=dt.date(2015, 6, 30))
    visit = Visit(portal_id="p", run_id="r", start_url=start, started_at=at, ended_at=at, stop=Stop.DONE, plan=plan)

    assert speaks_for_its_day(visit) is spoken
