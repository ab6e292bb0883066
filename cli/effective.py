"""The effective pack of a unit, printed: every rule with every value and where it comes from. 生效指标"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from checks.effective import Applied, Value, values
from checks.model import Rule, Unit
from checks.rules import packs_for, rules_for
from config import Config
from config.structure import nearest

from .context import Folders, Format, as_plain, emit_json, note, show_table
from .exits import UsageError
from .selection import Selection
from .targets import demo_registry


def unit_named(loaded: Config, where: Folders, name: str) -> Unit:
    """A unit of the registry, or of the demo's. UsageError names the nearest. 公开主体"""
    known = {unit.id: unit for registry in (demo_registry(where, {}), loaded.registry) for unit in registry.units}
    if name not in known:
        raise UsageError(f"没有公开主体 {name}；{nearest(name, known)}")
    return known[name]


def show_effective(selection: Selection, unit: Unit, output: Format) -> None:
    """Print the effective pack of a unit at the judged date. 打印生效指标"""
    homes = {rule: f"rulepacks/{pack.id}/{rule}.toml" for pack in selection.config.packs for rule in pack.rules}
    rules, packs = selection.effective(unit), selection.packs([unit])
    if (unit.since and selection.as_of < unit.since) or (unit.until and unit.until < selection.as_of):
        note(f"提示：{unit.name}自 {unit.since or '不详'} 至 {unit.until or '今'}，判定基准日 {selection.as_of} 不在其间")
    digest = selection.digest(packs)
    if output is Format.JSON:
        emit_json(_as_json(selection, unit, rules, homes, digest))
        return
    note(selection.describe([unit]))
    rows = [
        (one.rule.id, value.key, _told(value.value), value.origin + (f"（{value.overlay}）" if value.overlay else ""))
        for one in rules
        for value in (*_head(one, selection, unit, homes[one.rule.id]), *values(one, homes[one.rule.id]))
    ]
    show_table(("指标", "项", "值", "来源"), rows, title=f"{unit.name}，判定基准日 {selection.as_of}：{len(rules)} 项指标")
    summary = [
        ("公开主体", f"{unit.id}　{unit.name}"),
        ("判定基准日", selection.as_of.isoformat()),
        ("指标体系", "、".join(packs)),
        ("适用指标", f"{len(rules)} 项"),
        ("调整", "、".join(overlay.id for overlay in selection.overlays([unit])) or "无"),
        ("生效指标摘要", digest),
    ]
    show_table(("生效指标", ""), summary)


def _head(one: Applied, selection: Selection, unit: Unit, home: str) -> Iterator[Value]:
    """What the rule is called, and under which pack and why it applies: told first, and no adjustment changes it."""
    yield Value(key="title", value=one.rule.title, origin=home)
    yield Value(key="pack", value=one.pack, origin=bound_by(selection, unit))


def bound_by(selection: Selection, unit: Unit) -> str:
    """Why the unit's packs are these. 指标体系的由来"""
    if selection.named:
        return "按名称指定（--pack）"
    if unit.packs:
        return "登记簿：单位的 packs"
    return "登记簿：单位的地区和名称" if unit.region else "单位的地区未登记：适用全部有效的指标体系"


def _as_json(selection: Selection, unit: Unit, rules: tuple[Applied, ...], homes: Mapping[str, str], digest: str) -> dict[str, Any]:
    overlays = [
        as_plain({**{name: value for name, value in attrs.asdict(overlay).items() if name != "sha256"}, "changes": overlay.keys})
        for overlay in selection.overlays([unit])
    ]
    return {
        "unit": unit.id,
        "unit_name": unit.name,
        "as_of": selection.as_of.isoformat(),
        "packs": list(selection.packs([unit])),
        "packs_named": bool(selection.named),
        "packs_by": bound_by(selection, unit),
        "packs_sha256": digest,
        "overlays": overlays,
        "rules": [
            {
                "id": one.rule.id,
                "title": one.rule.title,
                "pack": one.pack,
                "file": homes[one.rule.id],
                "values": [as_plain(attrs.asdict(value)) for value in values(one, homes[one.rule.id])],
            }
            for one in rules
        ],
    }


def _told(value: object) -> str:
    match value:
        case None | "":
            return "无"
        case bool():
            return "是" if value else "否"
        case Mapping():
            return "；".join(f"{key}={_told(inner)}" for key, inner in value.items()) or "无"
        case tuple() | list() | frozenset():
            return "、".join(map(_told, value)) or "无"
    return str(value)


def in_force(loaded: Config, day: dt.date) -> tuple[Rule, ...]:
    """Rules that bind somebody on a day: those of packs in force, and of packs that these take over, each pack by itself. 有效指标"""
    found = {rule.id: rule for pack in packs_for(loaded.packs, day) for rule, _ in rules_for([pack], loaded.packs, loaded.rules, day)}
    return tuple(found[name] for name in sorted(found))
