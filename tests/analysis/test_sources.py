"""Sources by week, month and class."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given

from crmbook.analysis.cases import Case, cases
from crmbook.analysis.channel import channels
from crmbook.analysis.rates import Rate
from crmbook.analysis.sources import (
    by_class,
    by_source,
    month_span,
    sources,
    sources_balance,
    week_of,
    weeks,
)
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month, MonthRule
from crmbook.schema.sheets import DICTIONARY, LEADS
from tests.analysis import plain
from tests.analysis.books import books, ledger

MARCH = Month(2024, 3)
DAY = dt.datetime(2024, 3, 6)


@pytest.mark.parametrize("day", [4, 6, 10])
def test_a_week_is_monday_to_sunday(day: int) -> None:
    week = week_of(dt.datetime(2024, 3, day, 23, 59))
    assert (week.start, week.end) == (dt.datetime(2024, 3, 4), dt.datetime(2024, 3, 11))


def test_weeks_follow_one_another_to_the_last() -> None:
    found = weeks(DAY, 3)
    assert [one.start.day for one in found] == [19, 26, 4]
    assert all(one.end == after.start for one, after in pairwise(found))


def test_a_month_is_the_span_that_the_team_closes() -> None:
    span = month_span(MARCH, MonthRule(25))
    assert (span.start, span.end) == (dt.datetime(2024, 2, 26), dt.datetime(2024, 3, 26))


def test_a_source_tells_its_rates_with_what_they_are_of() -> None:
    rows = [
        {"线索来源": "官网注册", "获取时间": DAY, "意向等级": "A类", "公司名称": "甲公司",
         "签约日期": DAY, "签约金额(万元)": 12},
        {"线索来源": "官网注册", "获取时间": DAY, "意向等级": "B类", "公司名称": "乙公司"},
        {"线索来源": "官网注册", "获取时间": DAY, "线索状态": "无效", "公司名称": "丙公司"},
    ]  # fmt: skip
    (one,) = sources(cases(ledger({LEADS: rows})), week_of(DAY), by_source, 10)
    assert (one.received, one.valid, one.grade_a) == (3, Rate(2, 3), Rate(1, 2))
    assert (one.signed, one.amount, one.small) == (Rate(1, 2), 12, True)
    assert one.signed.interval == pytest.approx((0.0945, 0.9055), abs=1e-4)


def test_a_week_without_leads_has_no_sources() -> None:
    assert sources(cases(ledger({LEADS: []})), week_of(DAY), by_source, 10) == []


def test_a_class_is_that_of_the_teams_dictionary_else_the_documents() -> None:
    words = [{"列名": "线索来源", "值": "抖音", "分类": "新媒体"}]
    named = ("抖音", "官网注册", "自来熟")
    rows = [{"线索来源": name, "获取时间": DAY} for name in named]
    book = ledger({LEADS: rows, DICTIONARY: words})
    assert list(map(by_class(book), cases(book))) == ["新媒体", "内部渠道", "未分类"]


def _shown(found: list[Case]) -> list[tuple[object, ...]]:
    figures = sources(found, month_span(MARCH, MonthRule()), by_source, 10)
    return [(o.name, o.received, o.valid.part, o.grade_a.part, o.signed.part) for o in figures]


@given(books())
def test_a_months_sources_are_those_of_the_monthly_sheet(book: Ledger) -> None:
    found = cases(book)
    rows = [case.row for case in found]
    monthly = [(o.source, o.received, o.valid, o.grade_a, o.signed) for o in channels(rows, MARCH)]
    assert _shown(found) == monthly


@given(books())
def test_a_weeks_sources_and_classes_are_those_counted_by_hand(book: Ledger) -> None:
    found, slow = cases(book), plain.lead_rows(book)
    for span in weeks(dt.datetime(2024, 3, 31), 6):
        figures = sources(found, span, by_source, 10)
        assert list(sources_balance(figures, sources(found, span, by_class(book), 10))) == []
        for one in figures:
            mine = [row for row in slow if (row.get("线索来源") or "未填来源") == one.name]
            begun = [row for row in mine if row["开始"] in span]
            assert one.received == len(begun)
            assert one.valid == Rate(sum(row["计入"] for row in begun), len(begun))
            signed = [row for row in mine if row["签约"] in span]
            assert one.amount == sum(row.get("签约金额(万元)") or 0 for row in signed)
        companies = {
            row.get("公司名称") or row["线索编号"] for row in slow if row["签约"] in span
        }  # fmt: skip
        assert sum(one.signed.part for one in figures) == len(companies)
