"""``log``: follow-ups told in a line, a chat or a filled-in sheet, as rows of the saved book."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.conftest import Run
from tests.cli.desk import write_rows

NOW = ("--today", "2024-06-16T10:30")
LINE = "6月15日电话沟通，客户要求增加售后培训，需等待内部反馈，下次跟进6月22日"
_LEADS = [
    "线索编号",
    "公司名称",
    "联系人",
    "联系电话",
    "意向等级",
    "负责人",
    "分配时间",
    "线索状态",
    "最后跟进时间",
]
_LOG = ["线索编号", "跟进时间", "跟进人", "跟进方式", "跟进内容摘要", "客户反馈/异议", "下一步计划", "预计完成时间",
        "意向等级变化", "登记时间", "发起方"]  # fmt: skip
ROWS: list[list[Any]] = [
    [
        "XS2024012",
        "杭州华鼎科技有限公司",
        "张伟",
        "13867412358",
        "A类",
        "张三",
        "2024-06-01",
        None,
        "2024-06-10",
    ],
    [
        "XS2024031",
        "无锡亿洲精密机械有限公司",
        "王总",
        "13967412358",
        "B类",
        "张三",
        "2024-06-01",
        None,
        None,
    ],
    [
        "XS2024045",
        "上海亿洲供应链管理有限公司",
        "李工",
        "13767412358",
        "B类",
        "李四",
        "2024-06-01",
        None,
        None,
    ],
    [
        "XS2024050",
        "绍兴明远电子有限公司",
        "陈姐",
        "13667412358",
        "A类",
        "李四",
        "2024-06-01",
        "已流失",
        None,
    ],
]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    old = ["XS2024012", "2024-06-10", "张三", "电话", "介绍方案"]
    people: list[list[Any]] = [["姓名", "别名"], ["张三", "小张"], ["李四", None]]
    return write_rows(
        tmp_path / "台账.xlsx",
        {"线索登记表": [_LEADS, *ROWS], "跟进记录表": [_LOG, old], "人员": people},
    )


def rows(path: Path, sheet: str = "跟进记录表") -> list[dict[str, Any]]:
    """Return the rows of the saved book, by a second reader."""
    header, *found = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in found]


def test_the_documents_line_becomes_a_row(run: Run, book: Path) -> None:
    ended = run("log", book, f"杭州华鼎 {LINE}", *NOW)
    assert ended.code == 0
    written = rows(book)[-1]
    assert str(written.pop("跟进时间")).startswith("2024-06-15")
    assert str(written.pop("预计完成时间")).startswith("2024-06-22")
    assert str(written.pop("登记时间")).startswith("2024-06-16 10:30")
    assert written == {
        "线索编号": "XS2024012", "跟进人": "张三", "跟进方式": "电话",
        "跟进内容摘要": "电话沟通，客户要求增加售后培训", "客户反馈/异议": "客户要求增加售后培训",
        "下一步计划": "需等待内部反馈，下次跟进6月22日", "意向等级变化": None, "发起方": None,
    }  # fmt: skip
    assert str(rows(book, "线索登记表")[0]["最后跟进时间"]).startswith("2024-06-15")
    assert "没说谁跟进，按负责人登记" in ended.out


def test_the_same_line_again_writes_nothing(run: Run, book: Path) -> None:
    run("log", book, f"杭州华鼎 {LINE}", *NOW)
    before = book.read_bytes()
    ended = run("log", book, f"杭州华鼎 {LINE}", *NOW)
    assert "1 条已经有了" in ended.out
    assert book.read_bytes() == before


def test_undo_brings_the_book_back(run: Run, book: Path) -> None:
    before = book.read_bytes()
    run("log", book, f"XS2024012 {LINE}", *NOW)
    assert book.read_bytes() != before
    assert run("undo", book).code == 0
    assert book.read_bytes() == before


def test_a_line_that_may_mean_two_leads_is_refused_with_their_names(run: Run, book: Path) -> None:
    before = book.read_bytes()
    ended = run("log", book, f"亿洲 {LINE}", *NOW)
    assert ended.code == 2
    assert "XS2024031" in ended.err
    assert "XS2024045" in ended.err
    assert book.read_bytes() == before
    assert run("log", book, LINE, "--lead", "XS2024045", *NOW).code == 0
    assert rows(book)[-1]["线索编号"] == "XS2024045"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("昨天电话未接", "没说是哪家"),
        ("杭州华鼎 电话沟通", "没说什么时候"),
        ("杭州华鼎 6月25日电话沟通", "将来"),
        ("杭州华鼎 6月20日前报价", "要做的事"),
    ],
)
def test_a_line_that_does_not_say_enough_is_refused(
    run: Run, book: Path, line: str, why: str
) -> None:
    before = book.read_bytes()
    ended = run("log", book, line, *NOW)
    assert ended.code == 2
    assert why in ended.err
    assert book.read_bytes() == before


def test_a_change_of_grade_that_says_only_the_new_one_gets_the_old_one(
    run: Run, book: Path
) -> None:
    run("log", book, "无锡亿洲 昨天拜访，谈付款方式，升为A类，6月18日发合同", *NOW)
    assert rows(book)[-1]["意向等级变化"] == "B类→A类"


def test_a_signal_that_a_deal_is_near_is_said_with_its_words(run: Run, book: Path) -> None:
    found = json.loads(
        run(
            "log",
            book,
            "无锡亿洲 昨天电话，客户问付款方式，6月18日发合同",
            "--format",
            "json",
            *NOW,
        ).out
    )
    assert found["rows"][0]["signal"] == "谈细节：客户问付款方式"


def test_a_lost_lead_that_speaks_again_is_pointed_out(run: Run, book: Path) -> None:
    ended = run("log", book, "绍兴明远 昨天来电，要重新报价，6月18日报价", *NOW)
    assert "已流失" in ended.out
    assert rows(book)[-1]["发起方"] == "客户"


def test_a_chat_is_written_down_message_by_message_and_the_rest_is_for_review(
    run: Run, book: Path, tmp_path: Path
) -> None:
    chat = tmp_path / "群聊.txt"
    chat.write_text(
        "小张 2024-06-15 10:22\n杭州华鼎 电话，要报价，下周三发报价\n"
        "李四 2024-06-15 11:00\n亿洲 微信，已收资料\n",
        encoding="gb18030",
    )
    found = json.loads(run("log", book, "--file", chat, "--format", "json", *NOW).out)
    assert [(one["id"], one["by"], one["due"]) for one in found["rows"]] == [
        ("XS2024012", "张三", "2024-06-19")
    ]
    assert [one["line"] for one in found["review"]] == [3]
    assert len(rows(book)) == 2


def test_a_dry_run_writes_nothing(run: Run, book: Path) -> None:
    before = book.read_bytes()
    assert "会登记 1 条" in run("log", book, f"XS2024012 {LINE}", "--dry-run", *NOW).out
    assert book.read_bytes() == before


def test_the_sheets_of_due_come_back_filled_in(run: Run, book: Path, tmp_path: Path) -> None:
    sheets = tmp_path / "今日.xlsx"
    run("due", book, "--format", "xlsx", "-o", sheets, "--today", "2024-06-14")
    filled = openpyxl.load_workbook(sheets)
    calls = filled["外呼名单"]
    where: dict[Any, Any] = {cell.value: cell.column for cell in calls[3]}
    for row in calls.iter_rows(min_row=4):
        if "XS2024031" in str(row[where["公司/编号"] - 1].value):
            calls.cell(row[0].row or 0, where["结果"], "要报价")
            calls.cell(row[0].row or 0, where["下次"], "6月20日")
    paper = filled["今日跟进"]
    for row in paper.iter_rows(min_row=3):
        if "XS2024045" in str(row[3].value):
            paper.cell(row[0].row or 0, 11, "拜访，谈方案")
    filled.save(sheets)
    found = json.loads(run("log", book, "--file", sheets, "--format", "json", *NOW).out)
    told = {one["id"]: one for one in found["rows"]}
    assert told["XS2024031"]["when"] == "2024-06-14"
    assert (told["XS2024031"]["way"], told["XS2024031"]["due"]) == ("电话", "2024-06-20")
    assert told["XS2024045"]["way"] == "拜访"
    assert told["XS2024045"]["by"] == "李四"
    assert len(rows(book)) == 3


def test_a_filled_in_row_without_a_number_is_found_by_its_company_or_reviewed(
    run: Run, book: Path, tmp_path: Path
) -> None:
    rows_: list[list[Any]] = [
        ["负责人", "公司/编号", "结果", "下次"], ["张三", "杭州华鼎", "要报价", None],
        ["张三", "查无此家", "没人接", None],
    ]  # fmt: skip
    sheet = write_rows(tmp_path / "外呼.xlsx", {"外呼名单": rows_})
    found = json.loads(run("log", book, "--file", sheet, "--format", "json", *NOW).out)
    assert [one["id"] for one in found["rows"]] == ["XS2024012"]
    assert [one["line"] for one in found["review"]] == [3]


def test_a_sheet_nobody_filled_in_is_refused(run: Run, book: Path, tmp_path: Path) -> None:
    sheets = tmp_path / "今日.xlsx"
    run("due", book, "--format", "xlsx", "-o", sheets, "--today", "2024-06-14")
    assert run("log", book, "--file", sheets, *NOW).code == 3


@pytest.mark.parametrize("arguments", [(), (LINE, "--file", "x.txt")])
def test_a_line_or_a_file_not_both_and_not_none(
    run: Run, book: Path, arguments: tuple[str, ...]
) -> None:
    assert run("log", book, *arguments, *NOW).code == 2


def test_a_book_without_a_log_says_so(run: Run, tmp_path: Path) -> None:
    book = write_rows(tmp_path / "台账.xlsx", {"线索登记表": [_LEADS, *ROWS]})
    assert run("log", book, f"XS2024012 {LINE}", *NOW).code == 3


def test_text_never_becomes_a_formula(run: Run, book: Path) -> None:
    run("log", book, "XS2024012 6月15日电话，=HYPERLINK(1)，6月18日发", *NOW)
    kinds = [cell.data_type for row in openpyxl.load_workbook(book)["跟进记录表"] for cell in row]
    assert "f" not in kinds
