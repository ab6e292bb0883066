"""``gongkai rules``: lists, the effective pack of a unit, generated documents."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import config
from archive.ledger import open_ledger
from checks.model import CHECKABLE_ZH
from cli.context import parse_month
from cli.exits import Exit
from cli.main import run
from config.coverage import load_coverage

OVERLAY = """\
[[overlay]]
rule = "freshness.no-new"
reason = "六月搬迁"
who = "办公室张某"
since = 2015-06-01
until = 2015-06-30
units = ["yunxi-zjj"]
severity = "minor"
[overlay.params]
min_items = 7
"""


@pytest.fixture
def data(tmp_path: Path, root: Path) -> Path:
    """The project's data with one adjustment."""
    folder = shutil.copytree(root / "data", tmp_path / "data", ignore=shutil.ignore_patterns("var"))
    (folder / "overlays" / "local.toml").write_text(OVERLAY.replace('units = ["yunxi-zjj"]\n', ""), encoding="utf-8")
    return folder


def printed(capsys: pytest.CaptureFixture[str], *words: str | Path) -> list[list[str]]:
    """The cells of the lines that a command prints."""
    assert run(["rules", *map(str, words)]) == Exit.DONE
    return [line.split("\t") for line in capsys.readouterr().out.splitlines()]


def as_object(capsys: pytest.CaptureFixture[str], *words: str | Path) -> dict[str, Any]:
    """The JSON object that a command prints."""
    [[line]] = printed(capsys, *words, "--format", "json")
    value = json.loads(line)
    assert isinstance(value, dict)
    return value


def test_the_list_ends_with_counts(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of each pack and of each kind of checkability, and they add up."""
    rules = config.load(root / "data").rules
    rows = printed(capsys)

    counts = rows[rows.index(["计数", "名称", "指标数"]) + 1 :]
    by_pack = [int(count) for kind, _, count in counts if kind == "指标体系"]
    by_check = {name: int(count) for kind, name, count in counts if kind == "可核查程度"}
    assert set(by_check) == set(CHECKABLE_ZH.values())
    assert sum(by_pack) == sum(by_check.values()) == int(counts[-1][2]) == len(rules) == len(rows) - len(counts) - 2


def test_json_gives_source_period_and_rows(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One rule a line, all of them, in the form of the catalogue."""
    rules = {rule.id: rule for rule in config.load(root / "data").rules}
    told = {value["id"]: value for [line] in printed(capsys, "--format", "json") if (value := json.loads(line))}

    assert set(told) == set(rules)
    one = told["penalty.fields"]
    assert one["source"][0] == {"document": "北京质监局 京质监办发〔2015〕43号", "clause": "一(一)", "quote": one["source"][0]["quote"]}
    assert one["period"] == {"from": "2015-05-28", "to": "2015-12-31"}
    assert [one[key] for key in ("pack", "row", "row_other", "checkable", "basis", "severity")] == [
        "beijing-zjj-2015", "主动公开-1", "组织管理-5", "full", "seed", "major",
    ]  # fmt: skip
    assert all(value["source"] and value["period"]["from"] and value["pack"] for value in told.values())


@pytest.mark.parametrize("month", ["2015-06", "2016-06", "2017-07", "2018-06", "2019-06", "2022-02"])
def test_a_month_lists_what_is_in_force_then(root: Path, month: str, capsys: pytest.CaptureFixture[str]) -> None:
    """None outside its period, and none left out whose pack and whose own period cover the day."""
    loaded = config.load(root / "data")
    day = parse_month(month)[1]
    rows = printed(capsys, "--month", month)
    listed = {row[0] for row in rows[1 : rows.index(["计数", "名称", "指标数"])]}

    rules = {rule.id: rule for rule in loaded.rules}
    assert listed and all(rules[name].in_force(day) for name in listed)
    assert {name for pack in loaded.packs if pack.in_force(day) for name in pack.rules if rules[name].in_force(day)} <= listed


def test_the_effective_pack_names_the_origin_of_every_value(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rule file, adjustment, predicate; the adjusted value stands there; all rules of the unit and only those."""
    rows = printed(capsys, "--effective", "bj-zjj", "--month", "2015-06", "--data", data)
    at = {(row[0], row[1]): row[2:] for row in rows if len(row) == 4}

    assert at["freshness.no-new", "params.min_items"] == ["7", "overlays/local.toml（local/freshness.no-new）"]
    assert at["freshness.no-new", "severity"] == ["minor", "overlays/local.toml（local/freshness.no-new）"]
    assert at["freshness.no-new", "since"] == ["2015-05-28", "rulepacks/beijing-zjj-2015/freshness.no-new.toml"]
    assert at["freshness.no-new", "pack"] == ["beijing-zjj-2015", "登记簿：单位的地区和名称"]
    assert ("service-guide.fields-ningbo", "title") not in at
    assert ["适用指标", f"{len({rule for rule, key in at if key == 'title'})} 项"] in rows
    assert ["调整", "local/freshness.no-new"] in rows
    assert run(["portals", "check", "--data", str(data)]) == Exit.DONE
    assert capsys.readouterr().out.endswith("，调整 1 项\n")


def test_the_effective_pack_as_json(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same for programs, with the adjustment's reason and author; in July it is over."""
    june = as_object(capsys, "--effective", "bj-zjj", "--month", "2015-06", "--data", data)
    july = as_object(capsys, "--effective", "bj-zjj", "--as-of", "2015-07-31", "--data", data)

    assert (june["as_of"], july["as_of"]) == ("2015-06-30", "2015-07-31")
    [overlay] = june["overlays"]
    assert (overlay["reason"], overlay["who"], overlay["changes"]) == ("六月搬迁", "办公室张某", ["params.min_items", "severity"])
    assert july["overlays"] == [] and june["packs_sha256"] != july["packs_sha256"]
    rule = next(rule for rule in june["rules"] if rule["id"] == "freshness.no-new")
    assert {"key": "params.min_items", "value": 7, "origin": "overlays/local.toml", "overlay": "local/freshness.no-new"} in rule["values"]
    named = as_object(capsys, "--effective", "bj-zjj", "--month", "2015-06", "--pack", "national-2019", "--data", data)
    assert (named["packs"], named["packs_named"], named["packs_by"]) == (["national-2019@1"], True, "按名称指定（--pack）")


def test_the_digest_is_that_of_the_run(tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is printed for the demo's units, who are bound alike, stands in the run that judged them."""
    assert (
        run(["audit", "--demo", "--no-browser", "--no-publish", "--format", "json", "--data", str(data), "--var", str(tmp_path / "var")])
        == 0
    )
    capsys.readouterr()

    told = as_object(capsys, "--effective", "yunxi-zjj", "--month", "2015-06", "--data", data)
    with open_ledger(tmp_path / "var" / "ledger.db") as ledger:
        (night,) = ledger.runs()
    assert (told["packs_sha256"], tuple(told["packs"])) == (night.packs_sha256, night.packs)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--effective", "bj-zj"), "没有公开主体 bj-zj；是否应为 bj-zjj？"),
        (("--month", "2015-13"), "月份 '2015-13' 应写作 2015-06"),
        (("--month", "2015-06", "--as-of", "2015-06-30"), "只能用其中一种"),
        (("--pack", "ningbo-2015"), "--pack 只与 --effective 同用"),
        (("--effective", "bj-zjj", "--pack", "ningbo"), "没有指标体系：ningbo"),
    ],
)
def test_what_makes_no_sense_is_refused(words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With the nearest name where there is one."""
    assert run(["rules", *words]) == Exit.USAGE
    assert said in capsys.readouterr().err


def test_documents_are_written_and_stale_pages_taken_away(tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One page a rule, an index, coverage and outcomes; the page of a rule that is gone goes."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "gone.rule.md").write_text("", encoding="utf-8")
    rules = config.load(root / "data").rules

    assert run(["rules", "--write", str(tmp_path)]) == Exit.DONE
    assert "删去 1 个" in capsys.readouterr().err
    assert {path.name for path in (tmp_path / "rules").iterdir()} == {"README.md", *(f"{rule.id}.md" for rule in rules)}
    index = (tmp_path / "rules" / "README.md").read_text(encoding="utf-8")
    for heading in ("## 按指标体系", "## 按文件条款", "## 按通报表行", "## 按期间"):
        part = index[index.index(heading) :].split("\n## ")[0]
        assert all(f"({rule.id}.md)" in part for rule in rules), heading
    assert "四种结论" in (tmp_path / "outcomes.md").read_text(encoding="utf-8")
    assert "（尚未编写）" in (tmp_path / "coverage.md").read_text(encoding="utf-8") or not load_coverage(root / "data").not_yet
