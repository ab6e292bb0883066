"""Every clause of the seed documents with its rules, or why it cannot be checked. 覆盖情况"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from checks.model import CHECKABLE_ZH, Rule
from config.coverage import Coverage, SeedDocument


def page(coverage: Coverage, rules: Sequence[Rule]) -> str:
    """The text of docs/coverage.md. 覆盖情况表"""
    return "\n".join(_lines(coverage, {rule.id: rule for rule in rules})) + "\n"


def _lines(coverage: Coverage, known: Mapping[str, Rule]) -> Iterator[str]:
    yield from (
        "# 种子文件覆盖情况",
        "",
        "本文件由 `gongkai rules --write docs` 根据 `data/coverage.toml` 生成，请改那里，不要改这里。",
        "",
    )
    yield "每一条款列出核查它的指标；没有指标的，说明为什么在公开网页上不能核查。既有指标又有说明的，说明的是指标核查不到的部分。"
    clauses = [clause for document in coverage.documents for clause in document.clauses]
    with_rules = sum(bool(clause.rules) for clause in clauses)
    yield from (
        "",
        f"共 {len(coverage.documents)} 份文件 {len(clauses)} 条：有指标的 {with_rules} 条，不能核查的 {len(clauses) - with_rules} 条。",
    )
    if coverage.not_yet:
        yield from ("", f"尚未编写的指标 {len(coverage.not_yet)} 项：{'、'.join(f'`{name}`' for name in coverage.not_yet)}")
    for document in coverage.documents:
        yield from _document(document, known)


def _document(document: SeedDocument, known: Mapping[str, Rule]) -> Iterator[str]:
    yield from ("", f"## {document.title}（{document.cited}）", "")
    if document.note:
        yield from (document.note, "")
    yield from ("| 条款 | 内容 | 指标 | 不能核查的原因 |", "| --- | --- | --- | --- |")
    for clause in document.clauses:
        yield f"| {clause.clause} | {clause.about} | {'、'.join(_named(name, known) for name in clause.rules)} | {clause.unchecked} |"


def _named(name: str, known: Mapping[str, Rule]) -> str:
    if name not in known:
        return f"`{name}`（尚未编写）"
    return f"[{known[name].title}](rules/{name}.md)（{CHECKABLE_ZH[known[name].checkable]}）"
