"""A column put at the right end: its title, its width, its place in the table."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

import crmbook
from crmbook.files.cells import edit_cells
from crmbook.files.package import Package
from crmbook.model.edits import AddColumn, AppendRows, SetCell
from crmbook.model.errors import FileRefused, UsageError
from tests.files.books import SHEET, book, worksheet

ROWS = (
    '<row r="2"><c r="B2" s="2" t="inlineStr"><is><t>编号</t></is></c>'
    '<c r="C2" s="2" t="inlineStr"><is><t>公司</t></is></c></row>'
    '<row r="3"><c r="B3"><v>1</v></c></row>'
)
COLUMNS = '<cols><col min="2" max="3" width="20" style="1" customWidth="1"/></cols>'


def added(data: bytes, *titles: str) -> Package:
    package = Package(data, Path("台账.xlsx"))
    edit_cells(package, [AddColumn("表", title) for title in titles])
    return package


def test_titles_look_like_their_neighbour_and_columns_are_as_wide() -> None:
    package = added(book(worksheet(ROWS, before=COLUMNS)), "备注一", "备注二")
    xml = package.read(SHEET).decode()
    assert '<c r="D2" s="2" t="inlineStr"><is><t>备注一</t></is></c>' in xml
    assert '<c r="E2" s="2" t="inlineStr"><is><t>备注二</t></is></c>' in xml
    wide = '<col min="4" max="5" width="20" style="1" customWidth="1"/></cols>'
    assert wide in xml


@pytest.mark.parametrize(
    "columns",
    ["", COLUMNS.replace('max="3"', 'max="9"'), COLUMNS.replace("</cols>", '<col min="4" max="9"/></cols>')],
    ids=["none", "one over all", "a further one"],
)  # fmt: skip
def test_widths_that_are_said_already_stay(columns: str) -> None:
    assert columns in added(book(worksheet(ROWS, before=columns)), "备注").read(SHEET).decode()


def test_filter_and_print_area_follow() -> None:
    names = (
        '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">表!$B$1:$C$9'
        '</definedName><definedName name="旧">表!$B$1:$C$9</definedName></definedNames>'
    )
    plain = book(worksheet(ROWS, behind='<autoFilter ref="B2:C3"/>'))
    workbook = Package(plain, Path("x")).read("xl/workbook.xml").decode()
    named = workbook.replace("</sheets>", "</sheets>" + names)
    package = added(
        book(worksheet(ROWS, behind='<autoFilter ref="B2:C3"/>'), parts={"xl/workbook.xml": named}),
        "备注",
    )
    assert '<autoFilter ref="B2:D3"/>' in package.read(SHEET).decode()
    expected = names.replace("$C$9", "$D$9", 1)
    assert expected in package.read("xl/workbook.xml").decode()


def test_what_stands_to_the_right_is_never_covered() -> None:
    untitled = ROWS.replace(
        '<c r="B3"><v>1</v></c>', '<c r="B3"><v>1</v></c><c r="D3"><v>1</v></c>'
    )
    xml = added(book(worksheet(untitled)), "备注").read(SHEET).decode()
    assert '<c r="D3"><v>1</v></c>' in xml
    assert '<c r="E2" s="2" t="inlineStr"><is><t>备注</t></is></c>' in xml


def test_a_title_stands_once_without_a_table_too() -> None:
    with pytest.raises(UsageError, match="公司"):
        added(book(worksheet(ROWS)), "公司")


@pytest.mark.parametrize("title", [" ", "长" * 256])
def test_a_title_that_no_table_takes_is_refused(title: str) -> None:
    with pytest.raises(UsageError, match="255"):
        added(with_table(), title)


@pytest.mark.parametrize("title", ["a\tb", "a\nb"])
def test_a_table_calls_its_column_what_the_cell_says(title: str, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(with_table())
    with crmbook.edit(path) as edit:
        edit.add_column("表", title)
    read = openpyxl.load_workbook(path).worksheets[0]
    assert read.tables["线索"].tableColumns[-1].name == read["D2"].value == title


def test_a_title_that_reads_like_a_code_is_written_as_one() -> None:
    package = added(with_table(), "_x0041_")
    table = next(package.read(part) for part in package.names if "table1" in part).decode()
    assert 'name="_x005f_x0041_"' in table


def test_a_title_changed_later_in_the_plan_is_the_columns_name() -> None:
    package = Package(with_table(), Path("台账.xlsx"))
    edit_cells(package, [AddColumn("表", "新"), SetCell("表", "D2", "改名")])
    table = next(package.read(part) for part in package.names if "table1" in part).decode()
    assert 'name="改名"' in table


def test_a_column_behind_a_hidden_one_is_seen() -> None:
    hidden = COLUMNS.replace('customWidth="1"', 'hidden="1" outlineLevel="1"')
    xml = added(book(worksheet(ROWS, before=hidden)), "备注").read(SHEET).decode()
    assert '<col min="4" max="4" width="20" style="1"/>' in xml


def with_table(*, header: bool = True) -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet("表")
    columns = [{"header": "编号"}, {"header": "公司"}]
    sheet.add_table("B2:C4", {"columns": columns, "name": "线索", "header_row": header})
    sheet.write("B3", 1)
    made.close()
    return out.getvalue()


def test_a_table_gets_the_column(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(with_table())
    with crmbook.edit(path) as edit:
        edit.add_column("表", "备注 <一>\n二")
        edit.append_rows("表", [[2, "二"]])
    sheet = openpyxl.load_workbook(path).worksheets[0]
    table = sheet.tables["线索"]
    assert table.ref == table.autoFilter.ref == "B2:D4"
    assert [one.name for one in table.tableColumns] == ["编号", "公司", "备注 <一>\n二"]
    assert sheet["D2"].value == "备注 <一>\n二"
    assert sheet["C4"].value == "二"


@pytest.mark.parametrize("titles", [("公司",), ("新", "新")])
def test_a_title_stands_once_in_a_table(titles: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match=titles[-1]):
        added(with_table(), *titles)


@pytest.mark.parametrize("cell", ["", '<c r="C2" s="4"/>'], ids=["missing", "blank"])
def test_a_title_that_only_the_table_knows_is_asked_for_by_its_cell(cell: str) -> None:
    """Somebody emptied the heading of a column that computes."""
    made = Package(with_table(), Path("台账.xlsx"))
    xml = made.read(SHEET).decode()
    made.replace(SHEET, re.sub(r'<c r="C2".*?</c>', cell, xml).encode())
    with pytest.raises(FileRefused, match=r"表!C2.*线索.*“公司”"):
        edit_cells(made, [AddColumn("表", "公司")])


def test_a_table_without_titles_takes_no_column() -> None:
    with pytest.raises(FileRefused):
        added(with_table(header=False), "新")


def test_a_column_needs_a_title() -> None:
    with pytest.raises(UsageError):
        added(with_table(), "")


def test_rows_and_columns_of_one_plan_fit_together() -> None:
    package = Package(with_table(), Path("台账.xlsx"))
    edit_cells(package, [AddColumn("表", "新"), AppendRows("表", ((1,), (2,), (3,)))])
    table = next(package.read(part) for part in package.names if "table1" in part)
    assert b'ref="B2:D6"' in table


def test_an_empty_sheet_gets_its_first_title() -> None:
    xml = added(book(worksheet("")), "编号", "公司").read(SHEET).decode()
    assert '<c r="A1" t="inlineStr"><is><t>编号</t></is></c><c r="B1"' in xml


def test_a_column_may_bring_its_values() -> None:
    package = Package(book(worksheet(ROWS)), Path("台账.xlsx"))
    edit_cells(package, [AddColumn("表", "备注", values={3: "好", 7: 5})])
    xml = package.read(SHEET).decode()
    assert '<c r="B3"><v>1</v></c><c r="D3" t="inlineStr"><is><t>好</t></is></c></row>' in xml
    assert '<row r="7"><c r="D7"><v>5</v></c></row>' in xml


def test_rows_may_name_their_columns() -> None:
    package = Package(book(worksheet(ROWS)), Path("台账.xlsx"))
    edit_cells(package, [AddColumn("表", "新"), AppendRows("表", ({3: "x", "新": "y"},))])
    xml = package.read(SHEET).decode()
    assert '<c r="C4" t="inlineStr"><is><t>x</t></is></c><c r="D4"' in xml
