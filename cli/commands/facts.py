"""``gongkai facts``: what the program reads on saved pages. 读取网页事实"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated
from urllib.parse import urljoin

import typer

import checks.facts
from checks.facts.report import as_label
from checks.model import Page
from checks.parsing.view import PageView
from checks.vocabulary import Context
from cli.context import AsOf, Format, FormatOption, as_of_or_today, emit_json, load_config, show_table
from cli.exits import UsageError

# What mirroring tools call a page they saved; other files of a folder are pictures, styles and attachments.
PAGE_SUFFIXES = frozenset({".html", ".htm", ".shtml", ".xhtml", ".jhtml", ".jsp", ".asp", ".aspx", ".php", ".do"})


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("facts")(facts)


def facts(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="保存的网页，或装有网页的文件夹")],
    url: Annotated[str, typer.Option("--url", metavar="URL", help="网页的网址，用来还原相对链接；只能用于单个文件")] = "",
    as_of: AsOf = "",
    form: FormatOption = Format.JSON,
) -> None:
    """读取保存的网页，输出其中的事实：单个文件输出一个 JSON 对象，文件夹或多个文件每页一行。"""
    day = as_of_or_today(as_of)
    named = list(named_pages(files))
    if url and (len(files) > 1 or files[0].is_dir()):
        raise UsageError("--url 只能用于单个文件")
    context = Context(as_of=day, vocabulary=load_config(ctx).vocabulary, start_url=urljoin(url, "/") if url else "")
    for name, path in named:
        view = PageView(saved_page(path, url))
        read = checks.facts.read(view, context)
        if form is Format.TEXT:
            rows = [(f.kind, f.group, f.subject, f"{f.value}", f.evidence.locator, f"{f.confidence:.2f}") for f in read]
            show_table(["事实", "组", "要素", "值", "位置", "可信度"], rows, title=name)
        else:
            emit_json({"file": name, **as_label(view, read, context)})


def named_pages(files: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """(name to print, path): a page of a folder is named relative to the folder, a file as it was given. UsageError if missing."""
    for given in files:
        if given.is_dir():
            inside = sorted(p for p in given.rglob("*") if p.suffix.lower() in PAGE_SUFFIXES and p.is_file())
            yield from ((path.relative_to(given).as_posix(), path) for path in inside)
        elif given.is_file():
            yield given.as_posix(), given
        else:
            raise UsageError(f"没有文件 {given}")


def saved_page(path: Path, url: str) -> Page:
    """A file as if it had been fetched when it was saved. UsageError if it cannot be read."""
    try:
        body, saved = path.read_bytes(), path.stat().st_mtime
    except OSError as error:
        raise UsageError(f"无法读取 {path}（{error.strerror}）") from error
    moment = dt.datetime.fromtimestamp(saved, dt.UTC)
    return Page(url=url, final_url=url, status=200, fetched_at=moment, body=body, sha256=hashlib.sha256(body).hexdigest())
