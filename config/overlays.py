"""``overlays/*.toml`` → adjustments of rules. 调整

An adjustment may change options, lower the severity, choose the rule's other bulletin row. It never touches the words of a rule, its source or
its period, and makes nothing graver.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from checks.model import Overlay, Rule, Severity

from .mistakes import Mistake
from .packs import Predicates
from .reading import Document, read_folder
from .structure import nearest, structure

FOLDER = "overlays"

_GRAVITY = (Severity.INFO, Severity.MINOR, Severity.MAJOR, Severity.CRITICAL)
_Found = Iterator[tuple[str, str]]


@attrs.frozen(kw_only=True)
class Entry:
    """One ``[[overlay]]`` as written. 一项调整"""

    rule: str
    reason: str
    who: str
    since: dt.date
    until: dt.date | None = None
    params: Mapping[str, Any] = attrs.Factory(dict)
    severity: Severity | None = None
    row: str = ""
    units: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class OverlayFile:
    """A file of adjustments; one that is all comments holds none. 调整文件"""

    overlays: tuple[Entry, ...] = ()


def read_overlays(
    folder: Path, base: Path, rules: Sequence[Rule], predicates: Predicates, units: Collection[str] | None
) -> tuple[tuple[Overlay, ...], list[Mistake]]:
    """All adjustments by id, and every mistake in them.

    Args:
        rules: the rules that could be read.
        units: ids of registered units; None leaves the units unchecked.
    """
    documents, mistakes = read_folder(folder / FOLDER, base)
    by_id = {rule.id: rule for rule in rules}
    found: list[tuple[Overlay, str]] = []
    for document in documents:
        file, wrong = structure(document.table, OverlayFile, document.name)
        mistakes += wrong
        for number, (entry, name) in enumerate(_named(document, file.overlays if file else ()), 1):
            key = f"overlay[{number}]"
            wrong = list(_check(entry, key, document.name, by_id, predicates, units))
            mistakes += wrong
            found += [] if wrong else [(_overlay(entry, name, document), key)]
    return tuple(sorted((o for o, _ in found), key=lambda o: o.id)), mistakes + list(_clashes(found))


def _named(document: Document, entries: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    """Each with its id: file and rule, numbered where a file adjusts one rule more than once."""
    seen: Counter[str] = Counter()
    for entry in entries:
        seen[entry.rule] += 1
        number = seen[entry.rule]
        yield entry, f"{document.stem}/{entry.rule}" + (f"#{number}" if number > 1 else "")


def _overlay(entry: Entry, name: str, document: Document) -> Overlay:
    values = {field.name: getattr(entry, field.name) for field in attrs.fields(Entry)}
    return Overlay(**values, id=name, file=document.name, sha256=hashlib.sha256(document.content).hexdigest())


def _check(
    entry: Entry, key: str, file: str, rules: Mapping[str, Rule], predicates: Predicates, units: Collection[str] | None
) -> Iterator[Mistake]:
    for name in ("reason", "who"):
        if not getattr(entry, name).strip():
            yield Mistake(file, f"{key}.{name}", "不能为空：调整须写明理由和责任人")
    for index, unit in enumerate(entry.units, 1):
        if units is not None and unit not in units:
            yield Mistake(file, f"{key}.units[{index}]", f"没有公开主体 {unit}；{nearest(unit, units)}")
    rule = rules.get(entry.rule)
    if rule is None:
        yield Mistake(file, f"{key}.rule", f"没有指标 {entry.rule}；{nearest(entry.rule, rules)}")
        return
    for where, text in (*_period(entry, rule), *_severity(entry, rule), *_row(entry, rule), *_effect(entry, rule)):
        yield Mistake(file, f"{key}.{where}" if where else key, text)
    yield from _params(entry, key, file, rule, predicates.get(rule.check))


def _period(entry: Entry, rule: Rule) -> _Found:
    if entry.until and entry.until < entry.since:
        yield "until", f"截止日期 {entry.until} 早于起始日期 {entry.since}"
    if entry.since < rule.since:
        yield "since", f"早于指标 {rule.id} 的起始日期 {rule.since}；调整不得延长指标的期间"
    if rule.until and max(entry.since, entry.until or entry.since) > rule.until:
        yield "until", f"晚于指标 {rule.id} 的截止日期 {rule.until}；调整不得延长指标的期间"


def _severity(entry: Entry, rule: Rule) -> _Found:
    if entry.severity and _GRAVITY.index(entry.severity) >= _GRAVITY.index(rule.severity):
        lower = [severity.value for severity in _GRAVITY[: _GRAVITY.index(rule.severity)]]
        allowed = f"可用的有：{'、'.join(lower)}" if lower else "该指标已是最轻"
        yield "severity", f"只能比指标的 {rule.severity.value} 更轻，不得定为 {entry.severity.value}；{allowed}"


def _row(entry: Entry, rule: Rule) -> _Found:
    if entry.row and entry.row != rule.row_other:
        allowed = f"只能改为 {rule.row_other}" if rule.row_other else "该指标没有另一行可计入"
        yield "row", f"“{entry.row}”不是指标 {rule.id} 的另一通报表行；{allowed}"


def _effect(entry: Entry, rule: Rule) -> _Found:
    if not (entry.params or entry.severity or entry.row):
        yield "", "没有写明调整什么（params、severity 或 row）"
    for name, value in entry.params.items():
        if name in rule.params and rule.params[name] == value:
            yield f"params.{name}", "与指标文件中的值相同，没有调整"


def _params(entry: Entry, key: str, file: str, rule: Rule, schema: type | None) -> Iterator[Mistake]:
    if schema is None:
        for name in sorted(entry.params):
            yield Mistake(file, f"{key}.params.{name}", f"判定函数 {rule.check} 没有参数")
        return
    # the rule's own options are right, or its file is named already: what is wrong here was written here
    yield from structure({**rule.params, **entry.params}, schema, file, f"{key}.params")[1]


def _clashes(found: Sequence[tuple[Overlay, str]]) -> Iterator[Mistake]:
    """Two adjustments of one value for one unit at one date: which holds would be a matter of chance."""
    for number, (one, key) in enumerate(found):
        for other, _ in found[:number]:
            both = [name for name in one.keys if name in other.keys]
            if one.rule == other.rule and both and _same_time(one, other) and _same_units(one, other):
                yield Mistake(one.file, key, f"与 {other.id}（{other.file}）在同一期间对同一单位调整同一项：{'、'.join(both)}")


def _same_time(one: Overlay, other: Overlay) -> bool:
    return max(one.since, other.since) <= min(one.until or dt.date.max, other.until or dt.date.max)


def _same_units(one: Overlay, other: Overlay) -> bool:
    return not one.units or not other.units or bool(set(one.units) & set(other.units))
