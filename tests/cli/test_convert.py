"""``convert``: signed leads become customers, in the saved file, read by a second reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.conftest import Run
from tests.cli.desk import write_rows

TODAY = ("--today", "2024-03-18")
_LEADS = ["线索编号", "公司名称", "联系人", "联系电话", "线索来源", "需求描述", "意向等级", "负责人", "获取时间", "线索状态",
          "签约日期", "客户编号"]  # fmt: skip
_LOG = ["线索编号", "跟进时间", "跟进人", "跟进方式", "跟进内容摘要", "下一步计划"]
ROWS: list[list[Any]] = [
    ["XS2024001", "杭州华鼎科技有限公司", "张伟", "13867412358", "官网注册", "需采购ERP系统", "A类", "张三", "2024-01-05",
     "已签约", "2024-03-15", None],
    ["XS2024002", "宁波启航商贸有限公司", "王总", "13967412358", "展会留资", "寻找物流供应商", "B类", "李四", "2024-01-06",
     "跟进中", None, None],
    ["XS2024003", "苏州恒达机械厂", "李工", "13767412358", "官网注册", "设备升级改造", "A类", "张三", "2024-01-07",
     "已签约", "2024-03-16", None],
    ["XS2024004", "绍兴明远电子有限公司", "陈姐", "13667412358", "官网注册", "想上仓储系统", "A类", "李四", "2024-01-08",
     "已签约", "2024-03-10", "KH2024001"],
    ["XS2024005", "嘉兴宏图服饰有限公司", "吴总", "13567412358", "官网注册", "要做会员系统", "A类", "李四", "2024-01-09",
     "无效", None, None],
]  # fmt: skip
_CUSTOMERS = [
    "客户编号",
    "客户名称(全称)",
    "主要联系人姓名",
    "联系方式",
    "客户类型",
    "决策链关系",
    "负责人",
    "建档日期",
]
CUSTOMERS: list[list[Any]] = [
    [
        "KH2024001",
        "绍兴明远电子有限公司",
        "陈姐",
        "13667412358",
        "新客户",
        None,
        "李四",
        "2024-03-10",
    ],
    ["KH2023007", "苏州恒达机械厂", "李工", "13767412358", "存量客户", None, "张三", "2023-05-01"],
]
_ORDERS = ["订单编号", "客户编号", "线索编号", "签约日期", "产品", "合同金额(万元)", "付款方式", "应收日期", "已回款(万元)",
           "法务审核日期", "交接时间"]  # fmt: skip


def saved(path: Path, **sheets: list[list[Any]]) -> Path:
    log = ["XS2024001", "2024-03-14 10:00", "张三", "拜访", "谈妥合同", "签约后培训"]
    return write_rows(path, {"线索登记表": [_LEADS, *ROWS], "跟进记录表": [_LOG, log], **sheets})


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return saved(tmp_path / "台账.xlsx", 客户档案=[_CUSTOMERS, *CUSTOMERS])


def rows(path: Path, sheet: str, header: int = 1) -> list[dict[str, Any]]:
    titles, *found = openpyxl.load_workbook(path)[sheet].iter_rows(min_row=header, values_only=True)
    return [dict(zip(map(str, titles), row, strict=True)) for row in found]


def test_what_was_signed_and_is_no_customer_is_proposed(run: Run, book: Path) -> None:
    before = book.read_bytes()
    found = json.loads(run("convert", book, "--format", "json", *TODAY).out)
    assert [(one["id"], one["link"]) for one in found["leads"]] == [
        ("XS2024001", None), ("XS2024003", "KH2023007"),
    ]  # fmt: skip
    assert book.read_bytes() == before


def test_a_named_lead_becomes_a_customer_with_its_words_and_its_history(
    run: Run, book: Path
) -> None:
    assert run("convert", book, "XS2024001", "--apply", *TODAY).code == 0
    made = rows(book, "客户档案")[-1]
    assert made["客户编号"] == "KH2024002"
    assert made["客户名称(全称)"] == "杭州华鼎科技有限公司"
    assert (made["联系方式"], made["负责人"], made["客户类型"]) == ("13867412358", "张三", "新客户")
    assert (made["客户阶段"], made["接触方式"], made["沟通核心内容"]) == (
        "成交客户-履约中",
        "拜访",
        "谈妥合同",
    )
    lead = rows(book, "线索登记表")[0]
    assert (lead["客户编号"], lead["线索状态"]) == ("KH2024002", "已签约")
    assert [row["线索编号"] for row in rows(book, "跟进记录表")] == ["XS2024001"]  # history stays


def test_a_company_that_is_a_customer_already_is_linked_and_not_doubled(
    run: Run, book: Path
) -> None:
    run("convert", book, "XS2024003", "--apply", *TODAY)
    assert len(rows(book, "客户档案")) == 2
    assert rows(book, "线索登记表")[2]["客户编号"] == "KH2023007"


def test_a_second_run_writes_nothing(run: Run, book: Path) -> None:
    run("convert", book, "XS2024001", "XS2024003", "--apply", *TODAY)
    before = book.read_bytes()
    ended = run("convert", book, "XS2024001", "XS2024003", "--apply", *TODAY)
    assert book.read_bytes() == before
    assert "已是客户 KH2024002" in ended.out
    run("convert", book, "--apply", *TODAY)
    assert book.read_bytes() == before


def test_undo_brings_everything_back(run: Run, book: Path) -> None:
    before = book.read_bytes()
    run("convert", book, "XS2024001", "--apply", *TODAY)
    assert run("undo", book).code == 0
    assert book.read_bytes() == before


def test_a_book_without_customers_gets_the_sheet_with_the_first_one(
    run: Run, tmp_path: Path
) -> None:
    book = saved(tmp_path / "台账.xlsx")
    before = book.read_bytes()
    assert run("convert", book, "XS2024001", "--apply", *TODAY).code == 0
    assert rows(book, "客户档案")[0]["客户编号"] == "KH2024002"  # KH2024001 stands with a lead
    assert [row["客户名称(全称)"] for row in rows(book, "客户档案")] == ["杭州华鼎科技有限公司"]
    assert run("check", book, *TODAY, "--select", "X").code in {0, 1}
    run("undo", book)
    assert book.read_bytes() == before


@pytest.mark.parametrize(
    ("number", "why"),
    [("XS2024002", "还没签约"), ("XS2024005", "线索状态是无效")],
)
def test_what_is_not_signed_stays_a_lead_and_says_why(
    run: Run, book: Path, number: str, why: str
) -> None:
    ended = run("convert", book, number, "--apply", *TODAY)
    assert why in ended.out
    assert len(rows(book, "客户档案")) == 2


def test_a_number_nobody_bears_is_refused(run: Run, book: Path) -> None:
    assert run("convert", book, "XS2024999", "--apply", *TODAY).code == 2


def test_a_contract_that_the_lawyers_saw_after_it_was_signed_is_stopped(
    run: Run, tmp_path: Path
) -> None:
    order = [
        "DD2024001",
        None,
        "XS2024001",
        "2024-03-15",
        "ERP",
        20,
        "分期",
        None,
        None,
        "2024-03-16",
        None,
    ]
    book = saved(tmp_path / "台账.xlsx", 客户档案=[_CUSTOMERS, *CUSTOMERS], 订单=[_ORDERS, order])
    ended = run("convert", book, "XS2024001", "--apply", *TODAY)
    assert "法务审核日期 2024-03-16 晚于签约日期 2024-03-15" in ended.out
    assert len(rows(book, "客户档案")) == 2


def test_contracts_not_handed_over_within_a_day_are_listed(run: Run, tmp_path: Path) -> None:
    orders: list[list[Any]] = [
        [
            "DD2024001",
            None,
            None,
            "2024-03-10 10:00",
            "ERP",
            20,
            "分期",
            None,
            None,
            None,
            "2024-03-11 09:00",
        ],
        [
            "DD2024002",
            None,
            None,
            "2024-03-10 10:00",
            "ERP",
            20,
            "分期",
            None,
            None,
            None,
            "2024-03-11 10:30",
        ],
        ["DD2024003", None, None, "2024-03-16", "ERP", 20, "分期", None, None, None, None],
        ["DD2024004", None, None, "2024-03-18", "ERP", 20, "分期", None, None, None, None],
    ]
    book = saved(tmp_path / "台账.xlsx", 订单=[_ORDERS, *orders])
    found = json.loads(run("convert", book, "--format", "json", *TODAY).out)["hand_over"]
    assert [(one["id"], one["late"], one["to_the_day"]) for one in found] == [
        ("DD2024004", False, True), ("DD2024003", True, True), ("DD2024002", True, False),
    ]  # fmt: skip


def answer(book: Path, decision: str) -> None:
    """Answer every line of 待转客户, as a person does in the sheet."""
    saved = openpyxl.load_workbook(book)
    sheet = saved["待转客户"]
    header = next(row for row in sheet.iter_rows() if row[0].value == "决定")
    for row in sheet.iter_rows(min_row=(header[0].row or 0) + 1):
        if row[1].value:
            row[0].value = decision
    saved.save(book)


def test_what_nobody_named_waits_for_a_yes(run: Run, book: Path) -> None:
    run("convert", book, "--apply", *TODAY)
    assert len(rows(book, "客户档案")) == 2
    assert {row["线索编号"] for row in rows(book, "待转客户", 3)} >= {"XS2024001", "XS2024003"}
    answer(book, "是")
    ended = run("convert", book, "--apply", *TODAY)
    assert "2 条线索转为客户（新建 1）" in ended.out
    assert len(rows(book, "客户档案")) == 3


def test_a_no_is_remembered(run: Run, book: Path) -> None:
    run("convert", book, "--apply", *TODAY)
    answer(book, "否")
    run("convert", book, "--apply", *TODAY)
    before = book.read_bytes()
    ended = run("convert", book, "--apply", *TODAY)
    assert book.read_bytes() == before
    assert "0 条线索转为客户" in ended.out


def test_accept_takes_what_is_sure_as_a_yes(run: Run, book: Path) -> None:
    run("convert", book, "--apply", "--accept", "1", *TODAY)
    assert len(rows(book, "客户档案")) == 3


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.sampled_from([row[0] for row in ROWS]), min_size=1, max_size=4, unique=True),
    st.lists(st.sampled_from(range(len(CUSTOMERS))), unique=True),
    st.sampled_from([None, "0.5", "1"]),
)
def test_whatever_is_converted_is_taken_back_byte_for_byte(
    run: Run, tmp_path: Path, numbers: list[str], known: list[int], accept: str | None
) -> None:
    sheets = {"客户档案": [_CUSTOMERS, *(CUSTOMERS[at] for at in known)]} if known else {}
    book = saved(tmp_path / "台账.xlsx", **sheets)
    before = book.read_bytes()
    more = () if accept is None else ("--accept", accept)
    assert run("convert", book, *numbers, "--apply", *more, *TODAY).code == 0
    after = book.read_bytes()
    assert run("convert", book, *numbers, "--apply", *more, *TODAY).code == 0
    assert book.read_bytes() == after  # a second run plans nothing
    if after != before:
        assert run("undo", book).code == 0
    assert book.read_bytes() == before
