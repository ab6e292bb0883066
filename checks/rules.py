"""Which rules apply on a day. 适用指标的选取"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence

from .model import Rule, RulePack, Unit


class UnknownPackError(LookupError):
    """A named rule pack does not exist; ``args[0]`` is its id."""


def packs_for(packs: Sequence[RulePack], day: dt.date, named: Sequence[str] = (), bound: Collection[str] = ()) -> tuple[RulePack, ...]:
    """Rule packs that apply on a day, by id. 适用的指标体系

    Args:
        day: the judged date (判定基准日), not the day of the crawl.
        named: ids a person asked for; they apply whatever their period, and nothing else does.
        bound: ids that bind the unit (``Unit.packs``); empty means all in force. Ignored when packs are named.

    Raises:
        UnknownPackError: a named pack does not exist.
    """
    known = {pack.id: pack for pack in packs}
    for name in named:
        if name not in known:
            raise UnknownPackError(name)
    if named:
        return tuple(known[name] for name in sorted(set(named)))
    return tuple(known[name] for name in sorted(known) if known[name].in_force(day) and (not bound or name in bound))


def packs_for_unit(packs: Sequence[RulePack], day: dt.date, unit: Unit, named: Sequence[str] = ()) -> tuple[RulePack, ...]:
    """Rule packs that apply to a unit on a day: those it names, else those whose jurisdiction it falls under. 单位适用的指标体系

    Of a unit whose region is not registered (an address tried out) nothing is known: every pack in force applies, as the caller is told.

    Raises:
        UnknownPackError: a named pack does not exist.
    """
    if named or unit.packs or not unit.region:
        return packs_for(packs, day, named, unit.packs)
    return tuple(pack for pack in packs_for(packs, day) if pack.binds(unit.region, unit.name))


def rules_for(
    chosen: Sequence[RulePack], packs: Sequence[RulePack], rules: Sequence[Rule], day: dt.date, named: Sequence[str] = ()
) -> tuple[tuple[Rule, str], ...]:
    """Rules of the chosen packs with the id of the pack each is applied under, by rule id. 适用的指标

    A named pack's own rules apply whatever their period. Everything else keeps its period: rules of packs in force, and
    rules that a pack takes over with ``extends`` (their first home may be out of force, they themselves may not).
    A rule reached twice is applied once, under its own pack if that is among the chosen. One that is covered by another that applies is
    left out, so that nothing is charged twice, unless its own pack was named.
    """
    known, by_id = {pack.id: pack for pack in packs}, {rule.id: rule for rule in rules}
    applied: dict[str, str] = {}
    for pack in chosen:
        for rule_id in pack.rules:
            if pack.id in named or by_id[rule_id].in_force(day):
                applied[rule_id] = pack.id
    for pack in chosen:
        for ancestor in _ancestors(pack, known):
            for rule_id in ancestor.rules:
                if by_id[rule_id].in_force(day):
                    applied.setdefault(rule_id, pack.id)
    named_own = {rule_id for pack in chosen if pack.id in named for rule_id in pack.rules}
    covered = {rule_id for rule_id in applied if rule_id not in named_own and applied.keys() & set(by_id[rule_id].covered_by)}
    return tuple((by_id[rule_id], applied[rule_id]) for rule_id in sorted(applied.keys() - covered))


def with_ancestors(chosen: Sequence[RulePack], packs: Mapping[str, RulePack]) -> tuple[RulePack, ...]:
    """Packs and all that they take over, each once, by id. 含所继承的指标体系"""
    found = {pack.id: pack for start in chosen for pack in (start, *_ancestors(start, packs))}
    return tuple(found[name] for name in sorted(found))


def _ancestors(pack: RulePack, known: Mapping[str, RulePack]) -> Iterator[RulePack]:
    """Packs taken over, directly or through others, each once."""
    seen = {pack.id}
    ahead = list(pack.extends)
    while ahead:
        name = ahead.pop(0)
        if name not in seen:
            seen.add(name)
            yield known[name]
            ahead += known[name].extends
