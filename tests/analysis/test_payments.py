"""回款 by rep."""

from __future__ import annotations

import datetime as dt

from hypothesis import given

from crmbook.analysis.cases import Span
from crmbook.analysis.orders import orders
from crmbook.analysis.payments import payments, payments_balance, received_in
from crmbook.facts.ledger import Ledger
from crmbook.schema.sheets import ORDERS
from tests.analysis import plain
from tests.analysis.books import TODAY, ledger, order_books

DAY = dt.datetime(2024, 1, 5)


def _order(
    amount: float | None, received: float | None, due: dt.datetime | None
) -> dict[str, object]:
    return {
        "签约日期": DAY, "合同金额(万元)": amount, "已回款(万元)": received, "应收日期": due,
        "负责人": "张三", "最近回款日期": dt.datetime(2024, 3, 9),
    }  # fmt: skip


def test_a_rep_is_told_what_is_owed_and_how_late_it_is() -> None:
    rows = [
        _order(50, 20, dt.datetime(2024, 3, 1)),
        _order(10, None, dt.datetime(2024, 3, 21)),
        _order(30, 10, TODAY.replace(hour=0, minute=0, second=0)),
        _order(8, None, None),
        _order(5, 7, dt.datetime(2024, 2, 1)),
        _order(None, None, dt.datetime(2024, 2, 1)),
    ]
    (one,) = payments(orders(ledger({ORDERS: rows})), TODAY)
    assert (one.orders, one.amount, one.received, one.overpaid) == (5, 103, 37, 2)
    assert (one.outstanding, one.overdue, one.late, one.days, one.undated) == (68, 40, 2, 30, 8)
    assert list(payments_balance([one])) == []


def test_no_orders_owe_nothing() -> None:
    assert payments([], TODAY) == []


@given(order_books())
def test_what_is_owed_is_what_is_counted_by_hand(book: Ledger) -> None:
    found, slow = orders(book), plain.order_rows(book)
    made = {one.owner: one for one in payments(found, TODAY)}
    assert list(payments_balance(list(made.values()))) == []
    priced = [row for row in slow if row["合同金额(万元)"]]
    assert set(made) == {row.get("负责人") or "" for row in priced}
    for owner, one in made.items():
        mine = [row for row in priced if (row.get("负责人") or "") == owner]
        owed = [(row, row["合同金额(万元)"] - (row.get("已回款(万元)") or 0)) for row in mine]
        late = [
            (row, left) for row, left in owed
            if left > 0 and row.get("应收日期") and row["应收日期"].date() < TODAY.date()
        ]  # fmt: skip
        assert one.outstanding == sum(max(left, 0) for _row, left in owed)
        assert (one.late, one.overdue) == (len(late), sum(left for _row, left in late))
        assert one.days == max([0, *((TODAY - row["应收日期"]).days for row, _left in late)])


@given(order_books())
def test_received_in_a_month_goes_by_the_last_day_of_payment(book: Ledger) -> None:
    span = Span(dt.datetime(2024, 3, 1), dt.datetime(2024, 4, 1))
    expected: dict[str, float] = {}
    for row in plain.order_rows(book):
        day = row.get("最近回款日期")
        if day and (day.year, day.month) == (2024, 3):
            owner = row.get("负责人") or ""
            expected[owner] = expected.get(owner, 0) + (row.get("已回款(万元)") or 0)
    assert received_in(orders(book), span) == expected
