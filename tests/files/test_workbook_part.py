from __future__ import annotations

from pathlib import Path

import pytest

from crmbook.files.package import Package
from crmbook.files.workbook_part import read_workbook_part
from crmbook.model.errors import FileRefused, UsageError
from tests.files.books import MAIN, OFFICE, PACKAGE, SHEET, book, worksheet


def opened(**parts: str | bytes | None) -> Package:
    return Package(book(worksheet(""), parts=parts), Path("台账.xlsx"))


WORKBOOK = (
    f'<x:workbook xmlns:x="{MAIN}" xmlns:rel="{OFFICE}"><x:workbookPr date1904="true"/><x:sheets>'
    '<x:sheet name="甲 &amp; 乙" sheetId="7" rel:id="rId1"/>'
    '<x:sheet name="图" sheetId="9" state="hidden" rel:id="rId5"/>'
    '<x:sheet name="缺" sheetId="11" rel:id="rId404"/></x:sheets><x:definedNames>'
    '<x:definedName name="名单" >字典!$A$1:$A$9</x:definedName>'
    '<x:definedName name="_xlnm.Print_Area" localSheetId="1" hidden="1">图!$A$1</x:definedName>'
    "</x:definedNames></x:workbook>"
)
RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId5" Type="{OFFICE}/chartsheet" Target="chart.xml"/></Relationships>'
)


def test_sheets_names_and_epoch_are_read_whatever_the_prefix() -> None:
    package = opened(
        **{
            "xl/workbook.xml": WORKBOOK,
            "xl/_rels/workbook.xml.rels": RELATIONS,
            "xl/chart.xml": "<c/>",
        }
    )
    found = read_workbook_part(package)
    assert found.date1904
    assert [(s.name, s.sheet_id, s.part, s.kind, s.state) for s in found.sheets] == [
        ("甲 & 乙", 7, SHEET, "worksheet", "visible"),
        ("图", 9, "xl/chart.xml", "chartsheet", "hidden"),
        ("缺", 11, None, "", "visible"),
    ]
    assert [(n.name, n.text, n.local_sheet, n.hidden) for n in found.defined_names] == [
        ("名单", "字典!$A$1:$A$9", None, False),
        ("_xlnm.Print_Area", "图!$A$1", 1, True),
    ]
    assert found.related("worksheet") == SHEET
    assert found.related("styles") is None


def test_a_workbook_part_elsewhere_is_found_through_its_relationship() -> None:
    package = opened(
        **{
            "xl/workbook.xml": None,
            "xl/_rels/workbook.xml.rels": None,
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r"'
            f' Type="{OFFICE}/officeDocument" Target="/Book/Main.xml"/></Relationships>',
            "book/main.xml": WORKBOOK,
        }
    )
    assert read_workbook_part(package).part == "book/main.xml"


def test_a_sheet_is_found_whatever_its_case() -> None:
    workbook = f'<workbook xmlns="{MAIN}"><sheets><sheet name="Leads" sheetId="1"/><sheet name="leads" sheetId="2"/></sheets></workbook>'
    found = read_workbook_part(opened(**{"xl/workbook.xml": workbook}))
    assert [found.sheet(name).sheet_id for name in ("Leads", "leads", "LEADS")] == [1, 2, 1]
    with pytest.raises(UsageError, match="Leads、leads"):
        found.sheet("Lead")


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/workbook.xml": None, "_rels/.rels": None},
        {"xl/workbook.xml": "<document/>"},
        {"xl/workbook.xml": "no xml"},
        {"xl/workbook.xml": f'<!DOCTYPE x><workbook xmlns="{MAIN}"/>'},
        {
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r"'
            f' Type="{OFFICE}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
            "xl/workbook.bin": b"\x83\x01\x00",
        },
    ],
    ids=["none", "a document", "no xml", "doctype", "xlsb"],
)
def test_a_package_without_a_readable_workbook_is_refused(
    parts: dict[str, str | bytes | None],
) -> None:
    with pytest.raises(FileRefused):
        read_workbook_part(opened(**parts))
