"""Data quality by month, counted again by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from crmbook.analysis.cases import cases
from crmbook.analysis.quality import quality
from crmbook.analysis.visits import visits
from crmbook.facts.months import Month
from crmbook.schema.sheets import FOLLOWUPS, LEADS
from tests.analysis.books import Row, ledger


def test_each_month_has_its_completeness_and_its_late_entries() -> None:
    leads: list[Row] = [
        {"线索编号": "XS2024001", "公司名称": "甲", "意向等级": "A类", "获取时间": "2024-02-01"},
        {"线索编号": "XS2024002", "公司名称": "乙", "意向等级": None, "获取时间": "2024-03-01"},
        {"线索编号": "XS2024003", "公司名称": "丙", "意向等级": "B类", "获取时间": "2024-03-02"},
        {
            "线索编号": "XS2024004",
            "公司名称": None,
            "意向等级": None,
            "获取时间": "2024-03-03",
            "线索状态": "无效",
        },
    ]
    log = [
        {"线索编号": "XS2024001", "跟进时间": when, "登记时间": recorded}
        for when, recorded in (
            ("2024-03-01 10:00", "2024-03-01 18:00"), ("2024-03-01 10:00", "2024-03-03 10:00"),
            ("2024-03-05", "2024-03-06"), ("2024-02-05", None),
        )
    ]  # fmt: skip
    book = ledger({LEADS: leads, FOLLOWUPS: log}, dt.datetime(2024, 3, 31, 23, 59, 59))
    found = cases(book)
    months = [Month(2024, 1), Month(2024, 2), Month(2024, 3)]
    january, february, march = quality(book, found, visits(book, found), months)
    assert (january.leads, january.complete, january.late.value) == (0, None, None)
    assert (february.leads, february.complete, february.late.whole) == (1, 1.0, 0)
    assert march.leads == 2
    assert march.complete == pytest.approx((2 / 3 + 1) / 2)
    assert (march.late.part, march.late.whole) == (1, 3)
