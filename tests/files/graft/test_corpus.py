"""Grafting into sixty workbooks that others made: right, or refused by name."""

from __future__ import annotations

import gettext
import io
import subprocess
from pathlib import Path

import pytest
import python_calamine

from crmbook.files.graft import graft_sheet
from crmbook.files.package import Package
from crmbook.files.workbook_part import read_workbook_part
from crmbook.model.errors import FileRefused
from tests.files.graft.made import SHEET, TITLE, donor
from tests.files.graft.reading import Grid, by_calamine, by_openpyxl, findings
from tests.files.parts import assert_budget, corpus

#: Why these cannot take a sheet: a word of what the user is told (in English).
REFUSED = {
    "exceljs__missing-bits.xlsx": "no workbook",
    "open-xml-sdk__ActiveXControls-O12-XL-Controls.xlsx": "Strict",
    "open-xml-sdk__OLE-O12-XL-OLE.xlsx": "Strict",
    "open-xml-sdk__SharedWorkbook.xlsx": "tracks changes",
    "poi__duplicate-filename.xlsx": "same name",
    "poi__poc-xmlbomb-empty.xlsx": "DOCTYPE",
    "poi__workbookProtection_workbook_revision_protected.xlsx": "tracks changes",
    "poi__xlsx-corrupted.xlsx": "damaged",
}
#: A cell at XFD1048576: readers that fill the box between need 17 billion cells.
HUGE_BOX = "calamine__issue_174.xlsx"
#: openxml-audit needs 20 s to several minutes for each of these, grafted or not (measured).
SLOW_TO_AUDIT = {HUGE_BOX, "test_files__large_strings.xlsx", "easyexcel__t03.xlsx"}
MAY_CHANGE = {"[content_types].xml", "workbook.xml", "workbook.xml.rels", "styles.xml"}
#: One of each kind of maker and dialect, of those that LibreOffice opens as they were.
OPENED = (
    "closedxml__WorksheetWithExclamationMark.xlsx", "closedxml__outputfile.xlsx", "easyexcel__t04.xlsx",
    "easyexcel__t07.xlsx", "npoi__GLIMP2.xlsx", "miniexcel__OpenXmlSDK_InsertCellValues.xlsx",
    "open-xml-sdk__Spreadsheet.xlsx", "phpspreadsheet__issue.3613.xlsx",
    "phpspreadsheet__namespacenonstd.xlsx", "poi__stress002.xlsx",
    "poi__style-alternate-content.xlsx", "xlsx__issue574.xlsx",
)  # fmt: skip


#: LibreOffice calculates every formula anew, whoever wrote the book.
ALWAYS_CALCULATE = (
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    '<item oor:path="/org.openoffice.Office.Calc/Formula/Load">'
    '<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>'
)


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crmbook.i18n._State.language", "en")
    monkeypatch.setattr("crmbook.i18n._State.catalogue", gettext.NullTranslations())


def grafted(data: bytes, path: Path) -> bytes:
    package = Package(data, path)
    epoch = read_workbook_part(package).date1904
    graft_sheet(package, SHEET, donor(date_1904=epoch))
    out = io.BytesIO()
    package.write(out)
    return out.getvalue()


def accepted(shared: Path) -> list[Path]:
    return [path for path in corpus(shared) if path.name not in REFUSED]


def without_dates(grid: Grid) -> Grid:
    """Leave out column A, whose serial dates calamine reads by the host's epoch or locale."""
    return [row[1:] for row in grid]


def read(reader: object, data: bytes) -> dict[str, Grid] | None:
    try:
        return reader(data)  # type: ignore[operator, no-any-return]
    except Exception:  # noqa: BLE001 - whatever a reader dies of: it cannot read the original either
        return None


def test_eight_books_are_refused_by_name(shared: Path) -> None:
    for name, word in REFUSED.items():
        path = shared / "corpus" / "books" / name
        before = path.read_bytes()
        with pytest.raises(FileRefused, match=word) as caught:
            graft_sheet(Package(before, path), SHEET, donor())
        assert caught.value.remedy, name
        assert caught.value.path == str(path), name


def test_in_all_others_only_what_must_change_does_and_a_second_graft_changes_nothing(
    shared: Path,
) -> None:
    books = accepted(shared)
    assert len(books) == 52
    for path in books:
        before = path.read_bytes()
        after = grafted(before, path)
        package = Package(before, path)
        graft_sheet(package, SHEET, donor(date_1904=read_workbook_part(package).date1904))
        plain = {n.replace("\\", "/").rpartition("/")[2].casefold() for n in package.changed}
        assert plain <= MAY_CHANGE, path.name
        assert package.removed == (), path.name
        assert_budget(before, after, changed=package.changed, added=package.added)
        assert grafted(after, path) == after, path.name


@pytest.mark.parametrize("reader", [by_calamine, by_openpyxl], ids=["calamine", "openpyxl"])
def test_all_old_values_and_all_grafted_values_are_read_right(shared: Path, reader: object) -> None:
    unread = []
    for path in accepted(shared):
        data = path.read_bytes()
        old = None if path.name == HUGE_BOX else read(reader, data)
        if old is None:
            unread.append(path.name)
            continue
        new = read(reader, grafted(data, path))
        assert new is not None, path.name
        assert {name: new[name] for name in old} == old, path.name
        alone = read(reader, donor())
        assert alone is not None
        assert without_dates(new[SHEET]) == without_dates(alone[SHEET]), path.name
    assert len(unread) <= 7, unread


def test_a_book_with_a_cell_in_the_last_corner_takes_a_sheet_too(shared: Path) -> None:
    path = shared / "corpus" / "books" / HUGE_BOX
    book = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(grafted(path.read_bytes(), path))
    )
    assert book.get_sheet_by_name(SHEET).to_python()[0][0] == TITLE


def test_openxml_audit_finds_nothing_new_in_any_of_them(shared: Path, tmp_path: Path) -> None:
    for path in accepted(shared):
        if path.name in SLOW_TO_AUDIT:
            continue
        after = tmp_path / path.name
        after.write_bytes(grafted(path.read_bytes(), path))
        assert findings(after) - findings(path) == {}, path.name


def test_libreoffice_opens_them_and_calculates_the_same(
    shared: Path, tmp_path: Path, soffice: str
) -> None:
    for name in OPENED:
        path = shared / "corpus" / "books" / name
        (tmp_path / name).write_bytes(grafted(path.read_bytes(), path))
    out = tmp_path / "out"
    settings = tmp_path / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(ALWAYS_CALCULATE, encoding="utf-8")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = [str(tmp_path / name) for name in OPENED]
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "ods", "--outdir", str(out), *files],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    for name in OPENED:
        grid = by_calamine((out / name).with_suffix(".ods").read_bytes())[SHEET]
        assert grid[0][0] == TITLE, name
        assert grid[4][1:5] == [100, 14, 0.14, "共100"], name
        assert grid[4][7:10] == [0, 0, 0], name
        assert grid[5][7:10] == [1, 1, 2], name
