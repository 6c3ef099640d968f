"""Two-row headers: the names of groups stand with the titles they are over (U08)."""

from __future__ import annotations

from typing import Any

import pytest

from crmbook.files.area import Area
from crmbook.files.columns import grid_from_rows
from crmbook.files.header import HeaderBlock, locate

TOP = ["线索编号", "公司名称", "联系人", "", "", "线索来源", "签约信息", "", "负责人"]
LEAF = ["", "", "姓名", "电话", "邮箱", "", "日期", "金额", ""]
ROWS = [
    ["XS2024001", "杭州华鼎科技有限公司", "张伟", "13800001111", "zw@hd.com", "展会", "2024-03-01",
     12.5, "李四"],
    ["XS2024002", "宁波启航商贸有限公司", "王芳", "13800001112", "wf@qh.com", "官网", "", "", "李四"],
    ["XS2024003", "苏州恒达机械厂", "赵六", "13800001113", "zl@hd.com", "官网", "", "", "王五"],
]  # fmt: skip
ACROSS = (Area(1, 3, 1, 5), Area(1, 7, 1, 8))
DOWN = tuple(Area(1, column, 2, column) for column in (1, 2, 6, 9))


def located(rows: list[Any], *merged: Area) -> HeaderBlock:
    block = locate(grid_from_rows("表", rows, merged=merged))
    assert block is not None
    return block


@pytest.mark.parametrize(
    ("above", "merged"),
    [
        ([], (*ACROSS, *DOWN)),
        ([], ACROSS),
        ([], ()),
        (
            [["线索登记表", *[""] * 8]],
            (Area(1, 1, 1, 9), *(Area(a.first_row + 1, a.first_column, a.last_row + 1, a.last_column)
                                 for a in (*ACROSS, *DOWN))),
        ),
    ],
    ids=["merged across and down", "merged across only", "nothing merged", "below a title"],
)  # fmt: skip
def test_a_group_stands_over_each_of_its_titles(
    above: list[list[str]], merged: tuple[Area, ...]
) -> None:
    block = located([*above, TOP, LEAF, *ROWS], *merged)
    assert (block.first_row, block.last_row) == (1 + len(above), 2 + len(above))
    assert list(block.titles.values()) == [
        "线索编号", "公司名称", "姓名", "电话", "邮箱", "线索来源", "日期", "金额", "负责人",
    ]  # fmt: skip
    assert block.groups == {
        3: ("联系人",), 4: ("联系人",), 5: ("联系人",), 7: ("签约信息",), 8: ("签约信息",),
    }  # fmt: skip


def test_groups_of_groups_stand_top_down() -> None:
    rows = [
        ["公司名称", "成交情况", "", "", ""],
        ["", "首单", "", "复购", ""],
        ["", "日期", "金额", "日期", "金额"],
        ["杭州华鼎科技有限公司", "2024-03-01", 12, "2024-05-01", 8],
        ["宁波启航商贸有限公司", "2024-03-02", 15, "", ""],
    ]
    merged = (Area(1, 1, 3, 1), Area(1, 2, 1, 5), Area(2, 2, 2, 3), Area(2, 4, 2, 5))
    block = located(rows, *merged)
    assert block.groups[2] == ("成交情况", "首单")
    assert block.titles[4] == "成交情况 复购 日期"


def test_a_header_of_one_row_has_no_groups() -> None:
    rows = [["线索编号", "公司名称", "联系人"], ["XS2024001", "杭州华鼎科技有限公司", "张伟"]]
    assert located(rows).groups == {}


def test_a_title_over_one_column_stands_with_what_is_known_below_it() -> None:
    rows = [
        ["公司名称", "签约", "采购", "老板", "年营业"],
        ["", "日期", "邮箱", "邮箱", "额(万元)"],
        ["杭州华鼎科技有限公司", "2024-03-01", "a@hd.com", "b@hd.com", 1200],
        ["宁波启航商贸有限公司", "2024-03-02", "c@qh.com", "d@qh.com", 800],
    ]
    block = located(rows, Area(1, 1, 2, 1))
    assert list(block.titles.values()) == [
        "公司名称", "日期", "采购 邮箱", "老板 邮箱", "年营业 额(万元)",
    ]  # fmt: skip
    assert block.groups == {2: ("签约",), 3: ("采购",), 4: ("老板",)}
