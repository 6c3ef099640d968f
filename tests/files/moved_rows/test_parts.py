"""Formulas of other parts follow, as bytes; nothing else of those parts changes."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter

from crmbook.files.moved_rows import move_rows
from crmbook.files.package import Package
from crmbook.model.edits import MoveRows
from tests.files.books import MAIN, OFFICE, PACKAGE, book, worksheet

DOWN = {3: 4, 4: 5, 5: 6}
GONE = {3: None, 4: 3, 5: 4}
OTHER = "xl/worksheets/sheet2.xml"
ROW = '<row r="{0}"><c r="C{0}">{1}</c></row>'


def moved(rows: str, known: dict[int, int | None], *, behind: str = "") -> tuple[str, Package]:
    """Return another sheet's part, written by hand, after rows of 表 moved."""
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="表" sheetId="1" r:id="rId1"/><sheet name="报" sheetId="2" r:id="rId3"/>'
        '</sheets><definedNames><definedName name="三月">表!$B$5</definedName></definedNames>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId3" Type="{OFFICE}/worksheet" Target="worksheets/sheet2.xml"/>'
        "</Relationships>",
        OTHER: worksheet(rows, behind=behind),
    }
    package = Package(book(worksheet(""), parts=parts), Path("台账.xlsx"))
    move_rows(package, MoveRows("表", known))
    return package.read(OTHER).decode(), package


@pytest.mark.parametrize(
    ("formula", "after"),
    [
        ("<f>表!B5</f>", "<f>表!B6</f>"),
        ("<f>&#34920;!B5&amp;&#34;&lt;&#34;</f>", "<f>表!B6&amp;&quot;&lt;&quot;</f>"),
        ('<f t="array" ref="C3">SUM(表!B3:B5)</f>', '<f t="array" ref="C3">SUM(表!B4:B6)</f>'),
        ('<f t="shared" ref="C3:C5" si="0">表!B3</f>', '<f t="shared" ref="C3:C5" si="0">表!B4</f>'),
        ('<f t="shared" si="0"/>', '<f t="shared" si="0"/>'),
        ("<f>SUM(B3:B5)</f>", "<f>SUM(B3:B5)</f>"),
        ('<is><t>location="表!B5" 表!B5</t></is>', '<is><t>location="表!B5" 表!B5</t></is>'),
    ],
    ids=["plain", "character references", "array", "shared", "sharing", "its own", "text"],
)  # fmt: skip
def test_a_formula_follows(formula: str, after: str) -> None:
    text, _package = moved(ROW.format(3, formula), dict(DOWN))
    assert text == worksheet(ROW.format(3, after))


def test_a_formula_that_cells_share_is_written_out_where_rows_move_each_their_own_way() -> None:
    rows = (
        ROW.format(3, '<f t="shared" ref="C3:C5" si="0">表!B3</f><v>1</v>')
        + ROW.format(4, '<f t="shared" si="0"/><v>2</v>')
        + ROW.format(5, '<f t="shared" si="0"></f><v>3</v>')
        + ROW.format(6, '<f t="shared" ref="C6:C7" si="1">B3</f>')
        + ROW.format(7, '<f t="shared" si="1"/>')
    )
    after = (
        ROW.format(3, "<f>表!#REF!</f><v>1</v>")
        + ROW.format(4, "<f>表!B3</f><v>2</v>")
        + ROW.format(5, "<f>表!B4</f><v>3</v>")
        + ROW.format(6, '<f t="shared" ref="C6:C7" si="1">B3</f>')
        + ROW.format(7, '<f t="shared" si="1"/>')
    )
    assert moved(rows, dict(GONE))[0] == worksheet(after)


def test_rules_links_and_names_follow() -> None:
    behind = (
        '<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1">'
        "<formula>A1&gt;表!$B$5</formula></cfRule></conditionalFormatting>"
        '<hyperlinks><hyperlink ref="A1" location="表!B5" display="表!B5"/></hyperlinks>'
    )
    text, package = moved("", dict(DOWN), behind=behind)
    after = behind.replace("表!$B$5", "表!$B$6").replace('location="表!B5"', 'location="表!B6"')
    assert text == worksheet("", behind=after)
    assert "表!$B$6" in package.read("xl/workbook.xml").decode()


def test_nothing_is_touched_where_no_row_moves() -> None:
    _text, package = moved(ROW.format(3, "<f>表!B5</f>"), {3: 3, 4: 4})
    assert package.changed == package.added == package.removed == ()


def noted(rows: dict[int, int | None], below: tuple[int, int] = (9, 0)) -> Package:
    """Return a book with notes on B3, B4 and B12 and a text box at D10, after its rows moved."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet("表")
        for cell in ("B3", "B4", "B12"):
            sheet.write_comment(cell, cell)
        sheet.insert_textbox("D10", "复盘")
    package = Package(out.getvalue(), Path("台账.xlsx"))
    move_rows(package, MoveRows("表", rows, below))
    return package


@pytest.mark.parametrize(
    ("rows", "below", "cells"),
    [
        ({3: 4, 4: 5}, (9, 0), ["B4", "B5", "B12"]),
        ({3: 4, 4: 5}, (9, 2), ["B4", "B5", "B14"]),
        ({3: 4, 4: 3}, (9, -1), ["B4", "B3", "B11"]),
        ({3: None, 4: 3}, (9, 0), ["B4", "B3", "B12"]),
        ({3: None, 4: 4}, (9, 0), ["B3", "B4", "B12"]),
    ],
    ids=["down", "below, too", "changed places", "row gone, its place taken", "row gone"],
)
def test_notes_stay_with_their_rows_and_none_is_lost(
    rows: dict[int, int | None], below: tuple[int, int], cells: list[str]
) -> None:
    package = noted(rows, below)
    comments = package.read("xl/comments1.xml").decode()
    assert [f'ref="{cell}"' in comments for cell in cells] == [True] * 3
    assert comments.index(f'ref="{cells[0]}"') < comments.index(">B3<")
    boxes = package.read("xl/drawings/vmlDrawing1.vml").decode()
    for cell in cells:
        assert f"<x:Row>{int(cell[1:]) - 1}</x:Row>" in boxes


@pytest.mark.parametrize(("by", "row"), [(0, 9), (3, 12), (-2, 7)])
def test_what_is_drawn_under_the_table_moves_with_its_end(by: int, row: int) -> None:
    package = noted({3: 3}, (9, by))
    assert f"<xdr:row>{row}</xdr:row>" in package.read("xl/drawings/drawing1.xml").decode()
