"""The months reconcile with themselves, and what does not is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given

from crmbook.analysis.balance import balance, months_balance
from crmbook.analysis.detail import detail
from crmbook.analysis.monthly import MonthFigures, figures
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month
from crmbook.schema.sheets import LEADS
from tests.analysis.books import books, ledger

MONTHS = Month(2023, 12).through(Month(2024, 3))


def _march() -> MonthFigures:
    day = dt.datetime(2024, 3, 5)
    rows = [
        {"公司名称": "甲公司", "获取时间": day, "意向等级": "A类", "签约日期": day},
        {"公司名称": "乙公司", "获取时间": day, "流失日期": day, "流失阶段": "跟进阶段"},
    ]
    (found,) = figures(detail(ledger({LEADS: rows})), MONTHS[-1:])
    return found


@given(books())
def test_every_month_adds_up(book: Ledger) -> None:
    assert list(months_balance(figures(detail(book), MONTHS))) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"grades": {"A": 2, "B": 0, "C": 0, "未评级": 1}}, "2024年3月 A+B+C+未评级 = 线索总数"),
        ({"signers": ()}, "2024年3月 签约客户数"),
        ({"rate": 0.9}, "2024年3月 转化率 × 线索总数"),
        ({"loss_rate": 0.9}, "2024年3月 流失率 × 线索总数"),
    ],
)
def test_a_month_that_does_not_add_up_says_what(change: dict[str, object], what: str) -> None:
    assert [one.what for one in months_balance([_march()])] == []
    (told,) = months_balance([replace(_march(), **change)])  # type: ignore[arg-type]
    assert told.what == what


def test_amounts_differ_only_by_more_than_a_float_loses() -> None:
    assert list(balance("金额", 0.3, [0.1, 0.2])) == []
    assert [str(one) for one in balance("金额", 0.3, [0.1])] != []
