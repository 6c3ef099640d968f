"""Scores from 1 to 5 (M33)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.schema.kinds.base import Context, Parsed
from crmbook.schema.kinds.score import Score

CONTEXT = Context(dt.datetime(2026, 1, 1))


@pytest.mark.parametrize(
    "raw", [4, 4.0, "4", "４", "4分", "四分", "4星", "★★★★", "★★★★☆", "4/5", " 4 "], ids=repr
)
def test_a_four_in_all_its_spellings(raw: Any) -> None:
    parsed = Score().parse(raw, CONTEXT)
    assert parsed == Parsed(4)
    assert type(parsed.value) is int


@pytest.mark.parametrize(
    ("raw", "value"), [(0, 0), (6, 6), (4.5, 4.5), ("高", "高"), ("4-5", "4-5"), (-1, -1)], ids=repr
)
def test_what_is_out_of_range_is_left_to_the_schema_check(raw: Any, value: Any) -> None:
    parsed = Score().parse(raw, CONTEXT)
    assert parsed == Parsed(value)
    assert parsed.value not in {1, 2, 3, 4, 5}


@pytest.mark.parametrize("raw", [None, "", "-"], ids=repr)
def test_no_score_is_blank(raw: Any) -> None:
    assert Score().parse(raw, CONTEXT) == Parsed()


@given(st.integers(1, 5))
def test_a_formatted_score_is_read_back(value: int) -> None:
    assert Score().parse(Score().format(value), CONTEXT) == Parsed(value)
