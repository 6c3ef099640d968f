from __future__ import annotations

import time
from typing import Any

import pytest

from crmbook.files.area import Area
from crmbook.files.columns import grid_from_rows
from crmbook.files.grid import Grid
from crmbook.files.header import locate
from crmbook.files.records import Records, fill_down, records

TITLES = ["线索编号", "公司名称", "联系人", "联系电话", "意向等级", "负责人"]
FIRST = ["XS2024001", "杭州华鼎科技有限公司", "张伟", "13800001111", "A类", "张三"]
LAST = ["XS2024002", "宁波启航商贸有限公司", "王芳", "13900001111", "B类", "李四"]


def read(rows: list[Any], *merged: Area) -> tuple[Grid, Records]:
    grid = grid_from_rows("表", rows, merged=merged)
    block = locate(grid)
    assert block is not None
    return grid, records(grid, block)


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (["小计", 2], "subtotal"),
        (["", "3月小计", "", "", 12], "subtotal"),
        (["本页合计：12家"], "subtotal"),
        (["合计", 2], "total"),
        (["", "", "总 计", "", "", 5], "total"),
        (["Total", "", "", 12], "total"),
        (["——3月展会——"], "separator"),
        (["【2024年3月】"], "separator"),
        (["", "====="], "separator"),
        (["3月"], "separator"),
        (["2024年3月份展会"], "separator"),
        (["展会线索"], "separator"),
        (["备注：以下为转介绍客户"], "note"),
        (["填表说明：电话必填"], "note"),
        (["制表人：张三", "", "审核：李四"], "note"),
        (TITLES, "repeated-header"),
        (["线索编号", "公司名称", "联系人", "电话", "等级", "负责人"], "repeated-header"),
        ([" ", "\u3000", ""], "blank"),
    ],
    ids=lambda value: value if isinstance(value, str) else "|".join(map(str, value)),
)
def test_a_row_that_is_no_record_is_skipped_and_named(row: list[Any], kind: str) -> None:
    _grid, found = read([TITLES, FIRST, row, LAST])
    assert found.positions.tolist() == [1, 3]
    assert [(skipped.row, skipped.kind) for skipped in found.skipped] == [(3, kind)]
    assert found.skipped[0].text == " ".join(" ".join(map(str, row)).split())


@pytest.mark.parametrize(
    "row",
    [
        ["", "合计科技有限公司"],
        ["", "小计机械厂", "张三"],
        ["", "总计网络", "", "13700001111"],
        ["合计", "", "", "13700001111"],
        ["XS2024009"],
        ["20240501001"],
        ["", "", "王总", "0571-88888888"],
        ["", "苏州恒达机械厂"],
        ["", "会计师事务所"],
        ["", "", "王芳", "", "A类", "李四"],
        ["", "", "", "", "", "", "请尽快联系"],
    ],
    ids="|".join,
)
def test_a_sparse_row_with_something_to_lose_is_a_record(row: list[Any]) -> None:
    _grid, found = read([TITLES, FIRST, row, LAST, ["", "", "", "", "", "", "x"]])
    assert 2 in found.positions.tolist()


def test_rows_below_the_data_are_named_too() -> None:
    rows = [
        TITLES,
        FIRST,
        LAST,
        [],
        ["合计", 2],
        ["注：A类为高意向"],
        ["填表人：张三", "审核：李四"],
    ]
    _grid, found = read(rows)
    assert found.positions.tolist() == [1, 2]
    assert [(skipped.row, skipped.kind) for skipped in found.skipped] == [
        (5, "total"),
        (6, "note"),
        (7, "note"),
    ]


def test_numbers_drawn_down_in_advance_are_no_records() -> None:
    rows = [["序号", "公司名称", "联系人", "电话"], [1, "甲公司", "张", "13800001111"], [2], [3]]
    rows.append([4, "乙公司", "王", "13900001111"])
    rows += [[number] for number in range(5, 40)]
    _grid, found = read(rows)
    assert found.positions.tolist() == [1, 4]
    assert {skipped.kind for skipped in found.skipped} == {"blank"}
    assert [skipped.row for skipped in found.skipped] == [3, 4]


def test_totals_as_full_as_the_rows_are_found_in_a_table_of_figures() -> None:
    rows = [
        ["来源", "线索数", "签约数"],
        ["展会", 3, 1],
        ["小计", 3, 1],
        ["官网", 2, 1],
        ["合计", 5, 2],
    ]
    _grid, found = read(rows)
    assert found.positions.tolist() == [1, 3]
    assert [skipped.kind for skipped in found.skipped] == ["subtotal", "total"]


def test_a_table_of_formulas_alone_is_all_records() -> None:
    grid = grid_from_rows("表", [TITLES, FIRST, LAST])
    for column in grid.columns.values():
        column.formulas = grid.rows[1:] - 1
    block = locate(grid)
    assert block is not None
    assert records(grid, block).positions.tolist() == [1, 2]


def merged_rows() -> tuple[Grid, Records]:
    rows = [
        TITLES,
        FIRST,
        ["XS2024002", "", "李芳", "13700001111", "B类", ""],
        ["——4月——"],
        ["XS2024003", "", "王五", "13600001111", "C类", ""],
        LAST,
    ]
    return read(rows, Area(2, 2, 5, 2), Area(2, 6, 3, 6), Area(1, 1, 1, 1), Area(4, 1, 4, 6))


def test_values_merged_down_are_read_as_filled_and_remembered() -> None:
    grid, found = merged_rows()
    assert found.merged_down == {2: [(2, 5)], 6: [(2, 3)]}
    filled, places = fill_down(grid, found)
    assert filled.value(3, 2) == filled.value(5, 2) == "杭州华鼎科技有限公司"
    assert filled.value(3, 6) == "张三"
    assert filled.value(5, 6) is None
    assert filled.value(4, 2) is None  # a separator is no record
    assert {column: rows.tolist() for column, rows in places.items()} == {2: [2, 4], 6: [2]}


def test_the_grid_as_read_stays_as_it_is() -> None:
    grid, found = merged_rows()
    before = grid.columns[2].codes.copy()
    fill_down(grid, found)
    assert (grid.columns[2].codes == before).all()


@pytest.mark.parametrize(
    "area",
    [Area(2, 3, 3, 3), Area(1, 2, 2, 2), Area(2, 9, 3, 9)],
    ids=["blank on top", "begins in the header", "outside of the table"],
)
def test_other_merged_cells_are_none_of_the_records(area: Area) -> None:
    first = [*FIRST[:2], "", *FIRST[3:]]
    _grid, found = read([TITLES, first, LAST], area)
    assert found.merged_down == {}


def test_a_hundred_thousand_leads_are_sifted_in_a_blink() -> None:
    rows = [TITLES]
    rows += [
        [f"XS2024{at:06}", f"第{at}设计有限公司", f"张{at}", f"138{at:08}", "A类", "张三"]
        for at in range(100_000)
    ]
    grid = grid_from_rows("表", rows)
    block = locate(grid)
    assert block is not None
    records(grid, block)
    began = time.perf_counter()
    found = records(grid, block)
    spent = time.perf_counter() - began
    assert len(found.positions) == 100_000
    assert spent < 0.2  # 4 ms when nothing else runs; looking at every row takes 0.7 s
