"""``check --list``: 问题清单 in the book itself, with what people wrote into it (U15, FORMS.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

import crmbook
from crmbook.report.findings import HEADERS
from tests.cli.conftest import Run
from tests.cli.desk import HEADERS as TITLES
from tests.cli.desk import lead, lying, write_rows

TODAY = ("--today", "2024-03-18")
LIST = "问题清单"


def _rows() -> list[list[Any]]:
    return [
        lead(1, 公司名称="杭州华鼎科技有限公司", 联系电话="1380000111"),
        lead(2, 公司名称="宁波启航商贸有限公司", 意向等级=None, 邮箱="b@huading.com.cn"),
        lead(3, 公司名称="苏州恒达机械厂", 负责人="李四", 意向等级="很高", 邮箱="c@huading.com.cn",
             联系电话="13867412377"),
        lead(4, 公司名称="无锡锦晖贸易有限公司", 负责人=None, 邮箱="错", 联系电话="13867412399"),
    ]  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    return write_rows(folder / "台账.xlsx", {"线索登记表": [TITLES, *_rows()]})


def _sheet(path: Path) -> Worksheet:
    found = openpyxl.load_workbook(path)[LIST]
    assert isinstance(found, Worksheet)
    return found


def _header(sheet: Worksheet) -> int:
    return next(at for at, row in enumerate(sheet.iter_rows(), 1) if row[0].value == "序")


def _lines(sheet: Worksheet) -> Iterator[dict[str, Any]]:
    at = _header(sheet)
    titles = [str(cell.value) for cell in sheet[at]]
    for row in sheet.iter_rows(min_row=at + 1, values_only=True):
        if row[4] is None:
            return
        yield dict(zip(titles, row, strict=True))


def _row(sheet: Worksheet, place: str) -> int:
    return next(at for at, row in enumerate(sheet.iter_rows(), 1) if row[4].value == place)


def _type(path: Path, cells: dict[str, str]) -> None:
    with crmbook.edit(path) as edit:
        for cell, value in cells.items():
            edit.set_cell(LIST, cell, value)


def test_the_list_has_the_columns_and_the_order_of_the_form(run: Run, book: Path) -> None:
    ended = run("check", book, "--list", *TODAY)
    assert ended.code == 1
    sheet = _sheet(book)
    assert sheet["A1"].value == ended.out.splitlines()[0]
    assert str(sheet["A1"].value).startswith(
        "还有 5 处要改，其中 3 处会算错月报：张三 2，李四 1，未分配 2"
    )
    assert tuple(cell.value for cell in sheet[_header(sheet)]) == HEADERS
    lines = {line["位置"]: line for line in _lines(sheet)}
    assert lines["线索登记表 K3"] == {
        "序": 1, "负责人": "张三", "公司名称": "宁波启航商贸有限公司", "编号": "XS2024002",
        "位置": "线索登记表 K3", "列名": "意向等级", "现在填的": "（空）", "问题": "没填等级，A/B/C 都数不到",
        "怎么改": "填 A类/B类/C类。", "影响": "月报", "已改": "□",
    }  # fmt: skip
    phone = lines["线索登记表 G2"]
    assert (phone["现在填的"], phone["问题"], phone["影响"]) == (
        "1380000111",
        "手机号少 1 位",
        "联系",
    )


def test_it_is_sorted_by_owner_then_impact(run: Run, book: Path) -> None:
    run("check", book, "--list", *TODAY)
    lines = list(_lines(_sheet(book)))
    owners = [line["负责人"] for line in lines]
    assert list(dict.fromkeys(owners)) == ["张三", "李四", "未分配"]
    rank = {"月报": 0, "联系": 1, "规范": 2}
    for owner in ("张三", "李四", "未分配"):
        found = [rank[line["影响"]] for line in lines if line["负责人"] == owner]
        assert found == sorted(found)
    assert [line["序"] for line in lines] == list(range(1, len(lines) + 1))


def test_every_place_leads_to_its_cell(run: Run, book: Path) -> None:
    run("check", book, "--list", *TODAY)
    sheet = _sheet(book)
    at = _header(sheet)
    for row in range(at + 1, at + 1 + len(list(_lines(sheet)))):
        cell = sheet.cell(row, 5)
        assert cell.hyperlink is not None
        assert str(cell.value).replace(" ", "!") == cell.hyperlink.location


def test_a_sign_stands_beside_each_colour(run: Run, book: Path) -> None:
    run("check", book, "--list", *TODAY)
    sheet = _sheet(book)
    cells = [sheet.cell(_header(sheet) + at, 1) for at in range(1, len(list(_lines(sheet))) + 1)]
    shown = {(cell.fill.fgColor.rgb, cell.number_format) for cell in cells}
    assert shown == {("FFFFC7CE", '"✗ "0'), ("FFFFEB9C", '"! "0')}


def test_it_prints_on_a4_with_a_page_for_each_owner(run: Run, book: Path) -> None:
    run("check", book, "--list", *TODAY)
    sheet = _sheet(book)
    at = _header(sheet)
    owners = [line["负责人"] for line in _lines(sheet)]
    breaks = [at + i for i in range(1, len(owners)) if owners[i] != owners[i - 1]]
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert (sheet.page_setup.fitToHeight, sheet.print_title_rows) == (0, f"${at}:${at}")
    assert [one.id for one in sheet.row_breaks.brk] == breaks
    assert len(breaks) == 2


def test_nothing_else_in_the_book_changes(run: Run, book: Path) -> None:
    before = CalamineWorkbook.from_path(str(book)).get_sheet_by_name("线索登记表").to_python()
    run("check", book, "--list", *TODAY)
    after = CalamineWorkbook.from_path(str(book))
    assert after.sheet_names == ["线索登记表", LIST]
    assert after.get_sheet_by_name("线索登记表").to_python() == before


def test_the_list_is_no_register(run: Run, book: Path) -> None:
    first = json.loads(run("check", book, "--list", *TODAY, "--format", "json").out)
    again = json.loads(run("check", book, *TODAY, "--format", "json").out)
    assert again["problems"] == first["problems"]
    assert again["summary"] == first["summary"]


def test_a_second_run_writes_nothing(run: Run, book: Path) -> None:
    run("check", book, "--list", *TODAY)
    before = lying(book.parent)
    told = json.loads(run("check", book, "--list", *TODAY, "--format", "json").out)
    assert lying(book.parent) == before
    assert (told["written"], told["beside"], told["backup"]) == (str(book), None, None)


def test_what_people_wrote_stays_with_its_problem(run: Run, book: Path) -> None:
    """They tick, and add columns; then some of it is mended."""
    run("check", book, "--list", *TODAY)
    sheet = _sheet(book)
    at = _header(sheet)
    grade, phone, solved = (_row(sheet, f"线索登记表 {cell}") for cell in ("K3", "G2", "K4"))
    _type(book, {f"L{at}": "处理", f"M{at}": "备注", f"K{grade}": "√", f"L{grade}": "张三去问",
                 f"M{phone}": "客户出差，周五回", f"L{solved}": "已转王工"})  # fmt: skip
    with crmbook.edit(book) as edit:
        edit.set_cell("线索登记表", "K4", "B类")
    run("check", book, "--list", *TODAY)
    sheet = _sheet(book)
    assert [cell.value for cell in sheet[_header(sheet)]] == [*HEADERS, "处理", "备注"]
    lines = {line["位置"]: line for line in _lines(sheet)}
    assert (lines["线索登记表 K3"]["已改"], lines["线索登记表 K3"]["处理"]) == ("√", "张三去问")
    assert lines["线索登记表 G2"]["备注"] == "客户出差，周五回"
    assert "线索登记表 K4" not in lines
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "已转王工" in cells, "what was written beside a problem that is gone stays below"
    assert any("1 处打过勾" in str(value) for value in cells)


def test_what_people_wrote_follows_a_record_that_was_sorted(run: Run, book: Path) -> None:
    run("check", book, "--list", *TODAY)
    at = _header(_sheet(book))
    _type(book, {f"L{at}": "备注", f"L{at + 1}": "等客户"})
    grown = openpyxl.load_workbook(book)
    sheet = grown["线索登记表"]
    values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for row, cells in enumerate(reversed(values), 2):
        for column, value in enumerate(cells, 1):
            sheet.cell(row, column).value = value
    grown.save(book)
    run("check", book, "--list", *TODAY)
    typed = {line["编号"]: line["备注"] for line in _lines(_sheet(book)) if line["备注"]}
    assert typed == {"XS2024002": "等客户"}


def test_what_was_kept_below_is_kept_again(run: Run, book: Path) -> None:
    run("check", book, "--list", *TODAY)
    at = _header(_sheet(book))
    _type(book, {f"L{at}": "备注", f"L{at + 1}": "已和客户说好"})
    with crmbook.edit(book) as edit:
        edit.set_cell("线索登记表", "K3", "B类")
    for _again in range(3):
        run("check", book, "--list", *TODAY)
        cells = [cell.value for row in _sheet(book).iter_rows() for cell in row]
        assert cells.count("已和客户说好") == 1


def test_two_columns_of_one_name_both_stay(run: Run, book: Path) -> None:
    run("check", book, "--list", *TODAY)
    at = _header(_sheet(book))
    _type(book, {f"L{at}": "备注", f"M{at}": "备注", f"N{at}": "问题", f"L{at + 1}": "甲",
                 f"M{at + 1}": "乙", f"N{at + 1}": "丙", f"O{at + 1}": "没有表头"})  # fmt: skip
    run("check", book, "--list", *TODAY)
    sheet = _sheet(book)
    first = next(_lines(sheet))
    assert list(first.values())[11:] == ["甲", "乙", "丙", "没有表头"]
    assert len({str(title).casefold() for title in first}) == len(first)


def test_a_sheet_of_the_teams_own_is_never_replaced(run: Run, tmp_path: Path) -> None:
    sheets = {"线索登记表": [TITLES, *_rows()], LIST: [["我们自己的"]]}
    book = write_rows(tmp_path / "台账.xlsx", sheets)
    before = book.read_bytes()
    ended = run("check", book, "--list", *TODAY)
    assert (ended.code, ended.out, ended.err.count("\n")) == (3, "", 1)
    assert LIST in ended.err
    assert book.read_bytes() == before


def test_a_clean_book_says_so(run: Run, tmp_path: Path) -> None:
    book = write_rows(tmp_path / "台账.xlsx", {"线索登记表": [TITLES, lead(1)]})
    ended = run("check", book, "--list", *TODAY, "--ignore", "V152")
    assert ended.code == 0
    assert _sheet(book)["A1"].value == "可以开会：没有要改的"
    assert not list(_lines(_sheet(book)))


def test_a_book_that_is_open_gets_its_list_beside_it(run: Run, book: Path) -> None:
    book.with_name(f"~${book.name}").write_bytes(b"\x08WangFang" + b" " * 46)
    before = lying(book.parent)
    ended = run("check", book, "--list", *TODAY)
    assert ended.code == 1
    assert "WangFang" in ended.out
    after = lying(book.parent)
    (new,) = after.keys() - before.keys()
    assert {name: after[name] for name in before} == before
    assert new.startswith("台账-问题清单-")
    sheet = _sheet(book.with_name(new))
    link = sheet.cell(_header(sheet) + 1, 5).hyperlink
    assert link is not None
    assert (link.target, link.location) == ("台账.xlsx", "线索登记表!K3")


def test_values_are_never_formulas_and_control_characters_never_raw(
    run: Run, tmp_path: Path
) -> None:
    bad = "=cmd|' /C calc'!A0\u202e"
    book = write_rows(
        tmp_path / "台账.xlsx", {"线索登记表": [TITLES, lead(1, 公司名称="华鼎\u202e科技有限公司")]}
    )
    with crmbook.edit(book) as edit:
        edit.set_cell("线索登记表", "G2", bad)
    run("check", book, "--list", *TODAY)
    cells = [cell for row in _sheet(book).iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value).startswith("=cmd") for cell in cells)
    assert not any("\u202e" in str(cell.value) for cell in cells)
