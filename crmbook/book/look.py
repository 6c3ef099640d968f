"""How a register's sheet looks: fills, strike-through, hidden rows, merged values (U05, U07)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from crmbook.book.registers import Part
from crmbook.facts.ledger import MergedCells, SheetLook
from crmbook.files.cell_styles import CellStyles


def look_of(part: Part) -> SheetLook:
    """Return the look of one sheet, counted over its records."""
    rows = part.table.grid.rows[part.records.positions]
    hidden = part.table.grid.hidden_rows
    fills, struck = _painted(part, part.table.source.styles)
    return SheetLook(
        book=part.place.book,
        sheet=part.place.sheet,
        header_row=0 if part.table.block is None else part.table.block.last_row,
        fills=fills,
        struck=struck,
        hidden=sum(int(row) in hidden for row in rows) if hidden else 0,
        uncertain=part.table.doubled,
    )


def _painted(part: Part, styles: CellStyles) -> tuple[dict[str, int], int]:
    """Return (records by fill colour, rows struck through whole).

    A record has a colour when most of its filled cells share one: a banded table or one tinted
    column is decoration, not a mark.
    """
    columns = [part.table.grid.columns[number] for number in part.headers.values()
               if number in part.table.grid.columns]  # fmt: skip
    filled = {at for at, rgb in enumerate(styles.fills) if rgb and rgb.upper() != "FFFFFF"}
    struck = {at for at, flag in enumerate(styles.strikes) if flag}
    if not (filled or struck) or not columns:
        return {}, 0
    at = part.records.positions
    grid = np.stack([column.styles[at] for column in columns if column.styles is not None])
    present = np.stack([column.codes[at] >= 0 for column in columns if column.styles is not None])
    if not grid.size:
        return {}, 0
    count = present.sum(axis=0)
    through = (np.isin(grid, list(struck)) & present).sum(axis=0)
    struck_rows = int(((through == count) & (count > 0)).sum())
    return _by_colour(grid, present, (styles, filled)), struck_rows


def _by_colour(
    grid: np.ndarray, present: np.ndarray, known: tuple[CellStyles, set[int]]
) -> dict[str, int]:
    styles, filled = known
    colours: Counter[str] = Counter()
    count = present.sum(axis=0)
    for rgb in {styles.fills[at] for at in filled}:
        of_colour = [at for at in filled if styles.fills[at] == rgb]
        painted = (np.isin(grid, of_colour) & present).sum(axis=0)
        rows = int(((painted * 2 > count) & (count > 0)).sum())
        if 0 < rows < grid.shape[1]:  # every row painted alike is a design, not a mark
            colours[rgb] = rows
    return dict(colours)


def merged_of(part: Part) -> Iterator[MergedCells]:
    """Yield the values merged down over several records of a recognised column."""
    by_number = {number: header for header, number in part.headers.items()}
    wide = {
        (area.first_column, area.first_row)
        for area in part.table.grid.merged
        if area.last_column > area.first_column
    }
    for number, areas in part.records.merged_down.items():
        if number in by_number:
            for first, last in areas:
                yield MergedCells(
                    book=part.place.book,
                    sheet=part.place.sheet,
                    register=part.table.sheet.name if part.table.sheet else "",
                    column=number,
                    header=by_number[number],
                    first_row=first,
                    last_row=last,
                    alone=(number, first) not in wide,
                )
