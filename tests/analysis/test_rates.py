"""Rates and Wilson's interval, against published values and the equation that defines it."""

from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.analysis.rates import Rate, wilson


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17:857, table I, method 3.
        (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718),
    ],
)  # fmt: skip
def test_the_interval_is_the_published_one(part: int, whole: int, low: float, high: float) -> None:
    assert wilson(part, whole) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_its_bounds_are_where_the_rate_lies_just_z_deviations_away(counts: tuple[int, int]) -> None:
    part, whole = counts
    low, high = wilson(part, whole)
    assert 0 <= low <= part / whole <= high <= 1
    for bound in (low, high):
        if 0 < bound < 1:
            away = abs(part / whole - bound) / sqrt(bound * (1 - bound) / whole)
            assert away == pytest.approx(1.959963984540054, rel=1e-6)


@pytest.mark.parametrize(("part", "whole"), [(0, 0), (3, 0), (5, 3)])
def test_what_is_no_share_has_no_interval(part: int, whole: int) -> None:
    assert Rate(part, whole).interval is None


def test_nothing_of_nothing_is_no_rate() -> None:
    assert Rate(0, 0).value is None
    assert Rate(30, 200).value == 0.15
