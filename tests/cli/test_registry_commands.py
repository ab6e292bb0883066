"""``gongkai portals``, ``rules`` and ``doctor`` over a data folder."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest

from archive.ledger import open_ledger
from checks.vocabulary import Vocabulary
from cli.commands.doctor import holidays
from cli.exits import Exit
from cli.main import run
from tests.config.sample import FILES, PACK, PORTALS

RULE_ID = "guide.exists"


@pytest.fixture
def data(tmp_path: Path, root: Path) -> Path:
    """A data folder with a small registry and one real rule pack's predicate left out: rules come from the project's own packs."""
    folder = tmp_path / "data"
    shutil.copytree(root / "data" / "rulepacks", folder / "rulepacks")
    for name, content in FILES.items():
        if not name.startswith("rulepacks/"):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    (folder / "portals.toml").write_text(PORTALS.replace('packs = ["yunxi-2015"]\n', ""), encoding="utf-8")
    return folder


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What was printed as result."""
    return capsys.readouterr().out.splitlines()


def test_portals_list(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Portals with their units, tab-separated into a pipe, JSON on demand."""
    assert run(["portals", "list", "--data", str(data)]) == Exit.DONE
    heading, row = lines(capsys)
    assert heading.split("\t")[0] == "编号"
    assert row.split("\t") == [
        "yunxi",
        "云溪市人民政府",
        "http://www.yunxi.example/",
        "",
        "启用",
        "云溪市质量技术监督局、云溪市市场监督管理局",
    ]

    assert run(["portals", "list", "--data", str(data), "--format", "json"]) == Exit.DONE
    [line] = lines(capsys)
    assert json.loads(line)["units"] == ["yunxi-zjj", "yunxi-scjgj"]


def test_portals_list_of_enabled_ones(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--enabled leaves out what is registered but not visited."""
    (data / "portals.toml").write_text(
        PORTALS.replace('packs = ["yunxi-2015"]\n', "").replace("site_code", "enabled = false\nsite_code"), encoding="utf-8"
    )

    assert run(["portals", "list", "--enabled", "--data", str(data)]) == Exit.DONE
    assert len(lines(capsys)) == 1


def test_portals_check(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A sound configuration is counted; a broken one is code 2 with every mistake on stderr and nothing on stdout."""
    assert run(["portals", "check", "--data", str(data)]) == Exit.DONE
    assert lines(capsys)[0].startswith("配置无误：网站 1 个（启用 1），公开主体 2 个")

    (data / "portals.toml").write_text(PORTALS.replace("home_url", "home"), encoding="utf-8")
    (data / "rulepacks" / "other").mkdir()
    (data / "rulepacks" / "other" / "pack.toml").write_text(PACK.format(id="another"), encoding="utf-8")
    assert run(["portals", "check", "--data", str(data)]) == Exit.USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "portals.toml：portal[1].home_url：缺少必填的键" in captured.err
    assert "rulepacks/other/pack.toml：id：编号 another 与文件夹名 other 不一致" in captured.err


def test_the_projects_own_configuration_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    """What the project ships loads without a mistake or a warning, and visits no real bureau unasked."""
    assert run(["portals", "check"]) == Exit.DONE

    captured = capsys.readouterr()
    assert "（启用 0）" in captured.out
    assert captured.err == ""


def test_rules_list_and_one_rule(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without an id every rule has a row; with one its source, period and examples are printed."""
    assert run(["rules", "--data", str(data)]) == Exit.DONE
    assert any(line.split("\t")[0] == RULE_ID for line in lines(capsys))

    assert run(["rules", RULE_ID, "--data", str(data)]) == Exit.DONE
    shown = "\n".join(lines(capsys))
    assert f"`{RULE_ID}`" in shown
    for heading in ("- 依据：", "期间：", "- 示例：合格"):
        assert heading in shown

    assert run(["rules", RULE_ID, "--format", "json", "--data", str(data)]) == Exit.DONE
    assert json.loads(lines(capsys)[0])["id"] == RULE_ID


def test_unknown_rule(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt rule id is a usage error that names the nearest."""
    assert run(["rules", "guide.exist", "--data", str(data)]) == Exit.USAGE
    assert "是否应为 guide.exists？" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("day", "mark", "words"),
    [
        (dt.date(2015, 10, 2), "正常", "到 2015-12-31"),
        (dt.date(2015, 10, 3), "注意", "将于 2015-12-31 到期"),
        (dt.date(2015, 12, 31), "注意", "将于 2015-12-31 到期"),
        (dt.date(2016, 1, 1), "注意", "已于 2015-12-31 到期"),
    ],
)
def test_the_end_of_the_holiday_table_is_announced(day: dt.date, mark: str, words: str) -> None:
    """From 89 days before its end the table is asked to be continued; past it, working days cannot be counted."""
    check = holidays(Vocabulary(elements={}, words={}, holidays_until=dt.date(2015, 12, 31)), day)

    assert (check.mark, words in check.text) == (mark, True)


def test_doctor_on_a_sound_machine(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every part is named with its state; a sound machine is code 0 and the var folder is left as it was."""
    var = tmp_path / "var"
    open_ledger(var / "ledger.db").close()
    before = {path.name for path in var.iterdir()}

    assert run(["doctor", "--data", str(data), "--var", str(var)]) == Exit.DONE
    printed = "\n".join(lines(capsys))
    for part in ("Python", "程序库", "浏览器", "中文字体", "配置", "节假日表", "写入文件夹", "磁盘空间", "账本"):
        assert f"] {part}：" in printed
    assert {path.name for path in var.iterdir()} - {"ledger.db-wal", "ledger.db-shm"} == before


def test_doctor_without_a_browser(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing browser is worth knowing and no failure."""
    monkeypatch.setenv("GONGKAI_CHROMIUM", str(tmp_path / "none"))

    assert run(["doctor", "--data", str(data), "--var", str(tmp_path / "var")]) == Exit.DONE
    assert "[注意] 浏览器：未找到 Chromium" in capsys.readouterr().out


def test_doctor_finds_what_is_wrong(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A broken configuration is code 2; a damaged ledger or a folder that cannot be written is code 5."""
    var = tmp_path / "var"
    (data / "holidays.toml").unlink()
    assert run(["doctor", "--data", str(data), "--var", str(var)]) == Exit.USAGE
    assert "holidays.toml：无法读取" in capsys.readouterr().out

    (var / "ledger.db").write_bytes(b"no database at all" * 100)
    assert run(["doctor", "--data", str(data), "--var", str(var)]) == Exit.STORE
    assert "[错误] 账本" in capsys.readouterr().out

    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run(["doctor", "--data", str(data), "--var", str(tmp_path / "file" / "var")]) == Exit.STORE
    assert "[错误] 写入文件夹" in capsys.readouterr().out
