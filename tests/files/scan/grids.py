"""Scanning bytes in a test: both ways at once, cells by address."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from crmbook.files.cell_styles import CellStyles
from crmbook.files.grid import Grid, SourceBook
from crmbook.files.scan.book import scan_book
from crmbook.files.scan.columns import Meaning, build_grid
from crmbook.files.scan.sheet import read_cells
from crmbook.files.scan.strings import SharedStrings
from crmbook.files.scan.tokens import Tokeniser
from crmbook.model.cells import Raw, a1
from tests.files.books import worksheet

Cells = dict[str, Raw]

#: Formats for hand-written cells: s="0" plain, s="1" a date, s="2" a duration.
STYLES = CellStyles(("",) * 3, (False,) * 3, (False, True, False), (False, False, True))


def cells_of(grid: Grid) -> Cells:
    """Return the values of a grid by address."""
    return {
        a1(int(grid.rows[place]), number): column.at(place)
        for number, column in grid.columns.items()
        for place in np.flatnonzero(column.codes >= 0).tolist()
    }


def typed(cells: Cells) -> dict[str, tuple[type, Raw]]:
    """Return the same with types, so that 1, True and 1.0 differ."""
    return {address: (type(value), value) for address, value in cells.items()}


def grid_of(
    data: str | bytes,
    *,
    tokenise: bool = True,
    strings: Sequence[str] = (),
    date1904: bool = False,
    piece: int = 1 << 20,
) -> Grid:
    """Return the grid of a worksheet part, fed in pieces."""
    octets = data.encode() if isinstance(data, str) else data
    pieces = [octets[at : at + piece] for at in range(0, len(octets), piece)]
    cells = read_cells(pieces, tokenise=tokenise)
    return build_grid("表", cells, Meaning(SharedStrings(list(strings)), STYLES, date1904))


def assert_same(one: Grid, other: Grid) -> None:
    """Assert that two grids hold the same, formats and formulas included."""
    assert typed(cells_of(one)) == typed(cells_of(other))
    assert one.rows.tolist() == other.rows.tolist()
    assert list(one.columns) == list(other.columns)
    for number, column in one.columns.items():
        same = other.columns[number]
        assert column.styles is not None
        assert same.styles is not None
        assert column.styles.tolist() == same.styles.tolist()
        assert column.formulas.tolist() == same.formulas.tolist()
        assert len({(type(value), value) for value in column.values}) == len(column.values)
    for name in ("name", "visibility", "merged", "hidden_rows", "hidden_columns"):
        assert getattr(one, name) == getattr(other, name)


def both(data: str | bytes, **options: Any) -> Grid:
    """Return the grid of a worksheet part, after both ways have agreed on it."""
    grid = grid_of(data, **options)
    assert_same(grid, grid_of(data, tokenise=False, **options))
    return grid


def values(rows: str, **options: Any) -> Cells:
    """Return the cells of rows in a plain worksheet, after both ways have agreed on them."""
    return cells_of(both(worksheet(rows), **options))


def is_ordinary(rows: str) -> bool:
    """Whether the tokeniser takes rows by itself."""
    return Tokeniser(read_cells([worksheet("").encode()])).take(rows.encode())


def scan_both(path: Path) -> SourceBook:
    """Return a book, after both ways have agreed on it."""
    book, again = scan_book(path), scan_book(path, tokenise=False)
    for grid, same in zip(book.grids, again.grids, strict=True):
        assert_same(grid, same)
    return book


class Blocks:
    """Counts the blocks of rows that the tokeniser took and those it left to the parser."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.taken: list[bool] = []
        take = Tokeniser.take

        def counting(tokeniser: Tokeniser, text: bytes) -> bool:
            self.taken.append(take(tokeniser, text))
            return self.taken[-1]

        monkeypatch.setattr(Tokeniser, "take", counting)
