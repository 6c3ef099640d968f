"""Wilson's interval is the one that scipy gives."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.analysis.rates import Rate, wilson

STATS: Any = import_module("scipy.stats")


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_of_a_rate_is_that_of_scipy(counts: tuple[int, int]) -> None:
    part, whole = counts
    theirs = STATS.binomtest(part, whole).proportion_ci(confidence_level=0.95, method="wilson")
    assert wilson(part, whole) == pytest.approx((theirs.low, theirs.high), abs=1e-9)
    assert Rate(part, whole).interval == pytest.approx((theirs.low, theirs.high), abs=1e-9)
