"""What a graft owes to formulas: the calculation chain, and a calculation when the book opens."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from crmbook.files.calculation import formulas
from crmbook.files.graft import graft_sheet
from crmbook.files.package import Package
from tests.files.books import MAIN, OFFICE, PACKAGE, SHEET, book, worksheet
from tests.files.graft.made import plain_donor

RELS = "xl/_rels/workbook.xml.rels"
CHAIN = (
    f'<calcChain xmlns="{MAIN}"><c r="A1" i="1"/><c r="A2"/></calcChain>',
    f'<calcChain xmlns="{MAIN}"><c r="A1" i="2"/><c r="A2"/></calcChain>',
)


def host(formula: str, *, name: str = "", chain: str = "") -> Package:
    """Return a book of 表 (with a formula) and 看板, perhaps with a defined name and a chain."""
    names = (
        f'<definedNames><definedName name="数">{name}</definedName></definedNames>' if name else ""
    )
    rels = (
        f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId3" Type="{OFFICE}/worksheet" Target="worksheets/sheet2.xml"/>'
        + (
            f'<Relationship Id="rId4" Type="{OFFICE}/calcChain" Target="calcChain.xml"/>'
            if chain
            else ""
        )
        + "</Relationships>"
    )
    parts: dict[str, str | bytes | None] = {
        RELS: rels,
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="表" sheetId="1" r:id="rId1"/><sheet name="看板" sheetId="2" r:id="rId3"/>'
        f"</sheets>{names}<extLst/></workbook>",
        "xl/worksheets/sheet2.xml": worksheet('<row r="1"><c r="A1"><v>0</v></c></row>'),
        **({"xl/calcChain.xml": chain} if chain else {}),
    }
    rows = f'<row r="1"><c r="A1">{formula}<v>1</v></c></row>'
    return Package(book(worksheet(rows), parts=parts), Path("台账.xlsx"))


@pytest.mark.parametrize(
    ("formula", "name", "due"),
    [
        ("<f>看板!A1*2</f>", "", True),
        ("<f>'看板'!A1*2</f>", "", True),
        ("<f>&#x770B;&#26495;!A1</f>", "", True),
        ("<f>数*2</f>", "看板!$A$1", True),
        ('<f>INDIRECT("看"&amp;"板!A1")</f>', "", True),
        ("<f>SUM(表:尾!A1)</f>", "", True),
        ("<f>SUM(A2:B3)</f>", "", False),
        ("<f>A2*表!A3</f>", "表!$A$1", False),
        ("", "看板!$A$1", False),
    ],
    ids=[
        "by name", "quoted", "as character references", "through a name", "INDIRECT",
        "across tabs", "own cells", "another sheet", "no formula",
    ],
)  # fmt: skip
def test_a_calculation_is_asked_for_only_when_a_formula_may_read_the_sheet(
    formula: str, name: str, *, due: bool
) -> None:
    package = host(formula, name=name)
    graft_sheet(package, "看板", plain_donor("看板"))
    workbook = package.read("xl/workbook.xml").decode()
    assert ('<calcPr fullCalcOnLoad="1"/><extLst/>' in workbook) is due


def test_no_calculation_is_asked_for_when_the_sheet_stays_as_it_is() -> None:
    package = host("<f>看板!A1</f>")
    graft_sheet(package, "看板", plain_donor("看板"))
    once = package.read("xl/workbook.xml").replace(b'<calcPr fullCalcOnLoad="1"/>', b"")
    package.replace("xl/workbook.xml", once)
    settled = Package(_written(package), Path("台账.xlsx"))
    graft_sheet(settled, "看板", plain_donor("看板"))
    assert settled.changed == settled.added == settled.removed == ()


def _written(package: Package) -> bytes:
    out = io.BytesIO()
    package.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("chain", "stays"),
    [(CHAIN[0], True), (CHAIN[1], False)],
    ids=["lists another sheet", "lists this sheet"],
)
def test_a_chain_that_lists_cells_of_the_old_sheet_is_dropped(chain: str, *, stays: bool) -> None:
    package = host("<f>A2</f>", chain=chain)
    graft_sheet(package, "看板", plain_donor("看板"))
    assert ("xl/calcChain.xml" in package) is stays
    assert (b"calcChain" in package.read(RELS)) is stays
    assert SHEET in package


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_formulas_are_found_however_the_part_is_cut(size: int) -> None:
    data = b'<x:row><x:c><x:f t="shared" si="0">A1&amp;B2</x:f><x:v>1</x:v></x:c><f/><f si="0"/><f>C3</f></x:row>'
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    assert list(formulas(chunks)) == [b"A1&amp;B2", b"C3"]
