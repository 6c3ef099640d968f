"""复购率, 客单价 and the basis of RFM: against a count by hand, pandas, and CDNOW's own summary."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given

from crmbook.analysis.cases import Span, cases
from crmbook.analysis.orders import left_out, orders
from crmbook.analysis.rates import Rate
from crmbook.analysis.repeat import buyers, deals, lead_deals, repeat_balance, repurchase
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month
from crmbook.schema.sheets import CUSTOMERS, LEADS, ORDERS
from tests.analysis import plain
from tests.analysis.books import TODAY, ledger, order_books

CUT = dt.datetime(1997, 9, 30)
MARCH = Span(dt.datetime(2024, 3, 1), dt.datetime(2024, 4, 1))


def _cdnow(shared: Path) -> pd.DataFrame:
    return pd.read_csv(
        shared / "data/crm/cdnow_sample.txt",
        sep=r"\s+",
        names=["master", "id", "date", "count", "amount"],
        parse_dates=["date"],
    )


def _cdnow_book(purchases: pd.DataFrame) -> Ledger:
    rows = [
        {"客户编号": f"KH1997{one.id:04d}", "签约日期": pd.Timestamp(str(one.date)).to_pydatetime(),
         "合同金额(万元)": one.amount, "数量": one.count_}
        for one in purchases.rename(columns={"count": "count_"}).itertuples()
    ]  # fmt: skip
    return ledger({ORDERS: rows}, dt.datetime(1998, 6, 30, 23, 59, 59))


def test_cdnow_frequency_recency_and_age_are_its_summarys_for_every_customer(shared: Path) -> None:
    summary = pd.read_csv(shared / "data/crm/cdnow_customers_summary.csv")
    found = buyers(orders(_cdnow_book(_cdnow(shared))), CUT)
    assert len(found) == len(summary) == 2357
    ours = {
        int(one.customer.removeprefix("KH1997")): (
            one.frequency, round(one.recency / 7, 2), round(one.age / 7, 2)
        )
        for one in found
    }  # fmt: skip
    theirs = {
        int(row["ID"]): (int(row["frequency"]), float(row["recency"]), float(row["T"]))
        for row in summary.to_dict("records")
    }
    assert sum(ours[one] == theirs[one] for one in theirs) == 2357


def test_cdnow_rate_and_amounts_are_those_of_pandas(shared: Path) -> None:
    purchases = _cdnow(shared)
    found = orders(_cdnow_book(purchases))
    until = dt.datetime(1998, 6, 30)
    days = purchases.groupby("id")["date"].nunique()
    own = buyers(found, until)
    assert repurchase(own) == Rate(int((days > 1).sum()), len(days))
    amounts = purchases.groupby("id")["amount"].sum()
    assert sum(one.amount for one in own) == pytest.approx(purchases["amount"].sum())
    assert [one.amount for one in sorted(own, key=lambda one: one.customer)] == pytest.approx(
        amounts.sort_index().tolist()
    )
    year = deals(found, Span(dt.datetime(1997, 1, 1), dt.datetime(1998, 7, 1)))
    assert (year.orders, year.customers) == (len(purchases), len(days))
    assert year.per_customer == pytest.approx(purchases["amount"].sum() / len(days))
    assert list(repeat_balance(found, until)) == []


def _order(customer: str | None, day: dt.datetime, **other: object) -> dict[str, object]:
    return {"客户编号": customer, "签约日期": day, **other}


def test_two_orders_of_one_day_are_one_purchase() -> None:
    day = dt.datetime(2024, 3, 5)
    rows = [_order("KH2024001", day), _order("KH2024001", day), _order("KH2024002", day)]
    assert repurchase(buyers(orders(ledger({ORDERS: rows})), TODAY)) == Rate(0, 2)
    rows.append(_order("KH2024002", dt.datetime(2024, 3, 20)))
    assert repurchase(buyers(orders(ledger({ORDERS: rows})), TODAY)) == Rate(1, 2)


def test_a_customer_is_one_by_its_number_its_lead_or_the_one_it_was_merged_into() -> None:
    day, later = dt.datetime(2024, 2, 5), dt.datetime(2024, 3, 5)
    book = ledger(
        {
            LEADS: [{"线索编号": "XS2024001", "公司名称": "甲公司"}],
            CUSTOMERS: [
                {"客户编号": "KH2024001", "客户名称(全称)": "甲公司", "合并至": None},
                {"客户编号": "KH2024002", "客户名称(全称)": "甲公司（旧）", "合并至": "KH2024001"},
            ],
            ORDERS: [
                {"客户编号": None, "线索编号": "XS2024001", "签约日期": day},
                {"客户编号": "KH2024002", "线索编号": None, "签约日期": later},
                {"客户编号": None, "线索编号": None, "签约日期": later},
            ],
        }
    )
    (one,) = buyers(orders(book), TODAY)
    assert (one.customer, one.orders, one.frequency) == ("KH2024001", 2, 1)
    assert left_out(book) == {"cancelled": 0, "undated": 0, "nobody": 1}


def test_nothing_sold_is_no_rate_and_no_error() -> None:
    assert repurchase(buyers(orders(ledger({})), TODAY)).value is None
    assert deals([], MARCH).per_customer is None
    unpriced = orders(ledger({ORDERS: [_order("KH2024001", dt.datetime(2024, 3, 5))]}))
    assert deals(unpriced, MARCH).per_customer is None
    assert lead_deals([], Month(2024, 3)).per_customer is None


def test_a_months_deals_are_those_of_the_lead_register() -> None:
    day = dt.datetime(2024, 3, 5)
    names, amounts = ("甲公司", "乙公司", "乙公司"), (10, 20, None)
    rows = [
        {"公司名称": name, "签约日期": day, "签约金额(万元)": amount}
        for name, amount in zip(names, amounts, strict=True)
    ]
    found = lead_deals(cases(ledger({LEADS: rows})), Month(2024, 3))
    assert (found.orders, found.customers, found.amount, found.unknown) == (3, 2, 30, 1)
    assert found.per_customer == 15


@given(order_books())
def test_customers_and_amounts_are_those_counted_by_hand(book: Ledger) -> None:
    found, slow = orders(book), plain.order_rows(book)
    assert list(repeat_balance(found, TODAY)) == []
    assert len(found) == len(slow)
    named = [row for row in slow if row["客户编号"]]
    for one in buyers(found, TODAY):
        if one.customer.startswith("KH"):
            mine = [row for row in named if row["客户编号"] == one.customer]
            assert one.days == tuple(sorted({row["签约日期"].date() for row in mine}))
            assert one.amount == sum(row["合同金额(万元)"] or 0 for row in mine)
    inside = [row for row in slow if (row["签约日期"].year, row["签约日期"].month) == (2024, 3)]
    march = deals(found, MARCH)
    assert (march.orders, march.amount) == (
        len(inside), sum(row["合同金额(万元)"] or 0 for row in inside)
    )  # fmt: skip
