"""Registers on paper: one landscape page wide, A4 as long as its text can be read."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from crmbook.report.new_workbook import NewOptions, build_workbook
from crmbook.report.paper import A3, A4, paper_for, text_size
from crmbook.schema.column import Sheet
from crmbook.schema.sheets import CUSTOMERS, FOLLOWUPS, LEADS, SHEETS


@pytest.fixture(scope="module")
def book() -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(build_workbook(NewOptions(full=True))))


@pytest.mark.parametrize("sheet", [one for one in SHEETS if one is not CUSTOMERS], ids=str)
def test_a_register_is_printed_one_page_wide_under_its_header(sheet: Sheet, book: Workbook) -> None:
    found = book[sheet.name]
    paper = A3 if sheet in (LEADS, FOLLOWUPS) else A4
    assert found.page_setup.paperSize == paper
    assert (found.page_setup.fitToWidth or 1, found.page_setup.fitToHeight) == (1, 0)
    assert found.print_title_rows == "$1:$1"
    assert not found.print_title_cols


def test_customers_need_two_pages_and_repeat_number_and_name(book: Workbook) -> None:
    found = book[CUSTOMERS.name]
    assert found.page_setup.paperSize == A3
    assert (found.page_setup.fitToWidth, found.page_setup.fitToHeight) == (2, 0)
    assert found.print_title_cols == "$A:$B"


@pytest.mark.parametrize(
    ("widths", "expected"),
    [([12] * 5, (A4, 1)), ([12] * 19, (A4, 1)), ([12] * 20, (A3, 1)), ([12] * 60, (A3, 2))],
    ids=["narrow", "as wide as A4 bears", "wider", "wider than A3 bears"],
)
def test_the_smallest_paper_is_taken_on_which_text_is_legible(
    widths: list[int], expected: tuple[int, int]
) -> None:
    assert paper_for(widths) == expected


def test_text_is_never_enlarged_and_shrinks_with_what_stands_beside_it() -> None:
    sizes = [text_size([12] * count, A4) for count in (1, 5, 20, 40)]
    assert sizes[:2] == [10, 10]
    assert sizes[1] > sizes[2] > sizes[3]
    assert sizes[3] == pytest.approx(sizes[2] / 2)
