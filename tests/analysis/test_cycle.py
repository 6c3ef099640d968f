"""Cycles: mean, median, P90, n; against a count over the rows and numpy's percentile."""

from __future__ import annotations

import datetime as dt
from statistics import mean, median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.analysis.cases import cases
from crmbook.analysis.cycle import cycles, cycles_balance, month_cycles
from crmbook.analysis.detail import detail
from crmbook.analysis.spread import spread
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month
from crmbook.schema.sheets import LEADS
from tests.analysis import plain
from tests.analysis.books import books, ledger

MONTHS = Month(2023, 12).through(Month(2024, 3))
MARCH = MONTHS[-1]


def _signed(days: int, **other: object) -> dict[str, object]:
    start = dt.datetime(2024, 3, 20) - dt.timedelta(days)
    return {
        "公司名称": f"公司{days}",
        "获取时间": start,
        "签约日期": dt.datetime(2024, 3, 20),
        **other,
    }


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((), (0, None, None, None)),
        ((5,), (1, 5, 5, 5)),
        ((10, 20, 30), (3, 20, 20, 28)),
        ((1, 2, 3, 4, 90), (5, 20, 3, 55.6)),
    ],
    ids=["none signed", "one", "three", "one that took long"],
)
def test_a_month_tells_mean_median_p90_and_n(
    days: tuple[int, ...], expected: tuple[object, ...]
) -> None:
    (found,) = month_cycles(detail(ledger({LEADS: [_signed(one) for one in days]})), [MARCH])
    shown = (found.days.n, found.days.mean, found.days.median, found.days.p90)
    assert shown == pytest.approx(expected)


def test_a_signing_before_the_lead_is_counted_and_in_no_mean() -> None:
    (found,) = month_cycles(detail(ledger({LEADS: [_signed(-3), _signed(7)]})), [MARCH])
    assert (found.signed, found.unknown, found.days.mean) == (2, 1, 7)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=40))
def test_p90_is_numpys_and_so_excels(days: list[int]) -> None:
    assert spread(days).p90 == pytest.approx(np.percentile(days, 90))


@given(books())
def test_cycles_are_those_counted_by_hand_and_add_up_by_source(book: Ledger) -> None:
    rows, slow = detail(book), plain.lead_rows(book)
    for month, found in zip(MONTHS, month_cycles(rows, MONTHS), strict=True):
        signed = plain.signed_companies(slow, month)
        known = [row for row in signed if row["开始"]]
        days = [(row["签约"] - row["开始"]).days for row in known if row["签约"] >= row["开始"]]
        assert (found.signed, found.days.n) == (len(signed), len(days))
        if days:
            assert found.days.mean == pytest.approx(mean(days))
            assert found.days.median == median(days)
        parts = cycles(rows, [month], lambda row: row.source)
        assert list(cycles_balance(found, parts)) == []


def test_parts_that_miss_a_signing_are_told() -> None:
    rows = detail(ledger({LEADS: [_signed(3), _signed(7)]}))
    (whole,) = month_cycles(rows, [MARCH])
    assert [one.what for one in cycles_balance(whole, [])] == [
        "2024年3月 签约客户数", "2024年3月 周期合计"
    ]  # fmt: skip
    assert len(cases(ledger({LEADS: []}))) == 0
