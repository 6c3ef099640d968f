from __future__ import annotations

import datetime as dt
import struct
import subprocess
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from crmbook.files.area import Area
from crmbook.files.boxes import OdsLayout, xlsb_box
from crmbook.files.calamine_reader import MAX_BOX
from crmbook.files.read import read_book
from crmbook.model.errors import FileRefused

MIDNIGHT = dt.datetime.fromisoformat("2024-03-01")
MORNING = dt.datetime.fromisoformat("2024-03-01 10:30")


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An xlsx with every type of value, for LibreOffice to save as something else."""
    path = tmp_path_factory.mktemp("calamine") / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, hidden = book.add_worksheet("线索"), book.add_worksheet("隐藏")
        hidden.hide()
        hidden.write(0, 0, 1)
        formats = {
            name: book.add_format({"num_format": code})
            for name, code in (
                ("date", "yyyy-mm-dd"),
                ("time", "yyyy-mm-dd hh:mm"),
                ("elapsed", "[h]:mm"),
            )
        }
        sheet.write_row(1, 1, ["公司", "007", 13800001111, 1.5])
        sheet.write_datetime(2, 1, MIDNIGHT, formats["date"])
        sheet.write_datetime(2, 2, MORNING, formats["time"])
        sheet.write_number(2, 4, 1.5, formats["elapsed"])
        sheet.merge_range("B5:B7", "合并")
        sheet.write("C6", "x")
    return path


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_other_formats_read_as_their_xlsx_does(workbook: Path, soffice: str, kind: str) -> None:
    folder = workbook.parent
    profile = (folder / "profile").as_uri()
    command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", folder, workbook], check=True, capture_output=True)
    book = read_book(workbook.with_suffix(f".{kind}"))
    assert book.format == kind
    assert [(grid.name, grid.visibility) for grid in book.grids] == [
        ("线索", "visible"),
        ("隐藏", "hidden"),
    ]
    grid, original = book.grids[0], read_book(workbook).grids[0]
    assert grid.rows.tolist() == original.rows.tolist() == [2, 3, 5, 6]
    assert grid.merged == original.merged == (Area(5, 2, 7, 2),)
    for column in range(1, 6):
        for row in range(1, 8):
            ours, theirs = grid.value(row, column), original.value(row, column)
            assert (type(ours), ours) == (type(theirs), theirs), (row, column)
    assert grid.value(2, 4) == 13800001111
    assert grid.value(3, 2) == MIDNIGHT
    assert grid.value(3, 5) == dt.timedelta(hours=36)


def test_the_shanghai_list_reads_as_an_xls_of_text(shared: Path) -> None:
    book = read_book(shared / "data" / "cn" / "sse_gplist_2025-10.xls")
    assert book.format == "xls"
    (grid,) = book.grids
    assert len(grid.rows) == 1697
    assert grid.value(2, 1) == "600000"


def record(kind: int, body: bytes = b"") -> bytes:
    """One BIFF12 record with a body of less than 128 bytes."""
    number = bytes([kind]) if kind < 0x80 else bytes([(kind & 0x7F) | 0x80, kind >> 7])
    return number + bytes([len(body)]) + body


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def write_xlsb(path: Path, last_row: int, last_column: int) -> None:
    """A workbook of two cells: a text in A1, a number in the last corner."""
    cell = struct.pack("<II", 0, 0)
    far = struct.pack("<II", last_column - 1, 0)
    sheet = (
        record(129)
        + record(148, struct.pack("<4I", 0, last_row - 1, 0, last_column - 1))
        + record(145)
        + record(0, struct.pack("<I", 0) + bytes(13))
        + record(6, cell + wide("公司"))
        + record(0, struct.pack("<I", last_row - 1) + bytes(13))
        + record(5, far + struct.pack("<d", 42.0))
        + record(146)
        + record(130)
    )
    bundle = struct.pack("<II", 0, 1) + wide("rId1") + wide("表")
    workbook = record(131) + record(143) + record(156, bundle) + record(144) + record(132)
    namespace = "http://schemas.openxmlformats.org"
    relation = f"{namespace}/officeDocument/2006/relationships"
    relations = (
        f'<Relationships xmlns="{namespace}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{relation}/{{}}" Target="{{}}"/></Relationships>'
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(
            "[Content_Types].xml", f'<Types xmlns="{namespace}/package/2006/content-types"/>'
        )
        package.writestr("_rels/.rels", relations.format("officeDocument", "xl/workbook.bin"))
        package.writestr("xl/workbook.bin", workbook)
        package.writestr(
            "xl/_rels/workbook.bin.rels", relations.format("worksheet", "worksheets/sheet1.bin")
        )
        package.writestr("xl/worksheets/sheet1.bin", sheet)


def test_an_xlsb_workbook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsb"
    write_xlsb(path, 3, 2)
    book = read_book(path)
    assert book.format == "xlsb"
    assert [grid.name for grid in book.grids] == ["表"]
    assert book.grids[0].rows.tolist() == [1, 3]
    assert (book.grids[0].value(1, 1), book.grids[0].value(3, 2)) == ("公司", 42)


def test_a_cell_in_the_last_corner_of_an_xlsb_is_refused_before_it_ends_the_process(
    tmp_path: Path,
) -> None:
    path = tmp_path / "far.xlsb"
    write_xlsb(path, 1_048_576, 16_384)
    assert xlsb_box(path.read_bytes()) == 1_048_576 * 16_384
    with pytest.raises(FileRefused) as refused:
        read_book(path)
    assert refused.value.remedy


CONTENT = """<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>
 <table:table table:name="表">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""
VALUE = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'


def write_ods(path: Path, rows: str) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr("content.xml", CONTENT.format(rows=rows.replace("\n", "")))


FIRST = f"<table:table-row>{VALUE}</table:table-row>"
REST = """<table:table-row table:number-rows-repeated="1048575">
<table:table-cell table:number-columns-repeated="16384"/></table:table-row>"""
FAR = f"""<table:table-row table:number-rows-repeated="1048574"/><table:table-row>
<table:table-cell table:number-columns-repeated="16383"/>{VALUE}</table:table-row>"""


@pytest.mark.parametrize(
    ("rows", "box"),
    [(FIRST + REST, 1), (FIRST + FAR, 1_048_576 * 16_384)],
    ids=["empty rows to the end of the sheet", "a cell in the last corner"],
)
def test_the_box_of_an_ods_is_measured_by_its_last_value(
    tmp_path: Path, rows: str, box: int
) -> None:
    path = tmp_path / "a.ods"
    write_ods(path, rows)
    assert OdsLayout.of(path.read_bytes()).box == box
    if box > MAX_BOX:
        with pytest.raises(FileRefused):
            read_book(path)
    else:
        assert read_book(path).grids[0].value(1, 1) == "a"


class PanicException(BaseException):
    """What PyO3 raises for a panic: no Exception."""


def test_a_panic_of_calamine_is_a_refusal(monkeypatch: pytest.MonkeyPatch, shared: Path) -> None:
    def panics(_source: object) -> None:
        raise PanicException

    monkeypatch.setattr("python_calamine.load_workbook", panics)
    with pytest.raises(FileRefused):
        read_book(shared / "data" / "messy" / "44235.xls")


def test_an_interruption_is_no_refusal(monkeypatch: pytest.MonkeyPatch, shared: Path) -> None:
    def interrupted(_source: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("python_calamine.load_workbook", interrupted)
    with pytest.raises(KeyboardInterrupt):
        read_book(shared / "data" / "messy" / "44235.xls")
