"""Which rows of a table are records, and what is merged down over several of them (U07).

Rows are looked at one by one only where they are suspicious: nearly empty, repeating the header, or
with a total's word in a left column. 100,000 leads of 13 columns take some 15 ms.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from crmbook.files.grid import Codes, Grid, GridColumn
from crmbook.files.header import HeaderBlock
from crmbook.files.header.kinds import BLANK, NOTE, REPEATED_HEADER, row_kind, tail_kind
from crmbook.files.header.looks import is_blank
from crmbook.files.header.shape import Shape
from crmbook.model.cells import Raw

_TOTAL = re.compile("[合总小共累][ \u3000]*计|总和|total|summe|gesamt|sum$", re.IGNORECASE)
_TOTAL_WORDS = ("计", "总和", "otal", "OTAL", "umme", "UMME", "esamt", "sum", "Sum", "SUM")
_LABEL_COLUMNS = 3  # a total's word stands in one of the first columns
_FEW_WORDS = (
    3  # a table of figures, whose totals are as full as its records, has fewer such columns
)
_MOST_TEXT = 80  # characters of a skipped row that are shown


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that is no record.

    ``kind``: subtotal, total, separator, repeated-header, note or blank.
    """

    row: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a table.

    ``positions`` (int32, ascending): indices into ``grid.rows``; ``skipped``: rows between and
    below them that are none; ``merged_down``: column → (first row, last row) of cells merged over
    several rows, which :func:`fill_down` reads as filled.
    """

    positions: Codes
    skipped: tuple[SkippedRow, ...] = ()
    merged_down: Mapping[int, list[tuple[int, int]]] = field(default_factory=dict)


def records(grid: Grid, block: HeaderBlock) -> Records:
    """Return the records of a table, and what is none, row by row."""
    first, behind = np.searchsorted(grid.rows, [block.data_first_row, block.data_last_row + 1])
    shape = Shape(grid, block.columns, block.titles, (int(first), int(behind)))
    kinds = _repeated_headers(shape, block)
    kinds.update(_prefilled(shape))
    for at in _suspects(shape):
        if at not in kinds:
            kind = row_kind(shape, at, shape.cells(at))
            if kind:
                kinds[at] = kind
    keep = np.ones(shape.stop - shape.start, dtype=bool)
    keep[[at - shape.start for at in kinds]] = False
    skipped = [_skipped(shape, at, kind) for at, kind in sorted(kinds.items())]
    return Records(
        positions=(np.flatnonzero(keep) + shape.start).astype(np.int32),
        skipped=(*skipped, *_below(grid, block)),
        merged_down=_merged_down(grid, block),
    )


def _suspects(shape: Shape) -> list[int]:
    """Return the positions of rows that may be no records.

    They are nearly empty, hold figures but hardly a word, or (in a table with few columns of words,
    whose totals are as full as its records) begin with a total's word.
    """
    low = 2 if len(shape.columns) > 3 else 1
    wanted = shape.counts <= max(low, shape.typical / 3)
    words = shape.filled(c for c in shape.columns if shape.figures.get(c, 1.0) < 0.5)
    usual = float(np.median(words)) if len(words) else 0.0
    if usual >= _FEW_WORDS:
        wanted |= words <= (2 if usual > 4 else 1)
    else:
        for column in shape.columns[:_LABEL_COLUMNS]:
            data = shape.grid.columns[column]
            wanted |= np.isin(data.codes[shape.start : shape.stop], _total_labels(data.values))
    return [int(at) for at in np.flatnonzero(wanted) + shape.start]


def _total_labels(values: list[Raw]) -> list[int]:
    """Return the indices of distinct values that hold a total's word.

    Most tables have none, and a search through all values joined says so ten times as fast.
    """
    joined = "\n".join([value for value in values if type(value) is str])
    if not any(word in joined for word in _TOTAL_WORDS):
        return []
    return [
        code
        for code, value in enumerate(values)
        if type(value) is str and len(value) < 40 and _TOTAL.search(value)
    ]


def _repeated_headers(shape: Shape, block: HeaderBlock) -> dict[int, str]:
    """Return the positions of rows that repeat a header row: most of its cells, two at least."""
    found: dict[int, str] = {}
    for header in range(block.first_row, block.last_row + 1):
        at = shape.grid.position(header)
        if at is None:
            continue
        columns = [shape.grid.columns[column] for column in shape.columns]
        titled = [data for data in columns if int(data.codes[at]) >= 0]
        same = np.zeros(shape.stop - shape.start, dtype=np.int32)
        for data in titled:
            same += data.codes[shape.start : shape.stop] == data.codes[at]
        least = max(2, 0.6 * len(titled))
        for repeated in np.flatnonzero(same >= least).tolist():
            found[repeated + shape.start] = REPEATED_HEADER
    return found


def _prefilled(shape: Shape) -> dict[int, str]:
    """Return the positions of rows nobody filled in: formulas or 序号 drawn down in advance."""
    numbered = (shape.counts > 0) & (shape.filled(shape.serials) == shape.counts)
    return {int(at) + shape.start: BLANK for at in np.flatnonzero(shape.prefilled | numbered)}


def _below(grid: Grid, block: HeaderBlock) -> list[SkippedRow]:
    """Return the rows below the data: totals and notes; rows of the table's columns only."""
    first = int(np.searchsorted(grid.rows, max(block.data_last_row, block.last_row), side="right"))
    start = int(np.searchsorted(grid.rows, block.data_first_row))
    shape = Shape(grid, block.columns, block.titles, (min(start, first), len(grid.rows)))
    found = []
    for at in range(first, len(grid.rows)):
        inside = at - shape.start
        cells = shape.cells(at) if shape.counts[inside] and not shape.prefilled[inside] else {}
        kind = tail_kind(shape, at, cells)
        if cells and kind != BLANK:
            found.append(_skipped(shape, at, kind if kind in {"total", "subtotal"} else NOTE))
    return found


def _skipped(shape: Shape, at: int, kind: str) -> SkippedRow:
    values = (str(value)[:_MOST_TEXT] for value in shape.cells(at).values())
    texts = (" ".join(value.split()) for value in values)
    return SkippedRow(shape.row(at), kind, " ".join(texts)[:_MOST_TEXT])


def _merged_down(grid: Grid, block: HeaderBlock) -> dict[int, list[tuple[int, int]]]:
    """Return column → areas merged over several rows of the data that hold a value."""
    found: dict[int, list[tuple[int, int]]] = {}
    for area in grid.merged:
        inside = block.data_first_row <= area.first_row < area.last_row <= block.data_last_row
        if not inside or area.first_column not in block.columns:
            continue
        if not is_blank(grid.value(area.first_row, area.first_column)):
            found.setdefault(area.first_column, []).append((area.first_row, area.last_row))
    return {column: sorted(areas) for column, areas in sorted(found.items())}


def fill_down(grid: Grid, found: Records) -> tuple[Grid, dict[int, NDArray[np.int32]]]:
    """Return the grid with merged cells filled down, and column → positions that were filled.

    The given grid is left as it is; only records are filled. Formulas and filters see the top cell
    alone, which is why whoever checks must know what was filled.
    """
    columns = dict(grid.columns)
    filled: dict[int, NDArray[np.int32]] = {}
    for column, areas in found.merged_down.items():
        codes = grid.columns[column].codes.copy()
        places = [_interior(grid, found.positions, area) for area in areas]
        for (top, _last), inside in zip(areas, places, strict=True):
            codes[inside] = codes[int(np.searchsorted(grid.rows, top))]
        columns[column] = _with_codes(grid.columns[column], codes)
        filled[column] = np.concatenate(places)
    return dataclasses.replace(grid, columns=columns), filled


def _interior(grid: Grid, positions: Codes, area: tuple[int, int]) -> NDArray[np.int32]:
    top, last = area
    rows = grid.rows[positions]
    return positions[(rows > top) & (rows <= last)]


def _with_codes(column: GridColumn, codes: Codes) -> GridColumn:
    return dataclasses.replace(column, codes=codes)
