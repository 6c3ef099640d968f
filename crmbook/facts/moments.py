"""Dates of a whole column at once, as numpy counts them."""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.register import Register
from crmbook.schema.column import Column

Moments = NDArray[np.datetime64]
SECOND, DAY = "datetime64[s]", "datetime64[D]"
_FIRST = np.datetime64("1990-01-01", "s")


def moments(register: Register, column: Column) -> Moments:
    """Return a column's dates to the second; NaT where a record has none (converted once a value)."""
    found: Moments = register.once(column.header, lambda: _moments(register, column))
    return found


def _moments(register: Register, column: Column) -> Moments:
    data = register.data.get(column.header)
    if data is None:
        return np.full(len(register), "NaT", SECOND)
    known = [value if isinstance(value, dt.datetime) else None for value in data.parsed.values]
    return np.array([*known, None], SECOND)[data.codes]


def plausible(found: Moments) -> Moments:
    """Return dates without those of another age: 1900-01-05 is a number that was shown as a date."""
    kept: Moments = np.where(found < _FIRST, np.datetime64("NaT", "s"), found)
    return kept


def moment_of(moment: np.datetime64) -> dt.datetime | None:
    """Return a moment as Python has it, None for NaT."""
    found = moment.astype(SECOND).astype(object)
    return found if isinstance(found, dt.datetime) else None
