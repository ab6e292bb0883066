"""Kappa, Wilson, weighted shares, held against published and hand-computed values."""

from __future__ import annotations

import math
import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.agreement import Case, Estimate, kappa, precision, recall, wilson


def table(rows: list[list[int]]) -> list[tuple[str, str]]:
    """A square of counts as pairs of answers."""
    return [(str(a), str(b)) for a, row in enumerate(rows) for b, count in enumerate(row) for _ in range(count)]


@pytest.mark.parametrize(
    ("rows", "value", "low", "high"),
    [
        # Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions: kappa .68, standard error .087
        ([[75, 1, 4], [5, 4, 1], [0, 0, 10]], 0.6765, 0.506, 0.847),
        # 50 proposals: agreed .70, expected .50; by hand: variance (.4² terms) gives a standard error of .1273
        ([[20, 5], [10, 15]], 0.4, 0.1505, 0.6495),
        # complete disagreement of two who use both answers alike
        ([[0, 5], [5, 0]], -1.0, -1.0, -1.0),
    ],
)
def test_kappa_of_known_tables(rows: list[list[int]], value: float, low: float, high: float) -> None:
    """Value and large-sample interval."""
    found = kappa(table(rows))
    assert found.value == pytest.approx(value, abs=5e-5)
    assert (found.low, found.high) == (pytest.approx(low, abs=2e-3), pytest.approx(high, abs=2e-3))
    assert found.cases == sum(map(sum, rows))


@pytest.mark.parametrize("rows", [[[45, 15], [25, 15]], [[25, 35], [5, 35]], [[8, 2, 1], [3, 9, 0], [1, 1, 5]]])
def test_the_interval_is_that_of_the_delta_method(rows: list[list[int]]) -> None:
    """The same by another way: kappa's slope in each cell taken numerically, the variance of a multinomial."""
    n, size = sum(map(sum, rows)), len(rows)
    shares = {(a, b): rows[a][b] / n for a in range(size) for b in range(size)}

    def value(cells: dict[tuple[int, int], float]) -> float:
        first, second = ([sum(cells[(k, j) if side == 0 else (j, k)] for j in range(size)) for k in range(size)] for side in (0, 1))
        chance = sum(map(operator.mul, first, second))
        return (sum(cells[k, k] for k in range(size)) - chance) / (1 - chance)

    slope = {cell: (value({**shares, cell: shares[cell] + 1e-7}) - value({**shares, cell: shares[cell] - 1e-7})) / 2e-7 for cell in shares}
    mean = sum(shares[cell] * slope[cell] for cell in shares)
    error = math.sqrt((sum(shares[cell] * slope[cell] ** 2 for cell in shares) - mean**2) / n)
    found = kappa(table(rows))
    assert (found.low, found.high) == (
        pytest.approx(value(shares) - 1.96 * error, abs=1e-5),
        pytest.approx(value(shares) + 1.96 * error, abs=1e-5),
    )


def test_kappa_has_no_value_where_it_has_no_meaning() -> None:
    """Nothing judged; one answer throughout; but one person with one answer and another with two is worth nothing, not undefined."""
    assert kappa([]).value is None and kappa([]).cases == 0
    same = kappa([("合格", "合格")] * 9)
    assert (same.value, same.agreed, same.cases) == (None, 1.0, 9)
    assert kappa([("a", "a"), ("a", "b")]).value == pytest.approx(0)


def test_full_agreement_of_few_is_not_certainty() -> None:
    """The interval narrows with the number of cases."""
    few, many = kappa(table([[3, 0], [0, 3]])), kappa(table([[300, 0], [0, 300]]))
    assert few.value == many.value == 1.0
    assert few.low == pytest.approx((0.60967 - 0.5) / 0.5, abs=1e-3) and many.low > 0.98


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc"))))
def test_kappa_stays_in_its_bounds(pairs: list[tuple[str, str]]) -> None:
    """Whatever two people answer; and it does not matter which of them is named first."""
    found, turned = kappa(pairs), kappa([(b, a) for a, b in pairs])
    if found.value is not None:
        assert -1 <= found.low <= found.value + 1e-9 and found.value - 1e-9 <= found.high <= 1
        assert turned.value == pytest.approx(found.value) and turned.low == pytest.approx(found.low)


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    # Newcombe, Statistics in Medicine 17 (1998) 857, table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_of_known_shares(right: int, n: int, low: float, high: float) -> None:
    """As published."""
    assert wilson(right / n, n) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


def cases(*rows: tuple[float, bool, bool]) -> list[Case]:
    """(weight, ours, theirs)."""
    return [Case(weight=weight, ours=ours, theirs=theirs) for weight, ours, theirs in rows]


def test_equal_weights_give_plain_shares() -> None:
    """8 of 10 accusations stand, 8 of 12 failures were found."""
    drawn = cases(*[(1, True, True)] * 8, *[(1, True, False)] * 2, *[(1, False, True)] * 4, *[(1, False, False)] * 6)
    assert precision(drawn) == Estimate(value=0.8, low=wilson(0.8, 10)[0], high=wilson(0.8, 10)[1], cases=10)
    assert recall(drawn).value == pytest.approx(8 / 12) and recall(drawn).cases == 12


def test_a_case_counts_for_what_it_stands_for() -> None:
    """By hand: 2 found of weight 5, 1 missed of weight 40: 10 of 50; worth 50² / (25+25+1600) = 1.515 equal cases."""
    drawn = cases((5, True, True), (5, True, True), (40, False, True))
    found = recall(drawn)
    assert found.value == pytest.approx(0.2) and found.cases == 3
    assert (found.low, found.high) == pytest.approx(wilson(0.2, 2500 / 1650))
    assert precision(drawn).value == 1.0


def test_nothing_to_estimate_from_is_said() -> None:
    """No accusation among the cases, or no case at all."""
    assert precision(cases((1, False, True))) == Estimate(value=None)
    assert recall([]) == Estimate(value=None, low=0.0, high=1.0, cases=0)
