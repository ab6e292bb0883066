"""The frame of the command: exit codes, messages, where options may stand."""

from __future__ import annotations

import errno
import os
import re
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import cli.main
from archive.errors import ArchiveError
from checks.rules import UnknownPackError
from cli.exits import Exit, NoBrowser, UsageError, ending
from cli.main import COMMANDS, command_in, hoist, run
from config import ConfigError, Mistake
from publish.errors import PublishRefused

ENDINGS = [
    (ConfigError([Mistake("portals.toml", "unit[1].name", "缺少必填的键")]), 2, "portals.toml：unit[1].name：缺少必填的键"),
    (UsageError("没有指标 x"), 2, "用法错误：没有指标 x"),
    (UnknownPackError("yunxi-2015"), 2, "没有指标体系：yunxi-2015"),
    (PublishRefused(["本批次没有完成任何网站的访问"]), 4, "本批次没有完成任何网站的访问"),
    (ArchiveError("账本 ledger.db 已损坏"), 5, "存储错误：账本 ledger.db 已损坏"),
    (sqlite3.OperationalError("disk I/O error"), 5, "数据库错误：disk I/O error"),
    (OSError(errno.ENOSPC, "No space left on device", "findings.db"), 5, "findings.db"),
    (PermissionError(errno.EACCES, "Permission denied", "data/var"), 5, "data/var"),
    (NoBrowser("未找到 Chromium"), 6, "未找到 Chromium"),
    (KeyboardInterrupt(), 7, "续跑"),
    (ValueError("oops"), 70, "程序内部错误（ValueError）：oops"),
]


@pytest.mark.parametrize(("error", "code", "words"), ENDINGS, ids=lambda value: type(value).__name__)
def test_each_way_to_end_has_its_code_and_message(error: BaseException, code: int, words: str) -> None:
    """What a command raises becomes the documented exit code and a Chinese sentence that carries the particulars."""
    found, message = ending(error)

    assert found == code
    assert words in message


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["portals", "check", "--data", "d"], ["--data", "d", "portals", "check"]),
        (["--var", "v", "serve"], ["--var", "v", "serve"]),
        (["serve", "--var=v", "--debug"], ["--var=v", "--debug", "serve"]),
        (["facts", "a.html", "--", "--data", "x"], ["facts", "a.html", "--", "--data", "x"]),
        (["serve", "--data"], ["--data", "serve"]),
        ([], []),
    ],
)
def test_shared_options_may_stand_anywhere(given: list[str], expected: list[str]) -> None:
    """--data, --var and --debug work before and behind the command's name, but nothing behind ``--`` is taken for an option."""
    assert hoist(given) == expected


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["--var", "audit", "rules"], "rules"),
        (["--data", "serve", "--debug", "--var=judge", "audit", "--demo"], "audit"),
        (["no-such-command", "audit"], None),
        (["--var"], None),
    ],
)
def test_a_folder_may_have_the_name_of_a_command(arguments: list[str], command: str | None) -> None:
    """What stands behind --data and --var is no command."""
    assert command_in(arguments) == command


def test_a_command_runs_with_a_folder_of_a_commands_name(capsys: pytest.CaptureFixture[str]) -> None:
    """`gongkai --var audit rules` lists the rules."""
    assert run(["--var", "audit", "rules"]) == Exit.DONE
    assert "guide.exists" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["no-such-command"], "没有命令 no-such-command"),
        (["serve", "--no-such-option"], "没有选项 --no-such-option"),
        (["audit", "--max-page", "3"], "没有选项 --max-page，相近的有：--max-pages"),
        (["serve", "--port", "x"], "--port 的值不对：应为整数"),
        (["serve", "--port", "70000"], "--port 的值不对：不能大于 65535"),
        (["serve", "--port", "-1"], "--port 的值不对：不能小于 0"),
        (["serve", "--port"], "选项 --port 之后没有写值"),
        (["serve", "--dry-run=1"], "选项 --dry-run 不能带值"),
        (["serve", "a", "b"], "多写了：b"),
        (["explain"], "没有写 ID"),
        (["people", "add", "zhangsan"], "没有写 --name"),
        (["rules", "--format", "xml"], "--format 的值不对：“xml”不在可选之列：text、json"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_is_code_2_and_told_in_chinese(argv: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A command line that cannot be understood says so on stderr and prints no result."""
    assert run(argv) == Exit.USAGE

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines()[0] == f"用法错误：{told}"


def test_errors_show_no_traceback_unless_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """People get one sentence; with --debug the developer gets the traceback as well."""
    argv = ["portals", "check", "--data", str(tmp_path / "nowhere")]

    assert run(argv) == Exit.USAGE
    assert "Traceback" not in capsys.readouterr().err
    assert run([*argv, "--debug"]) == Exit.USAGE
    assert "Traceback" in capsys.readouterr().err


def test_a_defect_of_ours_is_not_mistaken_for_findings(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """An unforeseen exception ends with 70, never with 1, which means findings."""

    def broken(*_: object) -> object:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(cli.main, "build", broken)

    assert run(["doctor"]) == Exit.INTERNAL
    assert "--debug" in capsys.readouterr().err


@pytest.mark.parametrize("command", cli.main.COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`gongkai COMMAND --help` works and describes the command in Chinese."""
    assert run([command, "--help"]) == Exit.DONE
    assert any("\u4e00" <= character <= "\u9fff" for character in capsys.readouterr().out)


def gongkai(*argv: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "cli.main", *argv], capture_output=True, env={**os.environ, **environ}, timeout=120, check=False
    )


def test_as_a_process_in_another_locale(tmp_path: Path) -> None:
    """In a locale that cannot write Chinese the output is UTF-8 all the same, and the exit code reaches the shell."""
    ended = gongkai("portals", "check", "--data", str(tmp_path / "nowhere"), LC_ALL="en_US.ISO-8859-1", PYTHONIOENCODING="latin-1")

    assert ended.returncode == Exit.USAGE
    assert ended.stdout == b""
    assert "数据文件夹不存在" in ended.stderr.decode("utf-8")


@pytest.mark.parametrize("command", ["rules --format json", "rules guide.exists"])
def test_a_reader_that_stops_early_is_no_error(root: Path, command: str) -> None:
    """`gongkai rules | head` ends quietly and with 0, however little was read."""
    # the reader is gone before the first byte comes
    script = f"set -o pipefail; {{ sleep 0.5; {sys.executable} -m cli.main {command}; }} | true"
    ended = subprocess.run(["bash", "-c", script], capture_output=True, timeout=120, check=False, cwd=root)

    assert (ended.returncode, ended.stderr) == (0, b"")


def test_interrupted_by_the_keyboard(tmp_path: Path, root: Path) -> None:
    """Ctrl-C ends with 7 and says that the command can be run again."""
    script = textwrap.dedent("""
        import time, cli.main, cli.commands.doctor

        def examine(*_):
            print("ready", flush=True)
            time.sleep(60)

        cli.commands.doctor.examine = examine
        cli.main.main(["doctor"])
    """)
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=root)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)

    assert process.returncode == Exit.INTERRUPTED
    assert "续跑" in stderr.decode("utf-8")
    assert "Traceback" not in stderr.decode("utf-8")


@pytest.mark.parametrize(
    "argv", [[], *([name] for name in COMMANDS), ["people", "add"], ["sample", "draw"], ["portals", "check"]], ids=" ".join
)
def test_help_is_chinese(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """No word of the library's own stands around ours; names, formats and types are no words."""
    assert run([*argv, "--help"]) == Exit.DONE
    shown = capsys.readouterr().out
    assert shown.startswith("用法：gongkai") and "选项：" in shown and "显示本说明" in shown
    assert re.findall(r"Usage|Options:|Arguments:|Commands:|Show this|default:|required|env var|OPTIONS|COMMAND", shown) == []
