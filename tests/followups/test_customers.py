"""Customers: routine by 客户阶段, programme by 客户等级, reorder; the open lead before them."""

from __future__ import annotations

from typing import Any

import pytest

from crmbook.followups.item import Kind
from tests.analysis.books import Row
from tests.followups.desks import day, desk, lead, only, talk


def customer(**other: Any) -> dict[str, Any]:
    return {"客户编号": "KH2024001", "客户名称(全称)": "杭州第1科技有限公司", "负责人": "李四",
            "客户阶段": "成交客户-履约中", "建档日期": "2023-01-01", **other}  # fmt: skip


def signed(**other: Any) -> Row:
    return lead(1, 线索状态="已签约", 客户编号="KH2024001", **other)


@pytest.mark.parametrize(
    ("stage", "contact", "kind", "rule"),
    [
        ("潜在客户-初步接洽", "2024-03-11", Kind.DUE, "周期.客户.潜在"),
        ("意向客户-方案提交", "2024-03-15", Kind.DUE, "周期.客户.意向"),
        ("意向客户-方案提交", "2024-03-11", Kind.OVERDUE, "周期.客户.意向"),
        ("成交客户-履约中", "2024-02-10", Kind.OVERDUE, "周期.客户.成交"),
        ("成交客户-履约中", "2024-03-10", None, ""),
        ("复购客户", "2024-02-17", Kind.DUE, "周期.客户.成交"),
        ("流失客户-需挽回", "2023-01-01", None, ""),
    ],
)
def test_the_routine_follows_the_stage(
    stage: str, contact: str, kind: Kind | None, rule: str
) -> None:
    item = only(desk([signed()], [talk(1, contact)], customers=[customer(客户阶段=stage)]))
    assert (item.kind if item else None, item.rule if item else "") == (kind, rule)


@pytest.mark.parametrize(
    ("level", "way", "kind"),
    [
        ("A级", "拜访", None),  # visited within the quarter
        ("A级", "电话", Kind.OVERDUE),  # a call is no visit
        ("B级", "拜访", None),  # a visit does for a call
        ("B级", "微信", Kind.OVERDUE),
        ("C级", "微信", None),
    ],
)
def test_the_programme_asks_for_a_contact_at_least_as_strong(
    level: str, way: str, kind: Kind | None
) -> None:
    rows = [customer(**{"客户等级(认定)": level, "客户阶段": None})]
    item = only(desk([signed()], [talk(1, "2024-03-01", 跟进方式=way)], customers=rows))
    assert (item.kind if item else None) is kind


def test_a_push_of_the_programme_rests_at_the_cap() -> None:
    rows = [customer(**{"客户等级(认定)": "C级", "客户阶段": None})]
    log = [talk(1, "2023-11-01")]
    due = only(desk([signed()], log, customers=rows))
    assert due is not None
    assert due.kind is Kind.OVERDUE
    pushed = [talk(1, day, 是否推送="是") for day in ("2024-03-02", "2024-03-03")]
    assert only(desk([signed()], log + pushed, customers=rows)) is None  # written to in March


def test_a_customer_past_its_usual_gap_is_to_be_asked_for_an_order() -> None:
    orders = [{"订单编号": f"D{at}", "客户编号": "KH2024001", "签约日期": when}
              for at, when in enumerate(("2023-09-01", "2023-10-01", "2023-11-01", "2023-12-01"))]  # fmt: skip
    rows = [customer(客户阶段=None, 建档日期=None)]
    item = only(desk([signed()], [talk(1, "2023-12-02")], customers=rows, orders=orders))
    assert item is not None
    assert (item.kind, item.days_late) == (Kind.DUE, 0)
    assert "108" in item.reason
    assert "30" in item.reason


def test_an_open_lead_comes_before_the_routine_of_its_company() -> None:
    rows = [lead(1, 客户编号="KH2024001")]
    log = [talk(1, "2024-01-10"), talk(1, "2024-03-16")]
    found = {
        one.id: one for one in day(desk(rows, log, customers=[customer(客户阶段="意向客户")])).items
    }
    assert found["XS2024001"].today
    assert not found["KH2024001"].today


def test_a_log_row_by_company_alone_is_the_customers() -> None:
    row = {**talk(1, "2024-03-17"), "线索编号": None, "公司名称": "杭州第1科技有限公司"}
    book = desk([lead(5, 公司名称="别家", 线索状态="已签约")], [row], customers=[customer()])
    assert only(book) is None
