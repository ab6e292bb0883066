"""``gongkai export``: findings with their evidence, for people and for scripts. 导出"""

from __future__ import annotations

import enum
import sys
from pathlib import Path
from typing import Annotated

import typer

import publish.jsonl_export
import publish.sample_export
import publish.xlsx_export  # noqa: F401  registers the export
from checks.model import Outcome
from cli.context import folders, note, show_table
from cli.evidence import export_evidence
from cli.exits import Exit, UsageError
from config.structure import nearest
from publish.exports import CSV, EXPORTS, PUBLISHED, ExportOptions, export_to_file, export_to_stream, unknown_ids, without_results

EVIDENCE = "evidence"
_FILTERED = {"run": "批次", "unit": "公开主体", "rule": "检查指标", "finding": "检查结果"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export")(export)


class Kind(enum.StrEnum):
    """What rows are written as. 文件格式"""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


def export(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="导出名称；不写则列出可用的")] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="写入的文件；默认写到标准输出；证据包为 .zip 文件或文件夹")
    ] = None,
    kind: Annotated[Kind | None, typer.Option("--format", help="格式；默认按文件名，否则 csv")] = None,
    no_bom: Annotated[bool, typer.Option("--no-bom", help="供程序读取：不加 BOM，列名用英文")] = False,
    run: Annotated[str, typer.Option("--run", metavar="ID", help="只导出此批次；发布库只含各单位最近一批的结果")] = "",
    unit: Annotated[str, typer.Option("--unit", metavar="ID", help="只导出此公开主体")] = "",
    rule: Annotated[str, typer.Option("--rule", metavar="ID", help="只导出此指标")] = "",
    finding: Annotated[int, typer.Option("--finding", metavar="ID", min=0, help="只导出此结果（结果编号）")] = 0,
    outcome: Annotated[Outcome | None, typer.Option("--outcome", help="只导出此结论；证据包默认 failed，写明 --finding 的不论结论")] = None,
    base_url: Annotated[str, typer.Option("--base-url", metavar="URL", help="永久链接前加上的网址")] = "",
    key: Annotated[
        Path | None, typer.Option("--key", metavar="FILE", envvar="GONGKAI_SIGNING_KEY", help="证据包：签名用的 Ed25519 私钥（PEM）")
    ] = None,
    tsa: Annotated[str, typer.Option("--tsa", metavar="URL", envvar="GONGKAI_TSA", help="证据包：时间戳服务器（RFC 3161）")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说明将写入什么，不写文件")] = False,
) -> int:
    """从发布库或探测记录导出：CSV、XLSX、JSON Lines，附数据字典；或证据包。"""
    if not name:
        rows = [(each.name, each.title, "、".join(each.formats)) for each in EXPORTS.values()]
        show_table(["名称", "内容", "格式"], [*rows, (EVIDENCE, "证据包：检查结果、网页原件、截图、指标和清单", "zip、文件夹")])
        return Exit.DONE
    if name != EVIDENCE and name not in EXPORTS:
        raise UsageError(f"没有导出 {name}；{nearest(name, [*EXPORTS, EVIDENCE])}")
    if name == EVIDENCE and outcome is None and not finding:
        outcome = Outcome.FAILED
    options = ExportOptions(
        bom=not no_bom,
        run=run,
        unit=unit,
        rule=rule,
        outcome=outcome.value if outcome else "",
        finding=finding,
        base_url=base_url.rstrip("/"),
    )
    database = _database(ctx, name, options)
    if name == EVIDENCE:
        return export_evidence(ctx, options, output, key=key, tsa=tsa, dry_run=dry_run)
    written = _format(name, kind, output)
    if dry_run:
        note(f"将从 {database} 导出 {EXPORTS[name].title} 到 {output or '标准输出'}（未写入）")
    elif output is None:
        export_to_stream(name, database, sys.stdout.buffer, options, written)
    else:
        lines = export_to_file(name, database, output, options, written)
        note(f"已写入 {output}：{lines} 行；数据字典 {output}.md")
    return Exit.DONE


def _database(ctx: typer.Context, name: str, options: ExportOptions) -> Path:
    """What is exported from, once it is sure that what was asked for is in it."""
    source = PUBLISHED if name == EVIDENCE else EXPORTS[name].source
    database: Path = getattr(folders(ctx), source.name)
    if not source.filtered:
        if options.run or options.unit or options.rule or options.outcome or options.finding:
            raise UsageError(f"{EXPORTS[name].title}不能按批次、公开主体、指标、结果或结论筛选")
    elif unknown := unknown_ids(database, options):
        raise UsageError(f"发布库 {database} 中没有{'、没有'.join(f'{_FILTERED[name]} {value}' for name, value in unknown.items())}")
    elif without_results(database, options):
        note(f"批次 {options.run} 不是任何单位的最近一批：发布库只含各单位最近一批的结果")
    return database


def _format(name: str, kind: Kind | None, output: Path | None) -> str:
    """The format asked for, or what the file's name says."""
    formats = EXPORTS[name].formats
    by_name = output.suffix.lower().lstrip(".") if output else ""
    chosen = kind.value if kind else by_name if by_name in formats else CSV
    if chosen not in formats:
        raise UsageError(f"{EXPORTS[name].title}没有 {chosen} 格式，只有 {'、'.join(formats)}")
    return chosen
