"""One page a rule, and an index by pack, by clause, by bulletin row and by period. 指标说明"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from checks.model import BASIS_ZH, CHECKABLE_ZH, OUTCOME_ZH, Rule, RulePack
from checks.wording import standards
from config import Config

INDEX = "README.md"
SEVERITY_ZH = {"critical": "单项否决", "major": "严重", "minor": "一般", "info": "提示"}
GENERATED = "本文件由 `gongkai rules --write docs` 生成，请改指标文件，不要改这里。"


def pages(loaded: Config) -> Mapping[str, str]:
    """File name → text. 各页"""
    home = {name: pack for pack in loaded.packs for name in pack.rules}
    made = {f"{rule.id}.md": "\n".join(_page(rule, home[rule.id])) + "\n" for rule in loaded.rules}
    return {INDEX: "\n".join(_index(loaded, home)) + "\n", **made}


def _page(rule: Rule, pack: RulePack) -> Iterator[str]:
    yield from (f"# {rule.title}", "", GENERATED, "")
    yield from lines_of(rule, pack)
    yield from ("", f"指标文件：[{rule.id}.toml](../../data/rulepacks/{pack.id}/{rule.id}.toml)　[全部指标]({INDEX})")


def lines_of(rule: Rule, pack: RulePack) -> Iterator[str]:
    """What is to be said of a rule, Markdown. 单项说明"""
    yield f"- 编号：`{rule.id}`"
    yield f"- 指标体系：`{pack.id}`（{pack.title}）"
    yield f"- 程度：{SEVERITY_ZH[rule.severity]}　期间：{period(rule)}　适用范围：{rule.jurisdiction}　判定函数：`{rule.check}`"
    yield f"- 合格：{rule.title_passed}；不合格：{rule.title_failed}。{CHECKABLE_ZH[rule.checkable]}"
    if rule.row:
        yield f"- 通报表行：{rule.row}" + (f"（也可计入 {rule.row_other}）" if rule.row_other else "")
    for citation in rule.citations:
        quote = f"：“{citation.quote}”" if citation.quote else ""
        yield f"- 依据：{citation.document} {citation.clause}{quote}"
    yield f"- 依据核实程度：{BASIS_ZH[rule.basis]}"
    for standard in standards(rule):
        yield f"- 判定标准：{standard}"
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


def period(thing: Rule | RulePack) -> str:
    """From when to when it is in force. 期间"""
    return f"{thing.since} 至 {thing.until}" if thing.until else f"{thing.since} 起"


def tallies(rules: Sequence[Rule], home: Mapping[str, RulePack]) -> Iterator[tuple[str, str, int]]:
    """How many rules each pack has, and how many of each kind of checkability. 计数"""
    by_pack = Counter(home[rule.id].id for rule in rules)
    by_check = Counter(rule.checkable for rule in rules)
    yield from (("指标体系", name, count) for name, count in sorted(by_pack.items()))
    yield from (("可核查程度", CHECKABLE_ZH[checkable], by_check[checkable]) for checkable in CHECKABLE_ZH)
    yield "合计", "全部指标", len(rules)


def _index(loaded: Config, home: Mapping[str, RulePack]) -> Iterator[str]:
    yield from ("# 检查指标", "", GENERATED, "")
    yield "[按指标体系](#按指标体系)　[按文件条款](#按文件条款)　[按通报表行](#按通报表行)　[按期间](#按期间)"
    yield from ("", "种子文件逐条的核查情况见 [coverage.md](../coverage.md)，结论和无法核查的原因见 [outcomes.md](../outcomes.md)。", "")
    yield from _grid(("计数", "", "指标数"), ((kind, name, str(count)) for kind, name, count in tallies(loaded.rules, home)))
    yield from ("", "## 按指标体系")
    by_id = {rule.id: rule for rule in loaded.rules}
    for pack in loaded.packs:
        yield from ("", f"### {pack.title}（`{pack.id}`）", "")
        yield f"发布机关：{pack.issuer}　期间：{period(pack)}　适用范围：{pack.jurisdiction}　版本：{pack.version}"
        if pack.extends:
            yield f"并包含：{'、'.join(f'`{name}`' for name in pack.extends)}"
        yield ""
        rows = ((_link(by_id[name]), SEVERITY_ZH[by_id[name].severity], CHECKABLE_ZH[by_id[name].checkable]) for name in pack.rules)
        yield from _grid(("指标", "程度", "可核查程度"), rows)
    yield from ("", "## 按文件条款", "")
    yield from _grid(("文件", "条款", "指标"), _by_clause(loaded.rules))
    yield from ("", "## 按通报表行", "")
    yield from _grid(("通报表行", "指标", "也可计入此行的指标"), _by_row(loaded.rules))
    yield from ("", "## 按期间", "")
    ordered = sorted(loaded.rules, key=lambda rule: (rule.since, rule.until or dt.date.max, rule.id))
    yield from _grid(("起", "止", "指标"), ((str(rule.since), str(rule.until or "现行"), _link(rule)) for rule in ordered))


def _by_clause(rules: Iterable[Rule]) -> Iterator[tuple[str, str, str]]:
    found: dict[tuple[str, str], dict[str, Rule]] = defaultdict(dict)
    for rule in rules:
        for citation in rule.citations:
            found[citation.document, citation.clause][rule.id] = rule
    for (document, clause), under in sorted(found.items()):
        yield document, clause, "、".join(map(_link, under.values()))


def _by_row(rules: Sequence[Rule]) -> Iterator[tuple[str, str, str]]:
    for row in sorted({row for rule in rules for row in (rule.row, rule.row_other)}):
        first = [rule for rule in rules if rule.row == row]
        second = [rule for rule in rules if rule.row_other == row] if row else []
        yield row or "不列入", "、".join(map(_link, first)), "、".join(map(_link, second))


def _link(rule: Rule) -> str:
    return f"[{rule.title}]({rule.id}.md)"


def _grid(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for line in (head, ("---",) * len(head), *rows):
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |"
