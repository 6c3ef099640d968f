"""What the fuzzer found, each in its essence: edited rightly, or refused by name."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crmbook.files.cells import edit_cells
from crmbook.files.graft import graft_sheet
from crmbook.files.package import Package
from crmbook.files.scan.book import scan_book
from crmbook.model.edits import SetCell
from crmbook.model.errors import FileRefused
from tests.files.books import MAIN, OFFICE, PACKAGE, STYLES, TYPES, book, worksheet
from tests.proof.edits import NEW_SHEET, generated
from tests.proof.table import english

RELATIONS = "xl/_rels/workbook.xml.rels"
SHEET = f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
WITHOUT_STYLES = f'<Relationships xmlns="{PACKAGE}">{SHEET}</Relationships>'
WITH_STRINGS = (
    f'<Relationships xmlns="{PACKAGE}">{SHEET}'
    f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="strings.xml"/></Relationships>'
)
PLAIN = worksheet('<row r="1"><c r="A1"><v>1</v></c></row>')
STYLED = worksheet('<row r="1"><c r="A1" s="1"><v>45000.5</v></c></row>')
OTHER_TABLE = (
    f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/><Override '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"/></Types>'
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with english():
        yield


def package(sheet: str = PLAIN, /, **parts: str | None) -> Package:
    named = {
        "relations": RELATIONS, "styles": "xl/styles.xml", "types": "[Content_Types].xml",
        "strings": "xl/strings.xml", "workbook": "xl/workbook.xml", "table": "xl/tables/table1.xml",
    }  # fmt: skip
    told = {named[name]: content for name, content in parts.items()}
    return Package(book(sheet, parts=told), Path("台账.xlsx"))


def test_a_styles_part_that_nothing_leads_to_is_not_in_the_way_of_a_new_one() -> None:
    book_ = package(relations=WITHOUT_STYLES)
    graft_sheet(book_, NEW_SHEET, generated(3))
    assert "xl/styles2.xml" in book_.added
    assert book_.read("xl/styles.xml") == STYLES.encode()


@pytest.mark.parametrize("styles", [STYLES, None], ids=["not related", "missing"])
def test_cells_whose_formats_are_lost_get_no_others(styles: str | None) -> None:
    date = SetCell("表", "B1", dt.date(2024, 3, 18))
    for edit in (
        lambda host: edit_cells(host, [date]),
        lambda host: graft_sheet(host, NEW_SHEET, generated(3)),
    ):
        with pytest.raises(FileRefused, match="lost its cell formats"):
            edit(package(STYLED, relations=WITHOUT_STYLES, styles=styles))


def test_plain_cells_beside_a_new_date_stay_numbers() -> None:
    host = package(relations=WITHOUT_STYLES, styles=None)
    edit_cells(host, [SetCell("表", "B1", dt.date(2024, 3, 18))])
    assert b'<c r="A1"><v>1</v></c>' in host.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    "parts",
    [
        {"types": None},
        {"styles": STYLES.replace("<styleSheet xmlns", "<p:styleSheet xmlns")},
        {"styles": STYLES.replace("numFmtId", "x:numFmtId", 1)},
        {"styles": "<" * 9},
    ],
    ids=["no content types", "unknown prefix", "unknown prefix of an attribute", "no XML"],
)  # fmt: skip
def test_a_sheet_is_not_put_into_what_is_damaged(parts: dict[str, str | None]) -> None:
    with pytest.raises(FileRefused) as caught:
        graft_sheet(package(**parts), NEW_SHEET, generated(3))
    assert caught.value.remedy


def test_an_archive_without_parts_is_refused() -> None:
    with pytest.raises(FileRefused, match="no workbook"):
        edit_cells(Package(b"PK\5\6" + bytes(18), Path("台账.xlsx")), [SetCell("表", "A1", 1)])


def test_an_override_without_a_name_is_nobodys() -> None:
    host = package(types=OTHER_TABLE)
    graft_sheet(host, NEW_SHEET, generated(3))
    assert f'name="{NEW_SHEET}"' in host.read("xl/workbook.xml").decode()


@pytest.mark.parametrize("encoding", ["str", "rot13", "gb18030", "hex", "utf-7"])
def test_texts_in_an_encoding_that_nobody_knows_are_refused(encoding: str) -> None:
    strings = (
        f'<?xml version="1.0" encoding="{encoding}"?><sst xmlns="{MAIN}"><si><t>x</t></si></sst>'
    )
    sheet = worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    with pytest.raises(FileRefused):
        scan_book(package(sheet, relations=WITH_STRINGS, strings=strings))


def test_rows_in_no_namespace_are_not_left_to_the_reader() -> None:
    mixed = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"/></x:row>'
        '<row r="2"><c r="A2"><v>7</v></c></row></x:sheetData></x:worksheet>'
    )
    with pytest.raises(FileRefused):
        edit_cells(package(mixed), [SetCell("表", "A2", 1)])


def test_a_text_without_an_end_is_refused() -> None:
    sheet = worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    strings = f'<sst xmlns="{MAIN}"><si><t>x</t></sst>'
    with pytest.raises(FileRefused):
        edit_cells(
            package(sheet, relations=WITH_STRINGS, strings=strings), [SetCell("表", "A1", 1)]
        )


def test_a_megabyte_of_spaces_in_a_tag_takes_no_time() -> None:
    padded = STYLES.replace("<xf numFmtId", "<xf" + " " * (1 << 20) + "numFmtId", 2)
    started = time.process_time()
    edit_cells(package(styles=padded), [SetCell("表", "A1", dt.date(2024, 3, 18))])
    assert time.process_time() - started < 2
