"""``gongkai explain`` over the ledger of the bundled demo: the whole chain of every finding, whatever its outcome."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import sqlite3
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from archive.ledger import open_ledger
from checks.history import fold
from checks.model import Decision, Outcome, Review
from cli.context import Folders
from cli.exits import Exit
from cli.story import story
from config import Config, load
from publish.explain import MOST_LINES, WIDTH, Explanation, as_text
from tests.e2e.command import ROOT, Ended
from tests.e2e.demo_night import DemoNight

FAX = "yunxi-zjj|guide.completeness|fax"
NEXT = "20990101T000000"
Here = Callable[..., Ended]


@pytest.fixture(scope="module")
def loaded() -> Config:
    """The project's own configuration."""
    return load(ROOT / "data")


@pytest.fixture(scope="module")
def demo(demo_night: DemoNight, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one audit of the demo wrote."""
    return demo_night.copy(tmp_path_factory.mktemp("demo") / "var")


@pytest.fixture
def var(demo: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may damage."""
    return shutil.copytree(demo, tmp_path / "var")


@pytest.fixture(scope="module")
def stories(demo: Path, loaded: Config) -> dict[str, Explanation]:
    """The chain behind every finding of the demo, passed ones of one rule for each but few."""
    where = Folders(data=ROOT / "data", var=demo)
    with open_ledger(demo / "ledger.db") as ledger:
        (run,) = ledger.runs()
        found = [f for unit in ledger.units_of(run.id) for f in ledger.findings(run.id, unit)]
        passed = {f.rule: f.fingerprint for f in found if f.outcome is Outcome.PASSED}
        wanted = [f.fingerprint for f in found if f.outcome is not Outcome.PASSED] + list(passed.values())
        return {name: story(ledger, where, loaded, name) for name in wanted}


def second_night(var: Path, browser: bool = False, **outcomes: Outcome) -> None:
    """Another run of the same findings, some with another outcome, folded as a night is."""
    with open_ledger(var / "ledger.db") as ledger:
        (first,) = ledger.runs()
        run = attrs.evolve(first, id=NEXT, started_at=first.started_at + dt.timedelta(days=1))
        findings = [f for unit in ledger.units_of(first.id) for f in ledger.findings(first.id, unit)]
        changed = [attrs.evolve(f, outcome=outcomes.get(f.subject, f.outcome) if f.fingerprint == FAX else f.outcome) for f in findings]
        ledger.record_run(run, ledger.planned(first.id))
        ledger.record_findings(run.id, changed)
        seen_with_browser = {f.portal for f in findings} if browser else set()
        ledger.save_episodes(fold(ledger.episodes(), changed, run, ledger.reviews(), seen_with_browser))
        ledger.mark_folded(run.id)


def as_object(ended: Ended) -> dict[str, Any]:
    assert ended.code == Exit.DONE, ended.err
    value = json.loads(ended.out)
    assert isinstance(value, dict)
    return value


def test_the_letter_holds_the_whole_chain(demo: Path, here: Here) -> None:
    """From the page to the outcome, each part of one failure with its own words."""
    ended = here("explain", FAX, "--var", demo)

    assert ended.code == Exit.DONE, ended.err
    flat = re.sub(r"\n　*", "", ended.out)
    for part in (
        "检查结果说明：云溪市质量技术监督局，公开指南要素完整，传真号码",
        "一、结论：不合格",
        "公开指南传真号码：未列",
        "判定基准日2015-06-30",
        "问题状态：存疑（首次发现，尚待再次核查或人工确认）",
        "共1个批次发现",
        "/col/col1201/index.html",
        "（北京时间）抓取，网页原文",
        "到达途径：首页→“政府信息公开指南”",
        "快照尚在，校验一致",
        "结束原因：完成",
        "读作公开指南要素“传真号码”：未列",
        "原文“传真：0380-5550134”",
        "位置：第18段（定位路径 /html/body/",
        "（guide.completeness）",
        "依据：北京质监局 京质监办发〔2015〕43号 月通报 一(一)2：“公开指南内容不完整”",
        "依据核实程度：已核对文件原文。",
        "判定标准：应列要素9项，本项为“传真号码”",
        "整改：在公开指南中补写所列要素。",
        "可能误判的情形：",
        "列表栏目",
        "未使用浏览器",
        "所循入口：“云溪市质量技术监督局政府信息公开指南”（已读）",
        "所查字样：传真号码、传真",
        "最相近的：“传真：0380-5550134”",
        "如何核对",
        "人工意见优先于程序的结论",
    ):
        assert part in flat, part
    assert re.search(r"[0-9a-f]{64}", flat)
    assert f"gongkai review '{FAX}'" in ended.err


def test_every_chain_is_whole(stories: dict[str, Explanation]) -> None:
    """Whatever the outcome: each page cited was kept, reached and read again, each rule has its ground and standard."""
    assert {told.finding.outcome for told in stories.values()} == set(Outcome)
    for name, told in stories.items():
        assert told.visit is not None and told.ground is not None and told.ground.citations, name
        assert not told.ground.changed, name
        assert {(c.url, c.sha256) for c in told.captures} == {(e.url, e.sha256) for e in told.finding.evidence}, name
        assert len(told.quoted) == len(told.finding.evidence), name
        for capture in told.captures:
            assert capture.status is not None and capture.kept == bool(capture.sha256), name
        for quoted in told.quoted:
            named_place = quoted.evidence.locator in ("/", "links", "status", "title", "footer", "url")
            assert quoted.place and (quoted.said or named_place), (name, quoted)
        assert bool(told.lives) is (told.finding.outcome is Outcome.FAILED), name


def test_a_letter_is_short_and_plain(stories: dict[str, Explanation]) -> None:
    """At most forty lines of the width of a letter, all parts in them, no word of ours but the ids by which things are found."""
    for name, told in stories.items():
        text = as_text(told)
        lines = text.splitlines()
        assert len(lines) <= MOST_LINES, name
        for head in ("一、结论", "二、所据网页", "三、网页上的文字", "四、依据和判定标准", "、如何核对"):
            assert head in text, (name, head)
        assert ("查找范围" in text) is bool(told.finding.looked), name
        for line in lines:
            room = WIDTH + 4  # closing signs may hang over
            breakable = re.sub(r"[!-~]{60,}", "", line)
            assert sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in breakable) <= room, line
        flat = re.sub(r"\n　*", "", text)
        plain = re.sub(r"“[^”]*”|https?://\S+|编号：\S+|定位路径[^）]+|[0-9a-f]{64}|访问文件\S+|（[a-z0-9.-]+）", "", flat)
        assert not set(re.findall(r"[A-Za-z]{2,}", plain)) - {"SHA", "PDF", "ICP", "robots", "txt"}, (name, plain)


def test_what_could_not_be_told_says_what_to_do(stories: dict[str, Explanation]) -> None:
    """Of every 无法核查 the reason is known and its remedy stands in the letter; what can be mended stands in those of failures only."""
    for name, told in stories.items():
        flat = re.sub(r"\n　*", "", as_text(told))
        assert bool(told.step) is (told.finding.outcome is Outcome.CANT_TELL), name
        assert told.step in flat and told.ground is not None and f"依据核实程度：{told.ground.basis}。" in flat, name
        assert ("整改：" in flat) is (told.finding.outcome is Outcome.FAILED), name


def test_json_leaves_nothing_out(demo: Path, here: Here) -> None:
    """All evidence, all options, where was looked in its parts; dates are ISO."""
    told = as_object(
        here("explain", "qingshi-zjj|power-list.fields|xxgk/xzsp/201505/t20150520_942035.html", "--format", "json", "--var", demo)
    )

    assert told["finding"]["outcome"] == "failed"
    assert len(told["quoted"]) == len(told["finding"]["evidence"]) > 10
    assert told["quoted"][0]["read_as"][0].endswith("未列"), "what decides comes first"
    assert told["captures"][0]["way"] == ["行政审批事项", "特种设备作业人员资格认定"]
    assert told["rule"]["basis"] == "已核对文件原文" and told["rule"]["mend"] and told["rule"]["overlays"] == []
    assert told["rule"]["id"] == "power-list.fields" and len(told["rule"]["options"]["fields"]) == 18
    assert [part.split("：")[0] for part in told["looked"][1:]] == ["所循入口", "所查字样", "最相近的"]
    assert told["history"][0]["outcome"] == "failed" and told["episodes"][0]["state"] == "suspected"
    assert dt.datetime.fromisoformat(told["captures"][0]["fetched_at"])
    penalty = as_object(here("explain", "yunxi-zjj|penalty.fields|art/2015/5/19/art_1208_5002.html", "--format", "json", "--var", demo))
    assert penalty["rule"]["options"]["name_unread"] is False, "an option that the rule's file leaves to the predicate"


def test_the_number_of_the_table_names_the_same(demo: Path, here: Here) -> None:
    """The published table's 结果编号 leads to the same chain."""
    with sqlite3.connect(demo / "findings.db") as db:
        (number,) = db.execute(
            "select id from finding where unit_id = 'yunxi-zjj' and rule_id = 'guide.completeness' and subject = 'fax'"
        ).fetchone()

    assert as_object(here("explain", str(number), "--format", "json", "--var", demo))["id"] == FAX


def test_what_was_read_is_published_for_search(demo: Path, here: Here) -> None:
    """An audit keeps entries, elements and texts of pages, and they are published; judging a stored visit to the screen writes nothing."""
    with sqlite3.connect(demo / "findings.db") as db:
        entries, elements, pages = (db.execute(f"select count(*) from {table}").fetchone()[0] for table in ("entry", "element", "page"))
        assert entries > 100 and elements > 100 and pages > 100
        assert db.execute("select count(*) from entry e join page p on p.sha256 = e.sha256").fetchone()[0] >= entries
        assert db.execute(
            "select value from element where unit_id = 'yunxi-zjj' and name = '办公时间' and kind = '公开指南要素'"
        ).fetchone()
    before = (demo / "readings.db").stat().st_mtime_ns
    here("judge", next((demo / "visits").glob("*/yunxi.visit")), "--format", "json")
    assert (demo / "readings.db").stat().st_mtime_ns == before


def test_a_resolved_problem_tells_its_life(var: Path, here: Here) -> None:
    """The latest outcome is 合格; the problem's life is told with it, and the earlier outcome can be asked for."""
    second_night(var, fax=Outcome.PASSED)

    flat = re.sub(r"\n　*", "", here("explain", FAX, "--var", var).out)
    assert "一、结论：合格" in flat and "问题状态：已整改" in flat and "再次判为合格。" in flat
    assert re.search(r"历次结论：\S+不合格，\S+合格。", flat)

    with open_ledger(var / "ledger.db") as ledger:
        first = ledger.runs()[0].id
    assert "一、结论：不合格" in here("explain", FAX, "--run", first, "--var", var).out


def test_a_problem_that_cannot_be_told_any_more_stays_open(var: Path, here: Here) -> None:
    """无法核查 in the latest run: neither failed nor mended, and that is how it is told."""
    second_night(var, fax=Outcome.CANT_TELL)

    flat = re.sub(r"\n　*", "", here("explain", FAX, "--var", var).out)
    assert "一、结论：无法核查" in flat and "问题状态：存疑" in flat and "不作为问题通报" in flat


@pytest.mark.parametrize(("browser", "state"), [(False, "存疑"), (True, "已确认")])
def test_an_absence_is_confirmed_by_a_browser_only(browser: bool, state: str, var: Path, here: Here) -> None:
    """A second look alone confirms what was seen (hours left blank); what was not found (the fax) needs the browser's as well."""
    second_night(var, browser)

    assert f"问题状态：{state}" in here("explain", FAX, "--var", var).out
    assert "问题状态：已确认" in here("explain", "qingshi-zjj|guide.completeness|hours", "--var", var).out


def test_a_persons_decision_is_told(var: Path, here: Here) -> None:
    """What was rejected is told as rejected, and by whom."""
    with open_ledger(var / "ledger.db") as ledger:
        at = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
        ledger.add_review(Review(fingerprint=FAX, decision=Decision.REJECT, reviewer="王某", decided_at=at))

    flat = re.sub(r"\n　*", "", here("explain", FAX, "--var", var).out)
    assert "问题状态：经复核不成立" in flat and "由王某复核" in flat


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("yunxi-zjj|guide.completeness|faks", "yunxi-zjj|guide.completeness|"),
        ("yunxi-zj|guide.completeness|fax", FAX),
        ("nonsense", "公开主体|指标|对象"),
        ("12345", "没有结果编号 12345"),
    ],
)
def test_an_unknown_id_is_refused_with_the_nearest(asked: str, words: str, demo: Path, here: Here) -> None:
    """A slip in the id is named, with what was probably meant."""
    ended = here("explain", asked, "--var", demo)

    assert (ended.code, ended.out) == (Exit.USAGE, "")
    ended.says(words)


def test_a_run_that_did_not_judge_it_is_refused(demo: Path, here: Here) -> None:
    """The runs that did are named."""
    ended = here("explain", FAX, "--run", "r9", "--var", demo)

    assert ended.code == Exit.USAGE
    ended.says("批次 r9 没有判定")


def test_without_a_ledger_there_is_nothing_to_explain(tmp_path: Path, here: Here) -> None:
    """A missing ledger is a matter of storage, and none is made."""
    ended = here("explain", FAX, "--var", tmp_path / "none")

    assert ended.code == Exit.STORE
    ended.says("没有找到账本")
    assert not (tmp_path / "none").exists()


def test_damaged_files_are_named(var: Path, here: Here) -> None:
    """A visit file cut short, and a ledger overwritten: exit code 5 with the file's name."""
    (visit,) = var.glob("visits/*/yunxi.visit")
    visit.write_bytes(visit.read_bytes()[:-5000])
    cut = here("explain", FAX, "--var", var)
    (var / "ledger.db").write_bytes(b"no ledger" * 100)
    overwritten = here("explain", FAX, "--var", var)

    assert (cut.code, overwritten.code) == (Exit.STORE, Exit.STORE)
    cut.says("yunxi.visit")
    overwritten.says("ledger.db")


def test_a_visit_file_that_is_gone_is_said_to_be_gone(var: Path, here: Here) -> None:
    """What the ledger holds is told; that the page is kept is not claimed."""
    for visit in var.glob("visits/*/*.visit"):
        visit.unlink()

    flat = re.sub(r"\n　*", "", here("explain", FAX, "--var", var).out)
    assert "快照已不在访问文件中" in flat and "校验一致" not in flat and "原文“传真：0380-5550134”" in flat


def test_rules_that_changed_meanwhile_are_said_to_have(var: Path, here: Here) -> None:
    """The letter quotes today's rule; it must not pass for the one that was applied."""
    with sqlite3.connect(var / "ledger.db") as db:
        db.execute("update run set packs_sha256 = 'other'")

    assert "指标文件在该批次之后有改动" in re.sub(r"\n　*", "", here("explain", FAX, "--var", var).out)
