"""A table of figures is no lead list: what 单位 and 名称 mean, their values say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crmbook.book import open_book
from crmbook.book.evidence import Names, is_vague, names_in
from crmbook.files.columns import grid_from_rows
from crmbook.files.header import locate
from crmbook.schema.sheets.leads import COMPANY

FIRMS = ["杭州华鼎科技有限公司", "宁波启航商贸有限公司", "苏州恒达机械厂"]


def recognised(path: Path, rows: list[list[Any]]) -> list[tuple[str, list[str]]]:
    """Return (declared sheet, declared columns) of a csv of some rows."""
    path.write_text("\n".join(",".join(map(str, row)) for row in rows), encoding="utf-8")
    return [
        (table.sheet.name, [column.header for column in table.columns.values()])
        for table in open_book(path).tables
        if table.sheet is not None
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (FIRMS, Names.YES),
        ([*FIRMS, "华鼎", "启航"], Names.YES),
        (["华鼎", "启航", "恒达"], Names.OPEN),
        (["IBM", "SAP", "TCL"], Names.OPEN),
        ([], Names.OPEN),
        (["个", "次", "元"], Names.NO),
        (["亿元", "万美元", "万吨", "亿千瓦时", "万人次"], Names.NO),
        (["元/吨", "kg", "%"], Names.NO),
        ([101, 102, 103], Names.NO),
        (["个", "次", "元", *FIRMS, "华鼎"], Names.OPEN),
    ],
    ids=["firms", "mostly firms", "short names", "letters", "nothing", "units", "larger units",
         "compound units", "numbers", "some units"],
)  # fmt: skip
def test_values_say_whether_a_column_names_companies(values: list[Any], expected: Names) -> None:
    rows = [["指标", "单位"], *([f"指标{at}", value] for at, value in enumerate(values))]
    grid = grid_from_rows("表", rows)
    block = locate(grid)
    assert block is not None
    assert names_in(grid, block, 2) is expected


@pytest.mark.parametrize("title", ["单   位", "名称*", "单位（必填）", "客户", "公司", "Company"])
def test_a_title_that_means_other_things_too_is_vague(title: str) -> None:
    assert is_vague(title)


@pytest.mark.parametrize("title", ["公司名称", "客户名称", "企业名称", "证券简称", "备注"])
def test_a_title_that_means_one_thing_is_not_vague(title: str) -> None:
    assert not is_vague(title)


def test_every_vague_title_is_one_that_the_declaration_knows() -> None:
    assert set(COMPANY.vague) <= {*COMPANY.aliases, *COMPANY.fallbacks}


@pytest.mark.parametrize(
    "rows",
    [
        [["指标", "单位", 2022, 2023], ["产值", "亿元", 5, 6], ["产量", "万吨", 7, 8]],
        [["名称", "规格", "单价"], ["螺丝", "M4", 0.1], ["螺母", "M5", 0.2], ["垫片", "M6", 0.3]],
        [["指标", "单位", "数值", "来源"], ["产值", "亿元", 5, "年鉴"], ["户数", "户", 7, "年鉴"]],
        [["客户", "一月", "二月"], ["华鼎", 5, 6], ["启航", 7, 8]],
    ],
    ids=["units", "price list", "units beside a source", "figures by customer"],
)
def test_a_table_of_figures_is_no_register(tmp_path: Path, rows: list[list[Any]]) -> None:
    assert recognised(tmp_path / "表.csv", rows) == []


@pytest.mark.parametrize(
    ("titles", "values", "columns"),
    [
        (["单位", "地址"], FIRMS, ["公司名称", "地址"]),
        (["名称", "网址"], FIRMS, ["公司名称", "网址"]),
        (["证券简称", "地址"], ["浦发银行", "白云机场", "东风股份"], ["公司名称", "地址"]),
        (["公司", "电话"], ["华鼎", "启航", "恒达"], ["公司名称", "联系电话"]),
        (["单位", "联系人", "电话"], ["华鼎", "启航", "恒达"], ["公司名称", "联系人", "联系电话"]),
    ],
    ids=["firms by 单位", "firms by 名称", "an exchange's list", "with phones", "with contacts"],
)
def test_a_list_of_companies_is_a_register(
    tmp_path: Path, titles: list[str], values: list[str], columns: list[str]
) -> None:
    fills = {"电话": "1380000111", "联系人": "张伟", "地址": "中山路", "网址": "www.a.cn"}
    rows = [
        [value, *(f"{fills[title]}{at}" for title in titles[1:])] for at, value in enumerate(values)
    ]
    assert recognised(tmp_path / "表.csv", [titles, *rows]) == [("线索登记表", columns)]


def test_units_beside_contacts_are_left_out_of_the_register(tmp_path: Path) -> None:
    rows = [
        ["产品", "单位", "联系人", "电话"],
        ["螺丝", "箱", "张伟", "13800001111"],
        ["螺母", "万只", "王芳", "13800001112"],
    ]
    assert recognised(tmp_path / "表.csv", rows) == [("线索登记表", ["联系人", "联系电话"])]


#: Every book of the messy, exchange and matching data that holds a register; the rest hold none.
REGISTERS = {
    "cn/sse_gplist_2025-10.xls": ["股票"],
    "cn/szse_dev_2020.csv": ["szse_dev_2020"],
    "cn/szse_dev_2020.gb18030.csv": ["szse_dev_2020.gb18030"],
    "cn/szse_dev_2025.csv": ["szse_dev_2025"],
    "messy/jsherp_customer_template.xls": ["信息"],
    "messy/jsherp_vendor_template.xls": ["信息"],
}


def test_of_the_real_books_those_are_registers_that_a_person_would_take_for_one(
    shared: Path,
) -> None:
    found = {}
    for folder in ("cn", "messy"):
        for path in sorted((shared / "data" / folder).iterdir()):
            if path.suffix in {".xlsx", ".xls", ".csv", ".ods", ".xlsb"}:
                book = open_book(path)
                tabs = [table.grid.name for table in book.tables if table.sheet is not None]
                found.update({f"{folder}/{path.name}": tabs} if tabs else {})
    assert found == REGISTERS
