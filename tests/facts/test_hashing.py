"""Hashes of cells: equal for equal values, other for others, whatever stands beside them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.facts.hashing import hashes

_TEXT = st.text(max_size=12)
_MOMENT = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2100, 1, 1)).map(
    lambda one: one.replace(microsecond=0)
)
_VALUES = st.lists(st.one_of(_TEXT, st.integers(0, 10**12), _MOMENT), min_size=1, max_size=30)


@given(_VALUES)
def test_a_hash_depends_on_its_value_alone(values: list[Any]) -> None:
    found = hashes(values).tolist()
    assert found == [int(hashes([value])[0]) for value in values]
    assert 0 not in found


@given(st.lists(_MOMENT, min_size=2, max_size=50, unique=True))
def test_other_moments_have_other_hashes(values: list[dt.datetime]) -> None:
    assert len(set(hashes(values).tolist())) == len(values)


@pytest.mark.parametrize(
    ("one", "other"),
    [("A类", "B类"), ("A类", "A类 "), ("13800001111", "13800001112"),
     (dt.datetime(2024, 3, 1), dt.datetime(2024, 3, 1, 0, 0, 1)), (True, False), (1.5, 2.5)],
    ids=str,
)  # fmt: skip
def test_a_change_is_seen(one: object, other: object) -> None:
    assert hashes([one])[0] != hashes([other])[0]


def test_a_number_and_its_digits_are_one() -> None:
    assert hashes([13800001111])[0] == hashes(["13800001111"])[0]


def test_text_that_is_no_unicode_is_hashed_too() -> None:
    assert len(set(hashes(["\ud800", "\ud801", "a"]).tolist())) == 3
