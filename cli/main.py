"""The frame of the ``gongkai`` command. 命令入口

Each command is a module of ``cli.commands`` with ``register(app)``. Commands raise; this module alone turns what they raise
into a message on stderr and an exit code.
"""

from __future__ import annotations

import importlib
import io
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from .context import DEFAULT_DATA, Folders, drop_output, note, set_up_logging
from .exits import Exit, ending
from .usage import explained_in_chinese, in_chinese

COMMANDS = (
    "audit",
    "crawl",
    "judge",
    "probe",
    "publish",
    "serve",
    "portals",
    "rules",
    "facts",
    "eval",
    "export",
    "verify",
    "explain",
    "review",
    "recheck",
    "people",
    "bulletin",
    "sample",
    "tell",
    "doctor",
)

_GLOBAL_WITH_VALUE = ("--data", "--var")
_GLOBAL_FLAGS = ("--debug", "--verbose")
_INTERRUPTED_BY_TYPER = 130


def build(names: Sequence[str] = COMMANDS) -> typer.Typer:
    """The application with these commands."""
    app = typer.Typer(
        name="gongkai",
        help="巡检政府网站的政府信息公开情况。",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,  # its boxes cut explanations off at 80 columns
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_common)
    for name in names:
        importlib.import_module(f"cli.commands.{name}").register(app)
    return explained_in_chinese(app)


def _common(
    ctx: typer.Context,
    data: Annotated[Path, typer.Option("--data", metavar="DIR", envvar="GONGKAI_DATA", help="配置文件夹")] = DEFAULT_DATA,
    var: Annotated[
        Path | None, typer.Option("--var", metavar="DIR", envvar="GONGKAI_VAR", help="程序写入的文件夹；默认 配置文件夹/var")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="日志写得详细些")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="出错时显示调用栈")] = False,
) -> None:
    set_up_logging(verbose, debug)
    source = ctx.get_parameter_source("var")
    named = source is not None and source.name == "COMMANDLINE"
    ctx.obj = Folders(data=data, var=var if var is not None else data / "var", named=named)


def main(argv: Sequence[str] | None = None) -> None:
    """Run a command line and leave the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run(sys.argv[1:] if argv is None else argv))


def run(argv: Sequence[str]) -> int:
    """Run a command line; returns the exit code. 执行一条命令"""
    arguments = hoist(argv)
    try:
        # only what is asked for is imported: some commands pull in Scrapy and Playwright
        asked = command_in(arguments)
        code = build((asked,) if asked else COMMANDS)(args=arguments, prog_name="gongkai", standalone_mode=False)
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit) as error:
        # typer answers a closed pipe with SystemExit(1), which for us would mean findings
        if not isinstance(error.__context__ if isinstance(error, SystemExit) else error, BrokenPipeError):
            raise
        # the reader (head, less) has seen enough; a command that writes has done so before it prints
        drop_output()
        return Exit.DONE
    except (typer.TyperException, typer.Abort) as error:
        note(
            f"用法错误：{in_chinese(error.format_message()) if isinstance(error, typer.TyperException) else '已放弃'}\n用 gongkai --help 查看用法"
        )
        return Exit.USAGE
    except BaseException as error:  # the one place where whatever happened becomes an exit code
        if "--debug" in arguments:
            traceback.print_exc()
        exit_code, message = ending(error)
        note(message)
        return exit_code
    if code == _INTERRUPTED_BY_TYPER:
        exit_code, message = ending(KeyboardInterrupt())
        note(message)
        return exit_code
    return int(code or 0)


def hoist(argv: Sequence[str]) -> list[str]:
    """Options that all commands share may stand anywhere: move them in front of the command. Nothing behind ``--`` is touched."""
    front: list[str] = []
    rest: list[str] = []
    words = iter(argv)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word in _GLOBAL_WITH_VALUE:
            front += [word, *([value] if (value := next(words, None)) is not None else [])]
        elif word in _GLOBAL_FLAGS or word.startswith(tuple(f"{name}=" for name in _GLOBAL_WITH_VALUE)):
            front.append(word)
        else:
            rest.append(word)
    return front + rest


def command_in(arguments: Sequence[str]) -> str | None:
    """The command that hoisted arguments ask for. A folder given to --data or --var may have a command's name."""
    words = iter(arguments)
    for word in words:
        if word in _GLOBAL_WITH_VALUE:
            next(words, None)
        elif not word.startswith("-"):
            return word if word in COMMANDS else None
    return None


if __name__ == "__main__":
    main()
