"""A sheet of 16,384 columns: fewer rows are looked at, and the same is found."""

from __future__ import annotations

import pytest

from crmbook.files.columns import grid_from_rows
from crmbook.files.grid import Grid
from crmbook.files.header import locate
from crmbook.files.header.shape import Shape
from crmbook.files.header.window import HEIGHT, Window
from crmbook.schema.headers import recognise
from crmbook.schema.sheets import LEADS, SHEETS

KNOWN = ["线索编号", "公司名称", "联系人", "联系电话", "意向等级"]
WIDTH = 16_384
ROWS = 130


@pytest.fixture(scope="module")
def wide() -> Grid:
    header = [*KNOWN, *(f"列{at}" for at in range(WIDTH - len(KNOWN)))]
    lead = ["杭州华鼎科技有限公司", "张伟", "13800001111", "A类"]
    return grid_from_rows("表", [header, *([f"XS2024{at:03}", *lead] for at in range(1, ROWS))])


def test_a_header_of_16384_titles_is_found_and_recognised(wide: Grid) -> None:
    block = locate(wide)
    assert block is not None
    assert (block.first_row, block.data_first_row, block.data_last_row) == (1, 2, ROWS)
    assert len(block.titles) == WIDTH
    found = recognise(block.titles, SHEETS, groups=block.groups)
    assert found is not None
    assert found.sheet is LEADS
    assert [column.header for column in found.match.columns.values()] == KNOWN
    assert len(found.match.leftovers) == WIDTH - len(KNOWN)


def test_the_wider_a_sheet_the_fewer_rows_are_looked_at(wide: Grid) -> None:
    narrow = Grid("表", wide.rows, {at: wide.columns[at] for at in range(1, 6)})
    assert (len(Window(narrow)), len(Window(wide))) == (HEIGHT, 40)
    shapes = [Shape(grid, tuple(grid.columns), {}, (1, ROWS)) for grid in (narrow, wide)]
    assert [shape.sampled for shape in shapes] == [ROWS, 25]
