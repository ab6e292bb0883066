"""Which budget or final account a title names: of which year, of which organ. 预决算的名称"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from checks.parsing.fold import fold
from checks.vocabulary import Vocabulary

FAMILY = "budget"
BUDGET, FINAL = "budget", "final"
TOLD = re.compile(r"(20\d\d)年?度?|预决算|决算|预算")
CHINESE_YEAR = re.compile(r"二[〇○零]([一二三]?)([〇○零一二三四五六七八九])(?=年)")
DIGITS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0", "": "0"}
# What follows the organ's name in a title.
AFTER_ORGAN = re.compile(r"20\d\d|关于|部门|单位|本级|机关|系统|财政|预决算|预算|决算|三公|一般公共|收支|公开|\(")
ORGAN_END = re.compile(r"(?:[局委办厅院府会处所部署队站社团馆校]|中心|街道|大学|学院|医院|[乡镇])$")
SHORTEST_ORGAN = 3
PART = "三公"


@attrs.frozen
class Account:
    """One account that a title names. 预算或决算

    Attributes:
        year: 0 where the title does not say.
        part: the title names its 三公 part alone.
    """

    kind: str
    year: int
    part: bool = False


def accounts_named(title: str, vocabulary: Vocabulary) -> tuple[Account, ...]:
    """Budgets and final accounts of a department that a title names, none where it speaks of something else. 标题所指预决算

    Each takes the year before it, else the only one that the title names.
    """
    words = CHINESE_YEAR.sub(lambda m: f"20{DIGITS[m[1]]}{DIGITS[m[2]]}", re.sub(r"[“”\"'‘’]", "", fold(title)))
    known = vocabulary.elements.get(FAMILY, {})
    if not any(label in words for e in known.values() if e.id in (BUDGET, FINAL) for label in e.labels):
        return ()
    if any(word in words for word in known[BUDGET].never):
        return ()
    part = PART in words and "部门" not in words and "预决算" not in words
    return tuple(dict.fromkeys(Account(kind, year, part) for kind, year in _pairs(words)))


def _pairs(words: str) -> Iterator[tuple[str, int]]:
    told = list(TOLD.finditer(words))
    years = {int(found[1]) for found in told if found[1]}
    last = years.copy().pop() if len(years) == 1 else 0
    for found in told:
        if found[1]:
            last = int(found[1])
            continue
        kinds = (BUDGET, FINAL) if found[0] == "预决算" else (FINAL,) if found[0] == "决算" else (BUDGET,)
        yield from ((kind, last) for kind in kinds)


def organ_named(title: str) -> str:
    """The organ whose account it is, '' where the title names none. 标题中的单位"""
    words = AFTER_ORGAN.split(re.sub(r"[“”\"'‘’《》]|^关于", "", fold(title)), maxsplit=1)[0]
    return words if len(words) >= SHORTEST_ORGAN and ORGAN_END.search(words) else ""
