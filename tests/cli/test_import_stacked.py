"""``import`` of month sheets and rep sheets: one list, each row with the sheet it stood on (U06)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import crmbook
from tests.cli.conftest import Run
from tests.cli.desk import write_rows

HEAD = ["公司", "联系人", "手机", "意向等级"]
A = ["杭州华鼎机械有限公司", "张伟", "13867412358", "C类"]
B = ["宁波启航电子有限公司", "李娜", "13905742236", "B类"]
C = ["台州新锐模具有限公司", "王芳", "13605763318", "A类"]


@pytest.fixture
def book(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "台账.xlsx"
    run("new", path, "--quiet")
    titles = [cell.value for cell in openpyxl.load_workbook(path)["人员"][1]]
    with crmbook.edit(path) as edit:
        people = ({"姓名": "张三"}, {"姓名": "李四", "别名": "小李"})
        edit.append_rows("人员", [[one.get(str(title)) for title in titles] for one in people])
    return path


def imported(run: Run, source: Path, book: Path, *options: object) -> dict[str, Any]:
    ended = run(
        "import", source, "--into", book, "--format", "json", "--today", "2024-03-18", *options
    )
    assert ended.code == 0, ended.err
    found: dict[str, Any] = json.loads(ended.out)
    return found


def leads_of(book: Path) -> dict[str, dict[str, Any]]:
    head, *rows = openpyxl.load_workbook(book)["线索登记表"].iter_rows(values_only=True)
    found = [dict(zip(map(str, head), row, strict=True)) for row in rows if any(row)]
    return {str(row["公司名称"]): row for row in found}


def test_rep_sheets_are_one_list_and_name_the_owner(run: Run, book: Path, tmp_path: Path) -> None:
    source = write_rows(tmp_path / "汇总.xlsx", {"张三": [HEAD, A, B], "小李": [HEAD, C]})
    found = imported(run, source, book)
    assert (found["rows"], found["header"]["sheets"]) == (3, ["张三", "小李"])
    assert [(one["source_sheet"], one["source_row"]) for one in found["appended"]] == [
        ("张三", 2), ("张三", 3), ("小李", 2),
    ]  # fmt: skip
    leads = leads_of(book)
    assert [leads[one[0]]["负责人"] for one in (A, B, C)] == ["张三", "张三", "李四"]
    before = book.read_bytes()
    again = imported(run, source, book)
    assert (again["appended"], again["updated"], len(again["unchanged"])) == ([], [], 3)
    assert book.read_bytes() == before


def test_month_sheets_are_one_list_and_the_latest_counts(
    run: Run, book: Path, tmp_path: Path
) -> None:
    later = [*A[:3], "A类"]
    source = write_rows(
        tmp_path / "汇总.xlsx", {"2024年2月": [HEAD, later, C], "2024年1月": [HEAD, A, B]}
    )
    found = imported(run, source, book)
    assert (len(found["appended"]), found["repeated"]) == (
        3,
        [{"source_row": 2, "source_sheet": "2024年1月", "first": 2}],
    )
    leads = leads_of(book)
    assert leads[A[0]]["意向等级"] == "A类"
    assert [leads[one[0]]["获取时间"] for one in (A, B, C)] == [
        "2024年2月",
        "2024年1月",
        "2024年2月",
    ]
    again = imported(run, source, book)
    assert (again["appended"], again["updated"]) == ([], [])


def test_what_a_row_says_itself_comes_first(run: Run, book: Path, tmp_path: Path) -> None:
    head = [*HEAD, "负责人", "获取时间"]
    source = write_rows(
        tmp_path / "汇总.xlsx",
        {"张三3月": [head, [*A, "李四", "2024-02-05"]], "李四3月": [head, [*B, None, None]]},
    )
    imported(run, source, book)
    leads = leads_of(book)
    assert [leads[one[0]]["负责人"] for one in (A, B)] == ["李四", "李四"]
    assert str(leads[A[0]]["获取时间"]).startswith("2024-02-05")
    assert leads[B[0]]["获取时间"] == "2024年3月"


def test_one_sheet_can_still_be_named(run: Run, book: Path, tmp_path: Path) -> None:
    source = write_rows(tmp_path / "汇总.xlsx", {"张三": [HEAD, A, B], "李四": [HEAD, C]})
    found = imported(run, source, book, "--source-sheet", "李四")
    assert (found["rows"], "source_sheet" in found["appended"][0]) == (1, False)


def test_rejected_rows_say_where_they_stood(run: Run, book: Path, tmp_path: Path) -> None:
    bad = [None, None, None, "A类"]
    source = write_rows(tmp_path / "汇总.xlsx", {"张三": [HEAD, A, B], "李四": [HEAD, C, bad]})
    (rejected,) = imported(run, source, book, "--dry-run")["rejected"]
    assert (rejected["source_sheet"], rejected["source_row"]) == ("李四", 3)
    assert "李四!3" in run("import", source, "--into", book, "--dry-run").out


def test_sheets_called_after_nothing_known_are_asked_for(
    run: Run, book: Path, tmp_path: Path
) -> None:
    source = write_rows(tmp_path / "汇总.xlsx", {"华东": [HEAD, A], "华南": [HEAD, B]})
    ended = run("import", source, "--into", book)
    assert ended.code == 2
    assert "--source-sheet" in ended.err


def test_follow_ups_of_all_sheets_are_taken_over(run: Run, book: Path, tmp_path: Path) -> None:
    head = [*HEAD, "跟进情况"]
    source = write_rows(
        tmp_path / "汇总.xlsx",
        {
            "张三": [head, [*A, "2024-03-01 电话，要报价"]],
            "李四": [head, [*B, "2024-03-02 拜访，已演示"]],
        },
    )
    found = imported(run, source, book, "--log-from", "跟进情况")
    assert [(one["source_sheet"], one["source_row"]) for one in found["logged"]] == [
        ("张三", 2), ("李四", 2),
    ]  # fmt: skip
