"""Dates of a whole column at once, as numpy counts them."""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.register import Register
from crmbook.schema.column import Column

Moments = NDArray[np.datetime64]
SECOND, DAY = "datetime64[s]", "datetime64[D]"


def moments(register: Register, column: Column) -> Moments:
    """Return a column's dates to the second; NaT where a record has none (converted once a value)."""
    data = register.data.get(column.header)
    if data is None:
        return np.full(len(register), "NaT", SECOND)
    known = [value if isinstance(value, dt.datetime) else None for value in data.parsed.values]
    return np.array([*known, None], SECOND)[data.codes]


def date_of(moment: np.datetime64) -> dt.date | None:
    """Return the day of a moment, None for NaT."""
    found = moment.astype(DAY).astype(object)
    return found if isinstance(found, dt.date) else None


def moment_of(moment: np.datetime64) -> dt.datetime | None:
    """Return a moment as Python has it, None for NaT."""
    found = moment.astype(SECOND).astype(object)
    return found if isinstance(found, dt.datetime) else None
