"""What becomes of each cell that a write changed, when single cells are taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

import numpy as np

from crmbook.files.area import Area, area_of
from crmbook.files.cells.values import same
from crmbook.files.grid import Grid
from crmbook.files.growth.tables import tables_of
from crmbook.files.package import Package
from crmbook.files.scan.book import scan_book
from crmbook.files.workbook_part import read_workbook_part
from crmbook.model.cells import UNCACHED, CellError, CellRef, Raw, Value
from crmbook.model.history import HistoryEntry
from crmbook.model.receipt import CellChange


class Fate(Enum):
    """What becomes of a cell that crmbook wrote."""

    BACK = "taken back"
    UNCHANGED = "as before"
    CHANGED = "changed since"
    FORMULA = "formula"
    GONE = "gone"
    LOST = "not to be written"
    PARTED = "filled down where merged cells were taken apart"
    TITLE = "title of a table"
    FORBIDDEN = "forbidden by the file"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One cell of a write: what stands there now, and what becomes of it."""

    change: CellChange
    now: Raw
    fate: Fate


@dataclass(frozen=True)
class _Left:
    """What stays as it is, by sheet: cells below a merged one's first, and titles of tables."""

    parted: dict[str, list[Area]]
    titles: dict[str, list[Area]]

    def fate(self, ref: CellRef) -> Fate | None:
        if any(_holds(area, ref) for area in self.titles.get(ref.sheet, ())):
            return Fate.TITLE
        if any(_holds(area, ref) for area in self.parted.get(ref.sheet, ())):
            return Fate.PARTED
        return None


def candidates_of(path: Path, entry: HistoryEntry) -> tuple[tuple[Candidate, ...], str]:
    """Return the cells of a write as they are now, and the hash of the book they were read in."""
    changes = entry.cells
    source = scan_book(path, sheets={change.ref.sheet for change in changes})
    grids = {grid.name: grid for grid in source.grids}
    left = _Left(_parted(entry), _titles(path, list(grids)))
    found = tuple(_candidate(one, grids.get(one.ref.sheet), left) for one in changes)
    return found, source.sha256


def settled(candidates: tuple[Candidate, ...], back: set[CellRef]) -> tuple[Candidate, ...]:
    """Return the candidates as an undo leaves them; ``back``: the cells that the file let it write.

    Others were merged since, belong to a formula over several cells, hold a picture …: such a cell
    is left, and costs none of the rest.
    """
    return tuple(
        replace(one, fate=Fate.FORBIDDEN)
        if one.fate is Fate.BACK and one.change.ref not in back
        else one
        for one in candidates
    )


def _candidate(change: CellChange, grid: Grid | None, left: _Left) -> Candidate:
    if grid is None:
        return Candidate(change, None, Fate.GONE)
    now = grid.value(change.ref.row, change.ref.column)
    fate = _fate(change, grid, now)
    kept = left.fate(change.ref) if fate is Fate.BACK else None
    return Candidate(change, now, kept or fate)


def _parted(entry: HistoryEntry) -> dict[str, list[Area]]:
    """Return what a write took apart, but for the first row: empty, it would lose its records' value."""
    found: dict[str, list[Area]] = {}
    for edit in entry.edits:
        for one in filter(None, map(area_of, edit.areas)):
            below = Area(one.first_row + 1, one.first_column, one.last_row, one.last_column)
            found.setdefault(edit.sheet, []).append(below)
    return found


def _titles(path: Path, sheets: list[str]) -> dict[str, list[Area]]:
    """Return the titles of tables, which a table has to match: they are taken back with it alone."""
    package = Package.open(path)
    try:
        book = read_workbook_part(package)
        return {name: list(_titled(package, book.sheet(name).part)) for name in sheets}
    finally:
        package.close()


def _titled(package: Package, part: str | None) -> Iterator[Area]:
    for table in tables_of(package, part) if part else ():
        if table.titles:
            area = table.area
            yield Area(area.first_row, area.first_column, area.first_row, area.last_column)


def _holds(area: Area, ref: CellRef) -> bool:
    rows = area.first_row <= ref.row <= area.last_row
    return rows and area.first_column <= ref.column <= area.last_column


def _fate(change: CellChange, grid: Grid, now: Raw) -> Fate:
    if _is_formula(grid, change):
        return Fate.FORMULA
    if isinstance(change.old, CellError) or change.old is UNCACHED:
        return Fate.LOST
    if same(now, written(change.old)):
        return Fate.UNCHANGED
    return Fate.BACK if same(now, written(change.new)) else Fate.CHANGED


def _is_formula(grid: Grid, change: CellChange) -> bool:
    at, column = grid.position(change.ref.row), grid.columns.get(change.ref.column)
    if at is None or column is None:
        return False
    place = int(column.formulas.searchsorted(np.int32(at)))
    return place < len(column.formulas) and int(column.formulas[place]) == at


def written(held: Raw | Value) -> Value:
    """Return what a writer takes; a duration is a number of days in a cell that shows it as one."""
    if isinstance(held, dt.timedelta):
        return held / dt.timedelta(days=1)
    assert held is not UNCACHED  # noqa: S101 - such a cell has another fate
    value: Value = held  # type: ignore[assignment]
    return value
