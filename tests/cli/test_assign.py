"""``assign``: owners in the saved file, 改派 for a manager, messages without phone numbers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import crmbook
from tests.cli.conftest import Run
from tests.qualify.desks import book as saved

PEOPLE: list[list[Any]] = [["姓名", "区域", "资历", "容量", "在岗"], ["张三", "浙江", "新人", 10, "是"],
          ["李四", "浙江", "资深", 10, "是"]]  # fmt: skip
ROWS: list[dict[str, Any]] = [
    {"负责人": None, "意向等级": "A类", "分配时间": None, "线索状态": "待分配", "需求描述": "采购ERP"},
    {"负责人": None, "意向等级": "B类", "分配时间": None, "线索状态": None},
    {"负责人": "张三", "意向等级": "B类", "分配时间": "2024-03-01", "线索状态": "待联系"},
    {"负责人": None, "意向等级": "B类", "公司名称": "某某科技有限公司", "联系电话": "13900000000"},
]  # fmt: skip
TODAY = ("--today", "2024-03-18")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return saved(tmp_path / "台账.xlsx", ROWS, 人员=PEOPLE)


def answered(run: Run, book: Path, *more: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("assign", book, "--format", "json", *TODAY, *more).out)
    return found


def owners(path: Path) -> list[Any]:
    header, *rows = openpyxl.load_workbook(path)["线索登记表"].iter_rows(values_only=True)
    at = header.index("负责人")
    return [row[at] for row in rows]


def answer(path: Path, word: str, owner: str = "") -> None:
    """Answer the one line of 改派, as a manager would."""
    rows = [list(row) for row in openpyxl.load_workbook(path)["改派"].iter_rows(values_only=True)]
    at = next(number for number, row in enumerate(rows) if row[0] == "决定")
    column = {str(title): "ABCDEFGHIJ"[place] for place, title in enumerate(rows[at])}
    line = at + 2
    with crmbook.edit(path) as edit:
        edit.set_cell("改派", f"{column['决定']}{line}", word)
        if owner:
            edit.set_cell("改派", f"{column['建议负责人']}{line}", owner)


def test_json_says_who_gets_what_and_why(run: Run, book: Path) -> None:
    found = answered(run, book)
    assert [(one["id"], one["suggested"]) for one in found["leads"]] == [
        ("XS2024001", "李四"), ("XS2024002", "张三"),
    ]  # fmt: skip
    assert found["leads"][0]["reasons"] == [
        "A类给资深", "公司名称 杭州第1科技有限公司，在区域“浙江”内", "负荷 0/10",
    ]  # fmt: skip
    assert [(one["id"], one["reasons"]) for one in found["review"]] == [
        ("XS2024004", ["地区不明：请填上 地区"])
    ]
    assert [(one["id"], one["current"], one["suggested"]) for one in found["moves"]] == [
        ("XS2024003", "张三", "李四")
    ]
    assert found["load"][0] == {"owner": "张三", "capacity": 10, "before": 1, "after": 2}
    assert [(one["id"], one["clock"], one["days"]) for one in found["late"]] == [
        ("XS2024003", "first-contact", 17)
    ]


def test_owners_are_written_and_a_second_run_writes_nothing(run: Run, book: Path) -> None:
    before = book.read_bytes()
    answered(run, book, "--apply")
    assert owners(book) == ["李四", "张三", "张三", None]
    row = next(openpyxl.load_workbook(book)["线索登记表"].iter_rows(min_row=2, values_only=True))
    assert "待联系" in row
    assert "2024-03-18" in {str(value)[:10] for value in row}
    after = book.read_bytes()
    assert answered(run, book, "--apply")["written"] is False
    assert book.read_bytes() == after
    run("undo", book)
    assert book.read_bytes() == before


def test_a_manager_decides_who_gets_a_lead_that_nobody_called(run: Run, book: Path) -> None:
    answered(run, book, "--apply")
    assert owners(book)[2] == "张三"
    answer(book, "是")
    assert answered(run, book, "--apply")["moved"] == 1
    assert owners(book)[2] == "李四"
    assert answered(run, book, "--apply")["written"] is False


def test_a_no_is_remembered(run: Run, book: Path) -> None:
    answered(run, book, "--apply")
    answer(book, "否")
    answered(run, book, "--apply")
    assert owners(book)[2] == "张三"
    assert answered(run, book, "--apply")["written"] is False


def test_a_name_that_is_nobody_waits(run: Run, book: Path) -> None:
    answered(run, book, "--apply")
    answer(book, "是", "没这人")
    assert answered(run, book, "--apply")["moved"] == 0
    assert owners(book)[2] == "张三"


def test_a_ruling_in_the_register_counts_at_once(run: Run, tmp_path: Path) -> None:
    rows = [{**ROWS[2], "主管裁定": "李四"}, {**ROWS[2], "主管裁定": "张三"}]
    book = saved(tmp_path / "台账.xlsx", rows, 人员=PEOPLE)
    found = answered(run, book, "--apply")
    assert found["moves"] == []
    assert owners(book) == ["李四", "张三"]


def test_the_message_to_each_has_four_facts_and_no_phone(run: Run, book: Path) -> None:
    told = run("分配", book, "--format", "wechat", *TODAY).out
    assert "@李四 新线索 1 条\n1. 杭州第1科技有限公司，张伟；需求：采购ERP；来源：官网注册" in told
    assert "138" not in told


def test_without_people_everything_goes_to_review(run: Run, tmp_path: Path) -> None:
    book = saved(tmp_path / "台账.xlsx", ROWS)
    found = answered(run, book)
    assert found["leads"] == []
    assert len(found["review"]) == 3
    assert [one["suggested"] for one in found["moves"]] == [None]
    assert found["notes"][-1] == "人员表没有人：填好才能分配"


def test_customers_nobody_talked_to_and_late_files_are_listed(run: Run, tmp_path: Path) -> None:
    titles = [
        "客户编号",
        "客户名称(全称)",
        "客户类型",
        "主要联系人姓名",
        "联系方式",
        "建档日期",
        "核实日期",
    ]
    people = ["张伟", "13800138000"]
    customers: list[list[Any]] = [
        titles,
        ["KH2024001", "杭州第1科技有限公司", "成交客户", *people, None, "2024-03-14"],
        ["KH2024002", "宁波远航有限公司", "成交客户", *people, "2024-03-15", "2024-03-14"],
        ["KH2024003", "苏州远航有限公司", "成交客户", *people, None, "2024-03-13"],
    ]
    log = [{"线索编号": "XS2024001", "跟进时间": "2024-03-04", "跟进内容摘要": "电话沟通"}]
    book = saved(tmp_path / "台账.xlsx", ROWS, log, 客户档案=customers, 人员=PEOPLE)
    found = answered(run, book)
    assert [one["id"] for one in found["customers_without_contact"]] == ["KH2024002", "KH2024003"]
    # two working days: 2024-03-14 is a Thursday, so Monday the 18th is still in time
    assert [(one["id"], one["due"]) for one in found["files_late"]] == [("KH2024003", "2024-03-15")]
