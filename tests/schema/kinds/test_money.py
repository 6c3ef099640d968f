"""Amounts in 万元 (M15, §2.1)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.schema.kinds.base import Context, Parsed
from crmbook.schema.kinds.money import Money, MoneyRange
from crmbook.schema.ranges import Range

CONTEXT = Context(dt.datetime(2026, 1, 1))
EXACT = Money(exact=True)


def checks(parsed: Parsed) -> list[str]:
    return [issue.check for issue in parsed.issues]


@pytest.mark.parametrize(
    ("raw", "low", "high"),
    [
        (50, 50, 50), (0, 0, 0), (12.5, 12.5, 12.5), ("50", 50, 50), ("５０", 50, 50), ("50万", 50, 50), ("50万元", 50, 50),
        ("50 万元", 50, 50), ("50w", 50, 50), ("50W", 50, 50), ("五十万", 50, 50), ("三百五十万", 350, 350), ("2百万", 200, 200),
        ("2千万", 2000, 2000), ("1亿", 10_000, 10_000), ("1.5亿元", 15_000, 15_000), ("5千元", 0.5, 0.5), ("500k", 50, 50),
        ("1,200,000元", 120, 120), ("¥500,000", 50, 50), ("￥500000元", 50, 50), ("人民币50万元整", 50, 50), ("0元", 0, 0),
        ("年营收1-5亿元", 10_000, 50_000), ("200-300万元", 200, 300), ("预算200-300万元", 200, 300), ("200万-300万", 200, 300),
        ("200～300万", 200, 300), ("50万-1亿", 50, 10_000), ("5000-8000元", 0.5, 0.8), ("50-80", 50, 80),
        ("预算50万+", 50, None), ("≥50万元", 50, None), ("年度采购预算≥50万元", 50, None), (">=50万元", 50, None),
        ("50万以上", 50, None), ("50万起", 50, None), ("不低于50万", 50, None), ("50多万", 50, None),
        ("100万以内", None, 100), ("不超过100万", None, 100), ("≤100万元", None, 100), ("100万元（含税）", 100, 100),
    ],
    ids=lambda value: repr(value) if isinstance(value, str) else "",
)  # fmt: skip
def test_an_amount_is_read_in_ten_thousands_as_people_write_it(
    raw: Any, low: float | None, high: float | None
) -> None:
    assert MoneyRange().parse(raw, CONTEXT) == Parsed(Range(low, high, "万元"))


@pytest.mark.parametrize("raw", ["约50万", "50万左右", "大概50万元"])
def test_a_rough_amount_stays_rough(raw: str) -> None:
    assert MoneyRange().parse(raw, CONTEXT) == Parsed(Range(50, 50, "万元", about=True))


@pytest.mark.parametrize(
    "raw",
    [
        "面议", "几十万", "上百万", "百万", "五六十万", "三百五", "300-200万", "8000-1万", "50万美元", "$50,000", "50人", "1e5",
        "50万/100万", "看情况", 10**13, "9" * 40, True, dt.datetime(2024, 5, 8), "5.000.000",
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_no_amount_is_an_error_and_never_guessed(raw: Any) -> None:
    for kind in (MoneyRange(), EXACT):
        parsed = kind.parse(raw, CONTEXT)
        assert parsed.value is None
        assert checks(parsed) == ["amount-unreadable"]


@pytest.mark.parametrize(
    "raw", [-50, -0.5, "-50", "-50万元", "－５０万", "预算-50万", "-50-80万"], ids=repr
)
def test_a_negative_amount_is_an_error_of_its_own(raw: Any) -> None:
    for kind in (MoneyRange(), EXACT):
        parsed = kind.parse(raw, CONTEXT)
        assert parsed.value is None
        assert checks(parsed) == ["amount-negative"]


@pytest.mark.parametrize(
    "raw", [10_000, 500_000, 356_800, 120_001, "500000", "500000以上", "300000-500000"], ids=repr
)
def test_a_bare_number_that_looks_like_yuan_is_asked_about(raw: Any) -> None:
    parsed = MoneyRange().parse(raw, CONTEXT)
    assert parsed.value is not None
    assert checks(parsed) == ["amount-scale"]
    assert parsed.issues[0].fix is None


@pytest.mark.parametrize(
    "raw", [9_999, 12_345, 12_345.6, "500000元", "20000万元", "12亿", "年营收1-5亿元"], ids=repr
)
def test_an_amount_with_its_unit_or_an_odd_number_is_believed(raw: Any) -> None:
    assert not MoneyRange().parse(raw, CONTEXT).issues


@pytest.mark.parametrize(
    ("raw", "value"),
    [("50", 50), ("50万", 50), ("1,200,000元", 120), ("五十万", 50), (" 12.5 ", 12.5)],
    ids=repr,
)
def test_an_exact_amount_typed_as_text_is_mended(raw: str, value: float) -> None:
    parsed = EXACT.parse(raw, CONTEXT)
    assert parsed.value == value
    assert checks(parsed) == ["amount-text"]
    assert parsed.issues[0].fix == value


def test_a_suspect_amount_typed_as_text_is_not_mended() -> None:
    parsed = EXACT.parse("500000", CONTEXT)
    assert checks(parsed) == ["amount-scale", "amount-text"]
    assert [issue.fix for issue in parsed.issues] == [None, None]


@pytest.mark.parametrize("raw", ["200-300万元", "50万+", "约50万", "≤100万"])
def test_an_exact_amount_is_one_number(raw: str) -> None:
    parsed = EXACT.parse(raw, CONTEXT)
    assert parsed.value is None
    assert checks(parsed) == ["amount-unreadable"]


@pytest.mark.parametrize("raw", [0, 50, 12.5], ids=repr)
def test_a_number_cell_is_an_exact_amount(raw: float) -> None:
    assert EXACT.parse(raw, CONTEXT) == Parsed(raw)


def test_a_column_of_numbers_keeps_its_places() -> None:
    column = EXACT.parse_all([50, "50万", -1, 12.5, 500_000, None, True], CONTEXT)
    assert column.values == [50, 50, None, 12.5, 500_000, None, None]
    assert {at: issues[0].check for at, issues in column.issues.items()} == {
        1: "amount-text", 2: "amount-negative", 4: "amount-scale", 6: "amount-unreadable",
    }  # fmt: skip


def test_where_no_formula_sums_text_is_as_good_as_a_number() -> None:
    assert Money(exact=False).parse("50万", CONTEXT) == Parsed(50)


AMOUNTS = st.integers(0, 9_000) | st.floats(0, 9_000, allow_nan=False)


@given(AMOUNTS, AMOUNTS, st.booleans())
def test_a_formatted_amount_is_read_back(one: float, other: float, about: bool) -> None:  # noqa: FBT001
    low, high = sorted((one, other))
    for lower, upper in ((low, high), (low, low), (low, None), (None, high)):
        amount = Range(lower, upper, "万元", about=about)
        assert MoneyRange().parse(MoneyRange().format(amount), CONTEXT) == Parsed(amount)


@given(AMOUNTS)
def test_a_formatted_exact_amount_is_read_back(value: float) -> None:
    assert EXACT.parse(EXACT.format(value), CONTEXT).value == value


@given(st.text() | st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_whatever_stands_in_the_cell_is_a_value_or_an_issue_of_the_kind(raw: Any) -> None:
    for kind in (MoneyRange(), EXACT):
        parsed = kind.parse(raw, CONTEXT)
        assert set(checks(parsed)) <= set(kind.checks)
