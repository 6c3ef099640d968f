"""All tables together: whatever the book, everything in them adds up."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings

from crmbook.analysis.detail import detail
from crmbook.analysis.tables import Tables, tables
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month
from crmbook.schema.sheets import FOLLOWUPS, LEADS, ORDERS
from tests.analysis.books import books, ledger, order_books

MONTHS = Month(2023, 12).through(Month(2024, 3))
MARCH = MONTHS[-1]
DAY = dt.datetime(2024, 3, 6)


def _tables(book: Ledger) -> Tables:
    return tables(book, detail(book), MONTHS, MARCH)


@given(books())
@settings(max_examples=60)
def test_leads_and_log_add_up(book: Ledger) -> None:
    assert list(_tables(book).mismatches) == []


@given(order_books())
@settings(max_examples=60)
def test_orders_add_up(book: Ledger) -> None:
    assert list(_tables(book).mismatches) == []


def test_an_empty_book_has_empty_tables() -> None:
    for book in (ledger({}), ledger({LEADS: []})):
        made = _tables(book)
        assert made.mismatches == []
        assert (made.sales, made.stages, made.aims, list(made.owners)) == (None, None, None, [])
        assert made.funnels[MARCH].period.value is None
        assert made.cycles[MARCH].days.n == 0


def test_stages_are_told_only_where_the_log_has_the_column() -> None:
    lead = {"线索编号": "XS2024001", "获取时间": DAY}
    row = {"线索编号": "XS2024001", "跟进时间": DAY}
    assert _tables(ledger({LEADS: [lead], FOLLOWUPS: [row]})).stages is None
    staged = _tables(ledger({LEADS: [lead], FOLLOWUPS: [{**row, "销售阶段": "初步接触"}]})).stages
    assert staged is not None
    assert [one.reached for one in staged[:3]] == [1, 1, 0]


def test_sales_are_those_of_the_twelve_months_to_the_end_of_the_month() -> None:
    days = [dt.datetime(2023, 3, 31), dt.datetime(2023, 4, 1), DAY, dt.datetime(2024, 4, 1)]
    rows = [{"客户编号": "KH2024001", "签约日期": day, "合同金额(万元)": 10} for day in days]
    sales = _tables(ledger({ORDERS: rows})).sales
    assert sales is not None
    assert sales.parts["产品"].orders == 2
    assert (sales.deals.orders, sales.deals.per_customer) == (1, 10)
    assert (sales.repurchase.part, sales.repurchase.whole) == (1, 1)
