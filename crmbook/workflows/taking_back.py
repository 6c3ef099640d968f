"""What becomes of the single cells of a write when it is taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from crmbook.files.area import area_of
from crmbook.files.cells.values import same
from crmbook.files.grid import Grid
from crmbook.i18n import _
from crmbook.model.cells import UNCACHED, CellError, CellRef, Raw, Value
from crmbook.model.edits import MendCell
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
    UNMERGED = "under a merged cell before"
    FORBIDDEN = "forbidden by the file"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One cell of a write: what stands there now, and what becomes of it."""

    change: CellChange
    now: Raw
    fate: Fate


def settled(candidates: list[Candidate], written: set[CellRef]) -> tuple[Candidate, ...]:
    """Return the candidates with those that the file kept: titles of tables, for one."""
    return tuple(
        replace(one, fate=Fate.FORBIDDEN)
        if one.fate is Fate.BACK and one.change.ref not in written
        else one
        for one in candidates
    )


def candidates_of(entry: HistoryEntry, grids: Mapping[str, Grid]) -> list[Candidate]:
    """Return the cells of a write; ``grids``: the sheets of the book now, by name."""
    apart = _taken_apart(entry)
    return [_candidate(change, grids, apart) for change in entry.cells]


def _taken_apart(entry: HistoryEntry) -> frozenset[CellRef]:
    """Return the cells that lay under a merged one: without their values they would have none."""
    return frozenset(
        CellRef(edit.sheet, row, column)
        for edit in entry.edits
        for area in map(area_of, edit.areas)
        if area is not None
        for row in range(area.first_row, area.last_row + 1)
        for column in range(area.first_column, area.last_column + 1)
        if (row, column) != (area.first_row, area.first_column)
    )


def _candidate(
    change: CellChange, grids: Mapping[str, Grid], apart: frozenset[CellRef]
) -> Candidate:
    grid = grids.get(change.ref.sheet)
    if grid is None:
        return Candidate(change, None, Fate.GONE)
    now = grid.value(change.ref.row, change.ref.column)
    fate = _fate(change, grid, now)
    kept = fate is Fate.BACK and change.ref in apart
    return Candidate(change, now, Fate.UNMERGED if kept else fate)


def _fate(change: CellChange, grid: Grid, now: Raw) -> Fate:
    if _is_formula(grid, change):
        return Fate.FORMULA
    if isinstance(change.old, CellError) or change.old is UNCACHED:
        return Fate.LOST
    if same(now, _value(change.old)):
        return Fate.UNCHANGED
    return Fate.BACK if same(now, _value(change.new)) else Fate.CHANGED


def _is_formula(grid: Grid, change: CellChange) -> bool:
    at, column = grid.position(change.ref.row), grid.columns.get(change.ref.column)
    if at is None or column is None:
        return False
    place = int(column.formulas.searchsorted(np.int32(at)))
    return place < len(column.formulas) and int(column.formulas[place]) == at


def _value(held: Raw | Value) -> Value:
    """Return what a writer takes; a duration is a number of days in a cell that shows it as one."""
    if isinstance(held, dt.timedelta):
        return held / dt.timedelta(days=1)
    assert held is not UNCACHED  # noqa: S101 - such a cell has another fate
    value: Value = held  # type: ignore[assignment]
    return value


def edits_back(entry: HistoryEntry, candidates: list[Candidate]) -> Iterator[MendCell]:
    """Yield the edits that take them back, as far as the file lets it."""
    reason = _("taken back: {command}").format(command=entry.command)
    for one in candidates:
        if one.fate is Fate.BACK:
            yield MendCell(one.change.ref.sheet, one.change.ref.a1, _value(one.change.old), reason)
