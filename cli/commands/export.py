"""``gongkai export``: findings with their evidence, for people and for scripts. 导出"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

import publish.csv_export
import publish.sample_export  # noqa: F401  registers the export
from checks.model import Outcome
from cli.context import folders, note, show_table
from cli.exits import UsageError
from config.structure import nearest
from publish.exports import EXPORTS, ExportOptions, export_to_file, export_to_stream, unknown_ids, without_results

_FILTERED = {"run": "批次", "unit": "公开主体", "rule": "检查指标"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export")(export)


def export(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="导出名称；不写则列出可用的")] = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="写入的文件；默认写到标准输出")] = None,
    no_bom: Annotated[bool, typer.Option("--no-bom", help="供程序读取：不加 BOM，列名用英文")] = False,
    run: Annotated[str, typer.Option("--run", metavar="ID", help="只导出此批次；发布库只含各单位最近一批的结果")] = "",
    unit: Annotated[str, typer.Option("--unit", metavar="ID", help="只导出此公开主体")] = "",
    rule: Annotated[str, typer.Option("--rule", metavar="ID", help="只导出此指标")] = "",
    outcome: Annotated[Outcome | None, typer.Option("--outcome", help="只导出此结论")] = None,
    base_url: Annotated[str, typer.Option("--base-url", metavar="URL", help="永久链接前加上的网址")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说明将写入什么，不写文件")] = False,
) -> None:
    """从发布库或探测记录导出（CSV，附数据字典）。"""
    if not name:
        show_table(["名称", "内容"], [(each.name, each.title) for each in EXPORTS.values()])
        return
    if name not in EXPORTS:
        raise UsageError(f"没有导出 {name}；{nearest(name, EXPORTS)}")
    options = ExportOptions(
        bom=not no_bom, run=run, unit=unit, rule=rule, outcome=outcome.value if outcome else "", base_url=base_url.rstrip("/")
    )
    source = EXPORTS[name].source
    database = getattr(folders(ctx), source.name)
    if not source.filtered:
        if run or unit or rule or outcome:
            raise UsageError(f"{EXPORTS[name].title}不能按批次、公开主体、指标或结论筛选")
    elif unknown := unknown_ids(database, options):
        raise UsageError(f"发布库 {database} 中没有{'、没有'.join(f'{_FILTERED[name]} {value}' for name, value in unknown.items())}")
    elif without_results(database, options):
        note(f"批次 {run} 不是任何单位的最近一批：发布库只含各单位最近一批的结果")
    if dry_run:
        note(f"将从 {database} 导出 {EXPORTS[name].title} 到 {output or '标准输出'}（未写入）")
    elif output is None:
        export_to_stream(name, database, sys.stdout.buffer, options)
    else:
        lines = export_to_file(name, database, output, options)
        note(f"已写入 {output}：{lines} 行；数据字典 {output}.md")
