"""Whole books: what other programs write, and what other readers find in it."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from crmbook.files.package import Package
from crmbook.files.scan.book import scan_book
from crmbook.model.cells import UNCACHED, CellError, Raw, a1
from crmbook.model.errors import FileRefused
from tests.files.books import MAIN, OFFICE, PACKAGE, SHEET, book, worksheet
from tests.files.parts import corpus
from tests.files.scan.grids import Blocks, Cells, cells_of, scan_both, typed


def plain(value: Any) -> Raw:
    """Return another reader's value as crmbook hands it out: seconds, no bare dates or times."""
    if isinstance(value, dt.datetime):
        return value.replace(microsecond=0) + dt.timedelta(seconds=value.microsecond >= 500_000)
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    if isinstance(value, dt.time):
        late = value.microsecond >= 500_000
        return dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second + late)
    if isinstance(value, dt.timedelta):
        return dt.timedelta(seconds=round(value.total_seconds()))
    if isinstance(value, float) and value.is_integer() and abs(value) <= 2**53:
        return int(value)
    return value  # type: ignore[no-any-return]


def by_calamine(source: str, name: str) -> Cells:
    """Return a sheet's cells as calamine finds them; it does not tell errors from blanks."""
    sheet = CalamineWorkbook.from_path(source).get_sheet_by_name(name)
    top, left = sheet.start or (0, 0)
    return {
        a1(top + down + 1, left + right + 1): plain(value)
        for down, row in enumerate(sheet.to_python() if sheet.start else [])
        for right, value in enumerate(row)
        if value != ""
    }


def by_openpyxl(source: Any) -> dict[str, Cells]:
    """Return every sheet's cells as openpyxl finds them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = openpyxl.load_workbook(source, data_only=True)
    return {
        sheet.title: {
            a1(row, column): plain(cell.value)
            for (row, column), cell in sheet._cells.items()
            if cell.value not in {None, ""}
        }
        for sheet in found.worksheets
    }


def but_for(cells: Cells, *kinds: type) -> Cells:
    return {address: value for address, value in cells.items() if not isinstance(value, kinds)}


VALUES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\ufffe\uffff"), max_size=20),
    st.sampled_from(
        ["A类", "B类", " 张伟 ", "a\nb", "=1+1", "13800001111", "<a&b>", "  ", "'x", "#N/A"]
    ),
    st.integers(-(2**53), 2**53),
    st.floats(-1e15, 1e15, allow_nan=False),
    st.booleans(),
    st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(9999, 12, 30)).map(
        lambda moment: moment.replace(microsecond=0)
    ),
    st.timedeltas(dt.timedelta(0), dt.timedelta(days=3000)).map(
        lambda time: dt.timedelta(seconds=int(time.total_seconds()))
    ),
)
TABLES = st.dictionaries(st.tuples(st.integers(0, 40), st.integers(0, 30)), VALUES, max_size=40)


def _drop_control(value: Any) -> Any:
    return "".join(c for c in value if c >= " " or c in "\t\n") if isinstance(value, str) else value


def _by_xlsxwriter(cells: dict[tuple[int, int], Any], path: Path, *, inline: bool) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": inline}) as written:
        sheet = written.add_worksheet("表")
        date = written.add_format({"num_format": 'yyyy"年"m"月"d"日" hh:mm:ss'})
        duration = written.add_format({"num_format": "[h]:mm:ss"})
        for (row, column), value in sorted(cells.items()):
            if isinstance(value, dt.datetime):
                sheet.write_datetime(row, column, value, date)
            elif isinstance(value, dt.timedelta):
                sheet.write_number(row, column, value.total_seconds() / 86400, duration)
            elif isinstance(value, str):
                sheet.write_string(row, column, value)
            else:
                sheet.write(row, column, value)


def _by_openpyxl(cells: dict[tuple[int, int], Any], path: Path) -> None:
    written = openpyxl.Workbook()
    sheet = written.active
    assert sheet is not None
    sheet.title = "表"
    for (row, column), value in cells.items():
        cell = sheet.cell(row + 1, column + 1)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    written.save(path)


WRITERS: dict[str, Callable[[dict[tuple[int, int], Any], Path], None]] = {
    "XlsxWriter": lambda cells, path: _by_xlsxwriter(cells, path, inline=False),
    "XlsxWriter, inline": lambda cells, path: _by_xlsxwriter(cells, path, inline=True),
    "openpyxl": _by_openpyxl,
}


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
@given(cells=TABLES)
@settings(max_examples=40, deadline=None)
def test_what_was_written_is_found_again(
    write: Callable[[dict[tuple[int, int], Any], Path], None],
    cells: dict[tuple[int, int], Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.getbasetemp() / "written.xlsx"
    cells = {place: _drop_control(value) for place, value in cells.items()}
    write(cells, path)
    found = cells_of(scan_both(path).grids[0])
    wanted = {
        a1(row + 1, column + 1): plain(value)
        for (row, column), value in cells.items()
        if value != ""
    }
    close = {address: value for address, value in wanted.items() if isinstance(value, float)}
    for address, value in close.items():
        assert found.pop(address) == pytest.approx(value, rel=1e-14)  # XlsxWriter keeps 16 digits
        del wanted[address]
    assert typed(found) == typed(wanted)
    assert found == {a: v for a, v in by_calamine(str(path), "表").items() if a not in close}
    assert found == {a: v for a, v in by_openpyxl(path)["表"].items() if a not in close}


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_what_libraries_write_is_tokenised_whole(
    write: Callable[[dict[tuple[int, int], Any], Path], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cells = {(row, column): VALUES_OF_ALL_TYPES[column] for row in range(50) for column in range(7)}
    write(cells, tmp_path / "b.xlsx")
    blocks = Blocks(monkeypatch)
    scan_book(tmp_path / "b.xlsx")
    assert blocks.taken == [True]


VALUES_OF_ALL_TYPES: list[Any] = [
    "公司", " kept ", 13800001111, 3.1, True, dt.datetime(2024, 3, 18, 10, 30), dt.timedelta(hours=36)
]  # fmt: skip


def test_what_libreoffice_writes_is_tokenised_whole(
    tmp_path: Path, soffice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import subprocess  # noqa: PLC0415 - only here

    cells = {(row, column): VALUES_OF_ALL_TYPES[column] for row in range(50) for column in range(7)}
    _by_openpyxl(cells, tmp_path / "b.xlsx")
    subprocess.run(
        [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
         "--outdir", str(tmp_path / "out"), str(tmp_path / "b.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    blocks = Blocks(monkeypatch)
    found = scan_book(tmp_path / "out" / "b.xlsx")
    assert blocks.taken == [True]
    assert [found.grids[0].value(7, column + 1) for column in range(7)] == VALUES_OF_ALL_TYPES


# What openpyxl makes of some books of the corpus, and why we do not follow it. calamine and we agree.
OPENPYXL_DIFFERS = {
    "calamine__issue_174.xlsx": "it keeps spaces that Excel does not (no xml:space)",
    "test_files__BlankSheetTypes.xlsm": "it takes dialog and macro sheets for worksheets",
    "poi__stress002.xlsx": "it drops the values that merged areas cover",
    "calamine__issue_530.xlsx": "it does not load it",
    "miniexcel__TestWihoutRAttribute.xlsx": "it does not load it",
    "open-xml-sdk__ActiveXControls-O12-XL-Controls.xlsx": "it finds no sheet in strict files",
    "open-xml-sdk__OLE-O12-XL-OLE.xlsx": "it finds no sheet in strict files",
    "phpspreadsheet__Zip-Windows-Directory-Separator.xlsx": "it does not load it",
    "poi__style-alternate-content.xlsx": "it does not load it",
}
CALAMINE_DIFFERS = {
    "poi__duplicate-filename-case-insensitive.xlsx": "it takes the part that no relationship spells",
    "test_files__BlankSheetTypes.xlsm": "it does not open books with macro sheets",
}
BOOKS = sorted((Path(__file__).parents[4] / "shared" / "corpus" / "books").glob("*"))
REFUSED = {
    "exceljs__invalid-xml.xlsx": "broken XML",
    "exceljs__missing-bits.xlsx": "no workbook part",
    "poi__duplicate-filename.xlsx": "two parts of one name",
    "poi__poc-xmlbomb-empty.xlsx": "a DOCTYPE",
    "poi__xlsx-corrupted.xlsx": "broken XML",
}


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.name)
def test_a_foreign_book_reads_as_others_read_it(path: Path) -> None:
    if path.name in REFUSED:
        with pytest.raises(FileRefused) as refusal:
            scan_book(path)
        assert refusal.value.path == str(path)
        return
    grids = {grid.name: cells_of(grid) for grid in scan_both(path).grids}
    for name, cells in grids.items():
        if path.name not in CALAMINE_DIFFERS:
            theirs = by_calamine(str(path), name)
            assert but_for(cells, CellError, type(UNCACHED)) == theirs
    if path.name not in OPENPYXL_DIFFERS:
        theirs_by_sheet = by_openpyxl(path)
        assert {
            name: but_for(cells, type(UNCACHED)) for name, cells in grids.items()
        } == theirs_by_sheet


def test_the_corpus_is_read_as_a_whole(shared: Path) -> None:
    assert corpus(shared) == BOOKS


def two_sheets(
    *, target: str = "worksheets/sheet1.xml", kind: str = "worksheet", mode: str = ""
) -> bytes:
    return book(
        worksheet('<row r="1"><c r="A1"><v>1</v></c></row>'),
        parts={
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="一" sheetId="1" r:id="rId1"/><sheet name="二" sheetId="2" r:id="rId2" state="hidden"/>'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
            f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{OFFICE}/{kind}" Target="{target}" {mode}/></Relationships>',
        },
    )


def test_sheets_come_in_tab_order_with_their_visibility() -> None:
    found = scan_book(Package(two_sheets(), Path("b.xlsx")))
    assert [(grid.name, grid.visibility) for grid in found.grids] == [
        ("一", "visible"),
        ("二", "hidden"),
    ]
    assert (found.format, found.date1904, len(found.sha256)) == ("xlsx", False, 64)


def test_only_the_sheets_that_are_wanted_are_read() -> None:
    found = scan_book(Package(two_sheets(), Path("b.xlsx")), sheets={"二"})
    assert [grid.name for grid in found.grids] == ["二"]


@pytest.mark.parametrize("kind", ["chartsheet", "dialogsheet", "xlMacrosheet"])
def test_sheets_that_hold_no_table_are_left_out(kind: str) -> None:
    found = scan_book(Package(two_sheets(kind=kind), Path("b.xlsx")))
    assert [grid.name for grid in found.grids] == ["一"]


@pytest.mark.parametrize(
    "options",
    [
        {"target": "worksheets/sheet9.xml"},
        {"target": "http://example.com/s.xml", "mode": 'TargetMode="External"'},
    ],
    ids=["missing", "outside"],
)
def test_a_sheet_that_is_not_in_the_file_is_refused_by_name(options: dict[str, str]) -> None:
    with pytest.raises(FileRefused, match="二") as refusal:
        scan_book(Package(two_sheets(**options), Path("b.xlsx")))
    assert refusal.value.path == "b.xlsx"


def test_a_book_in_the_1904_system_says_so() -> None:
    data = book(worksheet('<row r="1"><c r="A1" s="1"><v>43830</v></c></row>'), date1904=True)
    found = scan_book(Package(data, Path("b.xlsx")))
    assert found.date1904
    assert found.grids[0].value(1, 1) == dt.datetime(2024, 1, 1)


def test_a_macro_book_is_an_xlsm_by_its_content_and_not_by_its_name() -> None:
    data = book(
        worksheet(""),
        parts={
            "[Content_Types].xml": "<Types>application/vnd.ms-excel.sheet.macroEnabled.main+xml</Types>"
        },
    )
    assert scan_book(Package(data, Path("b.xlsx"))).format == "xlsm"


def test_a_broken_sheet_is_refused_by_the_name_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(book(worksheet('<row r="1"><c r="A1"><v>1</c></row>')))
    with pytest.raises(FileRefused, match="表") as refusal:
        scan_book(path)
    assert refusal.value.path == str(path)


def test_edits_not_yet_written_are_scanned() -> None:
    package = Package(book(worksheet("")), Path("b.xlsx"))
    package.replace(SHEET, worksheet('<row r="1"><c r="A1"><v>7</v></c></row>').encode())
    assert scan_book(package).grids[0].value(1, 1) == 7


def test_scanning_loads_no_heavy_library() -> None:
    import subprocess  # noqa: PLC0415 - only here
    import sys  # noqa: PLC0415 - only here

    heavy = "{'pandas', 'pyarrow', 'openpyxl', 'python_calamine', 'xlsxwriter', 'pandera'}"
    code = f"import sys, crmbook.files.scan; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
