"""Every way in which one number, date or required field of a rule can be off by one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from checks.example import play, unmet
from checks.model import Rule
from checks.vocabulary import Vocabulary

MONTH_DAY = re.compile(r"\d\d-\d\d")
DAY = dt.timedelta(days=1)
SHARE = 0.01


def mutants(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """A rule with one of its options off by one, and what was changed. 变异的指标"""
    for where, params in _tables(rule.params, ""):
        yield where, attrs.evolve(rule, params=params)


def survives(rule: Rule, vocabulary: Vocabulary) -> bool:
    """Whether all examples of a rule keep their promise, as they must not for a mutant."""
    return not any(unmet(example, play(rule, example, vocabulary)) for example in rule.examples)


def _tables(table: Mapping[str, Any], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, value in table.items():
        for what, changed in _values(value, f"{path}{key}"):
            yield what, {**table, key: changed}


def _values(value: Any, where: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, bool):
        yield f"{where} flipped", not value
    elif isinstance(value, int):
        yield f"{where} - 1", value - 1
        yield f"{where} + 1", value + 1
    elif isinstance(value, float):
        yield f"{where} - {SHARE}", value - SHARE
        yield f"{where} + {SHARE}", value + SHARE
    elif isinstance(value, dt.date):
        yield f"{where} a day earlier", value - DAY
        yield f"{where} a day later", value + DAY
    elif isinstance(value, str) and MONTH_DAY.fullmatch(value):
        day = dt.date.fromisoformat(f"2015-{value}")
        yield f"{where} a day earlier", f"{day - DAY:%m-%d}"
        yield f"{where} a day later", f"{day + DAY:%m-%d}"
    elif isinstance(value, Mapping):
        yield from _without(value, where)
        yield from _tables(value, f"{where}.")
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for index, item in enumerate(value):
            if not isinstance(item, str):
                for what, changed in _values(item, f"{where}[{index}]"):
                    yield what, [*value[:index], changed, *value[index + 1 :]]


def _without(table: Mapping[str, Any], where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if len(table) > 1:
        for key in table:
            yield f"{where} without {key}", {k: v for k, v in table.items() if k != key}
