"""Marks: a colour and a note on cells, where nobody else has put any (U05)."""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Border, PatternFill, Side

import crmbook
from crmbook.files.cells import edit_cells
from crmbook.files.graft import comments as grafted
from crmbook.files.notes.comments import AUTHOR
from crmbook.files.package import Package
from crmbook.model.edits import MarkCell, SetCell
from crmbook.model.errors import CrmbookError, FileRefused, UsageError
from tests.files.books import MAIN, OFFICE, PACKAGE, SHEET, book, worksheet
from tests.files.graft.reading import opened as opened_by_openpyxl
from tests.files.parts import assert_budget

RED, YELLOW = "FFC7CE", "FFEB9C"
ROWS = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="2"><f>A1*2</f><v>2</v></c></row>'
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
RELS = "xl/worksheets/_rels/sheet1.xml.rels"
ADDED = {"xl/comments.xml", "xl/drawings/vmlDrawing.vml", RELS}


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crmbook.i18n._State.language", "en")
    monkeypatch.setattr("crmbook.i18n._State.catalogue", gettext.NullTranslations())


def written(package: Package) -> bytes:
    out = io.BytesIO()
    package.write(out)
    return out.getvalue()


def marked(data: bytes, *marks: MarkCell) -> bytes:
    package = Package(data, Path("台账.xlsx"))
    assert edit_cells(package, marks) == ()
    return written(package)


def part(data: bytes, name: str) -> str:
    return Package(data, Path("台账.xlsx")).read(name).decode()


def mark(cell: str, fill: str = "", note: str = "") -> MarkCell:
    return MarkCell("表", cell, fill, note, "因为")


def made(change: Callable[[openpyxl.Workbook], object]) -> bytes:
    """Return a book of one sheet (表) that openpyxl wrote."""
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].title = "表"
    change(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def sheet_of(data: bytes) -> Any:
    return opened_by_openpyxl(data)["表"]


def notes(data: bytes) -> dict[str, tuple[str, str]]:
    """Return cell → (author, text) as openpyxl reads them."""
    cells = [cell for row in sheet_of(data).iter_rows() for cell in row if cell.comment]
    return {cell.coordinate: (cell.comment.author, cell.comment.text) for cell in cells}


def fill(data: bytes, cell: str) -> str | None:
    found = sheet_of(data)[cell].fill
    return found.fgColor.rgb if found.fill_type else None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("A1", ROWS.replace('<c r="A1">', '<c r="A1" s="3">')),
        ("B1", ROWS.replace('s="2"', 's="3"')),
        ("C1", ROWS.replace("</row>", '<c r="C1" s="3"/></row>')),
        ("A2", ROWS + '<row r="2"><c r="A2" s="3"/></row>'),
    ],
    ids=["a value stays", "a formula and its result stay", "no cell yet", "no row yet"],
)
def test_a_colour_changes_the_style_of_the_cell_alone(cell: str, expected: str) -> None:
    before = book(worksheet(ROWS))
    after = marked(before, mark(cell, RED))
    assert part(after, SHEET) == worksheet(expected)
    assert fill(after, cell) == "FF" + RED
    assert_budget(before, after, changed=[SHEET, "xl/styles.xml"])


def test_what_a_cell_looks_like_otherwise_stays() -> None:
    after = part(marked(book(worksheet(ROWS)), mark("B1", RED)), "xl/styles.xml")
    assert re.findall(r'<xf [^>]*fillId="2"[^>]*>.*?</xf>', after) == [
        (
            '<xf numFmtId="49" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1">'
            '<alignment wrapText="1"/></xf>'
        )
    ]


def test_the_two_fills_that_excel_reserves_are_never_taken_for_a_colour() -> None:
    after = part(marked(book(worksheet(ROWS)), mark("A1", RED)), "xl/styles.xml")
    fills = re.search(r'<fills count="3">(.*)</fills>', after)
    assert fills is not None
    assert fills[1].split("</fill>")[1] == '<fill><patternFill patternType="gray125"/>'


def test_one_format_serves_all_cells_that_look_alike() -> None:
    after = marked(book(worksheet(ROWS)), *(mark(f"A{row}", RED) for row in range(1, 50)))
    assert '<cellXfs count="4">' in part(after, "xl/styles.xml")


def test_a_colour_of_somebody_stays_and_gets_a_border() -> None:
    def painted(workbook: openpyxl.Workbook) -> None:
        workbook["表"]["A1"].fill = PatternFill("solid", fgColor="FF00FF00")

    after = marked(made(painted), mark("A1", RED))
    assert fill(after, "A1") == "FF00FF00"
    side = sheet_of(after)["A1"].border.left
    assert (side.style, side.color.rgb) == ("medium", "FFB20016")
    assert marked(after, mark("A1", RED)) == after


def test_where_somebody_has_both_colour_and_border_both_stay() -> None:
    def painted(workbook: openpyxl.Workbook) -> None:
        cell = workbook["表"]["A1"]
        cell.fill = PatternFill("solid", fgColor="FF00FF00")
        cell.border = Border(bottom=Side("thin"))

    before = made(painted)
    assert marked(before, mark("A1", RED)) == before


@pytest.mark.parametrize(
    "frame",
    ['<row r="1" s="1" customFormat="1"/>', ""],
    ids=["of its row", "of its column"],
)
def test_a_colour_that_an_empty_cell_has_from_its_row_or_column_stays(frame: str) -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><fonts><font/></fonts><fills><fill><patternFill/></fill><fill><patternFill/></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FF00FF00"/></patternFill></fill></fills>'
        '<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs count="2"><xf/>'
        '<xf fillId="2" applyFill="1"/></cellXfs></styleSheet>'
    )
    before = "" if frame else '<cols><col min="1" max="3" style="1"/></cols>'
    data = book(worksheet(frame, before=before), parts={"xl/styles.xml": styles})
    after = marked(data, mark("B1", RED))
    assert fill(after, "B1") == "FF00FF00"
    assert sheet_of(after)["B1"].border.left.style == "medium"


def test_a_note_adds_its_parts_and_leads_to_them() -> None:
    before = book(worksheet(ROWS, behind="<pageMargins/><drawing/><tableParts/>"))
    after = marked(before, mark("A1", note="缺 <意向等级>\n请补 & 保存"))
    assert part(after, SHEET) == worksheet(
        ROWS, behind='<pageMargins/><drawing/><legacyDrawing r:id="rId1"/><tableParts/>'
    )
    assert notes(after) == {"A1": (AUTHOR, "缺 <意向等级>\n请补 & 保存")}
    assert_budget(before, after, changed=[SHEET, "[Content_Types].xml"], added=ADDED)
    drawing = part(after, "xl/drawings/vmlDrawing.vml")
    assert "visibility:hidden" in drawing
    assert "<x:Row>0</x:Row><x:Column>0</x:Column>" in drawing


def test_marking_again_changes_nothing() -> None:
    marks = [mark("A1", RED, "一"), mark("D4", YELLOW, " 二\n\t_x0041_ ")]
    once = marked(book(worksheet(ROWS)), *marks)
    package = Package(once, Path("台账.xlsx"))
    edit_cells(package, marks)
    assert (package.changed, package.added) == ((), ())


def test_a_note_of_crmbook_is_replaced_and_its_box_fits_the_new_text() -> None:
    first = marked(book(worksheet(ROWS)), mark("A1", note="一"), mark("B1", note="留"))
    second = marked(first, mark("A1", note="很长的说明" * 20))
    assert notes(second) == {"A1": (AUTHOR, "很长的说明" * 20), "B1": (AUTHOR, "留")}
    assert_budget(first, second, changed=["xl/comments.xml", "xl/drawings/vmlDrawing.vml"])
    old, new = (
        re.findall("<x:Anchor>(.*?)</x:Anchor>", part(data, "xl/drawings/vmlDrawing.vml"))
        for data in (first, second)
    )
    assert (len(new), new[1]) == (2, old[1])
    assert int(new[0].split(", ")[6]) > int(old[0].split(", ")[6])


def test_a_note_of_somebody_stays_and_ours_stands_beside_it() -> None:
    def noted(workbook: openpyxl.Workbook) -> None:
        workbook["表"]["B2"].comment = Comment("王姐：已核实", "王姐")

    before = made(noted)
    after = marked(before, mark("B2", RED, "我们的"), mark("C3", RED, "我们的"))
    assert notes(after) == {"B2": ("王姐", "王姐：已核实"), "C3": (AUTHOR, "我们的")}
    assert fill(after, "B2") == "FF" + RED
    (drawing,) = (n for n in Package(after, Path("x")).names if n.endswith(".vml"))
    ids = re.findall(r'id=["\'](_x0000_s\d+)', part(after, drawing))
    assert len(ids) == len(set(ids)) == 2
    assert part(after, drawing).count('_x0000_t202" coordsize') <= 1


def test_a_threaded_comment_is_never_disturbed(shared: Path) -> None:
    path = shared / "corpus" / "books" / "phpspreadsheet__namespacenonstd.xlsx"
    package = Package(path.read_bytes(), path)
    sheet = opened_by_openpyxl(path.read_bytes()).sheetnames[1]
    edit_cells(package, [MarkCell(sheet, cell, "", "我们的") for cell in ("B3", "B4")])
    comments = package.read("xl/comments1.xml").decode()
    assert comments.count("<x:comment ") == 2
    assert "This is a comment" in comments
    assert '<x:comment ref="B4" authorId="1">' in comments
    assert "<x:legacyDrawing" in package.read("xl/worksheets/sheet2.xml").decode()
    assert "xl/threadedComments/threadedComment1.xml" not in package.changed


def test_the_mark_of_a_merged_cell_stands_in_its_corner() -> None:
    merged = '<mergeCells count="2"><mergeCell ref="A1:B3"/><mergeCell ref="D1:D500"/></mergeCells>'
    data = book(worksheet('<row r="1"><c r="A1"><v>1</v></c></row>', behind=merged))
    after = marked(data, mark("B3", RED, "一"), mark("D200", RED))
    assert part(after, SHEET).partition("<sheetData>")[2].partition("</sheetData>")[0] == (
        '<row r="1"><c r="A1" s="3"><v>1</v></c><c r="D1" s="3"/></row>'
    )
    assert list(notes(after)) == ["A1"]


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        ("<extLst/>", '<legacyDrawing r:id="rId1"/><extLst/>'),
        ("<hyperlinks/><legacyDrawingHF/>", '<hyperlinks/><legacyDrawing r:id="rId1"/><legacyDrawingHF/>'),
        (
            "<m:AlternateContent><m:Choice><controls/></m:Choice></m:AlternateContent>",
            ('<legacyDrawing r:id="rId1"/>'
            "<m:AlternateContent><m:Choice><controls/></m:Choice></m:AlternateContent>"),
        ),
        (
            "<customSheetViews><customSheetView><picture/></customSheetView></customSheetViews>",
            ("<customSheetViews><customSheetView><picture/></customSheetView></customSheetViews>"
            '<legacyDrawing r:id="rId1"/>'),
        ),
        (
            "<!-- <tableParts/> --><printOptions/>",
            '<!-- <tableParts/> --><printOptions/><legacyDrawing r:id="rId1"/>',
        ),
    ],
    ids=["extensions", "header pictures", "controls", "the like of others inside", "a comment"],
)  # fmt: skip
def test_the_way_to_the_notes_stands_where_the_schema_wants_it(behind: str, expected: str) -> None:
    data = book(worksheet(ROWS, behind=behind).replace("<worksheet", '<worksheet xmlns:m="m"'))
    assert part(marked(data, mark("A1", note="一")), SHEET).partition("</sheetData>")[2] == (
        expected + "</worksheet>"
    )


PREFIXED = (
    f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'
    "</x:sheetData></x:worksheet>"
)


@pytest.mark.parametrize(
    ("sheet", "leads"),
    [
        (
            PREFIXED,
            f'</x:sheetData><x:legacyDrawing xmlns:r="{OFFICE}" r:id="rId1"/></x:worksheet>',
        ),
        (
            worksheet(ROWS).replace("r:", "关:").replace(":r=", ":关="),
            '</sheetData><legacyDrawing 关:id="rId1"/></worksheet>',
        ),
        (
            worksheet(ROWS).replace("</sheetData>", "</sheetData>\n"),
            '</sheetData>\n<legacyDrawing r:id="rId1"/></worksheet>',
        ),
    ],
    ids=["prefixed, no relationships yet", "a prefix of its own", "white space"],
)
def test_each_dialect_is_written_as_it_is(sheet: str, leads: str) -> None:
    after = marked(book(sheet), mark("A1", RED, "一"))
    assert part(after, SHEET).endswith(leads)
    assert notes(after) == {"A1": (AUTHOR, "一")}
    assert fill(after, "A1") == "FF" + RED


def test_a_sheet_in_utf_16_is_written_in_it() -> None:
    data = book(('<?xml version="1.0" encoding="UTF-16"?>' + worksheet(ROWS)).encode("utf-16"))
    package = Package(data, Path("台账.xlsx"))
    edit_cells(package, [mark("A1", RED, "一")])
    assert package.read(SHEET).decode("utf-16").endswith('<legacyDrawing r:id="rId1"/></worksheet>')


def test_strict_open_xml_gets_strict_notes() -> None:
    data = book(worksheet(ROWS).replace(MAIN, STRICT).replace(OFFICE, STRICT_OFFICE))
    after = marked(data, mark("A1", note="一"))
    assert f'<comments xmlns="{STRICT}">' in part(after, "xl/comments.xml")
    assert f'Type="{STRICT_OFFICE}/comments"' in part(after, RELS)
    assert f'Type="{OFFICE}/vmlDrawing"' in part(after, RELS)


def with_drawing(vml: str) -> bytes:
    rels = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId5" Type="{OFFICE}/vmlDrawing"'
        ' Target="../drawings/buttons.vml"/></Relationships>'
    )
    sheet = worksheet(ROWS, behind='<legacyDrawing r:id="rId5"/>')
    return book(sheet, parts={RELS: rels, "xl/drawings/buttons.vml": vml})


VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:a="urn:schemas-microsoft-com:office:office">'
    "<a:shapelayout><a:idmap v:ext='edit' data='{}'/></a:shapelayout>{}</xml>"
)


def test_boxes_go_into_the_drawing_that_is_there_even_if_it_is_no_xml() -> None:
    button = '<v:shape id="_x0000_s1025"><v:textbox><div>点<br>我</div></v:textbox></v:shape>'
    before = with_drawing(VML.format("1", button))
    after = marked(before, mark("A1", note="一"))
    drawing = part(after, "xl/drawings/buttons.vml")
    head, _mark, tail = drawing.partition(button)
    assert head == VML.partition("{}</xml>")[0].format("1")
    assert tail.startswith('<v:shapetype id="_x0000_t202" coordsize="21600,21600" a:spt="202"')
    assert '<v:shape id="_x0000_s1026" type="#_x0000_t202"' in tail
    assert 'xmlns:x="urn:schemas-microsoft-com:office:excel"><v:fill' in tail
    assert part(after, SHEET) == part(before, SHEET)
    assert_budget(
        before, after, changed=["xl/drawings/buttons.vml", RELS, "[Content_Types].xml"],
        added=["xl/comments.xml"],
    )  # fmt: skip


def test_numbers_of_shapes_go_on_in_a_new_block_when_one_is_full() -> None:
    full = "".join(f'<v:shape id="_x0000_s{number}"/>' for number in range(1025, 2047))
    after = marked(
        with_drawing(VML.format("1", full)), mark("A1", note="一"), mark("B1", note="二")
    )
    drawing = part(after, "xl/drawings/buttons.vml")
    assert "data='1,2'" in drawing
    assert re.findall(r'_x0000_s(2\d+)"', drawing)[-2:] == ["2047", "2049"]


@pytest.mark.parametrize("vml", ["<xml/>", "", "<xml>"], ids=["no end", "nothing", "cut off"])
def test_a_drawing_that_is_none_is_refused_by_name(vml: str) -> None:
    with pytest.raises(FileRefused, match="boxes of the notes"):
        marked(with_drawing(vml), mark("A1", note="一"))


def test_a_drawing_that_is_missing_is_refused_by_name() -> None:
    sheet = worksheet(ROWS, behind='<legacyDrawing r:id="rId5"/>')
    with pytest.raises(FileRefused, match="missing from the workbook"):
        marked(book(sheet), mark("A1", note="一"))


@pytest.mark.parametrize(
    ("edit", "word"),
    [
        (mark("A0", RED), "no cell"),
        (MarkCell("没有", "A1", RED), "no sheet"),
        (mark("A1", "red"), "no colour"),
        (mark("A1", "#FFC7CE"), "no colour"),
        (mark("A1", note="长" * 40_000), "40000"),
        (mark("A1", note="\ud800"), "surrogate"),
    ],
    ids=["address", "sheet", "colour by name", "colour with #", "too long", "half a character"],
)
def test_what_cannot_be_is_refused(edit: MarkCell, word: str) -> None:
    with pytest.raises(UsageError, match=word):
        marked(book(worksheet(ROWS)), edit)


def test_a_mark_and_a_value_in_one_plan() -> None:
    package = Package(book(worksheet(ROWS)), Path("台账.xlsx"))
    (change,) = edit_cells(package, [mark("A1", RED, "一"), SetCell("表", "A1", 7)])
    assert (change.old, change.new) == (1, 7)
    after = written(package)
    assert (sheet_of(after)["A1"].value, fill(after, "A1")) == (7, "FF" + RED)


def test_a_mark_stays_when_the_value_is_there_already() -> None:
    package = Package(book(worksheet(ROWS)), Path("台账.xlsx"))
    assert edit_cells(package, [SetCell("表", "A1", 1), mark("A1", RED, "一")]) == ()
    assert fill(written(package), "A1") == "FF" + RED


def test_grafting_knows_these_notes_for_ours() -> None:
    assert grafted.AUTHOR == AUTHOR


def test_marking_through_the_public_door(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(book(worksheet(ROWS)))
    with crmbook.edit(path) as edit:
        edit.mark_cell("表", "B1", RED, "公式也可标", "要看")
        with pytest.raises(CrmbookError):
            edit.mark_cell("表", "B1", "红")
    assert edit.receipt is not None
    assert edit.receipt.changed
    assert edit.receipt.cells == ()
    assert set(edit.receipt.parts_added) == ADDED
    assert notes(path.read_bytes()) == {"B1": (AUTHOR, "公式也可标")}
