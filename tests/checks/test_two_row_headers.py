"""What a two-row header leaves open is said; what it means is checked (U08)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlsxwriter

from crmbook.book import open_books
from crmbook.workflows.check import Filters, check

GROUPS = (
    ("联系人", ("姓名", "电话")),
    ("采购", ("邮箱",)),
    ("老板", ("邮箱",)),
    ("签约信息", ("日期", "金额")),
)
RECORD = ("杭州华鼎科技有限公司", "张伟", "13867412358", "a@hd.com", "b@hd.com", "2024-13-05", 12.5)


def two_row_book(path: Path) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("线索登记表")
    sheet.merge_range(0, 0, 1, 0, "公司名称")
    column = 1
    for group, leaves in GROUPS:
        if len(leaves) > 1:
            sheet.merge_range(0, column, 0, column + len(leaves) - 1, group)
        else:
            sheet.write(0, column, group)
        sheet.write_row(1, column, leaves)
        column += len(leaves)
    for row in (2, 3):
        sheet.write_row(row, 0, RECORD)
    book.close()
    return path


def test_a_date_under_a_group_is_checked_as_the_column_it_means(tmp_path: Path) -> None:
    report = check(
        open_books([two_row_book(tmp_path / "台账.xlsx")]),
        dt.date(2024, 3, 31),
        Filters(select=("date-unreadable",)),
    )
    assert [(one.where, one.header) for one in report.problems] == [
        ("线索登记表!F3", "签约日期"),
        ("线索登记表!F4", "签约日期"),
    ]


def test_a_name_that_stands_under_two_groups_is_not_read_and_said(tmp_path: Path) -> None:
    report = check(
        open_books([two_row_book(tmp_path / "台账.xlsx")]),
        dt.date(2024, 3, 31),
        Filters(select=("column-twice",)),
    )
    found = {(one.where, one.value, one.header, one.impact) for one in report.problems}
    assert found == {
        ("线索登记表!D2", "采购 邮箱", "邮箱", "contact"),
        ("线索登记表!E2", "老板 邮箱", "邮箱", "contact"),
    }
    assert all("未读取" in one.message for one in report.problems)
