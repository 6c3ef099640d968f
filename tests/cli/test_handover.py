"""``handover``: what somebody leaves behind, by number, in the saved file (M50)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from crmbook.customers.handover import owners_after
from tests.cli.conftest import Run
from tests.cli.desk import write_rows

TODAY = ("--today", "2024-03-18")
_LEADS = [
    "线索编号",
    "公司名称",
    "联系人",
    "联系电话",
    "意向等级",
    "负责人",
    "分配时间",
    "线索状态",
    "下次跟进时间",
]
_LOG = [
    "线索编号",
    "跟进时间",
    "跟进人",
    "跟进方式",
    "跟进内容摘要",
    "客户反馈/异议",
    "下一步计划",
    "预计完成时间",
]
ROWS: list[list[Any]] = [
    [
        "XS2024001",
        "杭州华鼎科技有限公司",
        "张伟",
        "13867412358",
        "A类",
        "张三",
        "2024-03-01",
        None,
        None,
    ],
    [
        "XS2024002",
        "宁波启航商贸有限公司",
        "王总",
        "13967412358",
        "B类",
        "小张/王五",
        "2024-03-01",
        None,
        "2024-03-25",
    ],
    [
        "XS2024003",
        "苏州恒达机械厂",
        "李工",
        "13767412358",
        "A类",
        "张三",
        "2024-03-01",
        "已流失",
        None,
    ],
    [
        "XS2024004",
        "绍兴明远电子有限公司",
        "陈姐",
        "13667412358",
        "A类",
        "李四",
        "2024-03-01",
        None,
        None,
    ],
]
_CUSTOMERS = [
    "客户编号",
    "客户名称(全称)",
    "主要联系人姓名",
    "客户类型",
    "决策链关系",
    "负责人",
    "客户阶段",
]
CUSTOMER: list[Any] = [
    "KH2024001",
    "嘉兴宏图服饰有限公司",
    "吴总",
    "新客户",
    None,
    "张三",
    "成交客户-履约中",
]
PEOPLE: list[list[Any]] = [
    ["姓名", "别名", "容量", "在岗", "离职日期"], ["张三", "小张", 50, "否", "2024-03-15"],
    ["李四", None, 2, "是", None], ["王五", None, 50, "是", None], ["赵六", None, 50, "否", None],
]  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Path:
    log = [
        "XS2024001",
        "2024-03-14",
        "张三",
        "电话",
        "介绍方案",
        "要库存模块案例",
        "发案例",
        "2024-03-20",
    ]
    return write_rows(
        tmp_path / "台账.xlsx",
        {"线索登记表": [_LEADS, *ROWS], "跟进记录表": [_LOG, log], "客户档案": [_CUSTOMERS, CUSTOMER],
         "人员": PEOPLE},
    )  # fmt: skip


def owners(path: Path, sheet: str, at: int) -> list[Any]:
    rows = openpyxl.load_workbook(path)[sheet].iter_rows(min_row=2, values_only=True)
    return [row[at] for row in rows]


def test_open_leads_and_customers_go_over_with_what_has_to_be_known(run: Run, book: Path) -> None:
    before = book.read_bytes()
    found = json.loads(run("handover", book, "张三", "王五", "--format", "json", *TODAY).out)
    told = {one["id"]: one for one in found["items"]}
    assert list(told) == ["XS2024001", "XS2024002", "KH2024001"]
    assert told["XS2024001"]["last"] == "2024-03-14 电话：要库存模块案例"
    assert (told["XS2024001"]["next_step"], told["XS2024001"]["planned"]) == (
        "发案例",
        "2024-03-20",
    )
    assert told["XS2024002"]["planned"] == "2024-03-25"
    assert told["KH2024001"]["standing"] == "成交客户-履约中"
    assert book.read_bytes() == before


def test_owners_change_and_the_log_keeps_its_author(run: Run, book: Path) -> None:
    assert run("handover", book, "小张", "李四", "--apply", *TODAY).code == 0
    assert owners(book, "线索登记表", 5) == ["李四", "李四/王五", "张三", "李四"]
    assert owners(book, "客户档案", 5) == ["李四"]
    assert owners(book, "跟进记录表", 2) == ["张三"]
    assert owners(book, "线索登记表", 6)[0] == "2024-03-01"  # 分配时间 stays


def test_a_second_run_writes_nothing_and_undo_brings_all_back(run: Run, book: Path) -> None:
    before = book.read_bytes()
    run("handover", book, "张三", "李四", "--apply", *TODAY)
    after = book.read_bytes()
    ended = run("handover", book, "张三", "李四", "--apply", *TODAY)
    assert book.read_bytes() == after
    assert "名下没有在跟的线索和客户" in ended.out
    run("undo", book)
    assert book.read_bytes() == before


def test_the_room_of_who_takes_over_is_said(run: Run, book: Path) -> None:
    assert (
        "交接后 李四 名下 3 条在跟线索，容量是 2"
        in run("handover", book, "张三", "李四", *TODAY).out
    )


@pytest.mark.parametrize(
    ("old", "new"), [("张三", "张三"), ("张三", "赵六"), ("张三", "钱七"), ("钱七", "李四")]
)
def test_people_who_cannot_be_meant_are_refused(run: Run, book: Path, old: str, new: str) -> None:
    before = book.read_bytes()
    assert run("handover", book, old, new, "--apply", *TODAY).code == 2
    assert book.read_bytes() == before


def test_a_no_in_the_sheet_keeps_a_line_back(run: Run, book: Path) -> None:
    run("handover", book, "张三", "李四", "--apply", *TODAY)
    saved = openpyxl.load_workbook(book)
    sheet = saved["交接"]
    for row in sheet.iter_rows():
        if row[1].value == "XS2024001":
            row[0].value = "否"
    saved["线索登记表"]["F2"] = "张三"
    saved.save(book)
    ended = run("handover", book, "张三", "李四", "--apply", *TODAY)
    assert owners(book, "线索登记表", 5)[0] == "张三"
    assert "1 家填了“否”" in ended.out


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("张三", "李四"),
        ("小张", "李四"),
        ("张三/李四", "李四"),
        ("张三、王五", "李四/王五"),
        ("王五/张三", "王五/李四"),
    ],
)
def test_a_cell_of_two_owners_keeps_the_other(cell: str, expected: str) -> None:
    assert owners_after(cell, {"张三", "小张"}, "李四") == expected
