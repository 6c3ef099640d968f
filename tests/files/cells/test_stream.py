"""A sheet that is too large to be held: cut anywhere, it is edited as if it were held whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmbook.files import inflate
from crmbook.files.cells import edit_cells, sheet, stream
from crmbook.files.package import Package
from crmbook.files.scan.picked import pick_strings
from crmbook.files.spool import Spool
from crmbook.model.cells import a1
from crmbook.model.edits import EmptyRow, SetCell
from crmbook.model.errors import FileRefused
from tests.files.books import SHEET, book, worksheet

NUMBERS = st.lists(st.integers(1, 60), min_size=1, max_size=25, unique=True).map(sorted)
PLACES = st.dictionaries(
    st.tuples(st.integers(1, 70), st.integers(1, 4)), st.sampled_from(["新", 7, None]), max_size=8
)


def rows_of(numbers: list[int], *, style: str, prefix: str = "") -> str:
    """Return rows in a dialect: as Excel writes them, without numbers, with a comment between."""
    rows = []
    for at, number in enumerate(numbers):
        given = "" if style == "no numbers" and at and numbers[at - 1] == number - 1 else "r"
        attribute = f' r="{number}"' if given else ""
        address = f' r="A{number}"' if given else ""
        cell = f"<{prefix}c{address}><{prefix}v>{number}</{prefix}v></{prefix}c>"
        rows.append(f"<{prefix}row{attribute}>{cell}</{prefix}row>")
    between = '<!-- <row r="3"/> -->' if style == "comments" else ""
    return between.join(rows)


def edited(data: bytes, edits: list[SetCell], *, batch: int, slices: int, checked: int) -> bytes:
    """Return the sheet's part after an edit, read in slices, cut into batches of that size."""
    with ExitStack() as patched:
        patched.enter_context(mock.patch.object(stream, "_BATCH", batch))
        patched.enter_context(mock.patch.object(inflate, "_SLICE", slices))
        patched.enter_context(mock.patch.object(sheet, "CHECKED", checked))
        package = Package(data, Path("台账.xlsx"))
        edit_cells(package, edits)
        return package.read(SHEET)


@settings(max_examples=150, deadline=None)
@given(
    numbers=NUMBERS,
    places=PLACES,
    batch=st.integers(1, 400),
    slices=st.integers(1, 60),
    style=st.sampled_from(["plain", "no numbers", "comments"]),
)
def test_where_a_sheet_is_cut_makes_no_difference(
    numbers: list[int],
    places: dict[tuple[int, int], str | int | None],
    batch: int,
    slices: int,
    style: str,
) -> None:
    data = book(worksheet(rows_of(numbers, style=style)))
    edits = [SetCell("表", a1(*place), value) for place, value in places.items()]
    whole = edited(data, edits, batch=1 << 20, slices=1 << 20, checked=1 << 20)
    assert edited(data, edits, batch=batch, slices=slices, checked=0) == whole


@pytest.mark.parametrize(
    ("rows", "row", "expected"),
    [
        ('<row r="1"/><row/><row/>', 2, '<row r="1"/><row>NEW</row><row/>'),
        ('<row r="1"/><row/><row/>', 4, '<row r="1"/><row/><row/><row r="4">NEW</row>'),
        ('<row/><row/><row r="5"/>', 2, '<row/><row>NEW</row><row r="5"/>'),
        ('<row r="3"/><row r="4"/><row/>', 5, '<row r="3"/><row r="4"/><row>NEW</row>'),
        ('<row/><row r="2"/><row r="3"/>', 1, '<row>NEW</row><row r="2"/><row r="3"/>'),
    ],
)
@pytest.mark.parametrize("batch", [1, 1 << 20])
def test_rows_without_numbers_are_counted(rows: str, row: int, expected: str, batch: int) -> None:
    after = edited(
        book(worksheet(rows)), [SetCell("表", f"A{row}", 7)], batch=batch, slices=7, checked=0
    )
    cell = f'<c r="A{row}"><v>7</v></c>'
    found = after.decode().partition("<sheetData>")[2].partition("</sheetData>")[0]
    assert found.replace(cell, "NEW").replace("<c><v>7</v></c>", "NEW") == expected


@settings(max_examples=60, deadline=None)
@given(numbers=NUMBERS, places=PLACES, batch=st.integers(1, 300))
def test_rows_that_do_not_change_are_the_same_bytes(
    numbers: list[int], places: dict[tuple[int, int], str | int | None], batch: int
) -> None:
    data = book(worksheet(rows_of(numbers, style="plain")))
    edits = [SetCell("表", a1(*place), value) for place, value in places.items()]
    after = edited(data, edits, batch=batch, slices=64, checked=0).decode()
    touched = {row for row, _column in places}
    kept = [row for row in numbers if row not in touched]
    found = re.findall(r'<row r="(\d+)".*?</row>', after)
    assert found == sorted(found, key=int)
    for number in kept:
        assert rows_of([number], style="plain") in after


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="5"/><row r="3"/>',
        '<row r="3"/><row r="3"/>',
        '<row r="0"/>',
        '<row r="007"/>',
        '<row r="9999999"/>',
    ],
    ids=["out of order", "twice", "zero", "leading zeros", "beyond the last"],
)
def test_rows_that_are_not_what_they_say_are_refused_however_large_the_sheet(rows: str) -> None:
    with pytest.raises(FileRefused):
        edited(book(worksheet(rows)), [SetCell("表", "A3", 1), SetCell("表", "A7", 2)],
               batch=8, slices=8, checked=0)  # fmt: skip


def test_a_row_is_emptied_but_for_its_formulas() -> None:
    rows = '<row r="2" ht="30"><c r="A2" s="2"><v>1</v></c><c r="B2"><f>A2*2</f><v>2</v></c></row>'
    package = Package(book(worksheet(rows)), Path("台账.xlsx"))
    changes = edit_cells(package, [EmptyRow("表", 2, "并入上一行")])
    assert [(str(one.ref), one.old, one.new, one.reason) for one in changes] == [
        ("表!A2", 1, None, "并入上一行")
    ]
    assert '<row r="2" ht="30"><c r="A2" s="2"/><c r="B2"><f>A2*2</f><v>2</v></c></row>' in (
        package.read(SHEET).decode()
    )


@pytest.mark.parametrize("size", [1, 7, 1 << 20])
@pytest.mark.parametrize(
    "items",
    [
        "<si><t>甲</t></si><si><r><t>乙</t></r><r><t>丙</t></r></si><si><t/></si><si><t>丁 &amp;</t></si>",
        '<si ><t>甲</t></si><si><t>乙丙</t></si><si><t/></si><si><t xml:space="preserve">丁 &amp;</t></si>',
        "<si><t>甲</t></si><!-- <si/> --><si><t>乙丙</t></si><si/><si><t>丁 &amp;</t></si>",
    ],
    ids=["plain", "a space in a tag", "a comment"],
)
def test_single_strings_are_picked_in_every_dialect(items: str, size: int) -> None:
    part = f'<?xml version="1.0"?><sst count="4">{items}</sst>'.encode()

    def read() -> Iterator[bytes]:
        return (part[at : at + size] for at in range(0, len(part), size))

    with mock.patch("crmbook.files.scan.picked._BATCH", 16):
        assert pick_strings(read, {1, 3, 9}) == {1: "乙丙", 3: "丁 &"}


@pytest.mark.parametrize("method", [0, 8], ids=["stored", "deflated"])
def test_a_spool_hands_out_what_it_took(method: int, tmp_path: Path) -> None:
    spool = Spool("x.xml", method, 1 << 24, tmp_path)
    pieces = [bytes([at % 251]) * 70_000 for at in range(200)]  # 14 MB: some of it on disk
    for piece in pieces:
        spool.write(piece)
    spool.finish()
    assert b"".join(spool.chunks()) == b"".join(pieces)
    assert spool.size == sum(map(len, pieces))
    spool.close()
    assert list(tmp_path.iterdir()) == []
