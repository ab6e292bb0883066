"""Which rules apply to which unit at a date, and how outputs say so. 适用指标"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import attrs

from checks.effective import Applied, applied_rules, packs_sha256
from checks.model import Overlay, Rule, Unit
from checks.rules import packs_for_unit
from config import Config

BoundRules = tuple[tuple[Rule, str], ...]


@attrs.frozen(kw_only=True)
class Selection:
    """Which rules apply to which unit at a date. 适用指标

    Attributes:
        named: packs a person named; they apply whatever their period, and every output says so.
    """

    config: Config
    as_of: dt.date
    named: tuple[str, ...] = ()

    def effective(self, unit: Unit) -> tuple[Applied, ...]:
        """The rules of one unit as they are judged, with the adjustments that hold for it. 生效指标"""
        config = self.config
        return applied_rules(config.packs, config.rules, config.overlays, unit, self.as_of, self.named)

    def rules(self, unit: Unit) -> BoundRules:
        """Rules for one unit, with the pack each is applied under."""
        return tuple((one.rule, one.pack) for one in self.effective(unit))

    def packs(self, units: Iterable[Unit]) -> tuple[str, ...]:
        """``id@version`` of all packs that apply to any of the units."""
        chosen = {p.id: p for u in units for p in packs_for_unit(self.config.packs, self.as_of, u, self.named)}
        return tuple(f"{p.id}@{p.version}" for _, p in sorted(chosen.items()))

    def digest(self, packs: Sequence[str]) -> str:
        """Digest over the content of these packs (``id@version``), of those they take over, and of the adjustments in force."""
        used = {p.split("@")[0] for p in packs}
        return packs_sha256(used, self.config.packs, self.config.overlays, self.as_of)

    def overlays(self, units: Iterable[Unit]) -> tuple[Overlay, ...]:
        """Adjustments that hold for any of the units, by id."""
        held = {overlay.id: overlay for unit in units for one in self.effective(unit) for overlay in one.overlays}
        return tuple(held[name] for name in sorted(held))

    def describe(self, units: Iterable[Unit]) -> str:
        """What every output says first: which packs, whether they were named or are out of force, which adjustments hold."""
        units = tuple(units)
        packs = "、".join(self.packs(units)) or "无"
        how = "按名称指定，不论是否在有效期内" if self.named else f"按判定基准日 {self.as_of} 有效"
        past = [pack.id for pack in self.config.packs if pack.id in self.named and not pack.in_force(self.as_of)]
        lines = [f"指标体系：{packs}（{how}）"]
        if past:
            lines.append(f"注意：判定基准日 {self.as_of} 不在 {'、'.join(past)} 的有效期内，结果只供对照，不作为该日的核查结论")
        lines += [f"调整：{told_overlay(overlay)}" for overlay in self.overlays(units)]
        return "\n".join(lines)


def told_overlay(overlay: Overlay) -> str:
    """An adjustment on one line: what, where it is written, why, who answers for it. 调整的说法"""
    return f"{overlay.rule} 的 {'、'.join(overlay.keys)}（{overlay.file}；{overlay.reason}；{overlay.who}）"


def under(overlays: Sequence[str]) -> str:
    """A word behind a finding on the adjustments that it was judged under, '' if there are none. 调整说明"""
    return f"（按调整 {'、'.join(overlays)} 判定）" if overlays else ""
