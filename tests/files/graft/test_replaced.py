from __future__ import annotations

from pathlib import Path

import pytest

from crmbook.files.graft import graft_sheet
from crmbook.files.package import Package
from tests.files.books import MAIN, OFFICE, SHEET, book, worksheet
from tests.files.graft.made import donor, graft, plain_donor, xlsxwriter_host
from tests.files.graft.reading import opened, part


def replaced(before: str) -> str:
    package = Package(book(worksheet("", before=before)), Path("台账.xlsm"))
    graft_sheet(package, "表", plain_donor("表"))
    return package.read(SHEET).decode()


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ('<sheetPr codeName="表1"/>', 'codeName="表1"'),
        ("<sheetPr codeName='a&amp;b'><tabColor rgb=\"FFFF0000\"/></sheetPr>", 'codeName="a&amp;b"'),
        ('<sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews>', 'tabSelected="1"'),
        ('<sheetViews><sheetView tabSelected="true" workbookViewId="0"/></sheetViews>', 'tabSelected="1"'),
    ],
    ids=["VBA module", "VBA module, escaped", "selected", "selected, as a word"],
)  # fmt: skip
def test_a_replaced_sheet_keeps_what_binds_it_to_the_book(before: str, expected: str) -> None:
    assert expected in replaced(before)


def test_a_sheet_that_was_not_selected_is_not_selected_now() -> None:
    assert "tabSelected" not in replaced("")
    assert "codeName" not in replaced("")


def test_tab_state_id_and_relationship_stay() -> None:
    once = graft(xlsxwriter_host(), "看板", plain_donor("看板"), after="线索登记表")
    package = Package(once, Path("台账.xlsx"))
    hidden = package.read("xl/workbook.xml").replace(b'sheetId="4"', b'sheetId="4" state="hidden"')
    package.replace("xl/workbook.xml", hidden)
    graft_sheet(package, "看板", plain_donor("看板", value=2))
    assert package.read("xl/workbook.xml") == hidden


def test_names_that_a_person_gave_to_places_on_the_sheet_stay() -> None:
    names = (
        '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">表!$A$1</definedName>'
        '<definedName name="我的" localSheetId="0">表!$B$2</definedName></definedNames>'
    )
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name="表" sheetId="1" r:id="rId1"/></sheets>{names}</workbook>'
    )
    host = book(worksheet(""), parts={"xl/workbook.xml": workbook})
    bare = part(graft(host, "表", plain_donor("表")), "xl/workbook.xml")
    assert "我的" in bare
    assert "Print_Area" not in bare
    full = opened(graft(host, "表", donor("表")))["表"]
    assert full.print_area == "'表'!$A$1:$J$30"
    assert set(full.defined_names) == {"我的", "局部"}


def test_no_empty_list_of_names_is_left() -> None:
    names = (
        '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">表!$A$1</definedName>'
        "</definedNames>"
    )
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name="表" sheetId="1" r:id="rId1"/></sheets>{names}</workbook>'
    )
    host = book(worksheet(""), parts={"xl/workbook.xml": workbook})
    assert "definedName" not in part(graft(host, "表", plain_donor("表")), "xl/workbook.xml")
