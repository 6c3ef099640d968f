"""From cells to a grid: columns of codes into distinct values, by numpy and not by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crmbook.files.grid import CellStyles, Codes, Grid, GridColumn
from crmbook.files.scan.cells import (
    BOOLEAN,
    EMPTY,
    ERROR,
    FORMULA,
    ISO_DATE,
    KIND,
    NUMBER,
    SHARED,
    TEXT,
    UNCALCULATED,
    Batch,
    SheetCells,
)
from crmbook.files.scan.distinct import distinct_indices, distinct_numbers, merge_equal
from crmbook.files.scan.refusals import missing_text, spread_too_far
from crmbook.files.scan.serials import dates, durations, iso_date, whole_or_float
from crmbook.files.scan.strings import SharedStrings
from crmbook.model.cells import UNCACHED, CellError, Raw

#: Cells of a grid, empty ones included, that crmbook holds (8 bytes each).
MAX_CELLS: Final = 150_000_000


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the numbers in cells refer to: a book's shared strings, formats and date system."""

    strings: SharedStrings
    styles: CellStyles
    date1904: bool = False


@dataclass(frozen=True, slots=True)
class _Column:
    """One column's cells; ``place``: position in ``Grid.rows``."""

    place: NDArray[np.int32]
    style: NDArray[np.int32]
    kind: NDArray[np.uint8]
    value: NDArray[np.float64]


def build_grid(name: str, cells: SheetCells, meaning: Meaning, visibility: str = "visible") -> Grid:
    """Return the grid of a sheet's cells.

    Raises FileRefused when a cell names a shared string that is not there, or over ``MAX_CELLS``.
    """
    grid = Grid(
        name,
        np.empty(0, np.int32),
        {},
        visibility,
        tuple(cells.merged),
        frozenset(cells.hidden_rows),
        frozenset(cells.hidden_columns),
    )
    if cells.batches:
        batch = _joined(cells.batches)
        kind = _without_empty_text(batch, meaning.strings)
        grid.rows, place_of = _rows(cells, batch, kind)
        _fill(grid, cells, batch._replace(kind=kind, ordinal=place_of[batch.ordinal]), meaning)
    return grid


def _joined(batches: Sequence[Batch]) -> Batch:
    if len(batches) == 1:
        return batches[0]
    return Batch(*(np.concatenate(parts) for parts in zip(*batches, strict=True)))


def _without_empty_text(batch: Batch, strings: SharedStrings) -> NDArray[np.uint8]:
    """Return the kinds, with references to the empty text turned into empty cells."""
    shared = (batch.kind & KIND) == SHARED
    if not shared.any():
        return batch.kind
    references = batch.value[shared]
    if references.max() >= len(strings.texts) or references.min() < 0:
        raise missing_text()
    if not len(strings.blank):
        return batch.kind
    blank = shared & np.isin(batch.value, strings.blank)
    return np.where(blank, batch.kind & FORMULA | EMPTY, batch.kind).astype(np.uint8)


def _rows(
    cells: SheetCells, batch: Batch, kind: NDArray[np.uint8]
) -> tuple[Codes, NDArray[np.int32]]:
    """Return the rows that hold a value, and per ordinal the position among them (-1: none)."""
    numbers = np.concatenate(cells.row_numbers)
    occupied = np.zeros(len(numbers), np.bool_)
    occupied[batch.ordinal[(kind & KIND) != EMPTY]] = True
    rows, place = np.unique(numbers[occupied], return_inverse=True)
    # A row that occurs twice: what has no value in one <row> still belongs to the other.
    place_of = np.searchsorted(rows, numbers).astype(np.int32)
    known = place_of < len(rows)
    known[known] = rows[place_of[known]] == numbers[known]
    del place
    return rows.astype(np.int32), np.where(known, place_of, -1).astype(np.int32)


def _fill(grid: Grid, cells: SheetCells, batch: Batch, meaning: Meaning) -> None:
    order = np.argsort(batch.column, kind="stable")
    kept = order[batch.ordinal[order] >= 0]
    column, place = batch.column[kept], batch.ordinal[kept]
    kind, value = batch.kind[kept], batch.value[kept]
    style = _known_styles(batch.style[kept], meaning.styles)
    cuts = [*(np.flatnonzero(np.diff(column)) + 1).tolist(), len(column)]
    if len(cuts) * len(grid.rows) > MAX_CELLS:
        raise spread_too_far(len(grid.rows), len(cuts))
    texts, start = list(cells.texts), 0
    for end in cuts:
        part = slice(start, end)
        found = _Column(place[part], style[part], kind[part], value[part])
        if end > start and ((found.kind & KIND) != EMPTY).any():
            grid.columns[int(column[start])] = _grid_column(found, len(grid.rows), texts, meaning)
        start = end


def _known_styles(style: NDArray[np.int32], styles: CellStyles) -> NDArray[np.int32]:
    """Return format indices, those that the book does not declare as the default format 0."""
    if not len(style) or style.max() < max(len(styles.dates), 1):
        return style
    return np.where(style < len(styles.dates), style, 0).astype(np.int32)


def _grid_column(column: _Column, count: int, texts: Sequence[str], meaning: Meaning) -> GridColumn:
    styles = np.full(count, -1, np.int32)
    styles[column.place] = column.style
    formulas = np.unique(column.place[column.kind >= FORMULA]).astype(np.int32)
    plain_kind = column.kind & KIND
    cell_codes = np.full(len(plain_kind), -1, np.int32)
    values: list[Raw] = []
    kinds = np.flatnonzero(np.bincount(plain_kind, minlength=1)).tolist()
    for kind in kinds:
        if kind == EMPTY:
            continue
        where = slice(None) if len(kinds) == 1 else np.flatnonzero(plain_kind == kind)
        codes, found = _values(kind, column.value[where], column.style[where], texts, meaning)
        cell_codes[where] = codes + len(values)
        values = [*values, *found] if values else found
    if ISO_DATE in kinds or (TEXT in kinds and SHARED in kinds):
        cell_codes, values = merge_equal(cell_codes, values)
    codes = np.full(count, -1, np.int32)
    codes[column.place] = cell_codes
    return GridColumn(codes, values, styles, formulas)


def _values(
    kind: int,
    numbers: NDArray[np.float64],
    styles: NDArray[np.int32],
    texts: Sequence[str],
    meaning: Meaning,
) -> tuple[Codes, list[Raw]]:
    """Return (codes, distinct values) of cells of one kind."""
    if kind == NUMBER:
        return _numbers(numbers, styles, meaning)
    if kind == UNCALCULATED:
        return np.zeros(len(numbers), np.int32), [UNCACHED]
    indices = numbers.astype(np.int32)
    if kind == SHARED:
        return meaning.strings.column(indices)
    codes, found = distinct_indices(indices, max(len(texts), 2))
    if kind == BOOLEAN:
        return codes, [bool(index) for index in found.tolist()]
    words = [texts[index] for index in found.tolist()]
    if kind == ERROR:
        return codes, [CellError(word) for word in words]
    return codes, [iso_date(word) for word in words] if kind == ISO_DATE else list(words)


def _numbers(
    numbers: NDArray[np.float64], styles: NDArray[np.int32], meaning: Meaning
) -> tuple[Codes, list[Raw]]:
    """Return (codes, distinct values) of numbers, by what their formats make of them."""
    is_date = np.array([*meaning.styles.dates, False], np.bool_)[styles]
    is_duration = np.array([*meaning.styles.durations, False], np.bool_)[styles]
    codes, values = np.empty(len(numbers), np.int32), list[Raw]()
    for which in (~(is_date | is_duration), is_date, is_duration):
        if not which.any():
            continue
        where = slice(None) if which.all() else np.flatnonzero(which)
        local, distinct = distinct_numbers(numbers[where])
        if which is is_date:
            step, found = dates(distinct, date1904=meaning.date1904)
            local = step[local]
        elif which is is_duration:
            step, found = durations(distinct)
            local = step[local]
        else:
            found = whole_or_float(distinct)
        codes[where] = local + len(values)
        values = [*values, *found] if values else found
    mixed = is_date.any() + is_duration.any() + (~(is_date | is_duration)).any() > 1
    return merge_equal(codes, values) if mixed else (codes, values)
