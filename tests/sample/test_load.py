"""The sample's rows as values for cells."""

from __future__ import annotations

import datetime as dt

import pytest

from crmbook.sample import FULL, LIGHT, load
from crmbook.schema.kinds.phone import Phone
from crmbook.schema.sheets.conversion import ADVICE, CONVERSION, PERIOD
from crmbook.schema.sheets.customers import CUSTOMERS
from crmbook.schema.sheets.leads import ACQUIRED, AMOUNT, BUDGET, ID, LEADS, PHONE, SIGNED


def test_a_light_book_gets_no_customers_orders_and_services() -> None:
    assert list(load(full=False)) == [sheet.name for sheet in LIGHT]
    assert set(load(full=True)) - set(load(full=False)) == {"客户档案", "订单", "服务记录"}


@pytest.mark.parametrize("sheet", FULL, ids=str)
def test_every_header_is_declared_and_no_cell_is_blank(sheet: object) -> None:
    declared = next(one for one in FULL if one is sheet)
    rows = load(full=True)[declared.name]
    assert rows
    assert {header for row in rows for header in row} <= set(declared.by_header)
    assert all(value not in {None, ""} for row in rows for value in row.values())


def test_dates_are_dates_amounts_numbers_and_phones_text() -> None:
    rows = {str(row[ID.header]): row for row in load(full=False)[LEADS.name]}
    assert rows["XS2024001"][PHONE.header] == "138"
    assert rows["XS2024001"][ACQUIRED.header] == dt.datetime(2024, 3, 1)
    signed = [row for row in rows.values() if SIGNED.header in row]
    assert {type(row[SIGNED.header]) for row in signed} == {dt.datetime}
    assert {type(row[AMOUNT.header]) for row in signed} == {int, float}
    budgets = [row[BUDGET.header] for row in rows.values() if BUDGET.header in row]
    assert {type(budget) for budget in budgets} == {int, str}  # 50, and 30-45


def test_no_phone_is_a_number() -> None:
    for sheet in (LEADS, CUSTOMERS):
        phones = [one.header for one in sheet.columns if isinstance(one.kind, Phone)]
        rows = load(full=True)[sheet.name]
        assert {type(row[name]) for row in rows for name in phones if name in row} == {str}


def test_the_advice_of_three_months_is_the_printed_forms() -> None:
    rows = {str(row[PERIOD.header]): row for row in load(full=False)[CONVERSION.name]}
    assert [rows[f"2024年{month}月"][ADVICE.header] for month in (1, 2, 3)] == [
        "报价后3天内回访",
        "主管陪访A类",
        "加强B类线索培育频率",
    ]
    assert all(set(row) == {PERIOD.header, ADVICE.header} for row in rows.values())
