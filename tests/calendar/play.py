"""Play portals through a year and hold what the judge finds against what was planted. 演一年"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import attrs

import config
from checks.judge import judge
from checks.model import Earlier, Outcome, Rule
from checks.recall import look as looked
from checks.recall import remember
from checks.vocabulary import Vocabulary

from .history import history
from .pages import visited
from .truth import expected

RULES = (
    "column.blank",
    "freshness.no-new",
    "freshness.weekly-update",
    "integrity.backdated",
    "veto2019.column-stale",
    "veto2019.home-stale",
)


@attrs.define
class Tally:
    """What was planted and what was found, by rule and outcome; ``wrong`` names each finding that is not as planted."""

    planted: Counter[tuple[str, str]] = attrs.Factory(Counter)
    found: Counter[tuple[str, str]] = attrs.Factory(Counter)
    wrong: list[str] = attrs.Factory(list)
    looks: int = 0

    def add(self, other: Tally) -> None:
        """Count what another share of the portals gave."""
        self.planted += other.planted
        self.found += other.found
        self.wrong += other.wrong
        self.looks += other.looks


@functools.cache
def house() -> tuple[tuple[Rule, ...], Vocabulary]:
    """The rules that look over time, and the project's words."""
    loaded = config.load(Path(config.__file__).resolve().parent.parent / "data")
    return tuple(rule for rule in loaded.rules if rule.id in RULES), loaded.vocabulary


def year(number: int) -> Tally:
    """One portal's year."""
    rules, vocabulary = house()
    told = history(number)
    earlier, tally = Earlier(), Tally()
    for place, look in enumerate(told.looks):
        unit = visited(told, look, earlier, vocabulary)
        tally.looks += 1
        if look.judged:
            found = {(f.rule, f.subject): f for f in judge(unit, [(rule, "calendar") for rule in rules])}
            wanted = expected(told, look, told.looks[:place])
            judged = {
                key: f.outcome for key, f in found.items() if key in wanted or key[0] != "column.blank" or f.outcome is Outcome.FAILED
            }
            tally.planted.update((rule, outcome.value) for (rule, _), outcome in wanted.items())
            tally.found.update((rule, outcome.value) for (rule, _), outcome in judged.items())
            for key in sorted(wanted.keys() | judged.keys()):
                if wanted.get(key) != judged.get(key):
                    said = found[key].message if key in found else "nothing"
                    tally.wrong.append(
                        f"portal {number}, {look.on}, {'/'.join(key)}: {wanted.get(key)} planted, {judged.get(key)} found: {said}"
                    )
        earlier = remember(earlier, looked(unit))
    return tally


def years(numbers: Iterable[int]) -> Tally:
    """Several portals' years."""
    total = Tally()
    for number in numbers:
        total.add(year(number))
    return total
