"""``grade`` and ``score``: suggestions beside what people typed, in the saved file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.conftest import Run
from tests.qualify.desks import book as saved

ROWS: list[dict[str, Any]] = [
    {"需求描述": "需采购ERP系统", "预算(万元)": 80, "决策权限": "最终决策人", "意向等级": "B类",
     "需求紧急性": "高"},
    {"需求描述": "先了解一下", "意向等级": "C类", "负责人": "李四"},
    {"需求描述": "寻找物流供应商", "意向等级": "B类", "线索状态": "已签约"},
]  # fmt: skip
TODAY = ("--today", "2024-03-18")
WRITTEN = {"grade": ["建议等级"], "score": ["线索评分", "销售机会"]}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return saved(tmp_path / "台账.xlsx", ROWS)


def columns(path: Path) -> dict[str, list[Any]]:
    header, *rows = openpyxl.load_workbook(path)["线索登记表"].iter_rows(values_only=True)
    return {str(name): [row[at] for row in rows] for at, name in enumerate(header)}


def answered(run: Run, command: str, book: Path, *more: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(command, book, "--format", "json", *TODAY, *more).out)
    return found


def test_grade_says_what_it_suggests_and_why(run: Run, book: Path) -> None:
    first, second = answered(run, "grade", book)["leads"]
    assert (first["id"], first["row"], first["current"], first["suggested"]) == (
        "XS2024001", 2, "B类", "A类",
    )  # fmt: skip
    assert first["reasons"][1] == "预算充足：80万元 ≥ 50万（预算(万元)）"
    assert first["inputs"]["需求明确"] == {
        "answer": "yes", "where": "需求描述", "words": "需采购ERP系统", "rule": "需求明确",
        "compared": None, "against": None,
    }  # fmt: skip
    assert {one["criterion"]: one["answer"] for one in first["screening"]}["预算"] == "yes"
    assert (second["suggested"], second["missing"]) == ("C类", ["预算充足", "决策链清晰"])


def test_score_says_the_points_and_what_is_short(run: Run, book: Path) -> None:
    first, second = answered(run, "score", book)["leads"]
    assert [first[key] for key in ("budget", "urgency", "authority", "total", "opportunity")] == [
        10, 10, 10, 30, True,
    ]  # fmt: skip
    assert first["rules"][0] == "评分.预算.≥50万"
    assert (second["opportunity"], second["short_of"]) == (False, {})
    assert second["missing"] == ["budget", "urgency", "authority"]


def test_text_opens_with_the_verdict(run: Run, book: Path) -> None:
    assert run("评级", book, *TODAY).out.startswith(
        "在跟 2 条：按事实 A类 1，C类 1；与现等级不同 1 条"
    )
    assert run("评分", book, *TODAY).out.startswith("在跟 2 条：销售机会 1，差一项 0，待补信息 1")


def test_one_person_sees_their_own(run: Run, book: Path) -> None:
    assert [one["owner"] for one in answered(run, "grade", book, "--owner", "李四")["leads"]] == [
        "李四"
    ]


def test_suggestions_stand_beside_what_people_typed(run: Run, book: Path) -> None:
    run("grade", book, "--apply", *TODAY)
    run("score", book, "--apply", *TODAY)
    found = columns(book)
    assert found["意向等级"] == ["B类", "C类", "B类"]
    assert found["建议等级"] == ["A类", "C类", None]
    assert found["线索评分"] == [
        "10/15 · 10/10 · 10/10 = 30/35", "待补/15 · 待补/10 · 待补/10 = 0/35", None,
    ]  # fmt: skip
    assert found["销售机会"] == ["是", "待补", None]


@pytest.mark.parametrize("command", WRITTEN)
def test_a_second_run_writes_nothing_and_undo_brings_the_first_back(
    run: Run, book: Path, command: str
) -> None:
    before = book.read_bytes()
    assert answered(run, command, book, "--apply")["written"] is True
    after = book.read_bytes()
    assert answered(run, command, book, "--apply")["written"] is False
    assert book.read_bytes() == after
    run("undo", book)
    assert book.read_bytes() == before


def test_a_suggestion_that_no_longer_holds_goes(run: Run, tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"需求描述": "需采购ERP系统", "建议等级": "A类"},
        {"需求描述": None, "建议等级": "B类"},
    ]
    book = saved(tmp_path / "台账.xlsx", rows)
    run("grade", book, "--apply", *TODAY)
    assert columns(book)["建议等级"] == ["B类", None]


@pytest.mark.parametrize("command", WRITTEN)
def test_a_book_without_leads_is_refused(run: Run, tmp_path: Path, command: str) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["客户编号", "客户名称(全称)", "客户类型", "主要联系人姓名", "联系方式"])
    sheet.append(["KH2024001", "杭州华鼎科技有限公司", "潜在客户", "张伟", "13800138000"])
    workbook.save(tmp_path / "客户.xlsx")
    assert run(command, tmp_path / "客户.xlsx").code == 3


def test_check_finds_a_band_that_cannot_be(run: Run, tmp_path: Path) -> None:
    rules: list[list[Any]] = [["编号", "规则", "值", "单位", "生效日期", "依据"],
             ["评分.预算.≥500万", "大单", "很多", "分", None, None],
             ["评分.预算.五百万", "大单", 20, "分", None, None],
             ["四象限.中等紧急", "", "看情况", "", None, None],
             ["筛选.硬性.员工数", "", "大公司", "人", None, None]]  # fmt: skip
    book = saved(tmp_path / "台账.xlsx", ROWS, 规则=rules)
    found = json.loads(run("check", book, "--format", "json", "--select", "G", *TODAY).out)
    assert sorted((one["cell"], one["code"]) for one in found["problems"]) == [
        ("A3", "G602"), ("C2", "G601"), ("C4", "G601"), ("C5", "G601"),
    ]  # fmt: skip


@pytest.mark.parametrize("command", WRITTEN)
def test_a_name_nobody_bears_is_wrong_usage(run: Run, book: Path, command: str) -> None:
    assert run(command, book, "--owner", "没这人").code == 2
