"""Dates without a year and plans in words, as their record means them (M17, U10)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.schema.kinds.base import Context
from crmbook.schema.kinds.date import Date, PartialDate, resolve

THURSDAY = dt.datetime(2024, 3, 14, 9, 0)
CONTEXT = Context(THURSDAY)


@pytest.mark.parametrize(
    ("partial", "reference", "expected"),
    [
        (PartialDate(3, 3), dt.datetime(2024, 3, 2), dt.datetime(2024, 3, 3)),
        (PartialDate(6, 14, dt.time(18)), dt.datetime(2024, 6, 10), dt.datetime(2024, 6, 14, 18)),
        (PartialDate(1, 5, plan=True), dt.datetime(2023, 12, 28), dt.datetime(2024, 1, 5)),
        (PartialDate(1, 5), dt.datetime(2023, 12, 28), dt.datetime(2023, 1, 5)),
        (PartialDate(12, 20, plan=True), dt.datetime(2023, 12, 28), dt.datetime(2023, 12, 20)),
        (PartialDate(2, 29), dt.datetime(2024, 1, 1), dt.datetime(2024, 2, 29)),
        (PartialDate(2, 29), dt.datetime(2023, 1, 1), None),
    ],
    ids=[
        "same year", "time kept", "a plan in January made in December", "what has happened stays in the year",
        "a plan a week overdue stays", "leap day", "no leap day",
    ],
)  # fmt: skip
def test_the_year_comes_from_the_record(
    partial: PartialDate, reference: dt.datetime, expected: dt.datetime | None
) -> None:
    assert resolve(partial, reference) == expected


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("今天", "2024-03-14"), ("明天", "2024-03-15"), ("明日", "2024-03-15"), ("后天", "2024-03-16"),
        ("大后天", "2024-03-17"), ("周五", "2024-03-15"), ("周三", "2024-03-20"), ("星期四", "2024-03-14"),
        ("本周五", "2024-03-15"), ("这周日", "2024-03-17"), ("下周三", "2024-03-20"), ("下周一", "2024-03-18"),
        ("下下周一", "2024-03-25"), ("下周", "2024-03-22"), ("本周内", None), ("3天后", "2024-03-17"),
        ("三天内", "2024-03-17"), ("两周后", "2024-03-28"), ("一个月后", "2024-04-14"), ("月底", "2024-03-31"),
        ("本月底", "2024-03-31"), ("下月底", "2024-04-30"), ("下月初", "2024-04-01"), ("下个月", "2024-04-30"),
        ("下月15号", "2024-04-15"), ("15号", "2024-03-15"), ("十号", "2024-04-10"), ("3月底", "2024-03-31"),
        ("2月底", "2025-02-28"), ("6月中旬", "2024-06-15"), ("年底", "2024-12-31"), ("明年底", "2025-12-31"),
        ("季度末", "2024-03-31"), ("月底前", "2024-03-31"), ("尽快", None), ("昨天", None), ("上周三", None),
        ("节后", None), ("每周三", None),
    ],
    ids=str,
)  # fmt: skip
def test_words_in_a_plan_mean_a_day_or_nothing(words: str, day: str | None) -> None:
    parsed = Date(plan=True).parse(words, CONTEXT)
    if day is None:
        assert [issue.check for issue in parsed.issues] == ["date-unreadable"]
    else:
        assert resolve(parsed.value, THURSDAY) == dt.datetime.fromisoformat(day)


@pytest.mark.parametrize(
    "reference", [dt.datetime(2023, 12, 31), dt.datetime(2024, 1, 31)], ids=str
)
def test_months_ahead_end_where_the_month_ends(reference: dt.datetime) -> None:
    end = resolve(PartialDate(0, 0, plan=True, words="1个月后"), reference)
    assert end in {dt.datetime(2024, 1, 31), dt.datetime(2024, 2, 29)}


@given(
    st.sampled_from(["明天", "下周三", "月底", "3天后", "年底", "15号"]),
    st.none() | st.times(),
    st.booleans(),
)
def test_a_plan_in_words_is_read_back(words: str, time: dt.time | None, before: bool) -> None:  # noqa: FBT001
    clock = None if time is None else time.replace(second=0, microsecond=0)
    partial = PartialDate(0, 0, clock, before=before, plan=True, words=words)
    assert Date(plan=True).parse(str(partial), CONTEXT).value == partial


@given(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2100, 1, 1)))
def test_a_plan_in_words_never_lies_behind_its_record(reference: dt.datetime) -> None:
    for words in ("今天", "下周三", "周三", "月底", "15号", "2月底", "季度末", "年底", "下月31号"):
        resolved = resolve(PartialDate(0, 0, plan=True, words=words), reference)
        assert resolved is not None
        assert resolved.date() >= reference.date()
