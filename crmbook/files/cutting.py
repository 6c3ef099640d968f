"""Cutting: a part of a sheet as a sheet of its own, at its own coordinates."""

from __future__ import annotations

import dataclasses

import numpy as np

from crmbook.files.area import Area
from crmbook.files.grid import Grid, GridColumn


def cut(grid: Grid, area: Area) -> Grid:
    """Return the cells of an area; rows and columns keep their numbers."""
    first, behind = np.searchsorted(grid.rows, [area.first_row, area.last_row + 1]).tolist()
    held = {
        number: column
        for number, column in sorted(grid.columns.items())
        if area.first_column <= number <= area.last_column
    }
    filled = np.zeros(behind - first, dtype=bool)
    for column in held.values():
        filled |= column.codes[first:behind] >= 0
    kept = (np.flatnonzero(filled) + first).astype(np.int32)
    return dataclasses.replace(
        grid,
        rows=grid.rows[kept],
        columns={number: _rows(column, kept) for number, column in held.items()},
        merged=tuple(one for one in grid.merged if _inside(one, area)),
    )


def _rows(column: GridColumn, kept: np.ndarray) -> GridColumn:
    formulas = np.flatnonzero(np.isin(kept, column.formulas)).astype(np.int32)
    styles = None if column.styles is None else column.styles[kept]
    return GridColumn(column.codes[kept], column.values, styles, formulas)


def _inside(one: Area, area: Area) -> bool:
    rows = area.first_row <= one.first_row and one.last_row <= area.last_row
    return rows and area.first_column <= one.first_column and one.last_column <= area.last_column
