"""Serial numbers of dates → ``datetime``; of ``[h]:mm`` → ``timedelta``; whole columns at once.

Rules: fractions are rounded to the second, because Excel's floats are off by microseconds. A serial
from 0 up to 1 is a time of day without a date: ``timedelta`` since midnight. In the 1900 system the
serials 1–59 lie a day earlier than arithmetic says (Lotus' 29 February 1900); 60, that day itself,
is read as the 28th, as openpyxl and calamine do. What lies outside of the years 1900–9999 stays a
number.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from crmbook.files.grid import Codes
from crmbook.files.scan.distinct import merge_equal
from crmbook.model.cells import Raw

_DAY: Final = 86_400
_EPOCH_1900: Final = -2_209_161_600  # 1899-12-30 in seconds of Unix time
_EPOCH_1904: Final = -2_082_844_800
_END: Final = 253_402_300_800  # the first second of the year 10000
_MOST_DAYS: Final = 20_000_000  # Excel itself shows no longer duration


def whole_or_float(values: NDArray[np.float64]) -> list[Raw]:
    """Return numbers as Python has them: whole ones up to 2^53 as ``int``."""
    whole = (values == np.floor(values)) & (np.abs(values) <= 2.0**53)
    found: list[Raw] = (values.astype(np.int64) if whole.all() else values).tolist()
    if whole.all():
        return found
    for place in np.flatnonzero(whole).tolist():
        found[place] = int(values[place])
    return found


def moments(
    serials: NDArray[np.float64], *, date1904: bool
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the serials of date-formatted cells in seconds of Unix time, and which are dates."""
    seconds = _seconds(serials)
    epoch = _EPOCH_1904 if date1904 else _EPOCH_1900 + np.where(serials < 60, _DAY, 0)
    moment = seconds + epoch
    return moment, (serials >= 0) & (moment < _END)


def dates(serials: NDArray[np.float64], *, date1904: bool) -> tuple[Codes, list[Raw]]:
    """Return (codes, distinct values): what ascending serials of date-formatted cells mean."""
    moment, dated = moments(serials, date1904=date1904)
    new = np.ones(len(serials), np.bool_)
    new[1:] = (np.diff(moment) != 0) | ~dated[1:] | ~dated[:-1]
    codes = np.cumsum(new, dtype=np.int32) - np.int32(1)
    serials, moment, dated = serials[new], moment[new], dated[new]
    dated &= serials >= 1
    if dated.all():
        return codes, moment.astype("datetime64[s]").tolist()
    found = whole_or_float(serials)
    _put(found, dated, moment.astype("datetime64[s]"))
    _put(found, (serials >= 0) & (serials < 1), _seconds(serials).astype("timedelta64[s]"))
    return codes, found


def durations(serials: NDArray[np.float64]) -> tuple[Codes, list[Raw]]:
    """Return (codes, distinct values): what serials of cells formatted as ``[h]:mm`` mean."""
    found = whole_or_float(serials)
    _put(found, np.abs(serials) <= _MOST_DAYS, _seconds(serials).astype("timedelta64[s]"))
    return merge_equal(np.arange(len(serials), dtype=np.int32), found)


def _seconds(serials: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.floor(np.clip(serials, -1e9, 1e9) * _DAY + 0.5).astype(np.int64)


def _put(
    found: list[Raw],
    where: NDArray[np.bool_],
    times: NDArray[np.datetime64] | NDArray[np.timedelta64],
) -> None:
    places = np.flatnonzero(where)
    for place, value in zip(places.tolist(), times[places].tolist(), strict=True):
        found[place] = value
