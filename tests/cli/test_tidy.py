"""``tidy``: counts, lists with reasons, and what was decided in 整理, in the saved file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import crmbook
from tests.cli.conftest import Run
from tests.cli.desk import write_rows

TODAY = ("--today", "2024-03-18")
LEAD = ["线索编号", "公司名称", "行业类型", "联系人", "联系电话", "线索来源", "需求描述", "意向等级", "负责人", "分配时间",
        "线索状态", "流失日期", "流失阶段", "流失原因", "预算(万元)", "需求紧急性", "备注", "我们的列"]  # fmt: skip
LOG = [
    "线索编号",
    "跟进时间",
    "跟进人",
    "跟进方式",
    "跟进内容摘要",
    "客户反馈/异议",
    "下一步计划",
    "预计完成时间",
    "发起方",
]
CUSTOMER = ["客户编号", "客户名称(全称)", "所属行业", "客户类型", "主要联系人姓名", "联系方式", "显性需求", "需求紧急性",
            "需求标签", "客户阶段", "客户等级(认定)", "负责人", "建档日期"]  # fmt: skip


def lead(number: int, **other: Any) -> list[Any]:
    row = {"线索编号": f"XS2024{number:03d}", "公司名称": f"杭州第{number}科技有限公司", "行业类型": "制造业",
           "联系人": "张伟", "联系电话": f"1386741{number:04d}", "线索来源": "官网注册", "需求描述": "采购",
           "意向等级": "B类", "负责人": "张三", "分配时间": "2024-03-04", "线索状态": "跟进中", **other}  # fmt: skip
    return [row.get(title) for title in LEAD]


def logged(number: int, when: str, said: str = "电话沟通", **other: Any) -> list[Any]:
    row = {"线索编号": f"XS2024{number:03d}", "跟进时间": when, "跟进人": "张三", "跟进方式": "电话",
           "跟进内容摘要": said, **other}  # fmt: skip
    return [row.get(title) for title in LOG]


def customer(number: int, **other: Any) -> list[Any]:
    row = {"客户编号": f"KH2024{number:03d}", "客户名称(全称)": f"宁波第{number}物流有限公司", "所属行业": "物流",
           "客户类型": "存量客户", "负责人": "李四", "建档日期": "2024-03-01", **other}  # fmt: skip
    return [row.get(title) for title in CUSTOMER]


SHEETS: dict[str, list[list[Any]]] = {
    "线索登记表": [
        LEAD,
        lead(1, 分配时间="2023-05-01", 我们的列="留着"),
        lead(2, 线索状态="无效"),
        lead(3, **{"预算(万元)": "60", "需求紧急性": "高"}),
        lead(4, 线索状态="已流失", 流失日期="2024-03-10"),
        lead(5, 线索状态="已流失", 流失日期="2024-01-10", 流失阶段="跟进阶段", 流失原因="预算取消"),
        lead(6, 线索状态="已流失", 流失日期="2024-02-10", 流失阶段="跟进阶段", 流失原因="价格高"),
        lead(7, 备注="电话是空号"),
        lead(8, 分配时间="2023-05-01"),
        lead(
            9, 线索状态="已流失", 流失日期="2024-01-10", 流失阶段="跟进阶段", 流失原因="产品不匹配"
        ),
        lead(10, 线索状态="暂停跟进"),
        lead(11, 分配时间=None),
    ],
    "跟进记录表": [
        LOG,
        logged(1, "2023-08-01"),
        logged(4, "2024-03-02", "已发报价"),
        logged(6, "2024-03-12", "客户又来询价"),
        logged(8, "2023-08-01", 下一步计划="回访", 预计完成时间="2024-04-01"),
        logged(10, "2024-03-11", "客户说项目启动了", 发起方="客户"),
    ],
    "客户档案": [
        CUSTOMER,
        customer(1, 建档日期="2023-05-01", **{"客户等级(认定)": "A级"}),
        customer(2, 显性需求="预算50万，想换仓储系统", 需求紧急性="高"),
        customer(3, 客户阶段="流失客户-需挽回"),
    ],
}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "台账.xlsx", SHEETS)


def tidied(run: Run, book: Path, *more: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("tidy", book, *more, "--format", "json", *TODAY).out)
    return found


def ids(found: dict[str, Any], topic: str) -> list[tuple[str, str | None]]:
    return [(one["id"], one["proposed"]) for one in found[topic]]


def rows(path: Path, sheet: str, first: str) -> list[dict[str, Any]]:
    table = [list(row) for row in openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)]
    at = next(at for at, row in enumerate(table) if row[0] == first)
    return [dict(zip(map(str, table[at]), row, strict=True)) for row in table[at + 1 :]]


def decide(path: Path, number: str, proposed: str, said: str = "是") -> None:
    table = [list(row) for row in openpyxl.load_workbook(path)["整理"].iter_rows(values_only=True)]
    line = next(at for at, row in enumerate(table) if row[1:3] == [proposed, number])
    with crmbook.edit(path) as edit:
        edit.set_cell("整理", f"A{line + 1}", said)


def test_every_list_has_its_leads_and_reasons(run: Run, book: Path) -> None:
    before = book.read_bytes()
    found = tidied(run, book, "--month", "2024-03")
    assert found["month"] == "2024-03"
    assert ids(found, "silent") == [("XS2024001", "归档"), ("KH2024001", "归档")]
    assert "230" in found["silent"][0]["reasons"][0]  # days since 2023-08-01
    assert ids(found, "invalid") == [("XS2024002", "归档"), ("XS2024007", "标为无效")]
    assert ids(found, "promising") == [("XS2024003", "标记高潜力"), ("KH2024002", "标记高潜力")]
    assert ids(found, "lost_incomplete") == [("XS2024004", "补流失阶段")]
    assert found["lost_incomplete"][0]["value"] == "转化阶段"  # the log says 报价
    assert ids(found, "win_back") == [("XS2024005", None), ("KH2024003", None)]
    assert ids(found, "reactivated") == [("XS2024010", "重新激活"), ("XS2024006", "重新激活")]
    assert found["undated"] == 1
    assert book.read_bytes() == before


def test_counts_are_by_industry_stage_and_the_two_scales_apart(run: Run, book: Path) -> None:
    counts = tidied(run, book, "--month", "3月")["counts"]
    known = {(one["sheet"], one["by"], one["value"]): (one["count"], one["new"]) for one in counts}
    assert known["线索登记表", "行业", "制造业"] == (6, 3)  # open ones; those of 2023 are not new
    assert known["线索登记表", "意向等级", "B类"] == (6, 3)
    assert known["客户档案", "客户等级", "A级"] == (1, 0)
    assert known["客户档案", "客户等级", None] == (2, 2)
    assert known["客户档案", "需求阶段", "流失客户-需挽回"] == (1, 1)


def test_an_archived_row_is_copied_whole_and_emptied_where_it_stood(run: Run, book: Path) -> None:
    before = book.read_bytes()
    tidied(run, book, "--apply")
    only_sheet = book.read_bytes()
    decide(book, "XS2024001", "归档")
    assert tidied(run, book, "--apply")["done"] == {"归档": 1}
    sheet = openpyxl.load_workbook(book)["线索登记表"]
    assert [cell.value for cell in sheet[2]] == [None] * len(LEAD)
    assert sheet["A3"].value == "XS2024002"  # no row moved
    (kept,) = rows(book, "归档", "归档时间")
    assert (kept["原工作表"], kept["原行"], kept["原编号"]) == ("线索登记表", 2, "XS2024001")
    assert (kept["公司名称"], kept["我们的列"]) == ("杭州第1科技有限公司", "留着")
    after = book.read_bytes()
    assert tidied(run, book, "--apply")["written"] is False
    assert book.read_bytes() == after
    run("undo", book)
    assert book.read_bytes() != only_sheet  # the answer is there again
    assert rows(book, "线索登记表", "线索编号")[0]["公司名称"] == "杭州第1科技有限公司"
    assert before != only_sheet


def test_the_archive_is_no_register_and_its_numbers_stay_taken(run: Run, tmp_path: Path) -> None:
    sheets = {**SHEETS, "线索登记表": [LEAD, lead(1), lead(12, 分配时间="2023-05-01"),
                                  lead(2, 线索编号=None, 分配时间="2024-03-05")]}  # fmt: skip
    sheets["跟进记录表"] = [LOG, logged(12, "2023-08-01")]
    book = write_rows(tmp_path / "台账.xlsx", sheets)
    tidied(run, book, "--apply")
    decide(book, "XS2024012", "归档")
    assert tidied(run, book, "--apply")["done"] == {"归档": 1}
    problems = json.loads(run("check", book, "--format", "json", *TODAY).out)["problems"]
    assert [
        one for one in problems if one["sheet"] in {"归档", "跟进记录表"} and one["code"] == "X402"
    ] == []
    assert {one["fix"] for one in problems if one["column"] == "线索编号" and one["fix"]} == {
        "XS2024013"
    }
    assert "归档 →" not in run("adopt", book).out
    ledger = crmbook.open(book).ledger()
    assert ledger.archived == {"XS2024012"}
    assert ledger.leads is not None
    assert len(ledger.leads) == 2


def test_a_second_archive_goes_below_the_first(run: Run, book: Path) -> None:
    tidied(run, book, "--apply")
    decide(book, "XS2024001", "归档")
    tidied(run, book, "--apply")
    decide(book, "KH2024001", "归档")
    assert tidied(run, book, "--apply")["done"] == {"归档": 1}
    first, second = rows(book, "归档", "归档时间")
    assert (first["原编号"], second["原编号"]) == ("XS2024001", "KH2024001")
    assert second["客户名称(全称)"] == "宁波第1物流有限公司"
    assert str(second["归档时间"])[:10] == "2024-03-18"


def test_marks_stages_and_reactivations_are_written(run: Run, book: Path) -> None:
    tidied(run, book, "--apply")
    for number, proposed in (("XS2024003", "标记高潜力"), ("XS2024004", "补流失阶段"),
                             ("XS2024006", "重新激活"), ("XS2024007", "标为无效")):  # fmt: skip
        decide(book, number, proposed)
    done = tidied(run, book, "--apply")["done"]
    assert done == {"标为无效": 1, "重新激活": 1, "补流失阶段": 1, "标记高潜力": 1}
    found = {row["线索编号"]: row for row in rows(book, "线索登记表", "线索编号")}
    assert found["XS2024003"]["需求标签"] == "高潜力"
    assert found["XS2024004"]["流失阶段"] == "转化阶段"
    assert (found["XS2024006"]["线索状态"], found["XS2024006"]["流失日期"]) == ("跟进中", None)
    assert found["XS2024006"]["备注"] == "2024-03-12 重新激活（2024-02-10流失：跟进阶段 价格高）"
    assert found["XS2024007"]["线索状态"] == "无效"
    assert tidied(run, book, "--apply")["written"] is False


def test_who_is_promising_is_to_be_called_and_not_archived(run: Run, tmp_path: Path) -> None:
    both = lead(1, 分配时间="2023-05-01", **{"预算(万元)": "60", "需求紧急性": "高"})
    book = write_rows(tmp_path / "台账.xlsx", {"线索登记表": [LEAD, both]})
    found = tidied(run, book)
    assert ids(found, "silent") == [("XS2024001", None)]
    assert ids(found, "promising") == [("XS2024001", "标记高潜力")]


def test_a_line_that_waits_stays_though_its_lead_was_tidied(run: Run, tmp_path: Path) -> None:
    both = lead(1, 备注="电话是空号", **{"预算(万元)": "60", "需求紧急性": "高"})
    book = write_rows(tmp_path / "台账.xlsx", {"线索登记表": [LEAD, both]})
    tidied(run, book, "--apply")
    decide(book, "XS2024001", "标为无效")
    decide(book, "XS2024001", "标记高潜力")
    found = tidied(run, book, "--apply")
    assert (found["done"], found["promising"][0]["waiting"] is not None) == ({"标为无效": 1}, True)
    assert rows(book, "线索登记表", "线索编号")[0]["线索状态"] == "无效"
    tidied(run, book, "--apply")
    assert tidied(run, book, "--apply")["written"] is False


def test_a_no_is_remembered(run: Run, book: Path) -> None:
    tidied(run, book, "--apply")
    decide(book, "XS2024001", "归档", "否")
    tidied(run, book, "--apply")
    found = tidied(run, book, "--apply")
    assert (found["written"], found["done"]) == (False, {})
    assert rows(book, "线索登记表", "线索编号")[0]["线索编号"] == "XS2024001"


def test_what_is_archived_changes_no_figure_of_an_open_month(run: Run, book: Path) -> None:
    run("monthly", book, *TODAY)
    counted = ("monthly", book, "--dry-run", "--format", "json", *TODAY)
    before = json.loads(run(*counted).out)["channels"]
    tidied(run, book, "--apply")
    for number in ("XS2024001", "XS2024002", "KH2024001"):
        decide(book, number, "归档")
    assert tidied(run, book, "--apply")["done"] == {"归档": 1}  # the customer
    assert json.loads(run(*counted).out)["channels"] == before


def test_a_lead_that_an_open_month_counts_waits_until_it_is_closed(run: Run, book: Path) -> None:
    run("monthly", book, *TODAY)
    tidied(run, book, "--apply")
    decide(book, "XS2024001", "归档")
    found = tidied(run, book, "--apply")
    assert (found["done"], "2023-05" in found["silent"][0]["waiting"]) == ({}, True)
    run("monthly", book, "--month", "2023-05", "--close", *TODAY)
    assert tidied(run, book, "--apply")["done"] == {"归档": 1}


def test_a_sheet_of_that_name_that_is_a_teams_own_is_left_alone(run: Run, tmp_path: Path) -> None:
    own = {**SHEETS, "归档": [["客户", "说明"], ["老客户", "不做了"]]}
    book = write_rows(tmp_path / "台账.xlsx", own)
    tidied(run, book, "--apply")
    decide(book, "XS2024001", "归档")
    before = book.read_bytes()
    assert run("tidy", book, "--apply", *TODAY).code == 3
    assert book.read_bytes() == before


@pytest.mark.parametrize("month", ["2024-13", "上月", "2024-05"], ids=["none", "words", "to come"])
def test_what_is_no_month_is_refused(run: Run, book: Path, month: str) -> None:
    assert run("tidy", book, "--month", month, *TODAY).code == 2


def test_the_text_says_verdict_counts_and_reasons(run: Run, book: Path) -> None:
    told = run("整理", book, "--month", "2024-03", *TODAY).out
    assert "XS2024001" in told
    assert "整理" in told.splitlines()[0]


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(chosen=st.lists(st.booleans(), min_size=8, max_size=8))
def test_whatever_is_agreed_to_comes_back_byte_for_byte(
    run: Run, tmp_path_factory: pytest.TempPathFactory, chosen: list[bool]
) -> None:
    book = write_rows(tmp_path_factory.mktemp("any") / "台账.xlsx", SHEETS)
    tidied(run, book, "--apply")
    lines = [row for row in rows(book, "整理", "决定") if row["编号"]]
    for line, yes in zip(lines, chosen, strict=False):
        decide(book, line["编号"], line["建议"], "是" if yes else "否")
    before = book.read_bytes()
    done = tidied(run, book, "--apply")
    assert sum(done["done"].values()) == sum(chosen[: len(lines)])
    assert tidied(run, book, "--apply")["written"] is False
    if done["written"]:
        run("undo", book)
    assert book.read_bytes() == before
