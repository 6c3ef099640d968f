"""Chinese numerals in what people type."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.schema.numerals import arabic, number_of, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("五十万", "50万"), ("三百五十万", "350万"), ("三百零五", "305"), ("两千", "2000"), ("一千零二十", "1020"), ("十", "10"),
        ("十五", "15"), ("二十", "20"), ("九千九百九十九", "9999"), ("三月三日", "3月3日"), ("十二月三十一日", "12月31日"),
        ("二〇二四年", "2024年"), ("2百万", "2百万"), ("五六十万", "五六十万"), ("三百五", "三百五"), ("百万", "百万"), ("下周三", "下周三"),
        ("星期一三点", "星期一3点"), ("礼拜二", "礼拜二"), ("没有", "没有"), ("", ""),
    ],
)  # fmt: skip
def test_a_numeral_of_one_meaning_becomes_digits(text: str, expected: str) -> None:
    assert arabic(text) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (45, "45"),
        (45.0, "45"),
        (0.1, "0.1"),
        (1e16, "10000000000000000"),
        (1e-7, "0.0000001"),
        (-2.5, "-2.5"),
    ],
)
def test_a_number_is_written_without_an_exponent(value: float, expected: str) -> None:
    assert plain(value) == expected


@given(st.floats(-1e15, 1e15, allow_nan=False) | st.integers(-(10**15), 10**15))
def test_a_number_written_plain_is_the_same_number(value: float) -> None:
    assert number_of(Decimal(plain(value))) == value
