from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine

from crmbook.files.cells import edit_cells
from crmbook.files.package import Package
from crmbook.model.cells import CellError, Raw, Value
from crmbook.model.edits import SetCell
from crmbook.model.errors import FileRefused, UsageError
from crmbook.model.receipt import CellChange
from tests.files.books import MAIN, OFFICE, PACKAGE, SHEET, STYLES, book, worksheet

ROWS = (
    '<row r="2" spans="1:3"><c r="A2" s="2" t="inlineStr"><is><t>旧</t></is></c><c r="C2"><v>5</v></c></row>'
    '<row r="4"/><row r="6" s="2" customFormat="1"><c r="B6" s="1"><v>45352</v></c></row>'
)


def opened(data: bytes) -> Package:
    return Package(data, Path("台账.xlsx"))


def edited(
    data: bytes, cells: dict[str, Value], part: str = SHEET
) -> tuple[str, tuple[CellChange, ...], Package]:
    package = opened(data)
    changes = edit_cells(package, [SetCell("表", cell, value) for cell, value in cells.items()])
    return package.read(part).decode(), changes, package


def rows_of(xml: str) -> str:
    found = re.search(r"<(?:\w+:)?sheetData[^>]*>(.*)</(?:\w+:)?sheetData>", xml, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            {"A2": "新"},
            ROWS.replace("旧", "新"),
        ),
        (
            {"A2": 7},
            ROWS.replace(' t="inlineStr"><is><t>旧</t></is>', "><v>7</v>"),
        ),
        (
            {"A2": None},
            ROWS.replace(' t="inlineStr"><is><t>旧</t></is></c>', "/>"),
        ),
        (
            {"B2": True},
            ROWS.replace('<c r="C2">', '<c r="B2" t="b"><v>1</v></c><c r="C2">'),
        ),
        (
            {"E2": 1},
            ROWS.replace("1:3", "1:5").replace(
                "<v>5</v></c></row>", '<v>5</v></c><c r="E2"><v>1</v></c></row>'
            ),
        ),
        (
            {"A4": 1},
            ROWS.replace('<row r="4"/>', '<row r="4"><c r="A4"><v>1</v></c></row>'),
        ),
        (
            {"D3": 1},
            ROWS.replace('<row r="4"/>', '<row r="3"><c r="D3"><v>1</v></c></row><row r="4"/>'),
        ),
        ({"A1": 1}, '<row r="1"><c r="A1"><v>1</v></c></row>' + ROWS),
        ({"A9": 1}, ROWS + '<row r="9"><c r="A9"><v>1</v></c></row>'),
        (
            {"A6": "x"},
            ROWS.replace(
                '<c r="B6"', '<c r="A6" s="2" t="inlineStr"><is><t>x</t></is></c><c r="B6"'
            ),
        ),
        ({"B6": dt.date(2024, 3, 2)}, ROWS.replace("45352", "45353")),
        ({"B6": dt.datetime(2024, 3, 2, 12)}, ROWS.replace("45352", "45353.5")),
    ],
    ids=[
        "text for text, style kept",
        "number for text",
        "emptied",
        "missing cell between",
        "missing cell at the end, spans grow",
        "self-closed row",
        "missing row between",
        "missing row in front",
        "missing row at the end",
        "a new cell has the style of its row",
        "date in a date format",
        "time in a date format",
    ],
)
def test_only_the_cell_changes(cells: dict[str, Value], expected: str) -> None:
    xml, changes, package = edited(book(worksheet(ROWS)), cells)
    assert rows_of(xml) == expected
    assert package.changed == (SHEET,)
    assert [change.ref.a1 for change in changes] == list(cells)


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        (ROWS, {"A2": "旧", "C2": 5, "B6": dt.date(2024, 3, 1)}),
        (ROWS, {"A1": None, "A4": None, "Z99": ""}),
        ('<row r="1"><c r="A1" t="b"><v>1</v></c></row>', {"A1": True}),
        ('<row r="1"><c r="A1" t="str"><v>x</v></c></row>', {"A1": "x"}),
        ('<row r="1"><c r="A1" s="1"/></row>', {"A1": None}),
    ],
    ids=["equal values", "empty cells emptied", "true", "str", "styled empty cell"],
)
def test_a_value_that_is_there_already_is_no_edit(rows: str, cells: dict[str, Value]) -> None:
    data = book(worksheet(rows))
    _xml, changes, package = edited(data, cells)
    assert changes == ()
    assert (package.changed, package.added) == ((), ())
    out = io.BytesIO()
    package.write(out)
    assert out.getvalue() == data


@pytest.mark.parametrize(
    ("cell", "old"),
    [
        ('<c r="A1" t="s"><v>1</v></c>', "长文 本"),
        ('<c r="A1" t="inlineStr"><is><r><t>富</t></r><r><t>文本</t></r></is></c>', "富文本"),
        ('<c r="A1" t="e"><v>#N/A</v></c>', CellError("#N/A")),
        ('<c r="A1" t="b"><v>0</v></c>', False),
        ('<c r="A1"><v>1.38E+10</v></c>', 13_800_000_000),
        ('<c r="A1" s="1"><v>45352.5</v></c>', dt.datetime(2024, 3, 1, 12)),
        ('<c r="A1" t="d"><v>2024-03-01T10:30:00</v></c>', dt.datetime(2024, 3, 1, 10, 30)),
        ('<c r="A1" t="str"><v>a_x000D_b</v></c>', "a\rb"),
        ('<c r="A1"><v><![CDATA[7]]></v></c>', 7),
    ],
    ids=["shared", "rich", "error", "bool", "exponent", "date", "iso date", "str", "cdata"],
)
def test_the_old_value_is_told(cell: str, old: Raw) -> None:
    strings = f'<sst xmlns="{MAIN}"><si><t>a</t></si><si><r><t>长文</t></r><r><t xml:space="preserve"> 本</t></r></si></sst>'
    relations = (
        f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId3" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    parts = {"xl/sharedStrings.xml": strings, "xl/_rels/workbook.xml.rels": relations}
    data = book(worksheet(f'<row r="1">{cell}</row>'), parts=parts)
    _xml, (change,), package = edited(data, {"A1": "新"})
    assert change.old == old
    assert type(change.old) is type(old)
    assert package.changed == (SHEET,)


PREFIXED = (
    f'<?xml version="1.0"?><x:worksheet xmlns:x="{MAIN}"><x:dimension ref="B2"/><x:sheetData>'
    '<x:row r="2">\n  <x:c r="B2"><x:v>1</x:v></x:c>\n</x:row></x:sheetData></x:worksheet>'
)
STRICT = worksheet('<row r="2"><c r="B2"><v>1</v></c></row>').replace(
    MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"
)
DIALECTS: dict[str, str | bytes] = {
    "prefixed": PREFIXED,
    "byte order mark": "\ufeff" + worksheet('<row r="2"><c r="B2"><v>1</v></c></row>'),
    "utf-16": (
        '<?xml version="1.0" encoding="UTF-16"?>'
        + worksheet('<row r="2"><c r="B2"><v>1</v></c></row>')
    ).encode("utf-16"),
    "strict": STRICT,
    "no addresses": worksheet("<row/><row><c/><c><v>1</v></c></row>"),
    "single quotes": worksheet("<row  r = '2' ><c r='B2' ><v>1</v></c></row >"),
    "comments and instructions": worksheet(
        '<!-- <row r="2"><c r="C2"/></row> --><row r="2"><?x <c r="C2"/> ?><c r="B2"><v>1</v></c></row>'
    ),
    "a greater-than in an attribute": worksheet(
        '<row r="2" note="a > b"><c r="B2" note="/>"><v>1</v></c></row>'
    ),
}


@pytest.mark.parametrize("part", DIALECTS.values(), ids=DIALECTS.keys())
def test_every_dialect_is_edited(part: str | bytes) -> None:
    data = book(part)
    package = opened(data)
    cells: dict[str, Value] = {"B2": "改", "C2": 2.5, "A3": True}
    changes = edit_cells(package, [SetCell("表", cell, value) for cell, value in cells.items()])
    assert [change.old for change in changes] == [1, None, None]
    out = io.BytesIO()
    package.write(out)
    assert rows_read(out, calamine=not package.read(SHEET).startswith(b"\xff\xfe")) == [
        ["", "改", 2.5],
        [True, "", ""],
    ]


def rows_read(out: io.BytesIO, *, calamine: bool) -> list[list[object]]:
    """Return the second row and on as a second reader sees it; calamine knows no UTF-16."""
    out.seek(0)
    if calamine:
        sheet = python_calamine.CalamineWorkbook.from_filelike(out).get_sheet_by_index(0)
        return [list[object](row) for row in sheet.to_python(skip_empty_area=False)[1:]]
    rows = openpyxl.load_workbook(out)["表"].iter_rows(min_row=2, values_only=True)
    return [["" if value is None else value for value in row] for row in rows]


def test_an_utf16_part_stays_utf16() -> None:
    part = DIALECTS["utf-16"]
    assert isinstance(part, bytes)
    package = opened(book(part))
    edit_cells(package, [SetCell("表", "B2", 2)])
    assert package.read(SHEET) == part.decode("utf-16").replace(">1<", ">2<").encode("utf-16")


@pytest.mark.parametrize(
    ("given", "expected"),
    [("<sheetData/>", '<sheetData><row r="3"><c r="B3"><v>1</v></c></row></sheetData>')],
)
def test_an_empty_sheet_is_opened(given: str, expected: str) -> None:
    part = worksheet("").replace("<sheetData></sheetData>", given)
    xml, _changes, _package = edited(book(part), {"B3": 1})
    assert xml == part.replace(given, expected)


@pytest.mark.parametrize(
    ("dimension", "cell", "expected"),
    [("A1:B2", "D9", "A1:D9"), ("B2", "A1", "A1:B2"), ("A1:C6", "B2", "A1:C6"), ("", "D9", "")],
    ids=["grows", "grows to the front", "is large enough", "is no address"],
)
def test_the_dimension_grows_when_it_must(dimension: str, cell: str, expected: str) -> None:
    part = worksheet(ROWS, before=f'<dimension ref="{dimension}"/>')
    xml, _changes, _package = edited(book(part), {cell: 1})
    assert f'<dimension ref="{expected}"/>' in xml


def test_a_new_cell_has_the_style_of_its_column() -> None:
    part = worksheet(
        "", before='<cols><col min="1" max="2" width="9"/><col min="3" max="9" style="2"/></cols>'
    )
    xml, _changes, _package = edited(book(part), {"A1": 1, "D1": 2})
    assert rows_of(xml) == '<row r="1"><c r="A1"><v>1</v></c><c r="D1" s="2"><v>2</v></c></row>'


def test_a_date_gets_a_date_format_that_looks_like_the_one_it_had() -> None:
    data = book(worksheet('<row r="1"><c r="A1" s="2"/></row>'))
    xml, _changes, package = edited(
        data,
        {"A1": dt.date(2024, 3, 1), "B1": dt.date(2024, 3, 2), "C1": dt.datetime(2024, 3, 1, 6)},
    )
    assert rows_of(xml) == (
        '<row r="1"><c r="A1" s="3"><v>45352</v></c><c r="B1" s="1"><v>45353</v></c>'
        '<c r="C1" s="4"><v>45352.25</v></c></row>'
    )
    new = (
        '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1">'
        '<alignment wrapText="1"/></xf>'
        '<xf numFmtId="22" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    )
    assert package.read("xl/styles.xml").decode() == STYLES.replace(
        "</cellXfs>", new + "</cellXfs>"
    ).replace('<cellXfs count="3">', '<cellXfs count="5">')


def test_formats_are_used_again() -> None:
    """A hundred dates need one format, and the next run needs none."""
    package = opened(book(worksheet("")))
    edit_cells(
        package, [SetCell("表", f"B{row}", dt.datetime(2024, 3, 1, row)) for row in range(1, 20)]
    )
    styles = package.read("xl/styles.xml")
    assert styles.count(b"<xf ") == 5
    edit_cells(
        package, [SetCell("表", f"C{row}", dt.datetime(2024, 3, 1, row)) for row in range(1, 20)]
    )
    assert package.read("xl/styles.xml") == styles


def test_a_book_without_styles_gets_some_for_a_date() -> None:
    types = opened(book("")).read("[Content_Types].xml").decode()
    relations = opened(book("")).read("xl/_rels/workbook.xml.rels").decode()
    parts = {
        "xl/styles.xml": None,
        "[Content_Types].xml": re.sub(r"<Override PartName=./xl/styles[^>]*>", "", types),
        "xl/_rels/workbook.xml.rels": re.sub(r'<Relationship Id="rId2"[^>]*>', "", relations),
    }
    data = book(worksheet(""), parts=parts)
    _xml, _changes, package = edited(data, {"A1": dt.date(2024, 3, 1)})
    assert package.added == ("xl/styles.xml",)
    out = io.BytesIO()
    package.write(out)
    sheet = openpyxl.load_workbook(out)["表"]
    assert sheet["A1"].value == dt.datetime(2024, 3, 1)
    assert sheet["A1"].is_date


def test_a_1904_book_keeps_its_epoch() -> None:
    data = book(worksheet('<row r="1"><c r="A1" s="1"><v>1</v></c></row>'), date1904=True)
    xml, (change,), _package = edited(data, {"A1": dt.date(2024, 3, 1)})
    assert change.old == dt.datetime(1904, 1, 2)
    assert rows_of(xml) == '<row r="1"><c r="A1" s="1"><v>43890</v></c></row>'


FORMULAS = (
    '<row r="1"><c r="A1"><f>B1*2</f><v>4</v></c><c r="B1"><v>2</v></c>'
    '<c r="C1"><f t="shared" ref="C1:C2" si="0">B1</f><v>2</v></c>'
    '<c r="E1"><f t="array" ref="E1:F2">B1:B2</f><v>2</v></c><c r="F1"><v>2</v></c></row>'
    '<row r="2"><c r="C2"><f t="shared" si="0"/><v>2</v></c><c r="E2"><v>1</v></c></row>'
    '<row r="3"><c r="A3" t="s" vm="1"><v>0</v></c><c r="B3"><v>1</v><extra/></c></row>'
)
BEHIND = '<mergeCells count="1"><mergeCell ref="H1:I2"/></mergeCells>'


@pytest.mark.parametrize(
    "cell",
    ["A1", "C1", "C2", "E1", "F1", "F2", "A3", "B3", "I2", "H2"],
    ids=[
        "formula",
        "shared formula",
        "member of a shared formula",
        "array formula",
        "member of an array formula",
        "empty member of an array formula",
        "picture in a cell",
        "unknown child",
        "merged interior",
        "merged interior below",
    ],
)
def test_a_cell_that_is_more_than_its_value_is_refused(cell: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        edited(book(worksheet(FORMULAS, behind=BEHIND)), {cell: 99})
    assert cell in str(refusal.value)


def test_the_first_cell_of_a_merged_area_is_written() -> None:
    xml, _changes, _package = edited(book(worksheet(FORMULAS, behind=BEHIND)), {"H1": 9})
    assert '<c r="H1"><v>9</v></c>' in xml


def with_sheet_relation(kind: str, target: str, part: str) -> bytes:
    relations = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/{kind}"'
        f' Target="../{target}"/></Relationships>'
    )
    parts = {"xl/worksheets/_rels/sheet1.xml.rels": relations, f"xl/{target}": part}
    return book(worksheet(ROWS), parts=parts)


@pytest.mark.parametrize("cell", ["A2", "C2", "B9"], ids=["title", "empty title", "total"])
def test_the_titles_of_a_table_are_refused(cell: str) -> None:
    table = f'<table xmlns="{MAIN}" id="1" displayName="线索" ref="A2:C9" totalsRowCount="1"/>'
    with pytest.raises(FileRefused, match="线索"):
        edited(with_sheet_relation("table", "tables/table1.xml", table), {cell: "新"})


def test_the_data_of_a_table_is_written() -> None:
    table = f'<table xmlns="{MAIN}" id="1" displayName="线索" ref="A2:C9"/>'
    data = with_sheet_relation("table", "tables/table1.xml", table)
    _xml, _changes, package = edited(data, {"A3": 1, "C9": 2, "A10": 3})
    assert package.changed == (SHEET,)


def test_a_pivot_table_is_refused() -> None:
    pivot = f'<pivotTableDefinition xmlns="{MAIN}"><location ref="A2:C9"/></pivotTableDefinition>'
    with pytest.raises(FileRefused, match="C9"):
        edited(with_sheet_relation("pivotTable", "pivot/p.xml", pivot), {"C9": 1})


BROKEN = {
    "not well-formed": worksheet(ROWS).replace("</row>", "", 1),
    "no worksheet": f'<chartsheet xmlns="{MAIN}"/>',
    "another namespace": '<worksheet xmlns="urn:x"><sheetData/></worksheet>',
    "no rows at all": f'<worksheet xmlns="{MAIN}"/>',
    "another encoding": '<?xml version="1.0" encoding="iso-8859-1"?>' + worksheet(ROWS),
    "rows out of order": worksheet('<row r="6"/><row r="2"/>'),
    "a row twice": worksheet('<row r="2"/><row r="2"/>'),
    "a row beyond the sheet": worksheet('<row r="2"/><row r="1048577"/>'),
    "a row that is no number": worksheet('<row r="2"/><row r="x"/>'),
    "cells out of order": worksheet('<row r="2"><c r="B2"/><c r="A2"/></row>'),
    "a cell twice": worksheet('<row r="2"><c r="A2"/><c r="A2"/></row>'),
    "a cell of another row": worksheet('<row r="2"><c r="A3"/></row>'),
    "a cell that is no address": worksheet('<row r="2"><c r="2A"/></row>'),
    "alternate content among the rows": worksheet('<AlternateContent xmlns="urn:mc"/><row r="2"/>'),
    "a shared string that is not there": worksheet('<row r="2"><c r="A2" t="s"><v>3</v></c></row>'),
}


@pytest.mark.parametrize("part", BROKEN.values(), ids=BROKEN.keys())
def test_a_sheet_that_cannot_be_edited_rightly_is_refused(part: str) -> None:
    package = opened(book(part))
    with pytest.raises(FileRefused):
        edit_cells(package, [SetCell("表", "A2", "新")])
    assert package.changed == ()


@pytest.mark.parametrize(
    ("sheet", "cell"),
    [("没有", "A1"), ("表", "A0"), ("表", "XFE1"), ("表", "A1048577"), ("表", "A1:B2"), ("表", "")],
    ids=["sheet", "row 0", "column", "row", "range", "nothing"],
)
def test_a_place_that_is_none_is_a_usage_error(sheet: str, cell: str) -> None:
    with pytest.raises(UsageError):
        edit_cells(opened(book(worksheet(ROWS))), [SetCell(sheet, cell, 1)])


def test_the_last_value_of_a_cell_counts() -> None:
    package = opened(book(worksheet(ROWS)))
    (change,) = edit_cells(
        package, [SetCell("表", "A2", "甲"), SetCell("表", "$A$2", "乙", "为什么")]
    )
    assert (change.old, change.new, change.reason) == ("旧", "乙", "为什么")


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ("", '</sheets><calcPr fullCalcOnLoad="1"/></workbook>'),
        ('<calcPr calcId="1"/>', '<calcPr fullCalcOnLoad="1" calcId="1"/></workbook>'),
        ('<calcPr fullCalcOnLoad="1"/>', None),
        ("<pivotCaches/>", '</sheets><calcPr fullCalcOnLoad="1"/><pivotCaches/></workbook>'),
    ],
    ids=["no settings", "settings", "asked for already", "in the order of the schema"],
)
def test_formulas_are_calculated_anew_when_values_change(extra: str, expected: str | None) -> None:
    workbook = opened(book("")).read("xl/workbook.xml").decode()
    parts = {"xl/workbook.xml": workbook.replace("</workbook>", extra + "</workbook>")}
    data = book(worksheet(FORMULAS), parts=parts)
    _xml, _changes, package = edited(data, {"B1": 3})
    after = package.read("xl/workbook.xml").decode()
    if expected is None:
        assert package.changed == (SHEET,)
    else:
        assert after.endswith(expected)
        assert sorted(package.changed) == ["xl/workbook.xml", SHEET]


def test_several_sheets_are_edited_in_one_go() -> None:
    workbook = opened(book("")).read("xl/workbook.xml").decode()
    relations = opened(book("")).read("xl/_rels/workbook.xml.rels").decode()
    second = "xl/worksheets/sheet2.xml"
    parts = {
        "xl/workbook.xml": workbook.replace(
            "</sheets>", '<sheet name="二" sheetId="2" r:id="rId9"/></sheets>'
        ),
        "xl/_rels/workbook.xml.rels": relations.replace(
            "</Relationships>",
            f'<Relationship Id="rId9" Type="{OFFICE}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>',
        ),
        second: worksheet(ROWS),
    }
    package = opened(book(worksheet(ROWS), parts=parts))
    changes = edit_cells(
        package, [SetCell("二", "A1", 1), SetCell("表", "A1", 2), SetCell("二", "A9", 3)]
    )
    assert [str(change.ref) for change in changes] == ["二!A1", "二!A9", "表!A1"]
    assert sorted(package.changed) == [SHEET, second]


def test_two_tabs_on_one_part_are_refused() -> None:
    workbook = opened(book("")).read("xl/workbook.xml").decode()
    twice = workbook.replace("</sheets>", '<sheet name="二" sheetId="2" r:id="rId1"/></sheets>')
    with pytest.raises(FileRefused):
        edited(book(worksheet(ROWS), parts={"xl/workbook.xml": twice}), {"A1": 1})


SPOILED: dict[str, dict[str, str | bytes | None]] = {
    "signed": {"_xmlsignatures/sig1.xml": "<Signature/>"},
    "tracked": {
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId8" Type="{OFFICE}/revisionHeaders" Target="revisions/h.xml"/></Relationships>',
        "xl/revisions/h.xml": "<headers/>",
    },
}


@pytest.mark.parametrize("parts", SPOILED.values(), ids=SPOILED.keys())
def test_a_book_that_any_edit_would_spoil_is_refused(parts: dict[str, Any]) -> None:
    with pytest.raises(FileRefused):
        edited(book(worksheet(ROWS), parts=parts), {"A1": 1})
