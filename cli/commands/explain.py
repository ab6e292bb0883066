"""``gongkai explain``: how one finding came about, for a letter to whoever doubts it. 检查结果说明"""

from __future__ import annotations

from typing import Annotated

import typer

from archive.errors import ArchiveError
from archive.ledger import open_ledger
from checks.judge import as_json as finding_json
from checks.model import Outcome
from cli.context import Format, FormatOption, as_plain, emit_json, folders, load_config, note
from cli.story import named_finding, story
from publish.explain import as_json, as_text


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("explain")(explain)


def explain(
    ctx: typer.Context,
    finding: Annotated[str, typer.Argument(metavar="ID", help="检查结果：公开主体|指标|对象，或证据表中的结果编号")],
    run: Annotated[str, typer.Option("--run", metavar="ID", help="说明此批次的结论；默认最近一次")] = "",
    form: FormatOption = Format.TEXT,
) -> None:
    """说明一项检查结果的来历：所据网页、原文、依据和标准、结论、查找范围、如何核对。"""
    where = folders(ctx)
    if not where.ledger.is_file():
        raise ArchiveError(f"没有找到账本 {where.ledger}，请先运行 gongkai audit")
    loaded = load_config(ctx)
    with open_ledger(where.ledger) as ledger:
        told = story(ledger, where, loaded, named_finding(ledger, where, finding), run)
    if form is Format.JSON:
        emit_json(as_plain(as_json(told, finding_json(told.finding))))
    else:
        print(as_text(told), end="")
    if told.finding.outcome is Outcome.FAILED:
        note(f"记下复核意见：gongkai review '{told.finding.fingerprint}' --decision confirm|reject --reviewer 姓名")
