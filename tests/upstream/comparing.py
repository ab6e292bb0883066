"""What differs between two runs of the same tests, and whether docs/upstream.md says so."""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs

PASSED = "passed"
ROW = re.compile(r"^\| (`test_[^|]{1,2000}`) \| ([^|]{1,500}) \|$", re.M)
NAME = re.compile(r"`(test_[^`]{1,200})`")


@attrs.frozen(kw_only=True)
class Compared:
    """Two runs beside each other.

    Attributes:
        tests: how many ran without our plugins.
        without: how many of them passed.
        with_ours: how many passed with our plugins.
        broken: those that fail without us too, and say nothing about us.
        listed: those that pass only without us, with the reason that docs/upstream.md gives.
        unknown: those that pass only without us, and it gives none.
        stale: names it gives that pass in every case.
    """

    tests: int
    without: int
    with_ours: int
    broken: tuple[str, ...]
    listed: Mapping[str, str]
    unknown: tuple[str, ...]
    stale: tuple[str, ...]

    @property
    def different(self) -> tuple[str, ...]:
        """All that pass only without us."""
        return tuple(sorted((*self.listed, *self.unknown)))


def reasons(page: str) -> dict[str, str]:
    """Test, or one case of it (``test_x[case]``) → why it differs, out of the tables of docs/upstream.md."""
    return {name: reason for names, reason in ROW.findall(page) for name in NAME.findall(names)}


def compared(stock: Mapping[str, str], ours: Mapping[str, str], known: Mapping[str, str]) -> Compared:
    """How the runs differ; a test that is missing from the second has not passed."""
    different = [name for name, outcome in stock.items() if outcome == PASSED and ours.get(name) != PASSED]
    given = {name: known[key] for name in different for key in _keys(name) if key in known}
    used = {key for name in different for key in _keys(name)}
    ran = {key for name in stock for key in _keys(name)}
    return Compared(
        tests=len(stock),
        without=sum(outcome == PASSED for outcome in stock.values()),
        with_ours=sum(outcome == PASSED for outcome in ours.values()),
        broken=tuple(sorted(name for name, outcome in stock.items() if outcome != PASSED)),
        listed=given,
        unknown=tuple(sorted(set(different) - set(given))),
        stale=tuple(sorted(key for key in known if key in ran and key not in used)),
    )


def _keys(name: str) -> tuple[str, str]:
    case = name.partition("::")[2]
    return case, case.partition("[")[0]
