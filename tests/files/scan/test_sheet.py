"""A sheet around its cells: dialects, what is hidden and merged, what is hostile."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crmbook.files.area import Area
from crmbook.files.scan.columns import MAX_CELLS
from crmbook.files.scan.sheet import BLOCK, read_cells
from crmbook.model.cells import column_letters
from crmbook.model.errors import FileRefused
from tests.files.books import MAIN, worksheet
from tests.files.scan.grids import Blocks, both, cells_of, grid_of

ROW = '<row r="1"><c r="A1" t="str"><v>公司</v></c><c r="C1"><v>5</v></c></row>'
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
DECLARED = '<?xml version="1.0" encoding="{}"?>\n'
PREFIXED = worksheet(ROW).replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")

DIALECTS: dict[str, bytes] = {
    "plain": worksheet(ROW).encode(),
    "declared": (DECLARED.format("UTF-8") + worksheet(ROW)).encode(),
    "byte order mark": b"\xef\xbb\xbf" + (DECLARED.format("utf-8") + worksheet(ROW)).encode(),
    "UTF-16": (DECLARED.format("UTF-16") + worksheet(ROW)).encode("utf-16"),
    "prefixed": PREFIXED.encode(),
    "strict": worksheet(ROW).replace(MAIN, STRICT).encode(),
    "a namespace of its own": worksheet(ROW).replace(MAIN, "urn:somebody").encode(),
    "no namespace": f"<worksheet><sheetData>{ROW}</sheetData></worksheet>".encode(),
    "comment with sheetData": worksheet(ROW, before="<!-- <sheetData> -->").encode(),
    "printed prettily": worksheet(ROW).replace("><", ">\r\n  <").encode(),
    "sheetData with an attribute": worksheet(ROW).replace("<sheetData>", "<sheetData >").encode(),
    "comment between rows": worksheet(f"<!-- </row> -->{ROW}<!-- <row> -->").encode(),
    "alternate content": worksheet(
        '<row r="1"><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="x"><c r="A1"><v>9</v></c></mc:Choice>'
        '<mc:Fallback><c r="A1" t="str"><v>公司</v></c></mc:Fallback></mc:AlternateContent>'
        '<c r="C1"><v>5</v></c></row>'
    ).encode(),
    "a lying dimension": worksheet(ROW, before='<dimension ref="A1:XFD1048576"/>').encode(),
}


@pytest.mark.parametrize("data", DIALECTS.values(), ids=DIALECTS)
@pytest.mark.parametrize("piece", [1, 7, 1 << 20])
def test_every_dialect_reads_alike(data: bytes, piece: int) -> None:
    assert cells_of(both(data, piece=piece)) == {"A1": "公司", "C1": 5}


def test_what_is_hidden_and_merged_is_known() -> None:
    grid = both(
        worksheet(
            '<row r="2" hidden="1"><c r="A2"><v>1</v></c></row>'
            '<row r="3" hidden="0"><c r="A3"><v>1</v></c></row><row r="7" spans="1:2" hidden="true"/>',
            before='<cols><col min="2" max="3" hidden="1"/><col min="5" max="5" width="9"/></cols>',
            behind='<mergeCells count="2"><mergeCell ref="A2:B3"/><mergeCell ref="nonsense"/></mergeCells>',
        )
    )
    assert grid.hidden_rows == {2, 7}
    assert grid.hidden_columns == {2, 3}
    assert grid.merged == (Area(2, 1, 3, 2),)


@pytest.mark.parametrize(
    "rows",
    ["", "<row/>", '<row r="1"/>', '<row r="1"><c r="A1" s="1"/></row>'],
    ids=["none", "bare", "numbered", "format only"],
)
def test_rows_without_a_value_are_no_rows(rows: str) -> None:
    grid = both(worksheet(rows))
    assert (len(grid.rows), grid.columns) == (0, {})


@pytest.mark.parametrize(
    "data", ["<worksheet/>", f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>']
)
def test_a_sheet_may_be_empty(data: str) -> None:
    assert len(both(data).rows) == 0


def _long(rows: int, odd: str = "", at: int = -1) -> str:
    return worksheet(
        "".join(
            f'<row r="{row}" spans="1:2"><c r="A{row}" t="str"><v>公司{row}</v></c>'
            f'<c r="B{row}"><v>{row}.5</v></c></row>' + (odd if row == at else "")
            for row in range(1, rows + 1)
        )
    )


def test_a_long_sheet_reads_the_same_in_any_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    data = _long(40_000).encode()
    assert len(data) > 3 * BLOCK
    blocks = Blocks(monkeypatch)
    grid = both(data, piece=100_003)
    assert len(blocks.taken) >= 3
    assert all(blocks.taken)
    assert (len(grid.rows), grid.value(31_234, 1), grid.value(31_234, 2)) == (
        40_000,
        "公司31234",
        31234.5,
    )


@pytest.mark.parametrize(
    ("odd", "left"),
    [
        ("<!-- </sheetData> </row> <row r='9'> -->", "all"),
        ('<row r="20000"><c t="inlineStr" r="B20000"><is><r><t>富</t></r></is></c></row>', "one"),
    ],
    ids=["a comment", "rich text"],
)
def test_one_odd_block_does_not_change_the_others(
    monkeypatch: pytest.MonkeyPatch, odd: str, left: str
) -> None:
    blocks = Blocks(monkeypatch)
    grid = both(_long(40_000, odd, at=20_000), piece=65_536)
    assert blocks.taken[0]
    assert blocks.taken.count(False) == 1
    assert blocks.taken[-1] is (left == "one")
    assert (len(grid.rows), grid.value(39_999, 1)) == (40_000, "公司39999")


def test_one_cell_in_the_last_corner_is_one_cell() -> None:
    grid = both(worksheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    assert (grid.rows.tolist(), list(grid.columns)) == ([1_048_576], [16_384])


def test_a_header_of_all_columns_reads() -> None:
    cells = "".join(f'<c r="{column_letters(n)}1"><v>{n}</v></c>' for n in range(1, 16_385))
    grid = both(worksheet(f'<row r="1">{cells}</row><row r="2"><c r="A2"><v>1</v></c></row>'))
    assert [grid.value(1, n) for n in (1, 27, 703, 16_384)] == [1, 27, 703, 16_384]


def test_formats_alone_far_out_cost_nothing() -> None:
    styled = "".join(f'<c r="{column_letters(n)}1" s="1"/>' for n in range(1, 16_385))
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c></row>' for r in range(2, 30_002))
    grid = grid_of(worksheet(f'<row r="1">{styled}</row>{rows}'))
    assert MAX_CELLS < 16_384 * 30_000
    assert list(grid.columns) == [1]


def _dense(rows: int) -> str:
    # A diagonal: every row and every column holds something, hardly any cell does.
    return worksheet(
        "".join(
            f'<row r="{n}"><c r="{column_letters(n)}{n}"><v>1</v></c></row>'
            for n in range(1, rows + 1)
        )
    )


REFUSED: dict[str, bytes] = {
    "cut short": worksheet(ROW).encode()[:-20],
    "wrong nesting": worksheet('<row r="1"><c r="A1"><v>1</c></v></row>').encode(),
    "no XML at all": b"PK\x03\x04",
    "nothing": b"",
    "a DOCTYPE": b'<!DOCTYPE a [<!ENTITY b "c">]>' + worksheet(ROW).encode(),
    "an unknown entity": worksheet('<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>').encode(),
    "a control character": worksheet('<row r="1"><c r="A1" t="str"><v>\x00</v></c></row>').encode(),
    "no UTF-8": worksheet('<row r="1"><c r="A1" t="str"><v>公司</v></c></row>').encode("gb18030"),
    "row 1,048,577": worksheet('<row r="1048577"><c r="A1048577"><v>1</v></c></row>').encode(),
    "row 0": worksheet('<row r="0"/>').encode(),
    "column XFE": worksheet('<row r="1"><c r="XFE1"><v>1</v></c></row>').encode(),
    "a cell that is nowhere": worksheet('<row r="1"><c r="1A"><v>1</v></c></row>').encode(),
    "a format beyond all": worksheet(
        '<row r="1"><c r="A1" s="99999999999"><v>1</v></c></row>'
    ).encode(),
    "a negative format": worksheet('<row r="1"><c r="A1" s="-1"><v>1</v></c></row>').encode(),
    "a missing shared string": worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>').encode(),
    "shared string -1": worksheet('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>').encode(),
    "a shared string beyond all": worksheet(
        f'<row r="1"><c r="A1" t="s"><v>{10**400}</v></c></row>'
    ).encode(),
    "a cell outside of rows": worksheet("<c><v>1</v></c>").encode(),
    "cells spread over everything": _dense(16_384).encode(),
}


@pytest.mark.parametrize("tokenise", [True, False], ids=["tokenised", "parsed"])
@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_rightly_is_refused(data: bytes, tokenise: bool) -> None:  # noqa: FBT001
    with pytest.raises(FileRefused) as refusal:
        grid_of(data, tokenise=tokenise)
    assert refusal.value.what
    assert refusal.value.remedy


class Flood:
    """300 MB of rows, counting how many of the blocks were asked for."""

    def __init__(self, row: bytes) -> None:
        self.block = row * (BLOCK // len(row))
        self.fed = 0

    def __iter__(self) -> Iterator[bytes]:
        yield f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
        for self.fed in range(300):
            yield self.block


@pytest.mark.parametrize("row", [b"<row/>", b'<row r="1"/>'], ids=["bare", "numbered"])
def test_a_flood_of_rows_is_refused_early(row: bytes) -> None:
    flood = Flood(row)
    with pytest.raises(FileRefused, match="1,048,576"):
        read_cells(flood)
    assert flood.fed < 20
