"""What the log tells of a lost lead: the stage it was lost in, and whether it is worth another try."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crmbook.customers.findings import Action, Topic
from crmbook.customers.losses import lost_findings
from tests.qualify.desks import Row, ledger

LOST: Row = {
    "线索状态": "已流失",
    "流失日期": "2024-01-10",
    "流失阶段": "跟进阶段",
    "流失原因": "预算取消",
}


def logged(said: str = "电话沟通", when: str = "2024-01-05", **other: Any) -> Row:
    return {"线索编号": "XS2024001", "跟进时间": when, "跟进内容摘要": said, **other}


def found(path: Path, rows: list[Row], log: list[Row] = ()) -> dict[Topic, list[Any]]:  # type: ignore[assignment]
    out: dict[Topic, list[Any]] = {topic: [] for topic in Topic}
    for one in lost_findings(ledger(path / "台账.xlsx", rows, log)):
        out[one.topic].append(one)
    return out


@pytest.mark.parametrize(
    ("log", "stage"),
    [
        ([], "分配阶段"),
        ([logged()], "跟进阶段"),
        ([logged("已发报价单")], "转化阶段"),
        ([logged(**{"客户反馈/异议": "方案太复杂"})], "转化阶段"),
        ([logged(when="2024-01-02"), logged("谈商务条款")], "转化阶段"),
    ],
    ids=["no row", "talked", "an offer", "in the feedback", "the second row"],
)
def test_the_stage_is_suggested_by_the_log(tmp_path: Path, log: list[Row], stage: str) -> None:
    (one,) = found(tmp_path, [{**LOST, "流失阶段": None}], log)[Topic.LOST]
    assert (one.action, one.value) == (Action.STAGE, stage)


def test_a_missing_reason_is_listed_and_never_made_up(tmp_path: Path) -> None:
    (one,) = found(tmp_path, [{**LOST, "流失原因": None}])[Topic.LOST]
    assert (one.action, one.value) == (Action.NONE, "")


@pytest.mark.parametrize(
    ("other", "listed"),
    [
        ({}, True),
        ({"流失原因": "产品不匹配"}, False),
        ({"流失日期": "2024-03-10"}, False),
        ({"流失日期": "2024-02-17"}, True),
        ({"流失日期": "2024-02-18"}, False),
        ({"流失原因": "价格高"}, True),
    ],
    ids=["budget gone", "no fit", "last week", "thirty days", "29 days", "price"],
)
def test_a_reason_that_may_have_passed_is_worth_a_try(
    tmp_path: Path, other: Row, *, listed: bool
) -> None:
    assert bool(found(tmp_path, [{**LOST, **other}])[Topic.WIN_BACK]) is listed


@pytest.mark.parametrize(
    ("state", "listed"),
    [("跟进中", False), ("已签约", False), ("已流失", True)],
    ids=["open", "signed", "lost as well"],
)
def test_a_company_that_somebody_works_on_is_not_won_back(
    tmp_path: Path, state: str, *, listed: bool
) -> None:
    other = {**LOST, "流失原因": "产品不匹配"} if state == "已流失" else {"线索状态": state}
    rows = [
        {**LOST, "公司名称": "杭州华鼎科技有限公司"},
        {**other, "公司名称": "杭州华鼎科技有限公司"},
    ]
    assert bool(found(tmp_path, rows)[Topic.WIN_BACK]) is listed


@pytest.mark.parametrize(
    ("when", "back"),
    [("2024-01-10", False), ("2024-01-11", True), ("2024-05-01", False)],
    ids=["on the day", "the day after", "still to come"],
)
def test_a_contact_after_the_loss_brings_a_lead_back(
    tmp_path: Path, when: str, *, back: bool
) -> None:
    lists = found(tmp_path, [LOST], [logged(when=when)])
    assert bool(lists[Topic.BACK]) is back
    assert bool(lists[Topic.WIN_BACK]) is not back
