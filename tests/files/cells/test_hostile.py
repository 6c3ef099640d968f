"""Sheets and books with broken XML: edited, or refused by name, and never anything else."""

from __future__ import annotations

import datetime as dt
import random
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmbook.files.cells import edit_cells
from crmbook.files.package import Package
from crmbook.model.edits import SetCell
from crmbook.model.errors import CrmbookError, FileRefused
from tests.files.books import MAIN, SHEET, book, worksheet

ROWS = (
    '<row r="2" spans="1:3"><c r="A2" s="2" t="inlineStr"><is><t>旧</t></is></c><c r="C2"><f>A2</f></c></row>'
    '<row r="4"/><row r="6" s="2" customFormat="1"><c r="B6" s="1"><v>45352</v></c></row>'
)
WHOLE = worksheet(
    ROWS,
    before='<dimension ref="A2:C6"/><cols><col min="1" max="3" style="2"/></cols>',
    behind='<mergeCells count="1"><mergeCell ref="H1:I2"/></mergeCells>',
)
STYLES, WORKBOOK, RELATIONS = "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
EDITS = [
    SetCell("表", "A2", "新"),
    SetCell("表", "B6", dt.datetime(2024, 3, 1, 10)),
    SetCell("表", "D5", dt.date(2024, 3, 1)),
]


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(book(WHOLE))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


PARTS = parts()
PIECES = [
    b"<",
    b">",
    b'"',
    b"/",
    b"=",
    b"&",
    b"r",
    b"-1",
    b"99999999999",
    b"\xff",
    b"\0",
    b"<!--",
    b"",
]


@settings(max_examples=600, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    part=st.sampled_from([SHEET, SHEET, STYLES, WORKBOOK, RELATIONS, "_rels/.rels"]),
    count=st.integers(1, 3),
)
def test_broken_xml_is_edited_or_refused(seed: int, part: str, count: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    data = PARTS[part]
    for _time in range(count):
        at = dice.randrange(len(data))
        data = data[:at] + dice.choice(PIECES) + data[at + dice.randrange(4) :]
    package = Package(book(WHOLE, parts={part: data}), Path("台账.xlsx"))
    try:
        edit_cells(package, EDITS)
    except CrmbookError:
        return
    assert package.changed


def test_hidden_rows_of_markup_are_not_mistaken_for_rows() -> None:
    """What stands in comments and CDATA looks like cells, and is none."""
    hidden = '<!-- <row r="2"><c r="A2"/></row> <![CDATA[ --><row r="3"><c r="A3" t="str"><v><![CDATA[<c r="B3"/>]]></v></c></row>'
    package = Package(book(worksheet(hidden)), Path("台账.xlsx"))
    changes = edit_cells(
        package, [SetCell("表", "B3", 1), SetCell("表", "A2", 2), SetCell("表", "A3", "x")]
    )
    assert {str(change.ref): change.old for change in changes} == {
        "表!A2": None,
        "表!A3": '<c r="B3"/>',
        "表!B3": None,
    }
    assert package.read(SHEET).decode() == worksheet(
        '<!-- <row r="2"><c r="A2"/></row> <![CDATA[ --><row r="2"><c r="A2"><v>2</v></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>x</t></is></c><c r="B3"><v>1</v></c></row>'
    )


def test_a_namespace_that_is_declared_late_is_no_main_namespace() -> None:
    part = f'<worksheet xmlns="urn:x"><sheetData xmlns="{MAIN}"/></worksheet>'
    package = Package(book(part), Path("台账.xlsx"))
    with pytest.raises(FileRefused):
        edit_cells(package, EDITS)
