"""How far two people agree, and what their judgements say about ours. Pure arithmetic over drawn samples. 一致性与准确度"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import attrs

SURE = 1.96  # standard deviations to either side that hold 95 %


@attrs.frozen(kw_only=True)
class Estimate:
    """A share with its 95 % interval and what it rests on. 估计值

    Attributes:
        value: None if there is nothing to estimate it from.
        cases: number of drawn cases behind it.
    """

    value: float | None
    low: float = 0.0
    high: float = 1.0
    cases: int = 0


@attrs.frozen(kw_only=True)
class Kappa:
    """Cohen's kappa. 科恩一致性系数

    Attributes:
        value: None where it has no meaning: nothing judged by both, or both used one and the same answer throughout.
        low, high: 95 % interval.
        agreed: share of the cases on which both said the same; ``expected`` by chance alone.
    """

    value: float | None
    low: float = -1.0
    high: float = 1.0
    agreed: float = 0.0
    expected: float = 0.0
    cases: int = 0


def wilson(share: float, n: float) -> tuple[float, float]:
    """Wilson's 95 % interval of a share among ``n`` (may be an effective number); (0, 1) of nothing. 威尔逊区间"""
    if n <= 0:
        return 0.0, 1.0
    spread = SURE * SURE / n
    middle = share + spread / 2
    half = SURE * math.sqrt(share * (1 - share) / n + spread / (4 * n))
    return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))


def kappa(pairs: Iterable[tuple[str, str]]) -> Kappa:
    """Cohen's kappa of two people's answers to the same cases, with the large-sample interval of Fleiss, Cohen and Everitt (1969).

    Where they agree on everything that interval has no width; its lower end is then that of Wilson's for the share agreed.
    """
    answers = list(pairs)
    n = len(answers)
    if n == 0:
        return Kappa(value=None)
    cells = {pair: count / n for pair, count in Counter(answers).items()}
    names = {answer for pair in answers for answer in pair}
    first = {name: math.fsum(share for (a, _), share in cells.items() if a == name) for name in names}
    second = {name: math.fsum(share for (_, b), share in cells.items() if b == name) for name in names}
    agreed = sum(share for (a, b), share in cells.items() if a == b)
    expected = math.fsum(first[answer] * second[answer] for answer in first)
    if expected >= 1 - 1e-12:
        return Kappa(value=None, agreed=agreed, expected=1.0, cases=n)
    value = (agreed - expected) / (1 - expected)
    if agreed >= 1 - 1e-12:
        low = (wilson(1.0, n)[0] - expected) / (1 - expected)
        return Kappa(value=1.0, low=low, high=1.0, agreed=1.0, expected=expected, cases=n)
    error = math.sqrt(max(0.0, _variance(cells, first, second, value, expected)) / n)
    return Kappa(
        value=value, low=max(-1.0, value - SURE * error), high=min(1.0, value + SURE * error), agreed=agreed, expected=expected, cases=n
    )


def _variance(
    cells: Mapping[tuple[str, str], float], first: Mapping[str, float], second: Mapping[str, float], value: float, expected: float
) -> float:
    same = math.fsum(share * (1 - (first[a] + second[b]) * (1 - value)) ** 2 for (a, b), share in cells.items() if a == b)
    other = (1 - value) ** 2 * math.fsum(share * (second[a] + first[b]) ** 2 for (a, b), share in cells.items() if a != b)
    return (same + other - (value - expected * (1 - value)) ** 2) / (1 - expected) ** 2


@attrs.frozen(kw_only=True)
class Case:
    """A drawn case that people have settled. 已判样本

    Attributes:
        weight: how many findings of its stratum it stands for.
        ours: we called it a failure; ``theirs`` people did.
    """

    weight: float
    ours: bool
    theirs: bool


def precision(cases: Iterable[Case]) -> Estimate:
    """Of what we called a failure, the share that is one. 准确率"""
    return _share([(case.weight, case.theirs) for case in cases if case.ours])


def recall(cases: Iterable[Case]) -> Estimate:
    """Of what is a failure, the share that we called one. 查全率"""
    return _share([(case.weight, case.ours) for case in cases if case.theirs])


def _share(weighed: Sequence[tuple[float, bool]]) -> Estimate:
    """A share of unequal cases: each counts for what it stands for, the interval for as many equal ones as they are worth (Kish)."""
    total = math.fsum(weight for weight, _ in weighed)
    if total <= 0:
        return Estimate(value=None)
    share = min(1.0, math.fsum(weight for weight, right in weighed if right) / total)
    low, high = wilson(share, total * total / math.fsum(weight * weight for weight, _ in weighed))
    return Estimate(value=share, low=low, high=high, cases=len(weighed))
