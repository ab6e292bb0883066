"""The register of exports: one decorated function each, listed by ``gongkai export``. 导出"""

from __future__ import annotations

import contextlib
import io
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, TextIO

import attrs

from archive.errors import ArchiveError
from archive.store import naming

from .csv_cells import BOM


@attrs.frozen(kw_only=True)
class ExportOptions:
    """What the person asked for. 导出选项

    Attributes:
        bom: start the file with a byte order mark so that Excel reads Chinese, and head the columns in Chinese;
            False is for scripts: no mark, English column names. The order of columns is the same.
        run, unit, rule, outcome: keep only rows with this value; '' keeps all.
        finding: number of the one finding to keep; 0 keeps all.
        base_url: put before permalinks (``https://host``); '' leaves them starting with ``/``.
    """

    bom: bool = True
    run: str = ""
    unit: str = ""
    rule: str = ""
    outcome: str = ""
    finding: int = 0
    base_url: str = ""


@attrs.frozen(kw_only=True)
class Source:
    """A database that exports are made from.

    Attributes:
        name: of the folder attribute that says where it lies.
        command: what makes it, for whoever has none yet.
        filtered: whether rows can be chosen by run, unit, rule and outcome.
    """

    name: str
    zh: str
    command: str
    filtered: bool = True


PUBLISHED = Source(name="published", zh="发布库", command="gongkai audit 或 gongkai publish")
SAMPLES = Source(name="samples", zh="探测记录", command="gongkai probe --once", filtered=False)

Writer = Callable[[sqlite3.Connection, TextIO, ExportOptions], int]
BytesWriter = Callable[[sqlite3.Connection, BinaryIO, ExportOptions], int]
CSV = "csv"


@attrs.frozen(kw_only=True)
class Export:
    """One registered export.

    Attributes:
        write: writes the rows to a text stream, returns how many data lines.
        dictionary: the Chinese data dictionary that is laid beside the file, Markdown.
        others: writers of the same rows in other formats, by format.
    """

    name: str
    title: str
    suffix: str
    write: Writer
    dictionary: Callable[[], str]
    source: Source = PUBLISHED
    others: Mapping[str, BytesWriter] = attrs.field(factory=dict)

    @property
    def formats(self) -> tuple[str, ...]:
        """What it can be written as; CSV first."""
        return (CSV, *self.others)


EXPORTS: dict[str, Export] = {}


def export(name: str, *, title: str, suffix: str, dictionary: Callable[[], str], source: Source = PUBLISHED) -> Callable[[Writer], Writer]:
    """Register a writer under a name. ValueError if the name is taken."""

    def register(write: Writer) -> Writer:
        if name in EXPORTS:
            raise ValueError(f"export {name!r} is registered twice")
        EXPORTS[name] = Export(name=name, title=title, suffix=suffix, write=write, dictionary=dictionary, source=source)
        return write

    return register


def also_as(name: str, kind: str) -> Callable[[BytesWriter], BytesWriter]:
    """Register a writer of a registered export's rows in another format. ValueError if the format is taken. 其他格式"""

    def register(write: BytesWriter) -> BytesWriter:
        if kind in EXPORTS[name].formats:
            raise ValueError(f"export {name!r} is registered twice as {kind}")
        EXPORTS[name] = attrs.evolve(EXPORTS[name], others={**EXPORTS[name].others, kind: write})
        return write

    return register


def export_to_stream(name: str, database: Path, stream: BinaryIO, options: ExportOptions, kind: str = CSV) -> int:
    """Write an export to an open byte stream (standard output); returns the number of data lines.

    KeyError for an unknown name or format, ArchiveError if the database cannot be read.
    """
    chosen = EXPORTS[name]
    with open_published(database, chosen.source) as connection:
        if kind != CSV:
            return chosen.others[kind](connection, stream, options)
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=False)
        try:
            if options.bom:
                text.write(BOM)
            return chosen.write(connection, text, options)
        finally:
            text.flush()
            text.detach()


def export_to_file(name: str, database: Path, target: Path, options: ExportOptions, kind: str = CSV) -> int:
    """Write an export to ``target`` (whole or not at all) and its data dictionary to ``target`` + ``.md``.

    Returns the number of data lines. KeyError for an unknown name, ArchiveError for files that cannot be read or written.
    """
    chosen = EXPORTS[name]
    part = target.with_name(target.name + ".part")
    with naming(target, "导出文件"):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("wb") as stream:
                lines = export_to_stream(name, database, stream, options, kind)
                stream.flush()
                os.fsync(stream.fileno())
            target.with_name(target.name + ".md").write_text(chosen.dictionary(), encoding="utf-8")
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
    return lines


def unknown_ids(database: Path, options: ExportOptions) -> dict[str, Any]:
    """Options that name a run, unit, rule or finding which the published database does not know: an empty export would read as "no findings"."""
    asked = {table: wanted for table in ("run", "unit", "rule", "finding") if (wanted := getattr(options, table))}
    if not asked:
        return {}
    with open_published(database) as connection:
        known = {table for table, wanted in asked.items() if connection.execute(f"select 1 from {table} where id = ?", [wanted]).fetchone()}
    return {table: wanted for table, wanted in asked.items() if table not in known}


def without_results(database: Path, options: ExportOptions) -> bool:
    """Whether a run is asked for that is the latest of no unit: only the latest findings of each unit are published."""
    if not options.run:
        return False
    with open_published(database) as connection:
        return not connection.execute("select 1 from finding where run_id = ?", [options.run]).fetchone()


def fingerprint_of(database: Path, number: int) -> str:
    """What the published finding of this number (``finding_id`` of the table) is about, '' if there is none. 结果编号所指"""
    with open_published(database) as connection:
        row = connection.execute("select unit_id, rule_id, subject from finding where id = ?", [number]).fetchone()
    return "|".join(row) if row else ""


@contextlib.contextmanager
def open_published(database: Path, source: Source = PUBLISHED) -> Iterator[sqlite3.Connection]:
    """The published database (or another that exports are made from), read-only. ArchiveError if it is missing or is not one of ours."""
    if not database.is_file():
        raise ArchiveError(f"没有找到{source.zh} {database}，请先运行 {source.command}")
    connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        yield connection
    except sqlite3.Error as error:
        raise ArchiveError(f"{source.zh} {database} 无法读取（{error}），文件可能已损坏或不是{source.zh}") from error
    finally:
        connection.close()
