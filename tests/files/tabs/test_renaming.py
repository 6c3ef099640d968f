"""Renaming a sheet: what refers to it follows, and nothing else changes."""

from __future__ import annotations

import gettext
import io
import re
import subprocess
from pathlib import Path

import pytest

import crmbook
from crmbook.files.package import Package
from crmbook.files.sheets import edit_sheet
from crmbook.files.workbook_part import read_workbook_part
from crmbook.model.edits import RenameSheet
from crmbook.model.errors import CrmbookError, FileRefused, UsageError
from tests.files import books
from tests.files.books import MAIN, OFFICE, worksheet
from tests.files.graft.reading import by_calamine, by_openpyxl, findings
from tests.files.graft.test_refusals import workbook
from tests.files.parts import assert_budget, corpus
from tests.files.tabs.made import OLD, OTHER, book, plain


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crmbook.i18n._State.language", "en")
    monkeypatch.setattr("crmbook.i18n._State.catalogue", gettext.NullTranslations())


def renamed(data: bytes, old: str, new: str) -> tuple[bytes, Package]:
    package = Package(data, Path("台账.xlsx"))
    edit_sheet(package, RenameSheet(old, new))
    out = io.BytesIO()
    package.write(out)
    return out.getvalue(), package


def everything(data: bytes) -> str:
    """Return all that the book says, with what quotes are in XML resolved."""
    package = Package(data, Path("台账.xlsx"))
    said = "\n".join(package.read(name).decode() for name in package.names)
    return said.replace("&quot;", '"').replace("&apos;", "'")


@pytest.mark.parametrize("new", ["客户", "客户 (2)", "Tom's", "A&B <1>", "Q1", "2024年3月"])
def test_everything_that_refers_to_it_follows(new: str) -> None:
    before = book()
    after, package = renamed(before, OLD, new)
    assert by_openpyxl(after) == by_openpyxl(book(new))
    assert {part.rpartition("/")[2] for part in package.changed} == {
        "workbook.xml", "sheet1.xml", "sheet2.xml", "chart1.xml", "drawing1.xml",
        "drawing1.xml.rels", "app.xml",
    }  # fmt: skip
    assert_budget(before, after, changed=package.changed)
    left = re.sub(rf"<(?:t|vt:lpstr)>{OLD}!A1</", "", everything(after))
    assert OLD not in left


def test_what_xlsxwriter_writes_with_the_new_name_is_what_the_old_became() -> None:
    after = renamed(book(), OLD, "客户")[0]
    assert everything(after) == everything(book("客户"))


def test_text_in_cells_stays() -> None:
    assert by_calamine(renamed(book(), OLD, "客户")[0])[OTHER][2][0] == f"{OLD}!A1"


def test_libreoffice_computes_the_same_afterwards(tmp_path: Path, soffice: str) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(renamed(book(), OLD, "客户 (2)")[0])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "ods", "--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    read = by_calamine((tmp_path / "book.ods").read_bytes())
    assert list(read) == ["客户 (2)", OTHER]
    assert [row[0] for row in read[OTHER][:2]] == [10, 20]
    assert findings(path) == {}


def test_a_change_of_case_alone_is_made() -> None:
    after = renamed(plain("Leads", "b"), "leads", "LEADS")[0]
    assert list(by_calamine(after)) == ["LEADS", "b"]


def test_renaming_to_its_own_name_changes_nothing() -> None:
    assert renamed(book(), OLD, OLD)[1].changed == ()


REFERRING = {
    "xl/pivotCache/pivotCacheDefinition1.xml": (
        (
            f'<p><worksheetSource ref="A1:B2" sheet="表"/><worksheetSource xmlns:r="{OFFICE}" r:id="rId1"'
            ' sheet="表"/></p>'
        ),
        (
            f'<p><worksheetSource ref="A1:B2" sheet="新 表"/><worksheetSource xmlns:r="{OFFICE}" r:id="rId1"'
            ' sheet="表"/></p>'
        ),
    ),
    "xl/ctrlProps/ctrlProp1.xml": (
        '<formControlPr fmlaLink="表!$A$1" fmlaRange=\'"a"&amp;表!$B$1\'/>',
        "<formControlPr fmlaLink=\"'新 表'!$A$1\" fmlaRange='\"a\"&amp;&apos;新 表&apos;!$B$1'/>",
    ),
    "xl/drawings/vmlDrawing1.vml": (
        "<xml><br><x:FmlaLink>表!$A$1</x:FmlaLink></xml>",
        "<xml><br><x:FmlaLink>'新 表'!$A$1</x:FmlaLink></xml>",
    ),
    "xl/drawings/_rels/drawing1.xml.rels": (
        '<R><Relationship Id="rId1" Target="#表!A1"/><Relationship Target="表!A1"/></R>',
        '<R><Relationship Id="rId1" Target="#\'新%20表\'!A1"/><Relationship Target="表!A1"/></R>',
    ),
    "xl/charts/chart1.xml": (
        "<c:f>(表!$A$1,&apos;表&apos;!$B$1)</c:f><c15:sqref>表!$A$1</c15:sqref>",
        "<c:f>('新 表'!$A$1,'新 表'!$B$1)</c:f><c15:sqref>'新 表'!$A$1</c15:sqref>",
    ),
    "xl/tables/table1.xml": (
        "<t><calculatedColumnFormula>&#34920;!A1&gt;1</calculatedColumnFormula></t>",
        "<t><calculatedColumnFormula>'新 表'!A1&gt;1</calculatedColumnFormula></t>",
    ),
    "customXml/item1.xml": ("<f>表!A1</f>", "<f>表!A1</f>"),
    "xl/sharedStrings.xml": ("<sst><f>表!A1</f></sst>", "<sst><f>表!A1</f></sst>"),
}


@pytest.mark.parametrize("part", REFERRING)
def test_each_kind_of_part_follows_in_its_own_way(part: str) -> None:
    before, after = REFERRING[part]
    data = books.book(worksheet(""), parts={part: before})
    assert renamed(data, "表", "新 表")[1].read(part).decode() == after


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        (
            worksheet('<row r="1"><c r="A1"><f>表!B1</f><v>1</v></c><c r="B1"><f t="shared" si="0"/></c></row>'),
            worksheet('<row r="1"><c r="A1"><f>新!B1</f><v>1</v></c><c r="B1"><f t="shared" si="0"/></c></row>'),
        ),
        (
            (f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row><x:c><x:f>表!B1</x:f></x:c></x:row>'
            "</x:sheetData></x:worksheet>"),
            (f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row><x:c><x:f>新!B1</x:f></x:c></x:row>'
            "</x:sheetData></x:worksheet>"),
        ),
        (
            worksheet("", behind="<conditionalFormatting><cfRule><formula>表!A1&gt;1</formula></cfRule>"
                      "</conditionalFormatting><hyperlinks><hyperlink ref='A1' location='表!A1'/></hyperlinks>"),
            worksheet("", behind="<conditionalFormatting><cfRule><formula>新!A1&gt;1</formula></cfRule>"
                      "</conditionalFormatting><hyperlinks><hyperlink ref='A1' location='新!A1'/></hyperlinks>"),
        ),
        (
            worksheet("", behind='<extLst><ext><x14:f xmlns:x14="x"/><xm:f>表!$A$1</xm:f></ext></extLst>'),
            worksheet("", behind='<extLst><ext><x14:f xmlns:x14="x"/><xm:f>新!$A$1</xm:f></ext></extLst>'),
        ),
    ],
    ids=["cells", "prefixed", "rules and links", "extensions"],
)  # fmt: skip
def test_only_the_formulas_of_a_sheet_change(sheet: str, expected: str) -> None:
    data = books.book(sheet.replace("<extLst>", '<extLst xmlns:xm="m">'))
    package = renamed(data, "表", "新")[1]
    assert package.read(books.SHEET).decode().replace(' xmlns:xm="m"', "") == expected


def test_a_sheet_in_utf_16_follows_in_it() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?>' + worksheet(
        '<row r="1"><c r="A1"><f>表!B1</f></c></row>'
    )
    package = renamed(books.book(text.encode("utf-16")), "表", "新")[1]
    assert package.read(books.SHEET).decode("utf-16") == text.replace("表!", "新!")


def test_a_sheet_that_is_read_in_many_pieces_follows_all_over() -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><f>表!B{n}&amp;"!"</f></c></row>' for n in range(1, 40_000)
    )
    package = renamed(books.book(worksheet(rows)), "表", "新表")[1]
    assert package.read(books.SHEET).decode() == worksheet(rows.replace("表!", "新表!"))


def test_a_formula_in_cdata_is_refused_by_name() -> None:
    sheet = worksheet('<row r="1"><c r="A1"><f><![CDATA[表!B1]]></f></c></row>')
    with pytest.raises(FileRefused, match="no spreadsheet program"):
        renamed(books.book(sheet), "表", "新")


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("没有", "新", "no sheet"),
        ("a", "B", "another sheet"),
        ("a", "x" * 32, "31"),
        ("a", "", "31"),
        ("a", "a/b", "none of"),
        ("a", "'a", "none of"),
        ("a", "History", "History"),
        ("a", "x\n", "none of"),
    ],
)
def test_a_name_that_cannot_be_is_refused(old: str, new: str, word: str) -> None:
    with pytest.raises(UsageError, match=word):
        renamed(plain("a", "b"), old, new)


def test_a_protected_structure_is_refused_by_name() -> None:
    locked = workbook(before='<workbookProtection lockStructure="1"/>')
    data = books.book(worksheet(""), parts={"xl/workbook.xml": locked})
    with pytest.raises(FileRefused, match="structure of the workbook is protected"):
        renamed(data, "表", "新")


def test_renaming_through_the_public_door(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(book())
    with crmbook.edit(path) as edit:
        edit.rename_sheet(OLD, "客户", "改名")
        edit.set_cell("客户", "D1", "写在改了名的表里")
        with pytest.raises(UsageError):
            edit.rename_sheet("客户", "a:b")
    read = by_calamine(path.read_bytes())
    assert read["客户"][0][3] == "写在改了名的表里"


def test_the_title_of_a_name_follows_though_its_sheet_is_not_quoted(shared: Path) -> None:
    path = shared / "corpus" / "books" / "closedxml__UsingPhonetics.xlsx"
    package = renamed(path.read_bytes(), "Using Phonetics", "新 表")[1]
    titles = package.read("docProps/app.xml").decode()
    assert "lpstr>新 表</" in titles
    assert "lpstr>新 表!Print_Area</" in titles
    assert "Using" not in titles


def attempt(data: bytes, path: Path) -> tuple[str, bytes] | CrmbookError:
    """Rename the first sheet; return its old name and the book."""
    try:
        first = read_workbook_part(Package(data, path)).sheets[0].name
        return first, renamed(data, first, "另取的名")[0]
    except CrmbookError as error:
        return error


def test_the_corpus_is_renamed_or_refused_by_name(shared: Path) -> None:
    done = 0
    for path in corpus(shared):
        data = path.read_bytes()
        found = attempt(data, path)
        if isinstance(found, CrmbookError):
            assert found.remedy, path.name
            continue
        done += 1
        first, after = found
        back, again = renamed(after, "另取的名", first)
        assert not again.added, path.name
        assert not again.removed, path.name
        for name in again.names:
            old, new = (Package(one, path).read(name) for one in (data, back))
            assert unquoted(old) == unquoted(new), (path.name, name)
    assert done >= 54


def unquoted(part: bytes) -> bytes:
    """Leave out what may be written in several ways: quotes around sheets, entities for quotes."""
    return (
        part.replace(b"&quot;", b"").replace(b"&apos;", b"").replace(b"'", b"").replace(b'"', b"")
    )
