"""Dates as people type them (M17, U10)."""

from __future__ import annotations

import datetime as dt
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.model.cells import UNCACHED, CellError
from crmbook.schema.kinds.base import Context, Parsed
from crmbook.schema.kinds.date import Date, PartialDate

TODAY = Context(dt.datetime(2026, 1, 1, 23, 59, 59))
MARCH_1 = dt.datetime(2024, 3, 1)


def parse(raw: Any, kind: Date = Date(past=True), context: Context = TODAY) -> Parsed:  # noqa: B008
    return kind.parse(raw, context)


def checks(parsed: Parsed) -> list[str]:
    return [issue.check for issue in parsed.issues]


@pytest.mark.parametrize(
    "raw",
    [
        "2024-03-01", "2024年3月1日", "2024年03月01日", "2024年3月1号", "2024/3/1", "2024.03.01", "2024.3.1",
        "20240301", 20240301, "24.3.1", "24/3/1", "24年3月1日", 240301, "２０２４－０３－０１", "  2024-03-01 ",
        "2024 年 3 月 1 日", "二〇二四年三月一日", "2024年3月1日 周五", "2024-03-01（星期五）", "45352",
    ],
    ids=repr,
)  # fmt: skip
def test_a_readable_date_that_is_no_date_cell_is_read_and_mended(raw: Any) -> None:
    parsed = parse(raw)
    assert parsed.value == MARCH_1
    assert checks(parsed) == ["date-text"]
    assert parsed.issues[0].fix == MARCH_1


@pytest.mark.parametrize(
    ("raw", "time"),
    [
        ("2024-03-01 10:30", dt.time(10, 30)),
        ("2024-03-01 10:30:05", dt.time(10, 30, 5)),
        ("2024-03-01T10:30:00+08:00", dt.time(10, 30)),
        ("2024-03-01T10:30:00.000Z", dt.time(10, 30)),
        ("2024年3月1日10时30分", dt.time(10, 30)),
        ("2024年3月1日上午9点半", dt.time(9, 30)),
        ("2024年3月1日 下午3点", dt.time(15)),
        ("2024年3月1日中午12点", dt.time(12)),
        ("2024年3月1日中午1点", dt.time(13)),
        ("2024/3/1 18:00前", dt.time(18)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_time_of_day_is_kept(raw: str, time: dt.time) -> None:
    assert parse(raw).value == dt.datetime.combine(MARCH_1, time)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("2024-13-45", "13"),
        ("2024-02-30", "29"),
        ("2023年2月29日", "28"),
        ("2024-04-31", "30"),
        ("2024-03-00", ""),
        ("0000-01-01", ""),
        ("明天", "明天"),
        ("下周三", ""),
        ("2024-03-01 25:10", ""),
        ("3月", ""),
        ("24.3", ""),
        (3.45, "31"),
        (True, ""),
        (dt.timedelta(hours=3), ""),
    ],
    ids=repr,
)
def test_what_is_no_day_is_an_error_and_never_guessed(raw: Any, says: str) -> None:
    parsed = parse(raw)
    assert parsed.value is None
    assert checks(parsed) == ["date-unreadable"]
    assert says in parsed.issues[0].message


@pytest.mark.parametrize(
    "raw", [3.1, 3.2, 3.3, 10.1, 12.3, "3/2/2024", "10.3.24", 2024.1, "2024年", "2024"], ids=repr
)
def test_what_may_mean_two_days_is_asked(raw: Any) -> None:
    parsed = parse(raw)
    assert parsed.value is None
    assert checks(parsed) == ["date-ambiguous"]
    assert parsed.issues[0].fix is None


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("3/3/2024", dt.datetime(2024, 3, 3)),
        ("13/2/2024", dt.datetime(2024, 2, 13)),
        ("10.3.2", dt.datetime(2010, 3, 2)),
        ("98.12.31", dt.datetime(1998, 12, 31)),
    ],
    ids=repr,
)
def test_near_misses_of_an_ambiguous_date_are_read(raw: str, value: dt.datetime) -> None:
    parsed = parse(raw)
    assert parsed.value == value
    assert checks(parsed) == ["date-text"]


@pytest.mark.parametrize(
    ("raw", "partial"),
    [
        ("3月3日", PartialDate(3, 3)),
        ("三月三日", PartialDate(3, 3)),
        ("3/2", PartialDate(3, 2)),
        ("3.10", PartialDate(3, 10)),
        ("3.1", PartialDate(3, 1)),
        (2.3, PartialDate(2, 3)),
        (3.4, PartialDate(3, 4)),
        (3.9, PartialDate(3, 9)),
        (3.15, PartialDate(3, 15)),
        (3.01, PartialDate(3, 1)),
        ("6月15日前", PartialDate(6, 15, before=True)),
        ("6月14日18:00", PartialDate(6, 14, dt.time(18))),
        ("2月29日", PartialDate(2, 29)),
    ],
    ids=lambda value: repr(value) if not isinstance(value, PartialDate) else "",
)
def test_a_date_without_a_year_waits_for_its_record(raw: Any, partial: PartialDate) -> None:
    parsed = parse(raw)
    assert parsed.value == partial
    assert checks(parsed) == ["date-no-year"]


@pytest.mark.parametrize(
    "raw", ["2015年3月", "2015-03", "2015.03", "201503", 201503, "2015/3", 2015.03], ids=repr
)
def test_a_month_is_enough_only_where_the_column_says_so(raw: Any) -> None:
    first = dt.datetime(2015, 3, 1)
    assert parse(raw, Date(past=True, month=True)) == Parsed(first)
    elsewhere = parse(raw)
    assert elsewhere.value == first
    assert checks(elsewhere) == ["date-ambiguous"]


@pytest.mark.parametrize("raw", ["2015年", "2015", 2015], ids=repr)
def test_a_year_is_enough_for_a_founding(raw: Any) -> None:
    assert parse(raw, Date(month=True)) == Parsed(dt.datetime(2015, 1, 1))


def test_old_companies_are_plausible_and_old_leads_are_not() -> None:
    old = dt.datetime(1953, 5, 1)
    assert parse(old, Date(month=True)) == Parsed(old)
    assert checks(parse(old)) == ["date-implausible"]
    assert parse(old).value == old


@pytest.mark.parametrize(
    "raw", [dt.datetime(1900, 1, 5), dt.datetime(2101, 1, 1), "1899-12-30"], ids=repr
)
def test_dates_before_1990_or_after_2100_are_implausible(raw: Any) -> None:
    assert "date-implausible" in checks(parse(raw))


@pytest.mark.parametrize("raw", [5, 0, -3, 13.5, 3.123, 99999, 12345678901], ids=repr)
def test_a_number_that_is_no_serial_is_implausible(raw: float) -> None:
    parsed = parse(raw)
    assert parsed.value is None
    assert checks(parsed) == ["date-implausible"]


def test_serials_count_from_1900_or_1904_as_the_book_says() -> None:
    book_1904 = Context(TODAY.today, date1904=True)
    assert parse(45353) == Parsed(dt.datetime(2024, 3, 2))
    assert parse(45353.4375) == Parsed(dt.datetime(2024, 3, 2, 10, 30))
    assert parse(45353 - 1462, context=book_1904) == Parsed(dt.datetime(2024, 3, 2))


@pytest.mark.parametrize("raw", [None, "", "   ", "-", "—", "/"], ids=repr)
def test_nothing_is_no_problem(raw: Any) -> None:
    assert parse(raw) == Parsed()


def test_a_future_date_is_left_to_the_schema_check() -> None:
    ahead = dt.datetime(2099, 1, 1)
    assert parse(ahead) == Parsed(ahead)


def test_error_cells_and_missing_results_are_named() -> None:
    assert checks(parse(CellError("#REF!"))) == ["error-cell"]
    assert checks(parse(UNCACHED)) == ["uncached-formula"]


def test_words_propose_a_day_only_in_a_plan() -> None:
    plan = parse("下周三下午3点前", Date(plan=True))
    assert plan.value == PartialDate(0, 0, dt.time(15), before=True, plan=True, words="下周三")
    assert checks(plan) == ["date-relative"]
    assert checks(parse("尽快", Date(plan=True))) == ["date-unreadable"]


@given(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2100, 12, 31)))
def test_a_formatted_date_is_read_back(value: dt.datetime) -> None:
    whole = value.replace(microsecond=0)
    assert parse(Date().format(whole)).value == whole


@given(st.dates(dt.date(2024, 1, 1), dt.date(2024, 12, 31)), st.none() | st.times(), st.booleans())
def test_a_formatted_partial_date_is_read_back(
    day: dt.date,
    time: dt.time | None,
    before: bool,  # noqa: FBT001
) -> None:
    clock = None if time is None else time.replace(second=0, microsecond=0)
    partial = PartialDate(day.month, day.day, clock, before=before)
    assert parse(Date().format(partial)).value == partial


@given(st.text() | st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_whatever_stands_in_the_cell_is_a_value_an_issue_or_nothing(raw: Any) -> None:
    for kind in (Date(past=True), Date(plan=True), Date(month=True)):
        parsed = parse(raw, kind)
        assert set(checks(parsed)) <= set(kind.checks)
        assert parsed.value is None or isinstance(parsed.value, dt.datetime | PartialDate)


def test_a_column_of_mixed_values_keeps_their_places() -> None:
    values: list[Any] = [MARCH_1, "2024-03-02", dt.datetime(1900, 1, 1), None, "明天"]
    column = Date(past=True).parse_all(values, TODAY)
    assert column.values == [MARCH_1, dt.datetime(2024, 3, 2), dt.datetime(1900, 1, 1), None, None]
    assert {at: issues[0].check for at, issues in column.issues.items()} == {
        1: "date-text", 2: "date-implausible", 4: "date-unreadable",
    }  # fmt: skip


def test_a_hundred_thousand_tidy_dates_cost_no_parsing() -> None:
    values = [MARCH_1 + dt.timedelta(minutes=at) for at in range(100_000)]
    slow = perf_counter()
    for value in values[:10_000]:
        Date().parse(value, TODAY)
    slow = 10 * (perf_counter() - slow)
    fast = perf_counter()
    column = Date().parse_all(values, TODAY)
    fast = perf_counter() - fast
    assert column.values == values
    assert fast < slow / 2
