"""From cells to a grid: columns of codes into distinct values, by numpy and not by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crmbook.files.cell_styles import CellStyles
from crmbook.files.grid import Codes, Grid, GridColumn
from crmbook.files.scan.batches import by_column
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
from crmbook.files.scan.serials import dates, durations, whole_or_float
from crmbook.files.scan.strings import SharedStrings
from crmbook.files.serial import iso_date
from crmbook.model.cells import UNCACHED, CellError, Raw

#: Cells of a grid, empty ones included, that crmbook holds (8 bytes each).
MAX_CELLS: Final = 150_000_000

_NO_FORMULAS: Final = np.empty(0, np.int32)


@dataclass(frozen=True)
class Meaning:
    """What the numbers in cells refer to: a book's shared strings, formats and date system."""

    strings: SharedStrings
    styles: CellStyles
    date1904: bool = False

    @cached_property
    def is_date(self) -> NDArray[np.bool_]:
        """Whether each format is one of dates; made once, not for each of 16,384 columns."""
        return np.array([*self.styles.dates, False], np.bool_)

    @cached_property
    def is_duration(self) -> NDArray[np.bool_]:
        """Whether each format is one of durations."""
        return np.array([*self.styles.durations, False], np.bool_)


def build_grid(name: str, cells: SheetCells, meaning: Meaning, visibility: str = "visible") -> Grid:
    """Return the grid of a sheet's cells, which are used up.

    Raises FileRefused when a cell names a shared string that is not there, or over ``MAX_CELLS``.
    """
    parts = by_column(cells.batches, partial(_without_empty_text, strings=meaning.strings))
    parts = {column: pieces for column, pieces in parts.items() if any(map(_holds, pieces))}
    rows, place_of = _rows(cells, parts)
    grid = Grid(
        name,
        rows,
        {},
        visibility,
        tuple(cells.merged),
        frozenset(cells.hidden_rows),
        frozenset(cells.hidden_columns),
    )
    if len(parts) * len(rows) > MAX_CELLS:
        raise spread_too_far(len(rows), len(parts))
    texts = list(cells.texts)
    for column in sorted(parts):
        found = _placed(Batch.joined(parts.pop(column)), place_of, len(meaning.styles.dates))
        grid.columns[column] = _grid_column(found, len(rows), texts, meaning)
    return grid


def _holds(batch: Batch) -> bool:
    """Whether a cell of the batch holds a value, and not only a format."""
    return bool(((batch.kind & KIND) != EMPTY).any())


def _without_empty_text(batch: Batch, strings: SharedStrings) -> Batch:
    """Return the batch with references to the empty text turned into empty cells."""
    shared = (batch.kind & KIND) == SHARED
    references = batch.value[shared]
    if len(references) and not 0 <= references.min() <= references.max() < len(strings.texts):
        raise missing_text()
    if not len(strings.blank):
        return batch
    blank = shared & np.isin(batch.value, strings.blank)
    return batch._replace(kind=np.where(blank, batch.kind & FORMULA | EMPTY, batch.kind))


def _rows(cells: SheetCells, parts: Mapping[int, Sequence[Batch]]) -> tuple[Codes, Codes]:
    """Return the rows that hold a value, and per ordinal the position among them (-1: none)."""
    numbers = np.concatenate([np.empty(0, np.int32), *cells.row_numbers])
    occupied = np.zeros(len(numbers), np.bool_)
    for part in chain.from_iterable(parts.values()):
        occupied[part.ordinal[(part.kind & KIND) != EMPTY]] = True
    if (np.diff(numbers) > 0).all():
        place_of = np.cumsum(occupied, dtype=np.int32) - np.int32(1)
        return numbers[occupied], np.where(occupied, place_of, np.int32(-1))
    rows = np.unique(numbers[occupied])
    # By number: what one <row> holds nothing of, another of the same number may.
    place_of = np.searchsorted(rows, numbers).astype(np.int32)
    return rows, np.where(np.isin(numbers, rows), place_of, np.int32(-1))


def _placed(column: Batch, place_of: Codes, formats: int) -> Batch:
    """Return a column's cells with positions in ``Grid.rows`` for ordinals, and known styles."""
    place = place_of[column.ordinal]
    if place.min() < 0:
        kept = place >= 0
        place, column = place[kept], column.where(kept)
    style = column.style
    if len(style) and style.max() >= max(formats, 1):
        style = np.where(style < formats, style, np.int32(0))
    return column._replace(ordinal=place, style=style)


def _grid_column(column: Batch, count: int, texts: Sequence[str], meaning: Meaning) -> GridColumn:
    styles = np.full(count, -1, np.int32)
    styles[column.ordinal] = column.style
    computed = column.kind >= FORMULA
    formulas = np.unique(column.ordinal[computed]) if computed.any() else _NO_FORMULAS
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
    codes[column.ordinal] = cell_codes
    return GridColumn(codes, values, styles, formulas.astype(np.int32, copy=False))


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
    is_date, is_duration = meaning.is_date[styles], meaning.is_duration[styles]
    if not (is_date.any() or is_duration.any()):
        codes, distinct = distinct_numbers(numbers)
        return codes, whole_or_float(distinct)
    codes, values, classes = np.empty(len(numbers), np.int32), list[Raw](), 0
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
        classes += 1
    return merge_equal(codes, values) if classes > 1 else (codes, values)
