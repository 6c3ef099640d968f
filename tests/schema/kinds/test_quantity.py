"""Counts, numbers and company sizes (M15)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.schema.kinds.base import Context, Kind, Parsed
from crmbook.schema.kinds.quantity import Count, Number, PeopleRange, Range

CONTEXT = Context(dt.datetime(2026, 1, 1))


def checks(parsed: Parsed) -> list[str]:
    return [issue.check for issue in parsed.issues]


@pytest.mark.parametrize(
    ("raw", "low", "high"),
    [
        (120, 120, 120), (1, 1, 1), ("120", 120, 120), ("３００", 300, 300), ("300人", 300, 300),
        ("1,200人", 1200, 1200), ("1，200人", 1200, 1200), ("1万人", 10_000, 10_000), ("1.5万人", 15_000, 15_000),
        ("二百人", 200, 200), ("两千人", 2000, 2000), ("200-500人", 200, 500), ("200－500 人", 200, 500),
        ("200～500名员工", 200, 500), ("200—500", 200, 500), ("200至500人", 200, 500), ("200人-500人", 200, 500),
        ("8000-1万人", 8000, 10_000), ("1-2万人", 10_000, 20_000), ("500以上", 500, None), ("500人以上", 500, None),
        ("500+", 500, None), ("≥500人", 500, None), ("超过500人", 500, None), ("200多人", 200, None),
        ("100人以下", None, 100), ("不超过100人", None, 100), ("<100", None, 100), ("员工300人", 300, 300),
        ("员工数：300", 300, 300), ("共300人", 300, 300), ("50人（含外包）", 50, 50),
    ],
    ids=lambda value: repr(value) if isinstance(value, str) else "",
)  # fmt: skip
def test_a_size_is_read_as_people_write_it(raw: Any, low: int | None, high: int | None) -> None:
    assert PeopleRange().parse(raw, CONTEXT) == Parsed(Range(low, high, "人"))


@pytest.mark.parametrize(
    "raw", ["约300", "约300人", "300人左右", "大约300人", "300上下", "近300人"]
)
def test_a_rough_size_stays_rough(raw: str) -> None:
    assert PeopleRange().parse(raw, CONTEXT) == Parsed(Range(300, 300, "人", about=True))


@pytest.mark.parametrize(
    "raw", ["500-1000人,年营收1-5亿元", "500-1000人，年营收1-5亿元", "500-1000人；营收1亿-5亿"]
)
def test_the_revenue_beside_the_people_is_kept(raw: str) -> None:
    revenue = Range(10_000, 50_000, "万元")
    assert PeopleRange().parse(raw, CONTEXT) == Parsed(Range(500, 1000, "人", revenue=revenue))


@pytest.mark.parametrize(
    "raw",
    [
        "很多人", "人挺多", "几百人", "五六十人", "中型", "500-200人", "120.5", 120.5, "0", 0, "无限", "100人以上500人以下",
        "制造业", "50万元", "200-500-800人", "500人,很有钱", True, "1e3",
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_no_size_is_an_error_and_never_guessed(raw: Any) -> None:
    parsed = PeopleRange().parse(raw, CONTEXT)
    assert parsed.value is None
    assert checks(parsed) == ["size-unreadable"]


@pytest.mark.parametrize("raw", [-5, -5.0, "-120", "－120人"], ids=repr)
def test_a_negative_size_is_called_negative(raw: Any) -> None:
    parsed = PeopleRange().parse(raw, CONTEXT)
    assert checks(parsed) == ["size-unreadable"]
    assert parsed.value is None
    assert parsed.issues[0].message != PeopleRange().parse("很多人", CONTEXT).issues[0].message


def test_a_size_that_excel_made_a_date_says_what_was_typed() -> None:
    parsed = PeopleRange().parse(dt.datetime(2024, 10, 20), CONTEXT)
    assert checks(parsed) == ["size-unreadable"]
    assert "10-20" in parsed.issues[0].remedy


ENDS = st.integers(1, 10**9)


@given(ENDS, ENDS, st.booleans())
def test_a_formatted_size_is_read_back(one: int, other: int, about: bool) -> None:  # noqa: FBT001
    kind = PeopleRange()
    low, high = sorted((one, other))
    for lower, upper in ((low, high), (low, low), (low, None), (None, high)):
        size = Range(lower, upper, "人", about=about)
        assert kind.parse(kind.format(size), CONTEXT) == Parsed(size)


@given(ENDS, st.decimals(1, 10**8, places=2))
def test_a_formatted_size_with_revenue_is_read_back(people: int, revenue: Any) -> None:
    kind = PeopleRange()
    size = Range(people, people, "人", revenue=Range(float(revenue), None, "万元"))
    assert kind.parse(kind.format(size), CONTEXT) == Parsed(size)


@pytest.mark.parametrize(
    ("raw", "value"),
    [(20, 20), (20.0, 20), (0, 0), ("20", 20), ("２０", 20), ("20个", 20), ("1,200台", 1200), ("二十人", 20),
     ("-", None), (" ", None)],
    ids=repr,
)  # fmt: skip
def test_a_count_is_a_whole_number(raw: Any, value: int | None) -> None:
    assert Count().parse(raw, CONTEXT) == Parsed(value)


@pytest.mark.parametrize(
    "raw", ["若干", -1, 2.5, "2.5", "20-30", "20%", "XS20", True, dt.datetime(2024, 1, 2)], ids=repr
)
def test_what_is_no_count_is_an_error(raw: Any) -> None:
    parsed = Count().parse(raw, CONTEXT)
    assert parsed.value is None
    assert checks(parsed) == ["number-unreadable"]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (45, 45),
        (45.5, 45.5),
        (-3, -3),
        ("45.5", 45.5),
        ("15%", 0.15),
        ("1,200", 1200),
        ("-3", -3),
        ("—", None),
    ],
    ids=repr,
)
def test_a_number_is_any_number(raw: Any, value: float | None) -> None:
    assert Number().parse(raw, CONTEXT) == Parsed(value)


@pytest.mark.parametrize("raw", ["很多", "45天", "1-2", False, "1.2.3"], ids=repr)
def test_what_is_no_number_is_an_error(raw: Any) -> None:
    assert checks(Number().parse(raw, CONTEXT)) == ["number-unreadable"]


@given(st.integers(-(10**12), 10**12) | st.floats(-1e9, 1e9, allow_nan=False))
def test_a_formatted_number_is_read_back(value: float) -> None:
    kind = Number()
    assert kind.parse(kind.format(value), CONTEXT).value == value


@given(st.integers(0, 10**12))
def test_a_formatted_count_is_read_back(value: int) -> None:
    assert Count().parse(Count().format(value), CONTEXT) == Parsed(value)


@pytest.mark.parametrize(
    "kind", [Count(), Number(), PeopleRange()], ids=lambda kind: str(kind.name)
)
@given(raw=st.text() | st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_whatever_stands_in_the_cell_is_a_value_or_an_issue_of_the_kind(
    kind: Kind, raw: Any
) -> None:
    parsed = kind.parse(raw, CONTEXT)
    assert set(checks(parsed)) <= set(kind.checks)
    assert not (parsed.issues and parsed.value is not None)
