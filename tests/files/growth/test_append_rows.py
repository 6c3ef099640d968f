"""Rows put below the last one: where they go, what they look like, what follows them."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

import crmbook
from crmbook.files.cells import edit_cells
from crmbook.files.package import Package
from crmbook.model.cells import Value
from crmbook.model.edits import AppendRows
from crmbook.model.errors import FileRefused, UsageError
from tests.files.books import SHEET, book, worksheet
from tests.report.recalculation import recalculated

LEADS = ["编号", "公司名称", "金额", "两倍"]


def appended(data: bytes, *rows: Sequence[Value], sheet: str = "表") -> Package:
    package = Package(data, Path("台账.xlsx"))
    edit_cells(package, [AppendRows(sheet, tuple(map(tuple, rows)))])
    return package


def rows_of(package: Package) -> str:
    found = re.search(r"<sheetData>(.*)</sheetData>", package.read(SHEET).decode(), re.DOTALL)
    assert found is not None
    return found[1]


TITLES = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>编号</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>公司</t></is></c></row>'
)
RECORD = (
    '<row r="2" ht="30" customHeight="1" hidden="1"><c r="A2" s="2"><v>1</v></c>'
    '<c r="B2" s="1"><v>45352</v></c></row>'
)


def test_a_row_looks_like_the_last_record_and_nothing_else_of_the_sheet_changes() -> None:
    package = appended(book(worksheet(TITLES + RECORD)), [2, dt.date(2024, 3, 2)])
    new = (
        '<row r="3" ht="30" customHeight="1"><c r="A3" s="2"><v>2</v></c>'
        '<c r="B3" s="1"><v>45353</v></c></row>'
    )
    assert rows_of(package) == TITLES + RECORD + new


def test_cells_left_empty_look_like_those_above() -> None:
    assert rows_of(appended(book(worksheet(TITLES + RECORD)), ["x"])).endswith(
        '<c r="A3" s="2" t="inlineStr"><is><t>x</t></is></c><c r="B3" s="1"/></row>'
    )


def test_the_first_record_does_not_look_like_the_titles() -> None:
    titles = TITLES.replace('r="A1"', 'r="A1" s="2"')
    assert rows_of(appended(book(worksheet(titles)), [1])).endswith(
        '<row r="2"><c r="A2"><v>1</v></c></row>'
    )


def test_an_empty_sheet_begins_at_a1() -> None:
    assert rows_of(appended(book(worksheet("")), ["x"])) == (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
    )


def test_prepared_rows_are_used_and_keep_their_looks() -> None:
    blank = '<row r="3"><c r="A3" s="1"/><c r="B3" s="2"/></row>'
    assert rows_of(appended(book(worksheet(TITLES + RECORD + blank)), [7, None])).endswith(
        '<row r="3"><c r="A3" s="1"><v>7</v></c><c r="B3" s="2"/></row>'
    )


def test_text_never_becomes_a_formula() -> None:
    package = appended(book(worksheet(TITLES + RECORD)), ["=1+1"])
    assert "<t>=1+1</t>" in rows_of(package)
    assert "<f>" not in rows_of(package)


def test_data_that_begin_further_right_go_on_there() -> None:
    rows = (
        TITLES.replace("A1", "C1").replace("B1", "D1") + '<row r="2"><c r="D2"><v>1</v></c></row>'
    )
    assert '<c r="C3"><v>9</v></c>' in rows_of(appended(book(worksheet(rows)), [9, 8]))


def test_rows_and_cells_without_numbers_are_counted() -> None:
    rows = re.sub(r' r="[A-Z0-9]+"', "", TITLES + RECORD)
    assert '<row r="3"' in rows_of(appended(book(worksheet(rows)), [9]))


def formula_row(row: int, *, formula: str) -> str:
    return f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}">{formula}<v>4</v></c></row>'


@pytest.mark.parametrize(
    ("formula", "filled"),
    [
        ("<f>A3*$C$1</f>", "A4*$C$1"),
        ('<f t="shared" si="0"/>', "A4*2+A3"),
        ("<f>IF(A3=&quot;&lt;A3&quot;,SUM(A$2:A3),'[1]a b'!C3)</f>",
         "IF(A4=\"&lt;A3\",SUM(A$2:A4),'[1]a b'!C4)"),
    ],
    ids=["relative", "shared", "texts and other books"],
)  # fmt: skip
def test_a_column_that_computes_is_filled_down(formula: str, filled: str) -> None:
    shared = '<f t="shared" ref="B2:B3" si="0">A2*2+A1</f>'
    rows = TITLES + formula_row(2, formula=shared) + formula_row(3, formula=formula)
    found = rows_of(appended(book(worksheet(rows)), [4])).replace("&quot;", '"')
    assert found.endswith(f'<row r="4"><c r="A4"><v>4</v></c><c r="B4"><f>{filled}</f></c></row>')


def test_a_formula_that_is_there_already_stays() -> None:
    rows = TITLES + formula_row(2, formula="<f>A2*2</f>")
    prepared = '<row r="3"><c r="B3"><f>A3*2</f><v>0</v></c></row>'
    assert rows_of(appended(book(worksheet(rows + prepared)), [4])).endswith(
        '<row r="3"><c r="A3"><v>4</v></c><c r="B3"><f>A3*2</f><v>0</v></c></row>'
    )


def test_a_value_for_a_column_that_computes_is_refused() -> None:
    rows = TITLES + formula_row(2, formula="<f>A2*2</f>")
    with pytest.raises(FileRefused, match="B3"):
        appended(book(worksheet(rows)), [4, 5])


@pytest.mark.parametrize(
    "formula",
    ['<f t="array" ref="B2">A2*2</f>', '<f t="shared" si="5"/>'],
    ids=["over several cells", "shared with nobody"],
)
def test_a_formula_that_cannot_be_filled_down_is_refused(formula: str) -> None:
    with pytest.raises(FileRefused, match="B2"):
        appended(book(worksheet(TITLES + formula_row(2, formula=formula))), [4])


CLOSING = '<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{text}</t></is></c></row>'


@pytest.mark.parametrize("text", ["合计", "总计：", "备注：价格含税", "制表人：小王"])
def test_rows_that_close_the_table_are_left_where_they_are(text: str) -> None:
    closing = CLOSING.format(row=5, text=text)
    package = appended(book(worksheet(TITLES + RECORD + closing)), [1], [2])
    assert re.findall(r'<row r="(\d)"', rows_of(package)) == ["1", "2", "3", "4", "5"]
    with pytest.raises(FileRefused, match="5"):
        appended(book(worksheet(TITLES + RECORD + closing)), [1], [2], [3])


def test_a_row_of_sums_is_no_record() -> None:
    sums = '<row r="3"><c r="A3"><v>1</v></c><c r="B3"><f>SUM(B2:B2)</f><v>4</v></c></row>'
    with pytest.raises(FileRefused, match="3"):
        appended(book(worksheet(TITLES + RECORD + sums)), [1])


def behind(ends: int) -> str:
    return (
        f'<autoFilter ref="A1:B{ends}"/>'
        f'<conditionalFormatting sqref="A2:A{ends} C2:C{ends}"><cfRule type="duplicateValues"'
        ' dxfId="0" priority="1"/></conditionalFormatting>'
        '<conditionalFormatting sqref="B2"><cfRule type="duplicateValues" dxfId="0" priority="2"/>'
        "</conditionalFormatting>"
        f'<dataValidations count="2"><dataValidation type="list" sqref="B2:B{ends}"><formula1>'
        '"A2:A3"</formula1></dataValidation>'
        '<dataValidation sqref="A2:A900"><formula1>1</formula1></dataValidation></dataValidations>'
        f'<ignoredErrors><ignoredError sqref="B1:B{ends}" numberStoredAsText="1"/></ignoredErrors>'
        '<extLst><ext uri="x" xmlns:x14="urn:x" xmlns:xm="urn:m">'
        f"<x14:dataValidation><xm:sqref>A2:B{ends}</xm:sqref></x14:dataValidation>"
        "<x14:sparklineGroups><x14:sparkline><xm:f>A2:A3</xm:f>"
        f"<xm:sqref>B2:B{3}</xm:sqref></x14:sparkline></x14:sparklineGroups></ext></extLst>"
    )


def test_ranges_that_reached_to_the_last_record_go_on_doing_so() -> None:
    rows = TITLES + RECORD + RECORD.replace("2", "3")
    package = appended(book(worksheet(rows, behind=behind(3))), [1], [2])
    expected = behind(5).replace("C2:C5", "C2:C3")  # beside the data
    assert package.read(SHEET).decode().endswith(expected + "</worksheet>")


NAMES = (
    "<definedNames>"
    '<definedName name="_xlnm.Print_Area" localSheetId="0">表!$A$1:$B${end},表!$D$1:$E$3</definedName>'
    '<definedName name="全部">OFFSET(\'表\'!$A$1:$A${end},1,0)&amp;"表!$A$1:$A$3"</definedName>'
    '<definedName name="别处">[1]表!$A$1:$A$3</definedName></definedNames>'
)


def test_names_and_the_print_area_follow() -> None:
    rows = TITLES + RECORD + RECORD.replace("2", "3")
    data = book(worksheet(rows))
    workbook = Package(data, Path("x")).read("xl/workbook.xml").decode()
    named = workbook.replace("</sheets>", "</sheets>" + NAMES.replace("{end}", "3"))
    package = appended(book(worksheet(rows), parts={"xl/workbook.xml": named}), [1])
    assert NAMES.replace("{end}", "4") in package.read("xl/workbook.xml").decode()


def with_table(rows: int = 3, *, totals: bool = False, blank: int = 0, below: str = "") -> bytes:
    """Return a book with a table of records from row 3 on, blank ones at its end."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet("表")
    sheet.write("B1", "线索登记表")
    date = made.add_format({"num_format": "yyyy-mm-dd", "border": 1})
    columns = [
        {"header": "编号"},
        {"header": "公司名称"},
        {"header": "日期", "format": date},
        {"header": "两倍", "formula": "=[@编号]*2"},
    ]
    last = 2 + rows + blank + totals
    sheet.add_table(1, 1, last - 1, 4, {"columns": columns, "name": "线索", "total_row": totals})
    for row in range(rows):
        sheet.write_number(2 + row, 1, row + 1)
        sheet.write_string(2 + row, 2, f"公司{row}")
        sheet.write_datetime(2 + row, 3, dt.datetime(2024, 3, 1), date)
        sheet.write_formula(2 + row, 4, "=线索[[#This Row],[编号]]*2", None, 2 * (row + 1))
    if below:
        sheet.write(last + 1, 1, below)
    made.close()
    return out.getvalue()


def saved(path: Path) -> Worksheet:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def put(path: Path, rows: Sequence[Sequence[Value]]) -> Worksheet:
    with crmbook.edit(path) as edit:
        edit.append_rows("表", rows)
    return saved(path)


def test_a_table_grows_with_its_rows_and_its_filter(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(with_table())
    sheet = put(path, [[4, "四", dt.date(2024, 3, 4)], [5, "五"]])
    assert sheet.tables["线索"].ref == "B2:E7"
    assert sheet.tables["线索"].autoFilter.ref == "B2:E7"
    assert sheet["E7"].value == "=线索[[#This Row],[编号]]*2"
    assert sheet["D6"].number_format == sheet["D7"].number_format == "yyyy-mm-dd"
    assert sheet["D7"].border.left.style == "thin"


def test_blank_rows_at_the_end_of_a_table_come_first(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(with_table(rows=1, blank=2))
    assert put(path, [[2, "二"]])["C4"].value == "二"
    assert saved(path).tables["线索"].ref == "B2:E5"
    assert put(path, [[3, "三"], [4, "四"]])["C6"].value == "四"
    assert saved(path).tables["线索"].ref == "B2:E6"


def test_a_new_register_begins_in_its_blank_row(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(with_table(rows=0, blank=1))
    sheet = put(path, [[1, "一", None]])
    assert [sheet["B3"].value, sheet["C3"].value] == [1, "一"]
    assert sheet.tables["线索"].ref == "B2:E3"


def test_a_totals_row_is_respected_and_its_remedy_named(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(with_table(rows=1, blank=1, totals=True))
    assert put(path, [[2, "二"]])["C4"].value == "二"
    before = path.read_bytes()
    with pytest.raises(FileRefused) as refused:
        put(path, [[3, "三"]])
    assert "汇总行" in str(refused.value.remedy)
    assert path.read_bytes() == before


def test_what_stands_below_a_table_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(with_table(below="说明文字"))
    put(path, [[4, "四"]])
    with pytest.raises(FileRefused, match="7"):
        put(path, [[5, "五"]])


def test_a_row_wider_than_the_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(with_table())
    with pytest.raises(UsageError, match="5"):
        put(path, [[1, 2, 3, None, 5]])


def test_several_appends_of_one_plan_follow_each_other(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(with_table())
    with crmbook.edit(path) as edit:
        edit.append_rows("表", [[4, "四"]])
        edit.append_rows("表", [[5, "五"]])
    assert [saved(path)["C6"].value, saved(path)["C7"].value] == ["四", "五"]


def test_the_receipt_lists_the_new_cells(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(with_table())
    with crmbook.edit(path) as edit:
        edit.append_rows("表", [[4, "四"]], "导入")
    assert edit.receipt is not None
    found = [(str(cell.ref), cell.old, cell.new, cell.reason) for cell in edit.receipt.cells]
    assert found == [("表!B6", None, 4, "导入"), ("表!C6", None, "四", "导入")]


def test_libreoffice_computes_what_was_filled_down(tmp_path: Path, soffice: str) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(with_table())
    put(path, [[21, "四"]])
    computed = recalculated(soffice, path.read_bytes(), tmp_path)
    assert computed["表", "E6"] == 42


@given(st.lists(st.lists(st.one_of(st.none(), st.integers(0, 9), st.text("=甲<&", max_size=3)),
                         min_size=1, max_size=3), min_size=1, max_size=5))  # fmt: skip
def test_old_rows_keep_every_byte_and_new_ones_read_back(rows: list[list[Value]]) -> None:
    old = TITLES + RECORD.replace('s="1"', 's="0"')
    package = appended(book(worksheet(old)), *rows)
    assert rows_of(package).startswith(old)
    out = io.BytesIO()
    package.write(out)
    read = python_calamine.load_workbook(io.BytesIO(out.getvalue())).get_sheet_by_index(0)
    found: list[list[object]] = [[*row] for row in read.to_python()[2:]]
    wanted: list[list[object]] = [
        [value if value is not None else "" for value in row] for row in rows
    ]
    width = max((len(row) for row in [*found, *wanted]), default=0)
    padded = [[*row, *[""] * (width - len(row))] for row in wanted]
    while padded and not any(value != "" for value in padded[-1]):
        padded.pop()
    assert [[*row, *[""] * (width - len(row))] for row in found][: len(padded)] == padded


def sheet_of(rows: Sequence[Sequence[Value]], **extra: Value) -> bytes:
    """Return a book of one sheet with rows from A1 on, and single cells by address."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet("表")
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(at, column, value)
    for address, value in extra.items():
        sheet.write(address, value)
    made.close()
    return out.getvalue()


def values_in(path: Path) -> list[list[Any]]:
    return [list(row) for row in saved(path).iter_rows(values_only=True)]


REGISTER: list[list[Any]] = [
    ["编号", "姓名", "金额"],
    *([f"N{at}", f"人{at}", at] for at in range(1, 5)),
]


def test_however_many_notes_stand_below_the_data_is_never_overwritten(tmp_path: Path) -> None:
    notes: list[list[Value]] = [[f"备注：第 {at} 条"] for at in range(300)]
    path = tmp_path / "台账.xlsx"
    path.write_bytes(sheet_of([*REGISTER, [None], *notes]))
    with pytest.raises(FileRefused):
        put(path, [["N5"], ["N6"]])
    assert values_in(path)[1][:3] == ["N1", "人1", 1]


@pytest.mark.parametrize("stray", [{"A3": "★"}, {"E4": "随手备注"}, {"G1": "另一块", "H1": "x"}])
def test_a_stray_note_beside_the_data_does_not_shift_them(
    stray: dict[str, Value], tmp_path: Path
) -> None:
    shifted = [[None, *row] for row in REGISTER]
    path = tmp_path / "台账.xlsx"
    path.write_bytes(sheet_of(shifted, **stray))
    put(path, [["N5", "人5", 5]])
    assert values_in(path)[-1][1:4] == ["N5", "人5", 5]


def test_a_block_below_the_data_is_no_part_of_them(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(sheet_of([*REGISTER, [None], [None], ["负责人"], ["张三"]]))
    put(path, [["N5", "人5", 5]])
    assert values_in(path)[5] == ["N5", "人5", 5]
    assert values_in(path)[7][0] == "负责人"


def test_a_record_that_sums_its_own_row_is_a_record(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(sheet_of([["编号", "甲", "乙", "和"], ["N1", 1, 2, "=SUM(B2:C2)"]]))
    put(path, [["N2", 3, 4]])
    assert values_in(path)[-1] == ["N2", 3, 4, "=SUM(B3:C3)"]


def test_one_formula_in_the_last_record_makes_no_computed_column(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(sheet_of([*REGISTER[:-1], ["N4", "人4", "=C4*3"]]))
    put(path, [["N5", "人5", 5]])
    assert values_in(path)[-1] == ["N5", "人5", 5]


@pytest.mark.parametrize("formula", ["=SUM(B{0}:INDEX(B:B,ROW()))", "=B{0}:INDEX(B:B,3)"])
def test_a_formula_that_nobody_can_translate_is_refused(formula: str, tmp_path: Path) -> None:
    rows: list[list[Any]] = [["编号", "甲", "乙"]]
    rows += [[f"N{at}", at, formula.format(at)] for at in (2, 3)]
    path = tmp_path / "台账.xlsx"
    path.write_bytes(sheet_of(rows))
    with pytest.raises(FileRefused, match="C3"):
        put(path, [["N4", 4]])


def test_edits_of_one_plan_are_carried_out_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(sheet_of(REGISTER))
    with crmbook.edit(path) as edit:
        edit.set_cell("表", "E6", "手填")
        edit.mark_cell("表", "C6", fill="FFC7CE")
        edit.append_rows("表", [["N5", "人5", 5]])
        edit.set_cell("表", "A7", "N6")
        edit.append_rows("表", [["N7"]])
        edit.append_rows("表", [["N8"]])
        edit.empty_row("表", 9)
    read = saved(path)
    assert [read.cell(row, 1).value for row in range(6, 10)] == ["N5", "N6", "N7", None]
    assert read["E6"].value == "手填"
    assert read["C6"].fill.fgColor.rgb == "FFFFC7CE"


def test_titles_and_rows_of_an_empty_sheet_follow_each_other(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(sheet_of([]))
    with crmbook.edit(path) as edit:
        edit.add_column("表", "编号")
        edit.add_column("表", "姓名")
        edit.append_rows("表", [["N1", "人1"], {"姓名": "人2"}])
    assert values_in(path) == [["编号", "姓名"], ["N1", "人1"], [None, "人2"]]


@pytest.mark.parametrize("row", ["N9", None, 5])
def test_what_is_no_row_is_refused(row: Any, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(sheet_of(REGISTER))
    with pytest.raises(UsageError), crmbook.edit(path) as edit:
        edit.append_rows("表", [row])


def test_the_filter_over_bare_titles_covers_the_first_records() -> None:
    rows = TITLES
    package = appended(book(worksheet(rows, behind='<autoFilter ref="A1:B1"/>')), [1], [2])
    assert '<autoFilter ref="A1:B3"/>' in package.read(SHEET).decode()


def test_a_name_written_from_its_other_end_loses_nothing() -> None:
    rows = TITLES + RECORD + RECORD.replace("2", "3")
    names = '<definedNames><definedName name="全部">表!$B$3:$A$2</definedName></definedNames>'
    plain = Package(book(worksheet(rows)), Path("x")).read("xl/workbook.xml").decode()
    named = plain.replace("</sheets>", "</sheets>" + names)
    package = appended(book(worksheet(rows), parts={"xl/workbook.xml": named}), [1])
    assert "表!$A$2:$B$4<" in package.read("xl/workbook.xml").decode()
