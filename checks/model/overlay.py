"""An officer's adjustment of a rule: narrower than a pack, with its reason and its author. 调整"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import attrs

from .rule import Rule, Severity


@attrs.frozen(kw_only=True)
class Overlay:
    """What an officer changed of one rule, why, and for how long; the pack's file stays as it is. 调整

    Attributes:
        id: name of the file and the rule (``2026/freshness.no-new``), what outputs call it by.
        file: where it is written, below the data folder.
        rule: id of the rule.
        reason, who: why it was changed and who answers for it; every explanation says so.
        since, until: audited dates for which it holds, inclusive, within the rule's own period.
        params: options that take another value; the rest stay as the pack has them.
        severity: a lower one; None leaves it.
        row: the rule's other bulletin row; '' leaves the first.
        units: ids of the units it is for; empty means all.
        sha256: digest of the file.
    """

    id: str
    file: str
    rule: str
    reason: str
    who: str
    since: dt.date
    until: dt.date | None = None
    params: Mapping[str, Any] = attrs.Factory(dict)
    severity: Severity | None = None
    row: str = ""
    units: tuple[str, ...] = ()
    sha256: str = ""

    def in_force(self, day: dt.date) -> bool:
        """Whether it holds for this audited date."""
        return self.since <= day and (self.until is None or day <= self.until)

    def for_unit(self, unit: str) -> bool:
        """Whether it is for this unit."""
        return not self.units or unit in self.units

    @property
    def keys(self) -> tuple[str, ...]:
        """What it changes: ``params.NAME``, ``severity``, ``row``."""
        changed = [f"params.{name}" for name in sorted(self.params)]
        return (*changed, *(["severity"] if self.severity else []), *(["row"] if self.row else []))

    def put_on(self, rule: Rule) -> Rule:
        """The rule as it is judged under this adjustment."""
        severity = self.severity or rule.severity
        return attrs.evolve(rule, params={**rule.params, **self.params}, severity=severity, row=self.row or rule.row)
