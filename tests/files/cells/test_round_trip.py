"""Values written into books of foreign make, read back by readers that are not ours."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import python_calamine
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from crmbook.files.cells import edit_cells
from crmbook.files.package import Package
from crmbook.files.scan.book import scan_book
from crmbook.model.cells import Value, a1
from crmbook.model.edits import SetCell

ROWS, COLUMNS = 12, 8
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(
    [
        "=1+1",
        "+86 138",
        "-",
        "@x",
        "_x0041_",
        " 前后 ",
        "行\n行",
        "\t",
        "\r\n",
        "]]>",
        "<c/>",
        "13800001111",
    ]
)
NUMBERS = st.integers(-(10**15) + 1, 10**15 - 1) | st.floats(allow_nan=False, allow_infinity=False)
MOMENTS = st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(9999, 12, 30)).map(
    lambda moment: moment.replace(microsecond=0)
)
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.none(), TEXT, NUMBERS, st.booleans(), MOMENTS, MOMENTS.map(dt.datetime.date)
)
PLACES = st.tuples(st.integers(1, ROWS), st.integers(1, COLUMNS))


def fill(put: Callable[[int, int, Any], Any]) -> None:
    """Put a bit of everything at places that the test writes over, or leaves."""
    for row in range(2, ROWS, 3):
        for column, value in enumerate(["旧", 7, 0.5, True], 2):
            put(row, column, value)


def by_xlsxwriter() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("表")
    fill(lambda row, column, value: sheet.write(row - 1, column - 1, value))
    book.close()
    return out.getvalue()


def by_openpyxl() -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.worksheets[0].title = "表"
    fill(book.worksheets[0].cell)
    book.save(out)
    return out.getvalue()


BOOKS = {"XlsxWriter": by_xlsxwriter(), "openpyxl": by_openpyxl()}


def as_datetime(value: dt.date) -> dt.datetime:
    return value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())


def agrees(found: object, value: Value) -> bool:
    """Whether a reader hands out what was written; readers differ in how they hand out a date."""
    if value is None or value == "":
        return found in {None, ""}
    if isinstance(value, dt.date):
        seconds = (as_datetime(found) - as_datetime(value)) if isinstance(found, dt.date) else None
        return seconds is not None and abs(seconds) < dt.timedelta(seconds=1)
    if isinstance(value, bool):
        return found is value
    if isinstance(value, str):
        return isinstance(found, str) and found == value
    return isinstance(found, int | float) and math.isclose(found, value, rel_tol=1e-15)


@settings(max_examples=150, deadline=None)
@given(
    cells=st.dictionaries(PLACES, VALUES, min_size=1, max_size=12),
    origin=st.sampled_from(sorted(BOOKS)),
)
def test_what_is_written_is_read_back_by_three_readers(
    cells: dict[tuple[int, int], Value], origin: str
) -> None:
    package = Package(BOOKS[origin], Path("台账.xlsx"))
    before = openpyxl.load_workbook(io.BytesIO(BOOKS[origin]))["表"]
    edits = [SetCell("表", a1(*place), value) for place, value in cells.items()]
    changes = edit_cells(package, edits)
    out = io.BytesIO()
    package.write(out)
    ours = scan_book(Package(out.getvalue(), Path("台账.xlsx"))).grids[0]
    openpyxls = openpyxl.load_workbook(out)["表"]
    out.seek(0)
    calamines = python_calamine.CalamineWorkbook.from_filelike(out).get_sheet_by_name("表")
    table = calamines.to_python(skip_empty_area=False)
    for row in range(1, ROWS + 1):
        for column in range(1, COLUMNS + 1):
            expected: Any = cells.get((row, column), before.cell(row, column).value)
            # openpyxl hands out OOXML's escapes as they are written.
            second = openpyxls.cell(row, column).value
            second = unescape(second) if isinstance(second, str) else second
            inside = row <= len(table) and column <= len(table[row - 1])
            third = table[row - 1][column - 1] if inside else None
            assert agrees(ours.value(row, column), expected), ("ours", row, column)
            assert agrees(second, expected), ("openpyxl", row, column)
            assert agrees(third, expected), ("calamine", row, column)
    assert {change.ref.a1 for change in changes} <= {edit.cell for edit in edits}
    assert edit_cells(package, edits) == ()
