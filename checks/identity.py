"""Which column of tonight is which of earlier nights: by address, after a redesign by what it is called and what it lists. 栏目身份"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Sequence

from checks.model import ColumnSighting
from checks.parsing.fold import fold

SHARED = 3  # rows in common that make a column known under another name
HALF = 0.5  # and the least share of the shorter list's


def stable_keys(now: Sequence[ColumnSighting], before: Sequence[ColumnSighting]) -> tuple[str, ...]:
    """The key of each column of ``now`` (whose own keys are not looked at): that of the earlier column that it is, else its address. 栏目编号

    A column is the one that stood at its address at the last look. Where none did, it is the one that has gone from its address, leads to the
    same kind of thing and either has the name and a row in common (or no rows to compare), or has most rows in common. Of several that
    could be meant none is.

    Args:
        before: all earlier sightings, the latest of a key last.
    """
    latest = {column.key: column for column in before}
    standing = {column.address: column.key for column in latest.values()}
    found = {column.address: standing[column.address] for column in now if column.address in standing}
    kept = set(found.values())
    gone = {key: column for key, column in latest.items() if key not in kept}
    found |= _moved({c.address: c for c in now if c.address not in found}, gone)
    return tuple(found.get(c.address) or _new_key(c, latest) for c in now)


def _new_key(column: ColumnSighting, taken: Container[str]) -> str:
    # an address at which another column was first met stays that one's name
    return f"{column.address}@{column.on}" if column.address in taken else column.address


def _moved(fresh: dict[str, ColumnSighting], gone: dict[str, ColumnSighting]) -> dict[str, str]:
    """Address → key of those that are each other's only best match."""
    named: dict[tuple[str, str], list[str]] = defaultdict(list)
    listing: dict[str, list[str]] = defaultdict(list)
    for key, column in gone.items():
        named[column.role, fold(column.name)].append(key)
        for title in column.titles:
            listing[title].append(key)
    wanted: dict[str, str] = {}
    for address, column in fresh.items():
        shared = Counter(key for title in column.titles for key in listing[title] if gone[key].role == column.role)
        namesakes = named[column.role, fold(column.name)]
        points = {key: count for key, count in shared.items() if key in namesakes or _mostly(count, column, gone[key])}
        points |= {key: 0 for key in namesakes if not (column.titles and gone[key].titles)}
        best = max(points.values(), default=0)
        chosen = [key for key, count in points.items() if count == best]
        if len(chosen) == 1:
            wanted[address] = chosen[0]
    claims = Counter(wanted.values())
    return {address: key for address, key in wanted.items() if claims[key] == 1}


def _mostly(shared: int, one: ColumnSighting, other: ColumnSighting) -> bool:
    return shared >= SHARED and shared >= HALF * min(len(one.titles), len(other.titles))
