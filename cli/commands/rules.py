"""``gongkai rules``: what is checked, on which ground, from when to when. 检查指标"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated

import attrs
import typer

from checks.model import BASIS_ZH, CHECKABLE_ZH, OUTCOME_ZH, Rule, RulePack
from cli.context import Format, FormatOption, as_plain, emit_json, load_config, show_table
from cli.exits import UsageError
from config.structure import nearest

SEVERITY_ZH = {"critical": "单项否决", "major": "严重", "minor": "一般", "info": "提示"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("rules")(rules)


def rules(
    ctx: typer.Context,
    rule_id: Annotated[str, typer.Argument(metavar="[ID]", help="指标编号；不写则列出全部")] = "",
    markdown: Annotated[bool, typer.Option("--markdown", help="输出 docs/rules.md 的内容")] = False,
    form: FormatOption = Format.TEXT,
) -> None:
    """列出检查指标；给出编号时显示依据、期间和示例。"""
    loaded = load_config(ctx)
    owner = {name: pack for pack in loaded.packs for name in pack.rules}
    known = {rule.id: rule for rule in loaded.rules}
    if rule_id and rule_id not in known:
        raise UsageError(f"没有指标 {rule_id}；{nearest(rule_id, known)}")
    chosen = [known[rule_id]] if rule_id else list(loaded.rules)
    if markdown:
        print(as_markdown(loaded.packs, tuple(chosen)), end="")
    elif form is Format.JSON:
        for rule in chosen:
            emit_json({"pack": owner[rule.id].id, **as_plain(attrs.asdict(rule))})
    elif rule_id:
        print("\n".join(lines_of(known[rule_id], owner[rule_id])))
    else:
        rows = [(r.id, r.title, SEVERITY_ZH[r.severity], owner[r.id].id, _period(r), r.row) for r in chosen]
        show_table(["编号", "指标", "程度", "指标体系", "期间", "通报表行"], rows)


def lines_of(rule: Rule, pack: RulePack) -> Iterator[str]:
    """A rule as its page in the documentation shows it, Markdown. 单项说明"""
    yield f"### `{rule.id}` {rule.title}"
    yield ""
    yield f"- 指标体系：`{pack.id}`（{pack.title}）"
    yield f"- 程度：{SEVERITY_ZH[rule.severity]}　期间：{_period(rule)}　适用范围：{rule.jurisdiction}　判定函数：`{rule.check}`"
    yield f"- 合格：{rule.title_passed}；不合格：{rule.title_failed}。{CHECKABLE_ZH[rule.checkable]}"
    if rule.row:
        yield f"- 通报表行：{rule.row}" + (f"（也可计入 {rule.row_other}）" if rule.row_other else "")
    for citation in rule.citations:
        quote = f"：“{citation.quote}”" if citation.quote else ""
        yield f"- 依据：{citation.document} {citation.clause}{quote}"
    yield f"- 依据核实程度：{BASIS_ZH[rule.basis]}"
    yield f"- 整改：{rule.mend}"
    if rule.assumptions:
        yield f"- 可能误判的情形：{rule.assumptions}"
    for case in rule.false_positives:
        yield f"- 已知的误判：{case}"
    counts = Counter(example.outcome for example in rule.examples)
    yield f"- 示例：{'、'.join(f'{OUTCOME_ZH[outcome]} {counts[outcome]}' for outcome in OUTCOME_ZH if counts[outcome])}"
    for example in rule.examples:
        if example.why:
            yield f"  - {OUTCOME_ZH[example.outcome]}：{example.why}"


def as_markdown(packs: tuple[RulePack, ...], chosen: tuple[Rule, ...]) -> str:
    """All rules by pack: the text of docs/rules.md."""
    by_id = {rule.id: rule for rule in chosen}
    lines = ["# 检查指标", "", "本文件由 `gongkai rules --markdown > docs/rules.md` 生成，请改指标文件，不要改这里。"]
    for pack in packs:
        lines += ["", f"## {pack.title}（`{pack.id}`）", ""]
        lines.append(f"发布机关：{pack.issuer}　期间：{_period(pack)}　适用范围：{pack.jurisdiction}　版本：{pack.version}")
        if pack.extends:
            lines.append(f"并包含：{'、'.join(f'`{name}`' for name in pack.extends)}")
        for name in pack.rules:
            if name in by_id:
                lines += ["", *lines_of(by_id[name], pack)]
    return "\n".join(lines) + "\n"


def _period(thing: Rule | RulePack) -> str:
    return f"{thing.since} 至 {thing.until}" if thing.until else f"{thing.since} 起"
