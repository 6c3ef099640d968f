"""Which records are painted in which colour, by row and by cell: colours as people mark with (U05)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.register import Place, Register
from crmbook.files.grid import Grid, SourceBook
from crmbook.schema.colour_words import COLOURS, colour_name
from crmbook.schema.column import Column

_WHITE: Final = "FFFFFF"
_Names = NDArray[Any]  # of str; "" for no colour


class Paint:
    """The fills of a register's records, by the everyday names of their colours."""

    def __init__(self, source: SourceBook, register: Register) -> None:
        self._source, self._register = source, register
        fills = (colour_name(rgb) if rgb and rgb.upper() != _WHITE else ""
                 for rgb in source.styles.fills)  # fmt: skip
        self._names: _Names = np.array(
            [*fills, ""], dtype=object
        )  # style -1, no cell, takes the last

    @property
    def readable(self) -> bool:
        """Whether the format knows colours, as far as it is read."""
        return bool(self._source.styles.fills)

    def of(self, column: Column) -> list[str]:
        """Return the colour of each record: its row's, else that of its company or this column."""
        found: _Names = np.full(len(self._register), "", dtype=object)
        for number, place in enumerate(self._register.places):
            records = np.flatnonzero(self._register.place == number)
            grid = self._grid(place)
            if grid is not None and len(records):
                found[records] = self._on(grid, place, (records, column))
        return [str(name) for name in found]

    def _grid(self, place: Place) -> Grid | None:
        if place.book != self._source.name:
            return None
        return next((grid for grid in self._source.grids if grid.name == place.sheet), None)

    def _on(self, grid: Grid, place: Place, what: tuple[NDArray[np.intp], Column]) -> _Names:
        records, column = what
        at = grid.rows.searchsorted(self._register.rows[records].astype(grid.rows.dtype))
        names = self._rows(grid, place, at)
        for one in (self._register.sheet.company, column):
            cells = self._cells(grid, place.columns.get(one.header, 0), at) if one else None
            if cells is not None and not _is_design(cells):
                names = np.where(names == "", cells, names)
        return names

    def _cells(self, grid: Grid, number: int, at: NDArray[np.intp]) -> _Names | None:
        data = grid.columns.get(number)
        return None if data is None or data.styles is None else self._names[data.styles[at]]

    def _rows(self, grid: Grid, place: Place, at: NDArray[np.intp]) -> _Names:
        """Return the colour that most filled cells of a record share, as ``check`` counts it."""
        found: _Names = np.full(len(at), "", dtype=object)
        columns = [number for number in place.columns.values() if number in grid.columns]
        cells = [(self._cells(grid, one, at), grid.columns[one].codes[at] >= 0) for one in columns]
        known = [(names, filled) for names, filled in cells if names is not None]
        count = sum((filled.astype(int) for _names, filled in known), np.zeros(len(at), int))
        for colour, painted in _painted(known, len(at)):
            found[(painted * 2 > count) & (count > 0)] = colour
        return np.full(len(at), "", dtype=object) if _is_design(found) else found


def _painted(known: list[tuple[_Names, Any]], size: int) -> Iterator[tuple[str, NDArray[np.intp]]]:
    for colour in COLOURS:
        yield (
            colour,
            sum(
                (((names == colour) & filled).astype(int) for names, filled in known),
                np.zeros(size, int),
            ),
        )


def _is_design(names: _Names) -> bool:
    """Whether every record is painted alike: a design, not a mark."""
    return len(names) > 1 and bool(names[0]) and bool((names == names[0]).all())
