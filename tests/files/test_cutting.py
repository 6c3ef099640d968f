from __future__ import annotations

import numpy as np

from crmbook.files.area import Area
from crmbook.files.columns import grid_from_rows
from crmbook.files.cutting import cut


def test_a_part_of_a_sheet_keeps_its_coordinates() -> None:
    grid = grid_from_rows(
        "表",
        [["a", 1, ""], ["", "", "x"], ["b", 2, "y"]],
        merged=(Area(1, 1, 1, 2), Area(2, 3, 3, 3)),
    )
    part = cut(grid, Area(2, 2, 3, 3))
    assert part.rows.tolist() == [2, 3]
    assert (part.value(2, 3), part.value(3, 2), part.value(3, 3)) == ("x", 2, "y")
    assert part.value(1, 1) is None
    assert part.merged == (Area(2, 3, 3, 3),)


def test_formulas_are_found_at_their_new_places() -> None:
    grid = grid_from_rows("表", [["a"], ["b"], ["c"]])
    grid.columns[1].formulas = np.array([1, 2], np.int32)
    part = cut(grid, Area(2, 1, 3, 1))
    assert part.columns[1].formulas.tolist() == [0, 1]
