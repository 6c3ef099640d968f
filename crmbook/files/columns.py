"""Columns from rows: turns what a row-wise reader yields into codes and distinct values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from crmbook.files.area import Area
from crmbook.files.grid import Grid, GridColumn
from crmbook.model.cells import Raw

_WHOLE = 2.0**53  # up to here every whole number is its own float


@dataclass(slots=True)
class _Builder:
    """One column being read: where its cells stand, and which distinct value each holds."""

    places: list[int] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    values: list[Raw] = field(default_factory=list)
    seen: dict[Any, int] = field(default_factory=dict)

    def add(self, place: int, value: Any) -> None:
        """Note a cell; distinct is by (type, value), so that 1, 1.0 and True stay apart."""
        key = value if type(value) is str else (type(value), value)
        code = self.seen.get(key)
        if code is None:
            code = self.seen[key] = len(self.values)
            self.values.append(plain(value))
        self.places.append(place)
        self.codes.append(code)

    def column(self, count: int) -> GridColumn:
        """Return the finished column of a grid of ``count`` rows."""
        codes = np.full(count, -1, dtype=np.int32)
        codes[self.places] = self.codes
        return GridColumn(codes, self.values)


def plain(value: Any) -> Raw:
    """Return a reader's value as crmbook's readers hand it out (see ``model.cells.Raw``).

    Whole floats become int, dates datetimes at midnight, times of day the time since midnight.
    """
    if isinstance(value, float) and value.is_integer() and abs(value) <= _WHOLE:
        return int(value)
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time())
    if isinstance(value, dt.time):
        return dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    return value  # type: ignore[no-any-return]


def grid_from_rows(
    name: str,
    rows: Iterable[Sequence[Any]],
    *,
    visibility: str = "visible",
    merged: tuple[Area, ...] = (),
) -> Grid:
    """Return the grid of rows given from sheet row 1 on; ``""`` and None are empty cells."""
    builders: dict[int, _Builder] = {}
    numbers: list[int] = []
    for number, row in enumerate(rows, 1):
        held = False
        for column, value in enumerate(row, 1):
            if value is None or value == "":
                continue
            held = True
            if column not in builders:
                builders[column] = _Builder()
            builders[column].add(len(numbers), value)
        if held:
            numbers.append(number)
    columns = {at: builders[at].column(len(numbers)) for at in sorted(builders)}
    return Grid(name, np.array(numbers, dtype=np.int32), columns, visibility, merged)
