"""Single serial numbers of dates; :mod:`crmbook.files.scan.serials` has the rules, and columns."""

from __future__ import annotations

import datetime as dt
import math
from typing import Final

from crmbook.model.cells import Raw

_DAY: Final = 86_400
_EXACT: Final = 2.0**53
_MOST_DAYS: Final = 20_000_000
_BASE_1900: Final = dt.datetime(1899, 12, 30)
_BASE_1904: Final = dt.datetime(1904, 1, 1)
_MARCH_1900: Final = 60


def whole_or_float(value: float) -> int | float:
    """Return a number as Python has it: a whole one up to 2^53 as ``int``."""
    return int(value) if value == math.floor(value) and abs(value) <= _EXACT else value


def moment(serial: float, *, date1904: bool) -> Raw:
    """Return what a serial in a date format means: a time of day below 1, a number beyond 9999."""
    if not 0 <= serial < _MOST_DAYS:
        return whole_or_float(serial)
    passed = dt.timedelta(seconds=_seconds(serial))
    base = _BASE_1904 if date1904 else _BASE_1900
    if not date1904 and serial < _MARCH_1900:
        base += dt.timedelta(days=1)
    try:
        found = base + passed
    except OverflowError:
        return whole_or_float(serial)
    return found if serial >= 1 else passed


def duration(serial: float) -> Raw:
    """Return what a serial in a format such as ``[h]:mm`` means."""
    if abs(serial) > _MOST_DAYS:
        return whole_or_float(serial)
    return dt.timedelta(seconds=_seconds(serial))


def iso_date(text: str) -> Raw:
    """Return the value of a cell of type ``d``; the text itself when it is no ISO 8601 date."""
    try:
        if text[2:3] == ":":
            return _rounded(dt.datetime.fromisoformat(f"1970-01-01T{text}")) - dt.datetime(
                1970, 1, 1
            )
        return _rounded(dt.datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return text


def _rounded(moment: dt.datetime) -> dt.datetime:
    """Return a moment without zone, rounded to the second."""
    second = moment.replace(microsecond=0, tzinfo=None)
    return second + dt.timedelta(seconds=1) if moment.microsecond >= 500_000 else second


def _seconds(serial: float) -> int:
    return math.floor(serial * _DAY + 0.5)
