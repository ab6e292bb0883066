"""``rulepacks/<pack-id>/`` → rule packs and rules. 指标体系"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import string
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from checks.model import BASIS_ZH, OUTCOME_ZH, Basis, Checkable, ExamplePage, Outcome, Rule, RulePack, Severity

from .mistakes import Mistake
from .reading import Document, read, read_folder, relative
from .structure import nearest, structure

PACK_FILE = "pack.toml"

_REQUIRED_EXAMPLES = (Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL)
_ROW = re.compile(r"(主动公开|依申请公开|组织管理)-[1-5]")  # of the monthly bulletin
_RULE_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")

_Found = Iterator[tuple[str, str]]
Predicates = Mapping[str, type | None]
"""Name of each predicate → the attrs class of its parameters, None if it takes none."""


@attrs.frozen(kw_only=True)
class PackFile:
    """What stands in ``pack.toml``; the rules are the files beside it."""

    id: str
    title: str
    version: str
    issuer: str
    since: dt.date
    until: dt.date | None = None
    extends: tuple[str, ...] = ()
    jurisdiction: str = "全国"
    regions: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()


def read_packs(folder: Path, base: Path, predicates: Predicates) -> tuple[tuple[RulePack, ...], tuple[Rule, ...], list[Mistake]]:
    """All packs by id, all rules by id, and every mistake in them."""
    packs: dict[str, RulePack] = {}
    rules: list[tuple[Rule, str]] = []
    mistakes: list[Mistake] = []
    for place in sorted(p for p in folder.glob("*") if p.is_dir()):
        found, own, wrong = _read_pack(place, base, predicates)
        mistakes += wrong
        rules += own
        if found:
            packs[found.id] = found
    mistakes += _duplicates(rules)
    mistakes += _unknown_covers(rules)
    for pack in packs.values():
        mistakes += [Mistake(f"{relative(folder, base)}/{pack.id}/{PACK_FILE}", "extends", text) for text in _extends(pack, packs)]
    return tuple(packs.values()), tuple(sorted((rule for rule, _ in rules), key=lambda rule: rule.id)), mistakes


def _read_pack(place: Path, base: Path, predicates: Predicates) -> tuple[RulePack | None, list[tuple[Rule, str]], list[Mistake]]:
    head, mistakes = read(place / PACK_FILE, base)
    documents, wrong = read_folder(place, base)
    # pack.toml is among the folder's files: what is wrong with it is listed once
    mistakes += [m for m in wrong if m not in mistakes]
    rules: list[tuple[Rule, str]] = []
    own = [d for d in documents if d.stem != PACK_FILE.removesuffix(".toml")]
    for document in own:
        rule, wrong = read_rule(document, predicates)
        mistakes += wrong
        rules += [(rule, document.name)] if rule else []
    if head is None:
        return None, rules, mistakes
    pack, wrong = structure(head.table, PackFile, head.name)
    mistakes += wrong
    if pack is None:
        return None, rules, mistakes
    mistakes += [Mistake(head.name, key, text) for key, text in _check_pack(pack, place.name, len(own))]
    values = {field.name: getattr(pack, field.name) for field in attrs.fields(PackFile)}
    return RulePack(**values, rules=tuple(sorted(rule.id for rule, _ in rules)), sha256=_digest([head, *own])), rules, mistakes


def read_rule(document: Document, predicates: Predicates) -> tuple[Rule | None, list[Mistake]]:
    """One rule file, checked as far as one file can be."""
    rule, mistakes = structure(document.table, Rule, document.name)
    if rule is None:
        return None, mistakes
    charges = getattr(predicates.get(rule.check), "charges", True)
    found = (*_check_rule(rule, document.stem), *_examples(rule, charges))
    mistakes += [Mistake(document.name, key, text) for key, text in found]
    if rule.check not in predicates:
        mistakes.append(Mistake(document.name, "check", f"没有判定函数 {rule.check}；{nearest(rule.check, predicates)}"))
    else:
        mistakes += _check_params(rule, predicates[rule.check], document.name)
    return rule, mistakes


def _check_params(rule: Rule, schema: type | None, file: str) -> list[Mistake]:
    if schema is None:
        return [Mistake(file, f"params.{key}", f"判定函数 {rule.check} 没有参数") for key in sorted(rule.params)]
    return structure(dict(rule.params), schema, file, "params")[1]


def _check_pack(pack: PackFile, folder: str, rules: int) -> _Found:
    if pack.id != folder:
        yield "id", f"编号 {pack.id} 与文件夹名 {folder} 不一致"
    if not rules and not pack.extends:
        yield "", "文件夹中没有任何指标文件"
    for key in ("regions", "bodies"):
        # an empty word occurs in every name: the pack would bind everybody
        if not all(word.strip() for word in getattr(pack, key)):
            yield key, "不能含有空的词"
    yield from _period(pack.since, pack.until)


def _check_rule(rule: Rule, stem: str) -> _Found:
    if not _RULE_ID.fullmatch(rule.id):
        yield "id", f"编号 {rule.id!r} 只能用小写字母、数字、点和连字符"
    if rule.id != stem:
        yield "id", f"编号 {rule.id} 与文件名 {stem}.toml 不一致"
    for key in ("title", "title_passed", "title_failed", "mend"):
        if not getattr(rule, key).strip():
            yield key, "不能为空"
    for key in ("row", "row_other"):
        if (row := getattr(rule, key)) and not _ROW.fullmatch(row):
            yield key, f"没有通报表行 {row}；应如“主动公开-1”"
    if rule.severity is Severity.CRITICAL and rule.basis is Basis.ONE_PAGE:
        yield "severity", f"依据“{BASIS_ZH[rule.basis]}”，不得定为 critical（单项否决）"
    yield from _period(rule.since, rule.until)
    if not rule.citations:
        yield "citations", "至少要有一条依据"
    for number, citation in enumerate(rule.citations, 1):
        if not citation.document.strip() or not citation.clause.strip():
            yield f"citations[{number}]", "依据的文件名（document）和条款（clause）不能为空"
    for outcome, template in rule.messages.items():
        if trouble := _template_trouble(template):
            yield f"messages.{outcome.value}", trouble


def _examples(rule: Rule, charges: bool) -> _Found:
    shown = {example.outcome for example in rule.examples}
    for outcome in _REQUIRED_EXAMPLES if charges and rule.checkable is not Checkable.MANUAL else (Outcome.CANT_TELL,):
        if outcome not in shown:
            yield "examples", f"缺少结论为 {outcome.value}（{OUTCOME_ZH[outcome]}）的示例"
    for number, example in enumerate(rule.examples, 1):
        if "/" not in [page.path for page in example.pages]:
            yield f"examples[{number}].pages", '缺少首页（path = "/"）'
        yield from _paths(example.pages, f"examples[{number}].pages")
        days = [*(night.as_of for night in example.earlier), example.as_of]
        for index, night in enumerate(example.earlier, 1):
            if night.as_of >= days[index]:
                yield f"examples[{number}].earlier[{index}].as_of", f"{night.as_of} 应早于其后的 {days[index]}"
            yield from _paths(night.pages, f"examples[{number}].earlier[{index}].pages")


def _paths(pages: Sequence[ExamplePage], key: str) -> _Found:
    paths = [page.path for page in pages]
    for index, path in enumerate(paths, 1):
        if not path.startswith("/"):
            yield f"{key}[{index}].path", f"{path!r} 应以 / 开头"
        if path in paths[: index - 1]:
            yield f"{key}[{index}].path", f"{path} 重复"


def _template_trouble(template: str) -> str:
    try:
        slots = [(name, spec, conversion) for _, name, spec, conversion in string.Formatter().parse(template) if name is not None]
    except ValueError as error:
        return f"花括号不成对或格式有误（{error}）"
    # A format («{why:d}») would only fail when the finding is worded.
    bad = [name + (f":{spec}" if spec else "") for name, spec, conversion in slots if not name.isidentifier() or spec or conversion]
    return f"槽位名 {'、'.join(map(repr, bad))} 不合法，应为 {{名称}}" if bad else ""


def _duplicates(rules: Sequence[tuple[Rule, str]]) -> list[Mistake]:
    first: dict[str, str] = {}
    mistakes: list[Mistake] = []
    for rule, file in rules:
        if rule.id in first:
            mistakes.append(Mistake(file, "id", f"编号 {rule.id} 已在 {first[rule.id]} 中使用；指标编号不得重复"))
        first.setdefault(rule.id, file)
    return mistakes


def _unknown_covers(rules: Sequence[tuple[Rule, str]]) -> list[Mistake]:
    known = {rule.id for rule, _ in rules}
    return [
        Mistake(file, "covered_by", f"没有指标 {name}；{nearest(name, known)}")
        for rule, file in rules
        for name in rule.covered_by
        if name not in known - {rule.id}
    ]


def _extends(pack: RulePack, packs: Mapping[str, RulePack]) -> Iterator[str]:
    for named in pack.extends:
        if named not in packs:
            yield f"没有指标体系 {named}；{nearest(named, packs)}"
    if pack.id in _ancestors(pack, packs):
        yield f"{pack.id} 直接或间接包含了自身"


def _ancestors(pack: RulePack, packs: Mapping[str, RulePack]) -> set[str]:
    seen: set[str] = set()
    ahead = list(pack.extends)
    while ahead:
        name = ahead.pop()
        if name not in seen and name in packs:
            seen.add(name)
            ahead += packs[name].extends
    return seen


def _period(since: dt.date, until: dt.date | None) -> _Found:
    if until and until < since:
        yield "until", f"截止日期 {until} 早于起始日期 {since}"


def _digest(documents: Sequence[Document]) -> str:
    """SHA-256 over name, length and bytes of each file, by name; line ends as they stand."""
    digest = hashlib.sha256()
    for document in sorted(documents, key=lambda d: d.stem):
        digest.update(f"{document.stem}\0{len(document.content)}\0".encode())
        digest.update(document.content)
    return digest.hexdigest()
