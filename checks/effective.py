"""What is judged of a unit at a date, and where every value comes from: packs, then adjustments. 适用指标及其来源"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from .model import Overlay, Rule, RulePack, Unit
from .rules import packs_for_unit, rules_for, with_ancestors
from .wording import applied

# What of a rule decides beside its options, in the order in which it is told.
DECIDING = ("severity", "row", "row_other", "check", "scope", "since", "until")


@attrs.frozen(kw_only=True)
class Applied:
    """A rule as it is judged for one unit. 适用的指标

    Attributes:
        rule: with the adjustments put on.
        pack: id of the pack it is applied under.
        overlays: the adjustments that hold, in the order in which they were put on.
    """

    rule: Rule
    pack: str
    overlays: tuple[Overlay, ...] = ()


@attrs.frozen(kw_only=True)
class Value:
    """One value of a rule as it is judged, with where it comes from: a pack's file, an adjustment's, or the predicate's own. 取值"""

    key: str
    value: Any
    origin: str
    overlay: str = ""


def applied_rules(
    packs: Sequence[RulePack], rules: Sequence[Rule], overlays: Sequence[Overlay], unit: Unit, day: dt.date, named: Sequence[str] = ()
) -> tuple[Applied, ...]:
    """The effective pack of a unit at a date: its rules with the adjustments that hold for it, by rule id. 生效指标"""
    chosen = packs_for_unit(packs, day, unit, named)
    return tuple(_adjusted(rule, pack, overlays, unit, day) for rule, pack in rules_for(chosen, packs, rules, day, named))


def _adjusted(rule: Rule, pack: str, overlays: Sequence[Overlay], unit: Unit, day: dt.date) -> Applied:
    held = tuple(o for o in overlays if o.rule == rule.id and o.in_force(day) and o.for_unit(unit.id))
    for overlay in held:
        rule = overlay.put_on(rule)
    return Applied(rule=rule, pack=pack, overlays=held)


def values(one: Applied, home: str) -> Iterator[Value]:
    """Every value that decides, with its origin; ``home`` is the file that the rule is written in. 取值及来源"""
    changed = {key: overlay for overlay in one.overlays for key in overlay.keys}
    written = one.rule.params

    def told(key: str, value: object, own: bool = True) -> Value:
        overlay = changed.get(key)
        origin = overlay.file if overlay else home if own else f"判定函数 {one.rule.check} 的默认值"
        return Value(key=key, value=value, origin=origin, overlay=overlay.id if overlay else "")

    for name in DECIDING:
        yield told(name, getattr(one.rule, name))
    for name, value in applied(one.rule).items():
        yield told(f"params.{name}", value, own=name in written)


def packs_sha256(used: Collection[str], packs: Sequence[RulePack], overlays: Iterable[Overlay], day: dt.date) -> str:
    """Digest over the files that decide at a date: packs with those they take over, and adjustments in force. 生效指标摘要"""
    known: Mapping[str, RulePack] = {pack.id: pack for pack in packs}
    reached = with_ancestors([known[name] for name in sorted(used) if name in known], known)
    rules = {rule for pack in reached for rule in pack.rules}
    files = [f"{pack.id} {pack.sha256}" for pack in reached]
    files += [f"{o.id} {o.sha256}" for o in overlays if o.rule in rules and o.in_force(day)]
    return hashlib.sha256("\n".join(sorted(files)).encode()).hexdigest()
