"""Percentages (M79)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.schema.kinds.base import Context, Parsed
from crmbook.schema.kinds.percent import Percent

CONTEXT = Context(dt.datetime(2026, 1, 1))
KIND = Percent()


@pytest.mark.parametrize(
    "raw",
    ["15%", "１５％", " 15 % ", 0.15, "0.15", 15, "15", 15.0, "百分之十五", "百分之15"],
    ids=repr,
)
def test_one_rate_in_all_its_spellings(raw: Any) -> None:
    assert KIND.parse(raw, CONTEXT) == Parsed(0.15)


@pytest.mark.parametrize(
    ("raw", "value"),
    [(0, 0.0), (1, 1.0), ("100%", 1.0), (100, 1.0), ("0.5%", 0.005), ("120%", 1.2), ("1%", 0.01)],
    ids=repr,
)
def test_edges_of_a_rate(raw: Any, value: float) -> None:
    assert KIND.parse(raw, CONTEXT) == Parsed(value)


@pytest.mark.parametrize(
    "raw",
    ["一成半", "很高", -0.1, "-5%", 250, "15/100", True, "3000%", dt.datetime(2024, 1, 1)],
    ids=repr,
)
def test_what_is_no_rate_is_an_error(raw: Any) -> None:
    parsed = KIND.parse(raw, CONTEXT)
    assert parsed.value is None
    assert [issue.check for issue in parsed.issues] == ["percent-unreadable"]


@pytest.mark.parametrize("raw", [None, "", "—", "-"], ids=repr)
def test_a_zero_denominator_is_blank(raw: Any) -> None:
    assert KIND.parse(raw, CONTEXT) == Parsed()


@given(st.floats(0, 1, allow_nan=False, allow_subnormal=False))
def test_a_formatted_rate_is_read_back(value: float) -> None:
    assert KIND.parse(KIND.format(value), CONTEXT).value == value
