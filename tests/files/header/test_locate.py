from __future__ import annotations

from typing import Any

import pytest

from crmbook.files.area import Area
from crmbook.files.columns import grid_from_rows
from crmbook.files.header import HeaderBlock, locate

LEADS = ["线索编号", "公司名称", "联系人", "联系电话", "意向等级"]
LEAD = ["XS2024001", "杭州华鼎科技有限公司", "张伟", "13800001111", "A类"]
OTHER = ["XS2024002", "宁波启航商贸有限公司", "王芳", "0571-88888888", "B类"]


def located(rows: list[Any], *merged: Area) -> HeaderBlock:
    block = locate(grid_from_rows("表", rows, merged=merged))
    assert block is not None
    return block


def bounds(block: HeaderBlock) -> tuple[int, int, int, int]:
    return block.first_row, block.last_row, block.data_first_row, block.data_last_row


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([LEADS, LEAD, OTHER], (1, 1, 2, 3)),
        ([LEADS], (1, 1, 2, 1)),
        ([["线索登记表"], ["制表人：张三", "", "日期：2024-03-01"], LEADS, LEAD], (3, 3, 4, 4)),
        ([["线索登记表", "2024年3月"], LEADS, LEAD], (2, 2, 3, 3)),
        ([[], [], ["1、带星号的为必填项\n2、电话填手机"], LEADS, [], LEAD], (4, 4, 6, 6)),
        ([LEADS, ["必填", "必填", "选填", "(必填)", "下拉选择"], LEAD], (1, 2, 3, 3)),
        ([LEADS, LEAD, OTHER, ["合计", 2]], (1, 1, 2, 3)),
        ([LEADS, LEAD, [], ["备注：A类为高意向"], ["制表：张三", "审核：李四"]], (1, 1, 2, 2)),
        ([LEADS, LEAD, ["", "苏州恒达机械厂"], [], ["注：电话请填手机"]], (1, 1, 2, 3)),
        ([LEADS, LEAD, [], ["", "", "王总", "13900001111"]], (1, 1, 2, 4)),
        ([LEADS, *[LEAD, OTHER] * 4, ["", "台积电", "", "待补"]], (1, 1, 2, 10)),
        ([LEADS, LEAD, OTHER, [], ["", "本表仅供内部使用"]], (1, 1, 2, 3)),
        ([LEADS, LEAD, LEADS, OTHER], (1, 1, 2, 4)),
    ],
    ids=[
        "plain",
        "no data yet",
        "title and key: value lines",
        "title with a month",
        "prose above, a gap below",
        "a row of hints",
        "a total below",
        "note and signatures below",
        "a company alone is a record above a note",
        "a phone is a record below a gap",
        "a company is a record, words in its phone or not",
        "a lone text below a gap is none",
        "the header repeated",
    ],
)
def test_a_lead_list_is_found_among_other_things(
    rows: list[list[Any]], expected: tuple[int, int, int, int]
) -> None:
    block = located(rows)
    assert bounds(block) == expected
    assert list(block.titles.values()) == LEADS


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["Firma", "Ort", "Umsatz"], ["Müller", "Bonn", 12], ["Summe", "", 12]], (1, 1, 2, 2)),
        ([["City", "Kind"], ["Rome", "Shop"], ["Paris", "Shop"], ["Rome", "Bar"]], (1, 1, 2, 4)),
        ([["地区", 2021, 2022, 2023], ["华东", 1, 2, 3], ["华南", 2, 2, 2]], (1, 1, 2, 3)),
        ([["Sales 2024"], [], ["Item", "Price"], ["Pen", 1.5], ["Ink", 9.0]], (3, 3, 4, 5)),
    ],
    ids=["german", "words only", "years as titles", "title and gap"],
)
def test_a_table_of_words_nobody_declared_is_found(
    rows: list[list[Any]], expected: tuple[int, int, int, int]
) -> None:
    assert bounds(located(rows)) == expected


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["说明"], ["本表由销售部填写，请勿删除行。"]],
        [[1, 2, 3], [4, 5, 6]],
    ],
    ids=["empty", "prose", "numbers"],
)
def test_a_sheet_without_a_table_has_no_header(rows: list[list[Any]]) -> None:
    assert locate(grid_from_rows("表", rows)) is None


def test_bands_over_names_belong_to_the_header_and_the_names_are_the_titles() -> None:
    rows = [
        ["基本信息", "", "联系人信息", "", "备注"],
        ["公司名称", "行业", "姓名", "电话", ""],
        ["杭州华鼎科技有限公司", "制造业", "张伟", "13800001111", "x"],
    ]
    block = located(rows, Area(1, 1, 1, 2), Area(1, 3, 1, 4), Area(1, 5, 2, 5))
    assert bounds(block) == (1, 2, 3, 3)
    assert list(block.titles.values()) == ["公司名称", "行业", "姓名", "电话", "备注"]


def test_a_group_goes_before_a_name_that_is_double() -> None:
    rows = [
        ["项目", "计划", "", "实际", ""],
        ["", "数量", "金额", "数量", "金额"],
        ["甲", 1, 2, 3, 4],
    ]
    block = located(rows, Area(1, 1, 2, 1), Area(1, 2, 1, 3), Area(1, 4, 1, 5))
    assert bounds(block) == (1, 2, 3, 3)
    assert list(block.titles.values()) == [
        "项目",
        "计划 数量",
        "计划 金额",
        "实际 数量",
        "实际 金额",
    ]


def test_one_merged_cell_among_words_is_no_band() -> None:
    rows = [["or", "merging", "", "", "", "cells"], ["Name", "Job", "Age", "Kids", "Born", "Died"],
            ["Bowie", "musician", 69, True, 1947, 2016]]  # fmt: skip
    assert located(rows, Area(1, 2, 1, 5)).first_row == 2


def test_of_two_tables_side_by_side_the_known_one_is_described_and_the_other_reachable() -> None:
    rows = [
        ["来源", "数量", "", *LEADS],
        ["展会", 3, "", *LEAD],
        ["官网", 1, "", *OTHER],
        ["", "", "", "XS2024003", "苏州恒达机械厂"],
    ]
    block = located(rows)
    assert block.columns == (4, 5, 6, 7, 8)
    assert list(block.titles) == [4, 5, 6, 7, 8, 1, 2]
    assert bounds(block) == (1, 1, 2, 4)


def test_a_narrow_empty_column_does_not_part_a_table() -> None:
    rows = [[*LEADS[:2], "", *LEADS[2:]], [*LEAD[:2], "", *LEAD[2:]], [*OTHER[:2], "", *OTHER[2:]]]
    assert located(rows).columns == (1, 2, 4, 5, 6)


def test_formulas_drawn_down_ahead_of_the_records_are_no_data() -> None:
    rows = [["线索编号", "跟进时间", "跟进方式", "公司名称"]]
    rows += [[f"XS2024{at:03}", "2024-03-01", "电话", "杭州华鼎科技有限公司"] for at in range(1, 4)]
    rows += [["", "", "", "#"] for _row in range(50)]
    grid = grid_from_rows("跟进", rows)
    grid.columns[4].formulas = grid.rows[1:] - 1
    block = locate(grid)
    assert block is not None
    assert block.data_last_row == 4
