"""``gongkai rules``: what is checked, on which ground, from when to when, and what applies to whom. 检查指标"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from checks.model import Rule, RulePack
from cli import pages
from cli.context import (
    AsOf,
    Format,
    FormatOption,
    Month,
    as_plain,
    asked_day,
    emit_json,
    folders,
    load_config,
    note,
    show_table,
    today,
)
from cli.effective import in_force, show_effective, unit_named
from cli.exits import UsageError
from cli.pages.rules import SEVERITY_ZH, lines_of, period, tallies
from cli.selection import Selection
from config.structure import nearest

PackOption = Annotated[
    list[str] | None, typer.Option("--pack", metavar="PACK", help="与 --effective 同用：按名称指定指标体系，不论是否在有效期内")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("rules")(rules)


def rules(
    ctx: typer.Context,
    rule_id: Annotated[str, typer.Argument(metavar="[ID]", help="指标编号；不写则列出全部")] = "",
    effective: Annotated[str, typer.Option("--effective", metavar="UNIT", help="列出对此公开主体生效的指标、每项取值及其来源")] = "",
    month: Month = "",
    as_of: AsOf = "",
    pack: PackOption = None,
    write: Annotated[
        Path | None, typer.Option("--write", metavar="DIR", help="把指标、结论和覆盖情况的文档写到此文件夹（如 docs）")
    ] = None,
    form: FormatOption = Format.TEXT,
) -> None:
    """列出检查指标；给出编号时显示依据、期间和示例；给出月份时只列该月最后一日有效的。"""
    loaded, day = load_config(ctx), asked_day(as_of, month)
    if pack and not effective:
        raise UsageError("--pack 只与 --effective 同用")
    if effective:
        selection = Selection(config=loaded, as_of=day or today(), named=tuple(pack or ()))
        show_effective(selection, unit_named(loaded, folders(ctx), effective), form)
        return
    if write is not None:
        written, gone = pages.write(loaded, folders(ctx).data, write)
        note(f"已写入 {write}：{written} 个文件，删去 {gone} 个")
        return
    home = {name: each for each in loaded.packs for name in each.rules}
    known = {rule.id: rule for rule in loaded.rules}
    if rule_id and rule_id not in known:
        raise UsageError(f"没有指标 {rule_id}；{nearest(rule_id, known)}")
    chosen = (known[rule_id],) if rule_id else in_force(loaded, day) if day else loaded.rules
    if form is Format.JSON:
        for rule in chosen:
            emit_json(as_json(rule, home[rule.id]))
    elif rule_id:
        print("\n".join((f"### {known[rule_id].title}", "", *lines_of(known[rule_id], home[rule_id]))))
    else:
        show_list(chosen, home)


def show_list(chosen: tuple[Rule, ...], home: Mapping[str, RulePack]) -> None:
    """The rules as a table, then how many there are of each pack and of each kind. 列表"""
    rows = [(r.id, r.title, SEVERITY_ZH[r.severity], home[r.id].id, period(r), r.row) for r in chosen]
    show_table(["编号", "指标", "程度", "指标体系", "期间", "通报表行"], rows)
    show_table(["计数", "名称", "指标数"], [(kind, name, str(count)) for kind, name, count in tallies(chosen, home)])


def as_json(rule: Rule, pack: RulePack) -> dict[str, Any]:
    """A rule for programs: its source, its period, where it counts, how far it can be checked and judged. 指标（程序用）"""
    outcomes = Counter(example.outcome.value for example in rule.examples)
    return as_plain(
        {
            "id": rule.id,
            "title": rule.title,
            "pack": pack.id,
            "source": [{"document": c.document, "clause": c.clause, "quote": c.quote} for c in rule.citations],
            "period": {"from": rule.since, "to": rule.until},
            "jurisdiction": rule.jurisdiction,
            "row": rule.row,
            "row_other": rule.row_other,
            "severity": rule.severity,
            "basis": rule.basis,
            "checkable": rule.checkable,
            "scope": rule.scope,
            "check": rule.check,
            "params": rule.params,
            "needs": rule.needs,
            "title_passed": rule.title_passed,
            "title_failed": rule.title_failed,
            "mend": rule.mend,
            "assumptions": rule.assumptions,
            "false_positives": rule.false_positives,
            "examples": outcomes,
        }
    )
