"""Removing a sheet: it is gone with all that was its own, or it is refused by name."""

from __future__ import annotations

import gettext
import io
import subprocess
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

import crmbook
from crmbook.files.package import Package
from crmbook.files.sheets import edit_sheet
from crmbook.files.workbook_part import read_workbook_part
from crmbook.model.edits import RemoveSheet
from crmbook.model.errors import CrmbookError, FileRefused, UsageError
from tests.files import books
from tests.files.books import MAIN, OFFICE, PACKAGE, worksheet
from tests.files.graft.reading import by_calamine, by_openpyxl, findings, names, opened, part
from tests.files.graft.test_corpus import HUGE_BOX, read
from tests.files.graft.test_refusals import workbook
from tests.files.parts import corpus, raw_members
from tests.files.tabs.made import OLD, OTHER, book, plain


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crmbook.i18n._State.language", "en")
    monkeypatch.setattr("crmbook.i18n._State.catalogue", gettext.NullTranslations())


def without(data: bytes, *sheets: str) -> bytes:
    package = Package(data, Path("台账.xlsx"))
    for sheet in sheets:
        edit_sheet(package, RemoveSheet(sheet))
    out = io.BytesIO()
    package.write(out)
    return out.getvalue()


def test_the_other_sheets_stay_as_they_were() -> None:
    before = plain("a", "b", "c")
    after = without(before, "b")
    grids = by_openpyxl(before)
    assert by_openpyxl(after) == {name: grids[name] for name in ("a", "c")}
    old, new = raw_members(before), raw_members(after)
    gone = {"xl/worksheets/sheet2.xml"}
    assert set(old) - set(new) == gone
    changed = {name for name in new if old[name] != new[name]}
    assert changed == {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"}


def test_a_tab_whose_part_another_tab_has_too_is_refused() -> None:
    package = Package(plain("a", "b"), Path("台账.xlsx"))
    text = package.read("xl/workbook.xml").replace(b'r:id="rId2"', b'r:id="rId1"')
    package.replace("xl/workbook.xml", text)
    with pytest.raises(FileRefused, match="no worksheet of its own"):
        edit_sheet(package, RemoveSheet("b"))


def test_its_own_names_go_and_those_of_later_sheets_count_on() -> None:
    found = opened(without(plain("a", "b", "c"), "b"))
    assert [sheet.print_area for sheet in found.worksheets] == ["'a'!$A$1:$B$2", "'c'!$A$1:$B$2"]
    text = part(without(plain("a", "b", "c"), "b"), "xl/workbook.xml")
    assert text.count("<definedName ") == 2
    assert 'localSheetId="1"' in text
    assert 'localSheetId="2"' not in text


def test_a_list_of_names_that_would_be_empty_goes() -> None:
    data = plain("a", "b")
    names_of_a = part(data, "xl/workbook.xml")
    assert names_of_a.count("<definedName ") == 2
    out = io.BytesIO()
    book_ = openpyxl.load_workbook(io.BytesIO(data))
    book_["a"].print_area = None
    book_.save(out)
    assert "definedNames" not in part(without(out.getvalue(), "b"), "xl/workbook.xml")


@pytest.mark.parametrize(
    ("active", "gone", "shown"),
    [(0, "b", "a"), (1, "b", "c"), (2, "b", "c"), (2, "c", "b"), (0, "a", "b")],
)
def test_the_tab_that_is_shown_stays_shown_or_its_neighbour_is(
    active: int, gone: str, shown: str
) -> None:
    assert opened(without(plain("a", "b", "c", active=active), gone)).active.title == shown


def test_a_hidden_neighbour_is_not_shown_instead() -> None:
    workbook_ = openpyxl.load_workbook(io.BytesIO(plain("a", "b", "c", active=0)))
    workbook_["b"].sheet_state = "hidden"
    out = io.BytesIO()
    workbook_.save(out)
    assert opened(without(out.getvalue(), "a")).active.title == "c"


def everything_of_one() -> bytes:
    """Return a book whose sheet 二 owns all that a sheet can own alone."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    made.add_worksheet("一").write_formula("A1", "=1+1", None, 2)
    sheet = made.add_worksheet("二")
    sheet.write_row("A1", [1, 2])
    sheet.write_formula("C1", "=A1+B1", None, 3)
    sheet.write_comment("A1", "批注")
    sheet.add_table("E1:F3", {"name": "表二"})
    sheet.write_url("A9", "https://example.com/")
    chart = made.add_chart({"type": "line"})
    chart.add_series({"values": "=二!$A$1:$B$1"})
    sheet.insert_chart("H2", chart)
    sheet.print_area("A1:C3")
    made.close()
    return out.getvalue()


def test_what_was_its_own_goes_with_it(tmp_path: Path, soffice: str) -> None:
    before = everything_of_one()
    after = without(before, "二")
    left = [name for name in names(after) if "rels" not in name]
    assert sorted(set(names(before)) - set(names(after))) == [
        "xl/charts/chart1.xml",
        "xl/comments1.xml",
        "xl/drawings/_rels/drawing1.xml.rels",
        "xl/drawings/drawing1.xml",
        "xl/drawings/vmlDrawing1.vml",
        "xl/tables/table1.xml",
        "xl/worksheets/_rels/sheet2.xml.rels",
        "xl/worksheets/sheet2.xml",
    ]
    types = part(after, "[Content_Types].xml")
    assert all(f'"/{name}"' in types for name in left if "xl/" in name)
    assert types.count("<Override") == len([name for name in left if "." in name]) - 1
    app = part(after, "docProps/app.xml")
    assert "<vt:i4>1</vt:i4>" in app
    assert '<vt:vector size="1" baseType="lpstr"><vt:lpstr>一</vt:lpstr></vt:vector>' in app
    assert 'fullCalcOnLoad="1"' in part(after, "xl/workbook.xml")
    path = tmp_path / "book.xlsx"
    path.write_bytes(after)
    assert findings(path) == {}
    subprocess.run(
        [soffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "ods", "--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert by_calamine((tmp_path / "book.ods").read_bytes()) == {"一": [[2.0]]}


def test_a_part_that_another_sheet_leads_to_as_well_stays() -> None:
    rels = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/image"'
        ' Target="../media/image1.png"/></Relationships>'
    )
    parts: dict[str, str | bytes | None] = {
        **two_sheets(),
        "xl/worksheets/_rels/sheet1.xml.rels": rels,
        "xl/worksheets/_rels/sheet2.xml.rels": rels,
        "xl/media/image1.png": b"png",
    }
    after = without(books.book(worksheet(""), parts=parts), "二")
    assert "xl/media/image1.png" in names(after)
    assert "xl/worksheets/_rels/sheet2.xml.rels" not in names(after)


def two_sheets(*, workbook_before: str = "", behind: str = "") -> dict[str, str]:
    """Return the parts by which a book of one sheet (表) has another (二)."""
    relation = '<Relationship Id="rId{}" Type="' + OFFICE + '/{}" Target="{}"/>'
    return {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{workbook_before}'
        '<sheets><sheet name="表" sheetId="1" r:id="rId1"/><sheet name="二" sheetId="7" r:id="rId3"/>'
        f"</sheets>{behind}</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        + relation.format(1, "worksheet", "worksheets/sheet1.xml")
        + relation.format(2, "styles", "styles.xml")
        + relation.format(3, "worksheet", "worksheets/sheet2.xml")
        + relation.format(4, "calcChain", "calcChain.xml")
        + relation.format(5, "vbaProject", "vba.bin")
        + "</Relationships>",
        "xl/worksheets/sheet2.xml": worksheet(""),
    }


@pytest.mark.parametrize(("sheet_id", "stays"), [("7", False), ("1", True)])
def test_a_calculation_chain_that_names_its_cells_is_dropped(sheet_id: str, *, stays: bool) -> None:
    chain = f'<calcChain xmlns="{MAIN}"><c r="A1" i="{sheet_id}"/></calcChain>'
    data = books.book(worksheet(""), parts={**two_sheets(), "xl/calcChain.xml": chain})
    assert ("xl/calcChain.xml" in names(without(data, "二"))) is stays


def test_a_view_that_shows_it_shows_another() -> None:
    behind = '<customWorkbookViews><customWorkbookView activeSheetId="7"/></customWorkbookViews>'
    after = without(books.book(worksheet(""), parts=two_sheets(behind=behind)), "二")
    assert 'activeSheetId="1"' in part(after, "xl/workbook.xml")


FORMULA = '<row r="1"><c r="A1"><f>{}</f></c></row>'


@pytest.mark.parametrize(
    ("rows", "parts", "word"),
    [
        (FORMULA.format("二!A1"), {}, "the sheet “表”"),
        (FORMULA.format("SUM(表:二!A1)"), {}, "the sheet “表”"),
        (FORMULA.format("INDIRECT(&quot;二!A1&quot;)"), {}, "the sheet “表”"),
        ("", two_sheets(behind="<definedNames><definedName name='合计'>二!$A$1</definedName>"
                        "</definedNames>"), "the name “合计”"),
        ("", two_sheets(behind="<definedNames><definedName name='x' localSheetId='0'>二!$A$1"
                        "</definedName></definedNames>"), "the name “x”"),
        ("", {"xl/pivotCache/pivotCacheDefinition1.xml": '<p><worksheetSource sheet="二"/></p>'},
         "pivotCacheDefinition1"),
        ("", {"xl/charts/chart9.xml": "<c><f>二!$A$1</f></c>"}, "chart9"),
    ],
    ids=["a formula", "a run of tabs", "text", "a name", "a sheet's name", "a pivot", "a chart"],
)  # fmt: skip
def test_what_is_referred_to_is_refused_and_it_is_said_where(
    rows: str, parts: dict[str, str], word: str
) -> None:
    data = books.book(worksheet(rows), parts={**two_sheets(), **parts})
    with pytest.raises(FileRefused, match=word) as caught:
        without(data, "二")
    assert caught.value.remedy


def test_a_chart_elsewhere_is_known_by_the_sheet_it_stands_on() -> None:
    with pytest.raises(FileRefused, match=f"the sheet “{OTHER}”|the name"):
        without(book(), OLD)


def test_a_table_that_is_used_elsewhere_is_refused() -> None:
    workbook_ = xlsxwriter.Workbook(out := io.BytesIO(), {"in_memory": True})
    workbook_.add_worksheet("一").write_formula("A1", "=SUM(表二[列1])", None, 0)
    workbook_.add_worksheet("二").add_table(
        "A1:B3", {"name": "表二", "columns": [{"header": "列1"}]}
    )
    workbook_.close()
    with pytest.raises(FileRefused, match="the sheet “一”"):
        without(out.getvalue(), "二")


@pytest.mark.parametrize(
    ("kind", "word"),
    [("pivotTable", "pivot table"), ("slicer", "slicer"), ("queryTable", "query")],
)
def test_what_it_shares_with_the_rest_of_the_book_is_refused(kind: str, word: str) -> None:
    rels = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/{kind}"'
        ' Target="../strange.xml"/></Relationships>'
    )
    parts = {"xl/worksheets/_rels/sheet2.xml.rels": rels, "xl/strange.xml": "<x/>"}
    data = books.book(worksheet(""), parts={**two_sheets(), **parts})
    with pytest.raises(FileRefused, match=word):
        without(data, "二")


def test_a_sheet_with_macros_of_its_own_is_refused() -> None:
    sheet = worksheet("", before='<sheetPr codeName="Sheet2"/>')
    parts: dict[str, str | bytes | None] = {
        **two_sheets(),
        "xl/vba.bin": b"vba",
        "xl/worksheets/sheet2.xml": sheet,
    }
    with pytest.raises(FileRefused, match="macros"):
        without(books.book(worksheet(""), parts=parts), "二")


def test_the_last_sheet_that_is_shown_is_refused() -> None:
    hidden = two_sheets()
    hidden["xl/workbook.xml"] = hidden["xl/workbook.xml"].replace(
        'name="表"', 'name="表" state="hidden"'
    )
    with pytest.raises(FileRefused, match="last sheet that is shown"):
        without(books.book(worksheet(""), parts=hidden), "二")


def test_a_protected_structure_is_refused() -> None:
    locked = workbook(before='<workbookProtection lockStructure="1"/>')
    with pytest.raises(FileRefused, match="protected"):
        without(books.book(worksheet(""), parts={"xl/workbook.xml": locked}), "表")


def test_a_sheet_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match="no sheet"):
        without(plain("a", "b"), "c")


def test_removing_through_the_public_door_with_a_mark_before(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(plain("a", "b"))
    with crmbook.edit(path) as edit:
        edit.mark_cell("a", "A1", "FFC7CE", "看")
        edit.remove_sheet("b", "不要了")
        with pytest.raises(UsageError):
            edit.remove_sheet("没有")
    assert edit.receipt is not None
    assert edit.receipt.parts_removed == ("xl/worksheets/sheet2.xml",)
    assert list(by_calamine(path.read_bytes())) == ["a"]


def attempt(data: bytes, sheet: str) -> bytes | CrmbookError:
    try:
        return without(data, sheet)
    except CrmbookError as error:
        return error


def test_in_the_corpus_each_sheet_is_removed_or_refused_by_name(shared: Path) -> None:
    done = 0
    for path in corpus(shared):
        data = path.read_bytes()
        try:
            sheets = read_workbook_part(Package(data, path)).sheets
        except CrmbookError:
            continue
        old = None if path.name == HUGE_BOX else read(by_calamine, data)
        for sheet in sheets:
            after = attempt(data, sheet.name)
            if isinstance(after, CrmbookError):
                assert after.remedy, (path.name, sheet.name)
                continue
            done += 1
            tabs = [one.name for one in read_workbook_part(Package(after, path)).sheets]
            assert tabs == [one.name for one in sheets if one != sheet]
            if old is not None:
                assert by_calamine(after) == {n: g for n, g in old.items() if n != sheet.name}
    assert done >= 40
