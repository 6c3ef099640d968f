"""What is refused by name, and leaves the package as it was."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from crmbook.files.graft import graft_sheet
from crmbook.files.package import Package
from crmbook.model.errors import CrmbookError, FileRefused, UsageError
from tests.files.books import MAIN, OFFICE, PACKAGE, SHEET, book, worksheet
from tests.files.graft.made import donor, graft, openpyxl_host, plain_donor, xlsxwriter_host

STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
ONE_SHEET = '<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets>'


def workbook(*, before: str = "", behind: str = "", namespace: str = MAIN) -> str:
    return (
        f'<workbook xmlns="{namespace}" xmlns:r="{OFFICE}">{before}{ONE_SHEET}{behind}</workbook>'
    )


def made(**parts: str | bytes | None) -> bytes:
    """Return a book of one empty sheet with parts added, ``__`` standing for ``/``."""
    named = {name.replace("__", "/") + ".xml": data for name, data in parts.items()}
    return book(worksheet(""), parts=named)


def with_sheet_relation(kind: str) -> bytes:
    rels = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/{kind}"'
        ' Target="../strange/part1.xml"/></Relationships>'
    )
    parts = {"xl/worksheets/_rels/sheet1.xml.rels": rels, "xl/strange/part1.xml": "<x/>"}
    return book(worksheet(""), parts=parts)


def several_sheets() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as two:
        two.add_worksheet("一")
        two.add_worksheet("二")
    return out.getvalue()


def dynamic_array() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as modern:
        modern.add_worksheet("一").write_dynamic_array_formula("A1:A2", "=SORT(B1:B2)")
    return out.getvalue()


def chart_sheet() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as charts:
        chart = charts.add_chart({"type": "pie"})
        chart.add_series({"values": "=数!$A$1:$A$2"})
        charts.add_worksheet("数")
        charts.add_chartsheet("图").set_chart(chart)
    return out.getvalue()


def refused(host: bytes, name: str, workbook: bytes) -> CrmbookError:
    package = Package(host, Path("台账.xlsx"))
    with pytest.raises(CrmbookError) as caught:
        graft_sheet(package, name, workbook)
    assert package.changed == package.added == package.removed == ()
    assert caught.value.path == "台账.xlsx"
    return caught.value


@pytest.mark.parametrize(
    ("host", "name", "said"),
    [
        (lambda: made(xl__workbook=workbook(namespace=STRICT)), "看板", "Strict"),
        (lambda: made(xl__workbook=workbook(before='<workbookProtection lockStructure="1"/>')), "看板", "structure|结构"),
        (lambda: made(_xmlsignatures__origin="<x/>"), "看板", "signature|签名"),
        (lambda: with_sheet_relation("pivotTable"), "表", "pivot|透视"),
        (lambda: with_sheet_relation("slicer"), "表", "slicer|切片"),
        (lambda: with_sheet_relation("somethingNew"), "表", "somethingNew"),
        (chart_sheet, "图", "no worksheet|不是工作表"),
        (lambda: made(xl__styles="<styleSheet"), "看板", "damaged|损坏"),
        (lambda: made(xl__styles="<styleSheet/>".encode("utf-16")), "看板", "UTF-8"),
        (lambda: made(xl__styles='<?xml version="1.0" encoding="GBK"?><styleSheet/>'), "看板", "UTF-8"),
    ],
    ids=[
        "strict", "locked structure", "signed", "pivot table", "slicer",
        "unknown content", "chart sheet", "damaged styles", "UTF-16", "GBK",
    ],
)  # fmt: skip
def test_a_host_that_would_be_harmed_is_refused(
    host: Callable[[], bytes], name: str, said: str
) -> None:
    error = refused(host(), name, plain_donor(name))
    assert isinstance(error, FileRefused)
    assert any(word in error.what for word in said.split("|")), error.what
    assert error.remedy


def test_a_locked_structure_still_lets_a_sheet_be_replaced() -> None:
    locked = workbook(before='<workbookProtection lockStructure="1"/>')
    package = Package(made(xl__workbook=locked), Path("台账.xlsx"))
    graft_sheet(package, "表", plain_donor("表"))
    assert b"inlineStr" not in package.read(SHEET)
    assert b"<v>1</v>" in package.read(SHEET)


def test_dates_of_another_epoch_are_refused_but_plain_numbers_are_not() -> None:
    host = book(worksheet(""), date1904=True)
    assert "1904" in refused(host, "转化分析表", donor()).what
    assert graft(host, "看板", plain_donor("看板"))
    assert "1900" in refused(openpyxl_host(), "转化分析表", donor(date_1904=True)).what


@pytest.mark.parametrize(
    ("workbook", "said"),
    [
        (several_sheets, "2"),
        (dynamic_array, "sheetMetadata"),
        (lambda: b"no zip at all", "workbook|工作簿"),
        (lambda: made(xl__workbook=workbook(namespace=STRICT)), "ordinary|普通"),
    ],
    ids=["several sheets", "dynamic arrays", "no zip", "strict"],
)
def test_a_donor_that_cannot_be_carried_is_wrong_usage(
    workbook: Callable[[], bytes], said: str
) -> None:
    error = refused(xlsxwriter_host(), "看板", workbook())
    assert isinstance(error, UsageError)
    assert any(word in error.what for word in said.split("|")), error.what


@pytest.mark.parametrize(
    "name",
    ["", "  ", "a" * 32, "😀" * 16, "a/b", "[a]", "a:b", "'a", "a'", "History", "a\nb", "a\x01"],
)
def test_a_sheet_name_that_excel_would_not_take_is_wrong_usage(name: str) -> None:
    assert isinstance(refused(xlsxwriter_host(), name, plain_donor("看板")), UsageError)


@pytest.mark.parametrize("name", ["a" * 31, "😀" * 15, 'A & B <">', "O'Brien", "3月", "看 板"])
def test_any_other_name_is_written_as_it_is(name: str) -> None:
    after = graft(xlsxwriter_host(), name, plain_donor("Sheet1"))
    again = graft(after, name, plain_donor("Sheet1"))
    assert again == after
    assert after != xlsxwriter_host()


def test_a_place_behind_no_sheet_is_wrong_usage() -> None:
    package = Package(xlsxwriter_host(), Path("台账.xlsx"))
    with pytest.raises(UsageError):
        graft_sheet(package, "看板", plain_donor("看板"), after="没有")
    assert package.changed == package.added == ()
