"""``check --format xlsx``: a copy for reading, wrong cells marked, the book itself only read (U15)."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.cell import Cell
from openpyxl.workbook import Workbook
from python_calamine import CalamineWorkbook

from tests.cli.conftest import Run
from tests.cli.desk import HEADERS, lead, lying, write_rows

TODAY = ("--today", "2024-03-18")
LEADS, LIST = "线索登记表", "问题清单"
RED, YELLOW = "FFFFC7CE", "FFFFEB9C"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    rows = [
        lead(1, 公司名称="杭州华鼎科技有限公司", 联系电话="1380000111"),
        lead(2, 公司名称="宁波启航商贸有限公司", 意向等级=None, 邮箱="b@huading.com.cn"),
        lead(3, 公司名称="苏州恒达机械厂 ", 邮箱="c@huading.com.cn", 联系电话="13867412377"),
    ]
    return write_rows(folder / "台账.xlsx", {LEADS: [HEADERS, *rows], "说明书": [["其他"]]})


def _marked(run: Run, book: Path, *more: object) -> Workbook:
    target = book.with_name("标记.xlsx")
    ended = run("check", book, "--format", "xlsx", "-o", target, *TODAY, *more)
    assert (ended.code, ended.out) == (1, ""), ended.err
    assert target.name in ended.err
    return openpyxl.load_workbook(target)


def _cell(workbook: Workbook, address: str) -> Cell:
    found = workbook[LEADS][address]
    assert isinstance(found, Cell)
    return found


def test_wrong_cells_have_a_colour_and_a_note(run: Run, book: Path) -> None:
    workbook = _marked(run, book)
    phone, grade, company = (_cell(workbook, at) for at in ("G2", "K3", "B4"))
    assert [cell.fill.fgColor.rgb for cell in (phone, grade, company)] == [RED, RED, YELLOW]
    assert phone.comment is not None
    what, why, how, impact = phone.comment.text.splitlines()[:4]
    assert what == "✗ 手机号少 1 位 (V111)"
    assert why.startswith("为什么：")
    assert how.startswith("怎么改：")
    assert impact == "影响：联系"
    assert company.comment is not None
    assert company.comment.text.startswith("! ")


def test_good_cells_are_left_alone(run: Run, book: Path) -> None:
    workbook = _marked(run, book, "--select", "V111,V104,V101")
    marked = {"G2", "K3", "B4"}
    for row in workbook[LEADS].iter_rows():
        for cell in row:
            assert (cell.comment is not None) == (cell.coordinate in marked), cell.coordinate
            assert (cell.fill.fill_type == "solid") == (cell.coordinate in marked), cell.coordinate


def test_the_first_tab_is_the_list_and_says_that_this_is_a_copy(run: Run, book: Path) -> None:
    workbook = _marked(run, book)
    assert workbook.sheetnames == [LIST, LEADS, "说明书"]
    sheet = workbook[LIST]
    assert sheet["A1"].value == "只看不改，请回 台账.xlsx 修改"
    assert str(sheet["A2"].value).startswith("还有 2 处要改")
    selected = [one.title for one in workbook.worksheets if one.sheet_view.tabSelected]
    assert len(selected) == 1, "sheets selected together would be edited together"
    assert workbook.active is not None
    assert workbook.active.title == selected[0]


def test_values_and_the_book_itself_stay(run: Run, book: Path) -> None:
    before = lying(book.parent)
    values = CalamineWorkbook.from_path(str(book)).get_sheet_by_name(LEADS).to_python()
    _marked(run, book)
    after = lying(book.parent)
    assert {name: after[name] for name in before} == before
    copy = CalamineWorkbook.from_path(str(book.with_name("标记.xlsx")))
    assert copy.get_sheet_by_name(LEADS).to_python() == values


def test_a_users_fill_and_note_are_not_disturbed(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet(LEADS)
        sheet.write_row(0, 0, HEADERS)
        sheet.write_row(1, 0, lead(1, 意向等级=""))
        sheet.write_string(1, 6, "1380000111", workbook.add_format({"bg_color": "#00B050"}))
        sheet.write_comment(1, 6, "客户说周五换号")
    marked = _marked(run, path)
    cell = _cell(marked, "G2")
    assert cell.fill.fgColor.rgb == "FF00B050"
    assert cell.comment is not None
    assert "客户说周五换号" in cell.comment.text
    assert _cell(marked, "K2").fill.fgColor.rgb == RED


def test_problems_of_one_cell_share_its_note(run: Run, tmp_path: Path) -> None:
    book = write_rows(
        tmp_path / "台账.xlsx", {LEADS: [HEADERS, lead(1, 公司名称=" 测试 ", 意向等级=None)]}
    )
    cell = _cell(_marked(run, book), "B2")
    assert cell.comment is not None
    assert cell.comment.text.count("怎么改：") > 1


@pytest.mark.parametrize("output", ["台账.xlsx", "./台账.xlsx"])
def test_the_copy_never_replaces_the_book(output: str, run: Run, book: Path) -> None:
    before = lying(book.parent)
    target = book.parent / output
    ended = run("check", book, "--format", "xlsx", "-o", target, "--force", *TODAY)
    assert (ended.code, ended.out) == (2, "")
    assert lying(book.parent) == before


def test_an_existing_copy_is_replaced_only_with_force(run: Run, book: Path) -> None:
    target = book.with_name("标记.xlsx")
    target.write_bytes(b"mine")
    arguments = ("check", book, "--format", "xlsx", "-o", target, *TODAY)
    assert run(*arguments).code == 2
    assert target.read_bytes() == b"mine"
    assert run(*arguments, "--force").code == 1
    assert openpyxl.load_workbook(target).sheetnames[0] == LIST


def test_a_csv_has_no_marked_copy(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "线索登记表.csv"
    book.write_text(",".join(HEADERS) + "\n" + ",".join(map(str, lead(1))) + "\n", encoding="utf-8")
    ended = run("check", book, "--format", "xlsx", "-o", tmp_path / "标记.xlsx", *TODAY)
    assert (ended.code, ended.err.count("\n")) == (3, 1)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [book.name]
