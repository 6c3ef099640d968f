"""A new workbook, reopened by openpyxl and calamine: what the documents ask for stands in it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from crmbook.book import open_books
from crmbook.report.dictionary_rows import list_name
from crmbook.report.new_workbook import NewOptions, build_workbook, sheet_names
from crmbook.sample import load
from crmbook.schema.column import Sheet
from crmbook.schema.kinds.decision import Boolean
from crmbook.schema.kinds.tags import Tags
from crmbook.schema.rules import RULES
from crmbook.schema.sheets import SHEETS
from crmbook.schema.vocabularies import VOCABULARIES
from crmbook.workflows.check import check

TEMPLATE_1 = "线索编号 公司名称 行业类型 企业规模(员工数) 联系人 职位 联系电话 邮箱 线索来源 需求描述 意向等级 负责人 分配时间"
TEMPLATE_2 = "线索编号 跟进时间 跟进人 跟进方式 跟进内容摘要 客户反馈/异议 下一步计划 预计完成时间 意向等级变化"
TEMPLATE_3 = "统计周期 线索总数 A类线索数 B类线索数 C类线索数 签约客户数 转化率 平均销售周期(天) 主要流失阶段 优化建议"
CARD = (
    "客户名称(全称) 所属行业 企业规模 客户类型 主要联系人姓名 职位 联系方式 决策链关系 成立时间 主营业务 "
    "当前痛点/挑战 近期目标/规划 显性需求 隐性需求 需求紧急性 需求重要性 最近接触时间 接触方式 我方参与人 "
    "沟通核心内容 下一步计划 潜在需求 合作可能性评分 重点跟进方向"
)
SHOWN = {sheet.name: [c for c in sheet.columns if not c.only_import] for sheet in SHEETS}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("new") / "台账.xlsx"
    path.write_bytes(build_workbook(NewOptions(full=True)))
    return path


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return openpyxl.load_workbook(path)


def titles(sheet: Worksheet, row: int = 1) -> list[str]:
    return [cell.value for cell in sheet[row] if cell.value]  # type: ignore[misc]


def dimension(sheet: Worksheet, header: str) -> ColumnDimension:
    """openpyxl keeps neighbours that look alike as one, under the letters of the first."""
    at = titles(sheet).index(header) + 1
    for one in sheet.column_dimensions.values():
        if one.min and one.max and one.min <= at <= one.max:
            return one
    raise KeyError(header)


@pytest.mark.parametrize(
    ("full", "names"),
    [
        (False, "线索登记表 跟进记录表 转化分析表 人员 说明 规则 字典 字段 目标 节假日"),
        (
            True,
            "线索登记表 跟进记录表 客户档案 订单 服务记录 转化分析表 人员 说明 规则 字典 字段 目标 节假日",
        ),
    ],
    ids=["light", "full"],
)
def test_the_sheets_stand_in_their_order(*, full: bool, names: str, tmp_path: Path) -> None:
    options = NewOptions(full=full)
    path = tmp_path / "new.xlsx"
    path.write_bytes(build_workbook(options))
    assert CalamineWorkbook.from_path(path).sheet_names == names.split()
    assert list(sheet_names(options)) == names.split()
    opened = openpyxl.load_workbook(path)
    assert opened.active is opened["线索登记表"]


@pytest.mark.parametrize("sheet", SHEETS, ids=str)
def test_headers_stand_in_declared_order(sheet: Sheet, path: Path) -> None:
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet.name).to_python()
    assert rows[0] == [column.header for column in SHOWN[sheet.name]]


@pytest.mark.parametrize(
    ("sheet", "row", "first", "wanted"),
    [
        ("线索登记表", 1, 0, TEMPLATE_1),
        ("跟进记录表", 1, 0, TEMPLATE_2),
        ("转化分析表", 2, 0, TEMPLATE_3),
        ("客户档案", 1, 1, CARD),
    ],
    ids=["M01", "M02", "M03", "M04"],
)
def test_the_documents_columns_come_first(
    sheet: str, row: int, first: int, wanted: str, book: Workbook
) -> None:
    columns = wanted.split()
    assert titles(book[sheet], row)[first : first + len(columns)] == columns


@pytest.mark.parametrize("sheet", SHEETS, ids=str)
def test_every_drop_down_finds_its_list(sheet: Sheet, book: Workbook) -> None:
    lists = {
        str(rule.sqref): rule.formula1
        for rule in book[sheet.name].data_validations.dataValidation
        if rule.type == "list"
    }
    for at, column in enumerate(SHOWN[sheet.name], 1):
        letters = get_column_letter(at)
        found = lists.pop(f"{letters}2:{letters}5000", None)
        if column.vocabulary == "人员":
            assert found == list_name("人员")
        elif column.vocabulary and not isinstance(column.kind, Tags):
            assert found is not None
            words = [word.value for word in VOCABULARIES[column.vocabulary]]
            assert _values(book, found) == words
        elif column.choices:
            assert found == '"' + ",".join(column.choices) + '"'
        else:
            assert found == ('"是,否"' if isinstance(column.kind, Boolean) else None)
    assert not lists


def _values(book: Workbook, name: str) -> list[object]:
    ((sheet, area),) = book.defined_names[name].destinations
    return [row[0].value for row in book[sheet][area]]


def test_the_people_of_the_sample_are_all_in_their_list(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    rows = load()
    path.write_bytes(build_workbook(NewOptions(sample=rows)))
    names = _values(openpyxl.load_workbook(path), list_name("人员"))
    assert [name for name in names if name] == [row["姓名"] for row in rows["人员"]]


@pytest.mark.parametrize(
    "header", ["线索编号", "联系电话", "备用电话", "微信号", "企业规模(员工数)", "客户编号"]
)
def test_numbers_that_are_names_are_text(header: str, book: Workbook) -> None:
    sheet = book["线索登记表"]
    assert dimension(sheet, header).number_format == "@"


def test_the_sample_keeps_phones_as_text_and_dates_as_dates(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    path.write_bytes(build_workbook(NewOptions(sample=load())))
    row = CalamineWorkbook.from_path(path).get_sheet_by_name("线索登记表").to_python()[1]
    by_header = dict(zip([c.header for c in SHOWN["线索登记表"]], row, strict=False))
    assert isinstance(by_header["联系电话"], str)
    assert isinstance(by_header["获取时间"], dt.datetime)
    assert load()["线索登记表"][0]["公司名称"] == by_header["公司名称"]


@pytest.mark.parametrize("sheet", SHEETS, ids=str)
def test_a_sheet_has_one_table_and_is_set_up_for_paper(sheet: Sheet, book: Workbook) -> None:
    found = book[sheet.name]
    assert list(found.tables) == [sheet.table]
    assert found.freeze_panes is not None
    assert found.freeze_panes.endswith("2")
    assert found.page_setup.orientation == "landscape"
    assert found.sheet_properties.pageSetUpPr.fitToPage  # type: ignore[union-attr]
    assert found.print_title_rows == "$1:$1"
    assert found.oddFooter.right.text == "第&P页/共&N页"  # type: ignore[union-attr]


def test_a_plain_workbook_has_filters_and_no_tables(tmp_path: Path) -> None:
    path = tmp_path / "plain.xlsx"
    path.write_bytes(build_workbook(NewOptions(full=True, plain=True)))
    plain = openpyxl.load_workbook(path)
    for sheet in plain.worksheets:
        assert not sheet.tables
    assert plain["线索登记表"].auto_filter.ref is not None


@pytest.mark.parametrize("header", ["地区", "线索评分", "通知时间", "客户编号"])
def test_the_groups_of_extension_columns_are_folded(header: str, book: Workbook) -> None:
    sheet = book["线索登记表"]
    found = dimension(sheet, header)
    assert (found.outlineLevel, found.hidden) == (1, True)


def test_configuration_sheets_have_grey_tabs_at_the_end(book: Workbook) -> None:
    colours = [sheet.sheet_properties.tabColor.rgb for sheet in book.worksheets]  # type: ignore[union-attr]
    assert colours[-5:] == ["FFA6A6A6"] * 5
    assert "FFA6A6A6" not in colours[:-5]


def test_the_manual_links_to_every_other_sheet(book: Workbook) -> None:
    links = {
        link.location
        for row in book["说明"].iter_rows()
        for cell in row
        if (link := cell.hyperlink)
    }
    assert links == {f"{name}!A1" for name in book.sheetnames if name != "说明"}


def test_rules_stand_in_the_sheet_with_their_defaults(book: Workbook) -> None:
    rows = list(book["规则"].iter_rows(min_row=2, max_col=6, values_only=True))
    assert [row[0] for row in rows] == [rule.code for rule in RULES]
    assert [row[2] or "" for row in rows] == [rule.default for rule in RULES]


def test_prompts_stand_where_a_column_has_help(book: Workbook) -> None:
    for sheet in SHEETS:
        prompts = {
            rule.promptTitle
            for rule in book[sheet.name].data_validations.dataValidation
            if rule.prompt
        }
        assert prompts == {column.header for column in SHOWN[sheet.name] if column.help}


def test_the_same_options_give_the_same_bytes() -> None:
    options = NewOptions(sample=load(), full=True)
    assert build_workbook(options) == build_workbook(options)


@pytest.mark.parametrize("plain", [False, True], ids=["tables", "plain"])
def test_check_finds_nothing_wrong_with_an_empty_workbook(*, plain: bool, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(build_workbook(NewOptions(full=True, plain=plain)))
    assert not check(open_books((path,)), dt.date(2024, 3, 18)).problems


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    row = {"公司名称": "=1+1", "联系人": "http://example.com", "需求描述": "+1\n-2"}
    path.write_bytes(build_workbook(NewOptions(sample={"线索登记表": [row]})))
    sheet = openpyxl.load_workbook(path)["线索登记表"]
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")
    assert sheet["E2"].hyperlink is None
    assert sheet["J2"].value == "+1\n-2"
