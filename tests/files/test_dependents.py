from __future__ import annotations

from pathlib import Path

import pytest

from crmbook.files import dependents
from crmbook.files.cells import edit_cells
from crmbook.files.package import Package
from crmbook.model.edits import SetCell
from tests.files.books import MAIN, OFFICE, PACKAGE, SHEET, book, worksheet

SECOND = "xl/worksheets/sheet2.xml"
WORKBOOK = "xl/workbook.xml"


def made(formula: str, *, names: str = "", table: str = "", behind: str = "") -> Package:
    """Return a book of 表 (rows 1 to 9) and 二, in whose E5 the formula stands (its ``<f>``)."""
    blank = Package(book(""), Path("a.xlsx"))
    workbook = blank.read(WORKBOOK).decode()
    relations = blank.read("xl/_rels/workbook.xml.rels").decode()
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 10))
    parts: dict[str, str | bytes | None] = {
        WORKBOOK: workbook.replace(
            "</sheets>", f'<sheet name="二" sheetId="2" r:id="rId9"/></sheets>{names}'
        ),
        "xl/_rels/workbook.xml.rels": relations.replace(
            "</Relationships>",
            f'<Relationship Id="rId9" Type="{OFFICE}/worksheet" Target="worksheets/sheet2.xml"/>'
            "</Relationships>",
        ),
        SECOND: worksheet(f'<row r="5"><c r="E5">{formula}<v>1</v></c></row>', behind=behind),
    }
    if table:
        parts["xl/tables/table1.xml"] = table
        parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/table"'
            ' Target="../tables/table1.xml"/></Relationships>'
        )
    return Package(book(worksheet(rows), parts=parts), Path("a.xlsx"))


def is_due(package: Package, *cells: str, sheet: str = "表") -> bool:
    """Whether writing some cells asks for a calculation."""
    edit_cells(package, [SetCell(sheet, cell, "新") for cell in cells])
    assert set(package.changed) <= {SHEET, SECOND, WORKBOOK}
    return WORKBOOK in package.changed


NAMES = (
    '<definedNames><definedName name="合计">表!$B$2:$B$9</definedName>'
    '<definedName name="间接">合计*2</definedName><definedName name="自己">自己+1</definedName>'
    '<definedName name="左边">表!A1</definedName>'
    '<definedName name="双倍">_xlfn.LAMBDA(_xlpm.x,_xlpm.x*表!$B$2)</definedName></definedNames>'
)  # fmt: skip
TABLE = (
    f'<table xmlns="{MAIN}" id="1" name="表格1" displayName="线索" ref="A1:C5" totalsRowShown="0">'
    '<tableColumns count="3"><tableColumn id="1" name="a"/><tableColumn id="2" name="b"/>'
    '<tableColumn id="3" name="c"/></tableColumns></table>'
)


@pytest.mark.parametrize(
    ("formula", "seen", "unseen"),
    [
        ("<f>表!B2</f>", "B2", "B3"),
        ("<f>B2</f>", "", "B2"),
        ("<f>SUM(表!B2:C3)</f>", "C2", "D2"),
        ("<f>SUM(表!B:B)</f>", "B1000000", "C6"),
        ("<f>SUM('表'!$3:$4)</f>", "XFD4", "A5"),
        ("<f>'表'!B2&amp;&quot;C3&quot;</f>", "B2", "C3"),
        ('<x:f xmlns:x="u">表!B2</x:f>', "B2", "B3"),
        ("<f>[1]表!B2</f>", "", "B2"),
        ("<f>合计</f>", "B9", "B10"),
        ("<f>表!间接</f>", "B9", "B10"),
        ("<f>自己</f>", "", "B2"),
        ("<f>左边</f>", "D9", ""),
        ("<f>双倍(1)</f>", "B2", "B3"),
        ("<f>SUM(线索[b])</f>", "B5", "B6"),
        ("<f>ROWS(线索)</f>", "A2", "D1"),
        ("<f>没有</f>", "D9", ""),
        ("<f>a-b!B2</f>", "D9", ""),
        ("<f>R[1]C[1]</f>", "D9", ""),
        ("<f>INDIRECT(A1)</f>", "D9", ""),
        ("<f><![CDATA[表!B2]]></f>", "B2", ""),
        ("<f>表!A1<!-- + -->+表!B2</f>", "B2", ""),
        ("<f>表!&#66;2</f>", "B2", "C2"),
    ],
)
def test_a_calculation_is_asked_for_when_a_formula_reads_what_changes(
    formula: str, seen: str, unseen: str
) -> None:
    for cell, due in ((seen, True), (unseen, False)):
        if cell:
            assert is_due(made(formula, names=NAMES, table=TABLE), cell) is due, cell


@pytest.mark.parametrize(
    ("formula", "seen", "unseen"),
    [
        # Written in E5, it stands in E5 to F8 as well.
        (
            '<f t="shared" si="0" ref="E5:F8">表!B2+表!$H2</f>',
            ["B5", "C2", "H5"],
            ["B6", "A2", "I2"],
        ),
        ('<f t="shared" si="0" ref="E3:E5">表!B2</f>', ["B9"], ["C9"]),
        ('<f t="shared" si="0" ref="E4:E6">表!B5</f>', ["B4", "B6"], ["B3", "B7"]),
        ('<f t="shared" si="0">表!B2</f>', ["D9"], []),
        ('<f t="array" ref="E5:E6">表!B2</f>', ["B2"], ["B3"]),
        ('<f t="array">表!B2</f>', ["D9"], []),
    ],
    ids=["shared", "around the edge", "above its cell", "no area", "array", "array without area"],
)
def test_formulas_over_several_cells_read_for_all_of_them(
    formula: str, seen: list[str], unseen: list[str]
) -> None:
    assert [is_due(made(formula), cell) for cell in seen] == [True] * len(seen)
    assert [is_due(made(formula), cell) for cell in unseen] == [False] * len(unseen)


def test_a_what_if_table_reads_its_edges_and_its_input_cells() -> None:
    formula = '<f t="dataTable" ref="E5:F6" dt2D="1" dtr="1" r1="A1" r2="A2"/>'
    places = ("A1", "A2", "D5", "E4", "D4", "A3", "G5", "E8")
    due = [is_due(made(formula), cell, sheet="二") for cell in places]
    assert due == [True] * 5 + [False] * 3


def test_what_stands_behind_the_rows_is_no_formula_of_a_cell() -> None:
    behind = '<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1"><formula>表!B2</formula></cfRule></conditionalFormatting><extLst><ext uri="u" xmlns:xm="v"><xm:f>表!B2</xm:f></ext></extLst>'
    assert not is_due(made("", behind=behind), "B2")


def test_of_many_cells_their_box_counts() -> None:
    cells = [f"A{row}" for row in range(1, 40)] + [f"C{row}" for row in range(1, 40)]
    assert is_due(made("<f>表!B2</f>"), *cells)
    assert not is_due(made("<f>表!D2</f>"), *cells)


def test_where_looking_costs_too_much_a_calculation_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not is_due(made("<f>表!B2</f>"), "B3")
    monkeypatch.setattr(dependents, "MOST_FORMULAS", 0)
    assert is_due(made("<f>表!B2</f>"), "B3")
    monkeypatch.undo()
    monkeypatch.setattr(dependents, "MOST_BYTES", 10)
    assert is_due(made("<f>表!B2</f>"), "B3")
    assert not is_due(made(""), "B3")
