"""Composition of the sales by product, rep and region."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given

from crmbook.analysis.cases import Span
from crmbook.analysis.orders import orders
from crmbook.analysis.structure import (
    by_owner,
    by_product,
    by_region,
    composition,
    composition_balance,
    province,
)
from crmbook.facts.ledger import Ledger
from crmbook.schema.sheets import LEADS, ORDERS
from tests.analysis import plain
from tests.analysis.books import ledger, order_books

MARCH = Span(dt.datetime(2024, 3, 1), dt.datetime(2024, 4, 1))
DAY = dt.datetime(2024, 3, 5)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("浙江绍兴", "浙江"),
        ("江苏省南京市", "江苏"),
        ("内蒙古包头", "内蒙古"),
        ("华东", "华东"),
        ("", ""),
    ],
)
def test_a_region_is_its_province(text: str, name: str) -> None:
    assert province(text) == name


def test_sales_by_region_are_those_of_the_leads_they_came_from() -> None:
    book = ledger(
        {
            LEADS: [
                {"线索编号": "XS2024001", "地区": "浙江绍兴", "客户编号": None},
                {"线索编号": "XS2024002", "地区": "江苏南通", "客户编号": "KH2024002"},
            ],
            ORDERS: [
                {"签约日期": DAY, "线索编号": "XS2024001", "合同金额(万元)": 30},
                {"签约日期": DAY, "客户编号": "KH2024002", "合同金额(万元)": 10},
                {"签约日期": DAY, "客户编号": "KH2024009", "合同金额(万元)": 60},
                {
                    "签约日期": dt.datetime(2024, 4, 1),
                    "线索编号": "XS2024001",
                    "合同金额(万元)": 99,
                },
            ],
        }
    )
    found = composition(orders(book), by_region(book), MARCH)
    shown = [(one.name, one.amount, one.share) for one in found.parts]
    assert shown == [("未填地区", 60, 0.6), ("浙江", 30, 0.3), ("江苏", 10, 0.1)]


def test_nothing_sold_has_no_parts_and_no_shares() -> None:
    assert composition([], by_product, MARCH).parts == ()
    unpriced = orders(ledger({ORDERS: [{"签约日期": DAY, "产品": "ERP系统"}]}))
    (one,) = composition(unpriced, by_product, MARCH).parts
    assert (one.orders, one.share) == (1, None)


@given(order_books())
def test_parts_are_those_counted_by_hand(book: Ledger) -> None:
    found = orders(book)
    inside = [
        row for row in plain.order_rows(book)
        if (row["签约日期"].year, row["签约日期"].month) == (2024, 3)
    ]  # fmt: skip
    keys = ((by_product, "产品"), (by_owner, "负责人"))
    for key, header in keys:
        made = composition(found, key, MARCH)
        assert list(composition_balance(made, header)) == []
        shown = {one.name: (one.orders, one.quantity, one.amount) for one in made.parts}
        names = {row.get(header) or f"未填{header}" for row in inside}
        assert shown == {
            name: (
                len(
                    mine := [row for row in inside if (row.get(header) or f"未填{header}") == name]
                ),
                sum(row.get("数量") or 0 for row in mine),
                sum(row.get("合同金额(万元)") or 0 for row in mine),
            )
            for name in names
        }
    regions = composition(found, by_region(book), MARCH)
    assert list(composition_balance(regions, "地区")) == []


def test_a_part_that_was_left_out_is_told() -> None:
    rows = [{"签约日期": DAY, "产品": "ERP系统", "合同金额(万元)": 5}]
    found = composition(orders(ledger({ORDERS: rows})), by_product, MARCH)
    told = [one.what for one in composition_balance(replace(found, parts=()), "产品")]
    assert told == ["产品 订单数", "产品 合同金额(万元)", "产品 占比"]
