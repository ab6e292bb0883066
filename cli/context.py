"""What every command shares: folders, output, the clock. 命令公用"""

from __future__ import annotations

import calendar
import contextlib
import datetime as dt
import enum
import importlib.metadata
import json
import logging
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import attrs
import typer
from rich.console import Console
from rich.table import Table

import config

from .exits import UsageError

BEIJING = ZoneInfo("Asia/Shanghai")
DEFAULT_DATA = Path(config.__file__).resolve().parent.parent / "data"
VERSION = importlib.metadata.version("gongkai")
"""The program's version; pyproject.toml says it."""
_WIDE = 200
LEDGER, SAMPLES, READINGS, VISITS = "ledger.db", "samples.db", "readings.db", "visits"
"""Names below the folder of what the program writes."""


@attrs.frozen(kw_only=True)
class Folders:
    """Where things lie. 文件夹

    Attributes:
        data: what officers edit; only read.
        var: what the program writes.
        named: ``var`` was named on the command line, or must be named to be found again.
    """

    data: Path
    var: Path
    named: bool = True

    @property
    def ledger(self) -> Path:
        """The ledger. 账本"""
        return self.var / LEDGER

    @property
    def samples(self) -> Path:
        """What the access probe measured. 探测记录"""
        return self.var / SAMPLES

    @property
    def readings(self) -> Path:
        """What our readers took from each unit's latest judged visit. 读取库"""
        return self.var / READINGS

    @property
    def published(self) -> Path:
        """The published database. 发布库"""
        return self.var / "findings.db"

    @property
    def table(self) -> Path:
        """The findings as CSV, beside the published database. 证据表"""
        return self.var / "findings.csv"

    @property
    def people(self) -> Path:
        """Who may sign in. 人员名册"""
        return self.var / "people.toml"

    def apart(self, name: str) -> Folders:
        """A folder of their own for audits of what is not registered, unless the person has named one. 另置

        What was once published stays among the current problems: the demo or a folder tried out must not stand among those of the
        bureaus that are audited every night.
        """
        return self if self.named or not name else attrs.evolve(self, var=self.var / name, named=True)

    @property
    def browsing(self) -> str:
        """The command that shows what is published here."""
        return f"gongkai serve --var {self.var}" if self.named else "gongkai serve"

    def visits(self, run: str) -> Path:
        """Folder of one run's visit files. 访问文件"""
        return self.var / VISITS / run


def folders(ctx: typer.Context) -> Folders:
    """Folders chosen with --data and --var, or the defaults."""
    chosen = ctx.find_object(Folders)
    if chosen is None:
        raise RuntimeError("commands run below the application's callback, which sets the folders")
    return chosen


def load_config(ctx: typer.Context) -> config.Config:
    """The configuration of the chosen data folder; its warnings go to stderr. ConfigError with every mistake."""
    loaded = config.load(folders(ctx).data)
    for warning in loaded.warnings:
        note(f"提示：{warning}")
    return loaded


def now() -> dt.datetime:
    """The current moment, aware, UTC."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """Today in Beijing: the default judgement date (判定基准日) of commands; the core never asks."""
    return dt.datetime.now(BEIJING).date()


def parse_date(text: str) -> dt.date:
    """An ISO date given on the command line. UsageError names what was given."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"日期 {text!r} 应写作 2015-06-30") from None


def parse_month(text: str) -> tuple[dt.date, dt.date]:
    """First and last day of a month given on the command line. UsageError names what was given."""
    try:
        first = dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        raise UsageError(f"月份 {text!r} 应写作 2015-06") from None
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def asked_day(as_of: str, month: str) -> dt.date | None:
    """The judgement date asked for with --as-of, or the last day of the month asked for with --month; None if neither was."""
    if as_of and month:
        raise UsageError("--as-of 与 --month 只能用其中一种")
    return parse_date(as_of) if as_of else parse_month(month)[1] if month else None


class Format(enum.StrEnum):
    """How a result is printed. 输出格式"""

    TEXT = "text"
    JSON = "json"


FormatOption = Annotated[Format, typer.Option("--format", help="输出格式")]

AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE", help="判定基准日，如 2015-06-30；默认今天")]
"""Option of every command that judges; '' stands for today."""


Month = Annotated[str, typer.Option("--month", metavar="YYYY-MM", help="核查月份，如 2015-06；即以该月最后一日为判定基准日")]
"""Option of commands that look at one month; '' stands for none."""


def as_of_or_today(text: str) -> dt.date:
    """The judgement date asked for."""
    return parse_date(text) if text else today()


def note(message: str) -> None:
    """One line for the person, on stderr: results alone go to stdout. Nobody listening is no reason to stop working."""
    with contextlib.suppress(BrokenPipeError):
        print(message, file=sys.stderr, flush=True)


@contextlib.contextmanager
def reader_may_leave() -> Iterator[None]:
    """Around the printing of results, after the work is done: a reader that stops early (head, less) does not change how it ended."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        drop_output()


def drop_output() -> None:
    """Send the rest of standard output nowhere; else the interpreter complains about it at exit."""
    sys.stdout = sys.__stdout__
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def emit_json(value: object) -> None:
    """One JSON value on one line of stdout, Chinese as Chinese."""
    print(json.dumps(value, ensure_ascii=False, default=str), flush=True)


def show_table(headings: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> None:
    """A table on stdout: drawn on a terminal, tab-separated into a file or pipe."""
    if not sys.stdout.isatty():
        for row in [headings, *rows]:
            print("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row))
        return
    table = Table(title=title or None, title_justify="left", header_style="bold", show_lines=len(headings) > 2)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console().print(table, markup=False)


def progress_console() -> Console:
    """The stderr console for progress; ``is_terminal`` decides whether bars are drawn."""
    return Console(stderr=True, no_color="NO_COLOR" in os.environ, width=None if sys.stderr.isatty() else _WIDE)


def set_up_logging(verbose: bool, debug: bool) -> None:
    """Log lines of our rooms and of libraries go to stderr."""
    level = logging.DEBUG if debug else logging.INFO if verbose else logging.WARNING
    logging.basicConfig(level=level, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s", force=True)
    for chatty in ("asyncio", "httpx", "httpcore", "pypdf", "scrapy.utils.log"):
        logging.getLogger(chatty).setLevel(max(level, logging.WARNING))


def as_plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values for JSON: dates as ISO text, tuples as lists, enum members as their value."""
    return {key: _plain(value) for key, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list | frozenset | set):
        return [_plain(inner) for inner in value]
    return value
