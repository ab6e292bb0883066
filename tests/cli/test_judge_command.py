"""``gongkai judge`` over the demo's stored visits: other months, other packs, other editions; adjustments are told everywhere."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import config
from archive.ledger import open_ledger
from cli.context import parse_month
from cli.exits import Exit
from tests.cli.test_rules_command import OVERLAY
from tests.e2e.command import ROOT, Ended, gongkai
from tests.e2e.demo_night import DemoNight

UNITS = {"lanting-zjj", "qingshi-zjj", "yunxi-kfq", "yunxi-zjj"}


@pytest.fixture(scope="module")
def var(demo_night: DemoNight, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one audit of the demo wrote."""
    return demo_night.copy(tmp_path_factory.mktemp("demo") / "var")


@pytest.fixture(scope="module")
def visit(var: Path) -> Path:
    """One of its visits."""
    (folder,) = (var / "visits").iterdir()
    return folder / "qingshi.visit"


Judge = Callable[..., Ended]
Compared = Callable[..., dict[str, Any]]


@pytest.fixture
def judge(here: Callable[..., Ended]) -> Judge:
    """``gongkai judge`` on visits of the demo, as JSON."""

    def command(visit: Path, *words: str | Path) -> Ended:
        ended = here("judge", "--demo", visit, "--format", "json", *words)
        assert ended.code == Exit.DONE, ended.err
        return ended

    return command


@pytest.fixture
def compared(judge: Judge) -> Callable[..., dict[str, Any]]:
    """What ``--compare`` prints."""

    def command(visit: Path, *words: str | Path) -> dict[str, Any]:
        told = json.loads(judge(visit, *words).out)
        assert isinstance(told, dict)
        return told

    return command


def edition(target: Path, file: str, old: str, new: str) -> Path:
    """Another edition of the project's data: one file changed in one place."""
    shutil.copytree(ROOT / "data", target, ignore=shutil.ignore_patterns("var"))
    path = target / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return target


@pytest.mark.parametrize("month", ["2015-06", "2016-06", "2017-07", "2018-06", "2019-06", "2022-02"])
def test_the_same_visit_judged_for_another_month(month: str, visit: Path, judge: Judge) -> None:
    """Only rules in force then are applied, none outside its period; what the visit did not look for is not charged."""
    rules = {rule.id: rule for rule in config.load(ROOT / "data").rules}
    day = parse_month(month)[1]

    ended = judge(visit, "--month", month)

    applied = {finding["rule"] for finding in ended.findings}
    assert len(applied) > 10
    assert [name for name in applied if not rules[name].in_force(day)] == []
    own = month == "2015-06"
    assert ("按判定基准日" in ended.err and "重新判定；访问时的判定基准日为 2015-06-30" in ended.err) is not own
    assert {finding.get("as_of", "") for finding in ended.findings} == {"" if own else day.isoformat()}
    assert any(finding["outcome"] == "failed" for finding in ended.findings) is own
    assert any("不能说明其后至" in finding["message"] for finding in ended.findings) is not own


def test_an_earlier_month_reads_the_pages_with_its_date(visit: Path, judge: Judge) -> None:
    """What was published after it is not known to it, and a failure stands."""
    ended = judge(visit, "--as-of", "2015-05-31")

    assert any(finding["outcome"] == "failed" for finding in ended.findings)
    assert {finding["visit_as_of"] for finding in ended.findings} == {"2015-06-30"}
    assert "改记无法核查" not in ended.err and "网页抓取于" in ended.err
    weeks = {f["subject"] for f in judge(visit).findings if f["rule"] == "freshness.weekly-update"}
    assert weeks and not weeks & {f["subject"] for f in ended.findings if f["rule"] == "freshness.weekly-update"}


def test_a_pack_out_of_force_is_judged_and_labelled(visit: Path, judge: Judge) -> None:
    """Today's or another time's site against a pack by name: applied, and said not to be a finding of that time."""
    ended = judge(visit, "--as-of", "2015-06-30", "--pack", "national-2019")

    assert "guide.elements-2019" in {finding["rule"] for finding in ended.findings}
    assert all(finding["packs_named"] for finding in ended.findings)
    assert "按名称指定，不论是否在有效期内" in ended.err
    assert "注意：判定基准日 2015-06-30 不在 national-2019 的有效期内" in ended.err
    assert "注意" not in judge(visit, "--pack", "beijing-zjj-2015").err


def test_a_date_at_which_nobody_disclosed_there_is_not_judged(visit: Path, tmp_path: Path, here: Judge) -> None:
    """The unit was abolished before: the portal is not taken for a unit of its own, which every pack in force would bind."""
    data = edition(tmp_path / "data", "demo/portals.toml", 'id = "qingshi-zjj"', 'id = "qingshi-zjj"\nuntil = 2015-12-31')

    ended = here("judge", "--demo", visit, "--month", "2016-06", "--format", "json", "--data", data)

    assert (ended.code, ended.findings) == (Exit.DONE, []), ended.err
    ended.says("2016-06-30 没有公开主体在此网站公开，未判定")
    effective = here("rules", "--effective", "qingshi-zjj", "--month", "2016-06", "--data", data)
    effective.says("判定基准日 2016-06-30 不在其间")


def test_two_packs_compared(visit: Path, compared: Compared) -> None:
    """Every rule that only one of them has is a change, with that as its reason."""
    told = compared(visit, "--pack", "beijing-zjj-2015", "--compare", "ningbo-2015")

    assert {cause["cause"] for flip in told["flips"] for cause in flip["causes"]} == {"rule"}
    by_rule = {flip["rule"]: (flip["before"], flip["causes"][0]["what"]) for flip in told["flips"]}
    assert by_rule["service-guide.fields-ningbo"][1] == "只在 ningbo-2015"
    assert by_rule["power-list.fields"] == (None, "只在 beijing-zjj-2015")
    assert "integrity.hijack" not in by_rule, "both packs take it over"


def test_two_editions_compared(visit: Path, tmp_path: Path, compared: Compared, here: Judge) -> None:
    """A stricter threshold flips what stands on it and nothing else; the table says from what to what."""
    old = edition(
        tmp_path / "old", "rulepacks/beijing-zjj-2015/freshness.no-new.toml", "[params]\nmin_items = 1", "[params]\nmin_items = 999"
    )

    told = compared(visit, "--compare", old)

    assert {(flip["rule"], flip["after"]) for flip in told["flips"]} == {("freshness.no-new", "passed")}
    assert [flip["causes"] for flip in told["flips"]] == [[{"cause": "parameters", "what": "params.min_items：999 → 1"}]]
    text = here("judge", "--demo", visit, "--compare", old)
    assert "指标内容不同（params.min_items：999 → 1）" in text.out and "指标内容不同\t1" in text.out


def test_words_of_another_edition_are_a_cause(visit: Path, tmp_path: Path, compared: Compared) -> None:
    """Pages read by other words."""
    old = edition(tmp_path / "old", "vocabulary/guide.toml", '"传真"', '"传真传真"')

    told = compared(visit, "--compare", old)

    assert told["flips"]
    assert {cause["cause"] for flip in told["flips"] for cause in flip["causes"]} == {"words"}


def test_two_visits_compared(visit: Path, tmp_path: Path, compared: Compared) -> None:
    """Another night of the same portal that read less: what it could not tell is put down to what it read."""
    less = gongkai("audit", "--demo", "--no-browser", "--no-publish", "--max-pages", "12", "--var", tmp_path)
    assert less.code == Exit.INCOMPLETE
    (other,) = (tmp_path / "visits").glob("*/qingshi.visit")

    told = compared(visit, "--compare", other)

    assert told["flips"]
    # the demo is served at another port each night, so that no address is the same
    assert all("coverage" in [cause["cause"] for cause in flip["causes"]] for flip in told["flips"])


def test_a_run_of_the_ledger_compared(var: Path, visit: Path, tmp_path: Path, compared: Compared) -> None:
    """What was said then by the program of then: alike while nothing changed, else put down to the program's version."""
    changed = shutil.copytree(var, tmp_path / "var")
    with open_ledger(changed / "ledger.db") as ledger:
        (run,) = ledger.runs()
    assert compared(visit, "--compare", run.id, "--var", changed)["flips"] == []

    with sqlite3.connect(changed / "ledger.db") as db:
        db.execute("update run set code_version = '0.0.1'")
        db.execute("update finding set outcome = 'passed' where outcome = 'failed' and portal = 'qingshi'")
    told = compared(visit, "--compare", run.id, "--var", changed)
    assert told["flips"] and {cause["cause"] for flip in told["flips"] for cause in flip["causes"]} == {"code"}
    assert told["old"]["code"] == "0.0.1"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--compare", "ningbo-2014"), "不是指标体系、配置文件夹或访问文件"),
        (("--compare", "ningbo-2015", "--compare", "nothing"), "多次使用时只能是指标体系编号"),
        (("--month", "2015"), "应写作 2015-06"),
    ],
)
def test_what_cannot_be_compared_is_refused(words: tuple[str, ...], said: str, visit: Path, tmp_path: Path, here: Judge) -> None:
    """With what would be possible."""
    ended = here("judge", "--demo", visit, "--var", tmp_path, *words)

    assert (ended.code, ended.out) == (Exit.USAGE, "")
    ended.says(said)


def test_an_adjustment_is_told_wherever_findings_are_shown(tmp_path: Path, here: Judge) -> None:
    """JSON, table, published database, CSV, explanation: each names it, and the run says so when it begins."""
    data = shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("var"))
    strict = OVERLAY.replace("min_items = 7", "min_items = 999")
    (data / "overlays" / "local.toml").write_text(strict.replace('units = ["yunxi-zjj"]\n', ""), encoding="utf-8")
    var, name = tmp_path / "var", "local/freshness.no-new"
    ended = gongkai("audit", "--demo", "--no-browser", "--format", "json", "--data", data, "--var", var)

    assert ended.code == Exit.DONE, ended.err
    ended.says("调整：freshness.no-new 的 params.min_items、severity（overlays/local.toml；六月搬迁；办公室张某）")
    under = [finding for finding in ended.findings if finding["overlays"]]
    assert {finding["unit"] for finding in under} == UNITS
    assert {(f["rule"], f["severity"], tuple(f["overlays"])) for f in under} == {("freshness.no-new", "minor", (name,))}
    (visits,) = (var / "visits").iterdir()
    again = here("judge", "--demo", visits, "--data", data)
    assert f"（按调整 {name} 判定）" in again.out
    with sqlite3.connect(var / "findings.db") as db:
        assert {row[0] for row in db.execute("select overlays from finding where rule_id = 'freshness.no-new'")} == {name}
        assert db.execute("select rule_id, reason, who, changes from overlay").fetchall() == [
            ("freshness.no-new", "六月搬迁", "办公室张某", "params.min_items=999、severity=minor")
        ]
    with (var / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["调整"] for row in csv.DictReader(file) if row["指标编号"] == "freshness.no-new"} == {name}
    told = here("explain", "yunxi-zjj|freshness.no-new|2015-05", "--data", data, "--var", var)
    flat = told.out.replace("\n　", "")
    assert "按调整判定：freshness.no-new" in flat and "六月搬迁" in flat and "当月至少999条" in flat, told.err
