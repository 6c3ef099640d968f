"""Who went silent, and who cannot be reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from crmbook.customers.findings import Action
from crmbook.customers.silence import invalid, silent
from crmbook.schema.signals import Signals
from tests.qualify.desks import Row, ledger

OLD: Row = {"分配时间": "2023-05-01", "线索状态": "跟进中"}
HEAD = ["客户编号", "客户名称(全称)", "客户类型", "客户阶段", "建档日期", "最近接触时间"]


@pytest.mark.parametrize(
    ("row", "log", "listed"),
    [
        (OLD, [], True),
        ({**OLD, "分配时间": "2023-09-20"}, [], False),
        ({**OLD, "分配时间": "2023-09-19"}, [], True),
        (OLD, [{"线索编号": "XS2024001", "跟进时间": "2024-01-05"}], False),
        (OLD, [{"线索编号": "XS2024001", "跟进时间": "2024-05-05"}], True),
        ({**OLD, "下次跟进时间": "2024-04-01"}, [], False),
        ({**OLD, "下次跟进时间": "2024-02-01"}, [], True),
        ({**OLD, "最后跟进时间": "2024-02-01"}, [], False),
        ({**OLD, "线索状态": "已流失"}, [], False),
    ],
    ids=[
        "never called", "180 days", "181 days", "called", "a row to come",
        "a plan", "an old plan", "by the column", "lost",
    ],
)  # fmt: skip
def test_a_lead_is_silent_after_so_many_days_without_a_plan(
    tmp_path: Path, row: Row, log: list[Row], *, listed: bool
) -> None:
    assert bool(silent(ledger(tmp_path / "台账.xlsx", [row], log)).found) is listed


def test_without_any_date_nothing_is_said(tmp_path: Path) -> None:
    found = silent(ledger(tmp_path / "台账.xlsx", [{"分配时间": None}]))
    assert (found.found, found.undated) == ((), 1)


@pytest.mark.parametrize(
    ("seen", "order", "lead", "listed"),
    [
        (None, None, None, True),
        ("2024-02-01", None, None, False),
        (None, "2024-02-01", None, False),
        (None, None, "2024-02-01", False),
    ],
    ids=["nothing", "typed", "an order", "the log of its lead"],
)
def test_a_customer_is_heard_of_by_a_contact_an_order_or_its_lead(
    tmp_path: Path, seen: str | None, order: str | None, lead: str | None, *, listed: bool
) -> None:
    sheets = {
        "客户档案": [
            HEAD,
            ["KH2023001", "宁波启航物流有限公司", "存量客户", "成交客户", "2023-03-01", seen],
        ]
    }
    if order:
        sheets["订单"] = [
            ["订单编号", "客户编号", "签约日期", "产品", "数量", "合同金额(万元)"],
            ["DD2024001", "KH2023001", order, "ERP", "1", "30"],
        ]
    log: list[Row] = [{"线索编号": "XS2024001", "跟进时间": lead}] if lead else []
    rows: list[Row] = [{"线索状态": "已签约", "签约日期": "2023-03-01", "客户编号": "KH2023001"}]
    found = silent(ledger(tmp_path / "台账.xlsx", rows, log, **sheets)).found  # type: ignore[arg-type]
    assert bool(found) is listed


@pytest.mark.parametrize(
    ("row", "action"),
    [
        ({"线索状态": "无效"}, Action.ARCHIVE),
        ({"备注": "打过去是空号"}, Action.INVALIDATE),
        ({"备注": "不是空号，再打"}, None),
        ({"备注": "已打款"}, None),
        ({"联系电话": "13800000000"}, Action.INVALIDATE),
        ({"联系电话": "13800000000", "微信号": "zhang_wei88"}, None),
        ({"联系电话": "13867412358"}, None),
    ],
    ids=["typed", "a note", "denied", "a deal", "a fake phone", "has WeChat", "all is well"],
)
def test_who_cannot_be_reached_is_proposed_as_invalid(
    tmp_path: Path, row: Row, action: Action | None
) -> None:
    base: Row = {"线索状态": "跟进中", "联系电话": "13867412358"}
    found = list(invalid(ledger(tmp_path / "台账.xlsx", [{**base, **row}]), Signals()))
    assert [one.action for one in found] == ([] if action is None else [action])
