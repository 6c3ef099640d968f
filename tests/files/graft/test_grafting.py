from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from crmbook.files.graft import graft_sheet
from crmbook.files.package import Package
from crmbook.files.relationships import read_relationships
from crmbook.files.workbook_part import read_workbook_part
from tests.files.graft.made import (
    SHEET,
    TITLE,
    donor,
    graft,
    openpyxl_host,
    plain_donor,
    xlsxwriter_host,
)
from tests.files.graft.reading import by_calamine, by_openpyxl, findings, names, opened, part
from tests.files.parts import assert_budget, raw_members

HOSTS = {"XlsxWriter": xlsxwriter_host, "openpyxl": openpyxl_host}
TOUCHED = {"[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml", "xl/styles.xml"}
hosts = pytest.mark.parametrize("host", HOSTS.values(), ids=HOSTS)


def new_parts(before: bytes, after: bytes) -> set[str]:
    return set(names(after)) - set(names(before))


def grafted_part(data: bytes, name: str = SHEET) -> str:
    found = read_workbook_part(Package(data, Path("台账.xlsx"))).sheet(name).part
    assert found is not None
    return found


def test_sheets_drawings_charts_tables_and_notes_come_along_and_nothing_else_changes() -> None:
    before = xlsxwriter_host()
    after = graft(before, SHEET, donor())
    assert_budget(
        before,
        after,
        changed=TOUCHED,
        added={
            "xl/worksheets/sheet4.xml", "xl/worksheets/_rels/sheet4.xml.rels",
            "xl/drawings/drawing2.xml", "xl/drawings/_rels/drawing2.xml.rels",
            "xl/drawings/vmlDrawing4.vml", "xl/drawings/vmlDrawing5.vml",
            "xl/drawings/_rels/vmlDrawing5.vml.rels",
            "xl/charts/chart2.xml", "xl/charts/chart3.xml",
            "xl/media/image1.png", "xl/media/image2.png",
            "xl/tables/table2.xml", "xl/comments4.xml",
        },
    )  # fmt: skip


@hosts
def test_openxml_audit_finds_nothing_that_it_did_not_find_before(
    host: Callable[[], bytes], tmp_path: Path
) -> None:
    before, after = tmp_path / "before.xlsx", tmp_path / "after.xlsx"
    before.write_bytes(host())
    after.write_bytes(graft(host(), SHEET, donor()))
    assert findings(after) - findings(before) == {}


@hosts
def test_every_old_value_and_every_grafted_value_reads_right(host: Callable[[], bytes]) -> None:
    before, after = host(), graft(host(), SHEET, donor())
    for read in (by_calamine, by_openpyxl):
        old, new, alone = read(before), read(after), read(donor())
        assert list(new) == [*old, SHEET]
        assert new == {**old, **alone}
    assert by_calamine(after)[SHEET][0][0] == TITLE


@hosts
def test_formats_and_rules_look_as_the_donor_made_them(host: Callable[[], bytes]) -> None:
    ours, alone = opened(graft(host(), SHEET, donor()))[SHEET], opened(donor())[SHEET]
    for cell in ("A1", "A4", "A5", "B5", "D5", "F5", "I4", "I5"):
        for aspect in ("number_format", "font", "fill", "border", "alignment"):
            assert repr(getattr(ours[cell], aspect)) == repr(getattr(alone[cell], aspect)), cell
    assert ours.column_dimensions["A"].number_format == alone.column_dimensions["A"].number_format
    rules, theirs = ours.conditional_formatting, alone.conditional_formatting
    assert [str(r.sqref) for r in rules] == [str(r.sqref) for r in theirs]
    styles = [next(iter(r.rules)).dxf for r in rules]
    assert repr(styles) == repr([next(iter(r.rules)).dxf for r in theirs])
    assert ours.freeze_panes == "B5"
    assert ours.print_title_rows == "$1:$4"
    assert ours.print_area == f"'{SHEET}'!$A$1:$J$30"
    assert ours["B5"].comment.text == "批注"
    assert [ours[c].hyperlink.target or ours[c].hyperlink.location for c in ("F5", "F6")] == [
        "https://example.com/a?b=1&c=2", f"'{SHEET}'!A1"
    ]  # fmt: skip
    assert len(ours._charts) == 2
    assert ours.tables["分析"].ref == "H4:J9"


@hosts
def test_the_same_graft_again_leaves_the_file_byte_identical(host: Callable[[], bytes]) -> None:
    once = graft(host(), SHEET, donor())
    assert graft(once, SHEET, donor()) == once


@hosts
def test_a_regenerated_sheet_keeps_its_tab_its_id_its_parts_and_the_styles(
    host: Callable[[], bytes], tmp_path: Path
) -> None:
    once = graft(host(), SHEET, donor(), after="线索登记表")
    twice = graft(once, SHEET, donor(first=500))
    changed = {name for name, raw in raw_members(once).items() if raw_members(twice)[name] != raw}
    assert names(twice) == names(once)
    charts = {name for name in changed if "/charts/" in name}
    assert changed - charts == {grafted_part(once)}
    assert by_calamine(twice)[SHEET][4][1] == 500
    before, after = tmp_path / "before.xlsx", tmp_path / "after.xlsx"
    before.write_bytes(host())
    after.write_bytes(twice)
    assert findings(after) - findings(before) == {}


def test_what_only_the_old_sheet_needed_is_gone_when_the_new_one_does_not() -> None:
    before = xlsxwriter_host()
    bare = graft(graft(before, SHEET, donor()), SHEET, plain_donor(SHEET))
    assert set(names(bare)) - set(names(before)) == {"xl/worksheets/sheet4.xml"}
    types = part(bare, "[Content_Types].xml")
    assert "/xl/charts/chart1.xml" in types
    assert "/xl/charts/chart2.xml" not in types
    package = Package(bare, Path("台账.xlsx"))
    defined = {(name.name, name.local_sheet) for name in read_workbook_part(package).defined_names}
    assert ("_xlnm.Print_Area", 0) in defined
    assert not {(name, 3) for name, _local in defined if name.startswith("_xlnm")} & defined


def test_a_picture_that_another_sheet_shows_too_stays() -> None:
    host = graft(xlsxwriter_host(), SHEET, donor())
    package = Package(host, Path("台账.xlsx"))
    rels = "xl/drawings/_rels/drawing1.xml.rels"
    shared = package.read(rels).decode().replace(
        "</Relationships>",
        '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/image" Target="../media/image1.png"/></Relationships>',
    )  # fmt: skip
    package.replace(rels, shared.encode())
    graft_sheet(package, SHEET, plain_donor(SHEET))
    assert "xl/media/image1.png" in package
    assert "xl/media/image2.png" not in package
    found = read_relationships(package, "xl/drawings/drawing1.xml").values()
    assert all(relationship.part for relationship in found)


@hosts
def test_a_sheet_in_the_middle_moves_the_names_and_the_active_tab_behind_it(
    host: Callable[[], bytes],
) -> None:
    before, after = opened(host()), opened(graft(host(), SHEET, donor(), after="线索登记表"))
    assert after.sheetnames[:2] == ["线索登记表", SHEET]
    assert after.active.title == before.active.title
    for sheet in before.worksheets:
        assert after[sheet.title].print_area == sheet.print_area
        assert set(after[sheet.title].defined_names) == set(sheet.defined_names)
    assert after[SHEET].print_area == f"'{SHEET}'!$A$1:$J$30"
    assert set(after[SHEET].defined_names) == {"局部"}
    assert {"总数", "转化合计"} <= set(after.defined_names)


def test_a_name_that_means_something_else_in_the_book_becomes_one_of_the_sheet() -> None:
    clash = opened(xlsxwriter_host())
    clash.defined_names["转化合计"] = clash.defined_names["总数"].__class__(
        "转化合计", attr_text="汇总!$A$1"
    )
    out = io.BytesIO()
    clash.save(out)
    once = graft(out.getvalue(), SHEET, donor())
    book = opened(once)
    assert book.defined_names["转化合计"].attr_text == "汇总!$A$1"
    assert book[SHEET].defined_names["转化合计"].attr_text == f"'{SHEET}'!$B$5:$B$10"
    assert graft(once, SHEET, donor()) == once


def test_our_own_global_name_follows_a_new_donor() -> None:
    once = graft(xlsxwriter_host(), SHEET, donor())
    moved = part(once, "xl/workbook.xml").replace("$B$5:$B$10", "$B$5:$B$9")
    package = Package(once, Path("台账.xlsx"))
    package.replace("xl/workbook.xml", moved.encode())
    graft_sheet(package, SHEET, donor())
    assert "$B$5:$B$10" in package.read("xl/workbook.xml").decode()
    assert "$B$5:$B$9<" not in package.read("xl/workbook.xml").decode()


def test_a_donor_under_another_name_speaks_of_itself_by_the_new_one() -> None:
    after = graft(xlsxwriter_host(), "看 板", donor("Sheet1"))
    texts = [
        part(after, n) for n in new_parts(xlsxwriter_host(), after) if n.endswith((".xml", ".rels"))
    ]
    assert not [text for text in texts if re.search(r"Sheet1'?!", text)]
    assert "'看 板'!$B$5:$B$10" in part(after, "xl/charts/chart2.xml")
    book = opened(after)
    assert book["看 板"]["F6"].hyperlink.location == "'看 板'!A1"
    assert book.defined_names["转化合计"].attr_text == "'看 板'!$B$5:$B$10"
    assert book["看 板"].data_validations.dataValidation[0].formula1 == "'看 板'!$A$5:$A$10"


@pytest.mark.parametrize(
    ("taken", "expected"),
    [("登记", "登记_2"), ("总数", "总数_2"), ("新表", "新表")],
    ids=["a table has it", "a defined name has it", "free"],
)
def test_a_table_name_that_is_taken_gets_a_number_and_formulas_follow(
    taken: str, expected: str
) -> None:
    after = graft(xlsxwriter_host(), "看板", plain_donor("看板", table=taken))
    sheet = opened(after)["看板"]
    assert list(sheet.tables) == [expected]
    assert sheet["D1"].value == f"=ROWS({expected})+SUM({expected}[乙])"
    ids = [t.id for s in opened(after).worksheets for t in s.tables.values()]
    assert len(ids) == len(set(ids)) == 2


def test_a_regenerated_table_keeps_its_id_and_name_when_others_came_meanwhile() -> None:
    once = graft(xlsxwriter_host(), "看板", plain_donor("看板", table="分析"))
    more = graft(once, "另一", plain_donor("另一", table="别的"))
    again = opened(graft(more, "看板", plain_donor("看板", table="分析", value=2)))
    assert {t.name: t.id for s in again.worksheets for t in s.tables.values()} == {
        "登记": 1, "分析": 2, "别的": 3
    }  # fmt: skip


def test_a_name_of_other_case_is_the_same_sheet_and_keeps_its_spelling() -> None:
    once = graft(xlsxwriter_host(), "Report", plain_donor("Report"))
    twice = graft(once, "REPORT", plain_donor("REPORT", value=2))
    assert opened(twice).sheetnames[-1] == "Report"
    assert by_calamine(twice)["Report"][0] == [2]


def test_a_hundred_regenerations_do_not_make_the_book_grow() -> None:
    data = graft(xlsxwriter_host(), SHEET, donor())
    size = len(part(data, "xl/styles.xml"))
    for number in range(100):
        data = graft(data, SHEET, donor(first=1000 + number % 2))
    assert len(part(data, "xl/styles.xml")) == size
    assert len(names(data)) == len(names(xlsxwriter_host())) + 13


def test_a_host_that_counts_from_1904_takes_a_donor_that_does_so_too() -> None:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.save(out)
    after = graft(out.getvalue(), SHEET, donor(date_1904=True))
    assert str(opened(after)[SHEET]["A5"].value) == "2024-01-01 00:00:00"
