"""What people put on a sheet is there when it has been generated anew."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.chart import LineChart, Reference
from openpyxl.comments import Comment

from crmbook.files.graft import graft_sheet
from crmbook.files.graft.drawings import Drawing, object_name
from crmbook.files.package import Package
from crmbook.files.relationships import related
from crmbook.files.workbook_part import read_workbook_part
from crmbook.model.errors import FileRefused
from tests.files.books import OFFICE, PACKAGE, book, worksheet
from tests.files.graft.made import donor, graft, plain_donor, png, xlsxwriter_host
from tests.files.graft.reading import findings, names, opened, part
from tests.files.parts import raw_members

SHEET = "看板"
THREADED = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"


def charts(title: str = "趋势", *, row: int = 8) -> bytes:
    """Return a generated sheet with one chart and no notes."""
    out = io.BytesIO()
    made: Any
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet(SHEET)
        sheet.write_column("A1", [3, 1, 2])
        chart = made.add_chart({"type": "column"})
        chart.add_series({"values": [SHEET, 0, 0, 2, 0]})
        chart.set_title({"name": title})
        sheet.insert_chart(row, 0, chart)
    return out.getvalue()


def a_person_s_sheet(things: Callable[[Any, Any], None]) -> bytes:
    """Return a book whose 看板 is a person's, with things on it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        made.add_worksheet("线索登记表").write_comment("B2", "旧批注")
        sheet = made.add_worksheet(SHEET)
        sheet.write_column("A1", [9, 9, 9])
        things(made, sheet)
    return out.getvalue()


def _chart(made: Any, sheet: Any) -> None:
    chart = made.add_chart({"type": "pie"})
    chart.add_series({"values": f"={SHEET}!$A$1:$A$3"})
    chart.set_title({"name": "王芳的图"})
    sheet.insert_chart("H3", chart)


def _picture(_made: Any, sheet: Any) -> None:
    sheet.insert_image("H3", "a.png", {"image_data": io.BytesIO(png()), "url": "https://a.cn/?b=1"})


def _shape(_made: Any, sheet: Any) -> None:
    sheet.insert_textbox("H3", "下周一复盘", {"textlink": "=$A$1"})


THINGS = {"chart": _chart, "picture": _picture, "shape": _shape}


def objects(data: bytes) -> list[str]:
    """Return the names of the objects on 看板, the lowest first."""
    package = Package(data, Path("台账.xlsx"))
    sheet = read_workbook_part(package).sheet(SHEET).part or ""
    drawings = related(package, sheet, "drawing")
    return [object_name(anchor) for d in drawings for anchor in Drawing.of(package, d).anchors]


@pytest.mark.parametrize("things", THINGS.values(), ids=THINGS)
@pytest.mark.parametrize("new", [charts, donor, lambda: plain_donor(SHEET)],
                         ids=["a chart of ours", "everything of ours", "cells alone"])  # fmt: skip
def test_what_a_person_drew_stays_beside_ours(
    things: Callable[[Any, Any], None], new: Callable[[], bytes], tmp_path: Path
) -> None:
    before = a_person_s_sheet(things)
    (mine,) = objects(before)
    after = graft(before, SHEET, new())
    assert objects(after)[-1] == mine
    assert [n for n in objects(after) if not n.startswith("crmbook ")] == [mine]
    assert graft(after, SHEET, new()) == after
    later = graft(after, SHEET, plain_donor(SHEET, value=5))
    assert objects(later) == [mine]
    kept = {n for n in names(before) if "/charts/" in n or "/media/" in n}
    for one in (after, later):
        assert {n: raw_members(one)[n] for n in kept} == {n: raw_members(before)[n] for n in kept}
        old, written = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
        old.write_bytes(before)
        written.write_bytes(one)
        assert findings(written) - findings(old) == {}
        assert opened(one)[SHEET]["A1"].value != 9


def test_two_regenerations_leave_no_part_without_a_use() -> None:
    before = a_person_s_sheet(_chart)
    after = graft(graft(before, SHEET, charts()), SHEET, plain_donor(SHEET))
    assert set(names(after)) == set(names(before))


def test_our_chart_is_drawn_anew_and_a_person_s_copy_of_it_stays() -> None:
    once = graft(xlsxwriter_host(), SHEET, charts())
    package = Package(once, Path("台账.xlsx"))
    (drawing,) = related(package, read_workbook_part(package).sheet(SHEET).part or "", "drawing")
    text = package.read(drawing).decode()
    start, end = text.index("<xdr:twoCellAnchor"), text.index("</xdr:wsDr>")
    package.replace(drawing, (text[:end] + text[start:end] + text[end:]).encode())
    graft_sheet(package, SHEET, charts())
    assert len(Drawing.of(package, drawing).anchors) == 2


@pytest.mark.parametrize("title", ["趋势", "别的"])
def test_an_own_chart_is_known_by_its_look_when_a_program_forgot_its_name(title: str) -> None:
    once = graft(xlsxwriter_host(), SHEET, charts())
    made: Any = openpyxl.load_workbook(io.BytesIO(once))
    sheet = made[SHEET]
    mine = LineChart()
    mine.add_data(Reference(sheet, min_col=1, min_row=1, max_row=3))
    sheet.add_chart(mine, "K3")
    out = io.BytesIO()
    made.save(out)
    assert not any(name.startswith("crmbook") for name in objects(out.getvalue()))
    assert len(objects(graft(out.getvalue(), SHEET, charts(title)))) == (
        2 if title == "趋势" else 3
    )


def test_a_note_stays_where_a_person_put_it(tmp_path: Path) -> None:
    before = a_person_s_sheet(lambda _made, sheet: sheet.write_comment("B2", "三月有展会"))
    after = graft(before, SHEET, charts())
    assert opened(after)[SHEET]["B2"].comment.text == "三月有展会"
    assert opened(after)["线索登记表"]["B2"].comment.text == "旧批注"
    kept = [n for n in names(before) if "comments" in n or "vml" in n]
    assert len(kept) == 4
    assert {n: raw_members(after)[n] for n in kept} == {n: raw_members(before)[n] for n in kept}
    assert graft(after, SHEET, charts()) == after
    old, written = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    old.write_bytes(before)
    written.write_bytes(after)
    assert findings(written) - findings(old) == {}


def test_a_note_added_to_a_sheet_of_ours_stays() -> None:
    made = openpyxl.load_workbook(io.BytesIO(graft(xlsxwriter_host(), SHEET, charts())))
    made[SHEET]["A2"].comment = Comment("为什么这么低？", "王芳")
    out = io.BytesIO()
    made.save(out)
    after = graft(out.getvalue(), SHEET, charts())
    assert opened(after)[SHEET]["A2"].comment.text == "为什么这么低？"
    assert len(objects(after)) == 1


def test_our_own_notes_give_way_and_a_person_s_beside_them_are_refused_by_name() -> None:
    once = graft(xlsxwriter_host(), SHEET, donor())
    assert opened(once)[SHEET]["B5"].comment.author == "crmbook"
    assert opened(graft(once, SHEET, plain_donor(SHEET)))[SHEET]["B5"].comment is None
    before = a_person_s_sheet(lambda _made, sheet: sheet.write_comment("B2", "三月有展会"))
    package = Package(before, Path("台账.xlsx"))
    with pytest.raises(FileRefused) as caught:
        graft_sheet(package, SHEET, donor())
    assert package.changed == package.added == package.removed == ()
    assert caught.value.remedy


def test_threaded_comments_stay_byte_for_byte() -> None:
    before = a_person_s_sheet(lambda _made, sheet: sheet.write_comment("B2", "[线程批注]"))
    package = Package(before, Path("台账.xlsx"))
    sheet = read_workbook_part(package).sheet(SHEET).part or ""
    package.add("xl/threadedComments/threadedComment1.xml", b"<ThreadedComments/>")
    rels = "xl/worksheets/_rels/" + sheet.rpartition("/")[2] + ".rels"
    more = f'<Relationship Id="rId9" Type="{THREADED}" Target="../threadedComments/threadedComment1.xml"/>'
    package.replace(rels, package.read(rels).replace(b"</Rel", more.encode() + b"</Rel"))
    graft_sheet(package, SHEET, charts())
    assert package.read("xl/threadedComments/threadedComment1.xml") == b"<ThreadedComments/>"
    assert related(package, sheet, "threadedComment") == (
        "xl/threadedComments/threadedComment1.xml",
    )
    assert "threadedComment" not in {*package.changed, *package.removed}


def test_a_picture_in_a_header_stays_with_its_header() -> None:
    def logo(_made: Any, sheet: Any) -> None:
        image = {"image_left": "a.png", "image_data_left": io.BytesIO(png())}
        sheet.set_header("&L&G&C内部资料 & <密>", image)
        sheet.set_background(io.BytesIO(png()))

    before = a_person_s_sheet(logo)
    after = graft(before, SHEET, charts())
    text = part(after, "xl/worksheets/sheet2.xml")
    assert "内部资料" in text
    assert text.index("<headerFooter") < text.index("<drawing") < text.index("<legacyDrawingHF")
    assert text.index("<legacyDrawingHF") < text.index("<picture")
    assert opened(after)[SHEET].oddHeader.center.text == "内部资料 & <密>"
    assert set(names(before)) <= set(names(after))
    assert graft(after, SHEET, charts()) == after
    with pytest.raises(FileRefused):
        graft(before, SHEET, donor())


def test_a_header_picture_of_ours_gives_way() -> None:
    once = graft(xlsxwriter_host(), SHEET, donor())
    assert "legacyDrawingHF" not in part(graft(once, SHEET, charts()), "xl/worksheets/sheet4.xml")


def test_form_controls_of_old_which_have_no_part_of_their_own_stay() -> None:
    vml = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        '<v:shape id="a"><x:ClientData ObjectType="Button"/></v:shape></xml>'
    )
    rels = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId4" Type="{OFFICE}/vmlDrawing"'
        ' Target="../drawings/vmlDrawing1.vml"/></Relationships>'
    )
    host = book(
        worksheet("", behind='<legacyDrawing r:id="rId4"/>'),
        parts={"xl/worksheets/_rels/sheet1.xml.rels": rels, "xl/drawings/vmlDrawing1.vml": vml},
    )
    after = graft(host, "表", charts())
    assert part(after, "xl/drawings/vmlDrawing1.vml") == vml
    assert "<legacyDrawing " in part(after, "xl/worksheets/sheet1.xml")


def test_a_damaged_drawing_is_refused_and_nothing_is_changed() -> None:
    before = a_person_s_sheet(_chart)
    package = Package(before, Path("台账.xlsx"))
    package.replace("xl/drawings/drawing1.xml", b"<xdr:wsDr")
    out = io.BytesIO()
    package.write(out)
    with pytest.raises(FileRefused):
        graft(out.getvalue(), SHEET, charts())
    with zipfile.ZipFile(io.BytesIO(before)) as archive:
        assert archive.testzip() is None
