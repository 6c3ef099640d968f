"""Contacts: what the log says of each lead (or customer), counted for all of them at once.

Half a million rows are counted in 0.15 s; row by row they took 2 s.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.moments import DAY, Moments, moments, plausible
from crmbook.facts.register import Mask, Register
from crmbook.schema.sheets import followups

#: 发起方 of a contact that we did not begin: it counts for no cap (§2.2).
THEIRS: Final = "客户"
_NONE: Final = np.datetime64("NaT", "s")


@dataclass(frozen=True)
class Contacts:
    """For each of ``n`` subjects, arrays of that length.

    ``last``: the last contact, ``row`` its record in the log (-1: never); ``day``, ``week``,
    ``pushes``: how often we contacted them today, since Monday, and pushed something this month;
    ``promise``: the date promised by the last contact, ``promise_row`` the record that promises it.
    ``future``: how many rows lie in the future, and were left out.
    """

    last: Moments
    row: NDArray[np.int64]
    day: NDArray[np.int64]
    week: NDArray[np.int64]
    pushes: NDArray[np.int64]
    promise: Moments
    promise_row: NDArray[np.int64]
    future: int = 0


def nothing(count: int) -> Contacts:
    """Return the contacts of a book without a log."""
    never, none = np.full(count, "NaT", "datetime64[s]"), np.full(count, -1, np.int64)
    zero = np.zeros(count, np.int64)
    return Contacts(never, none, zero, zero, zero, never, none)


def contacts(
    log: Register | None, whose: NDArray[np.int64], count: int, today: dt.datetime
) -> Contacts:
    """Return what the log says of ``count`` subjects; ``whose``: the subject of each row, -1 none."""
    if log is None:
        return nothing(count)
    when = plausible(moments(log, followups.WHEN))
    now = np.datetime64(today.replace(microsecond=0), "s")
    dated = (whose >= 0) & ~np.isnat(when)
    rows = np.flatnonzero(dated & (when <= now))
    last, row = _last(whose[rows], when[rows], rows, count)
    ours = rows[~_theirs(log)[rows]]
    counted = _Counted(whose[ours], when[ours].astype(DAY), count)
    day = now.astype(DAY)
    promise, promise_row = _promised(log, rows[when[rows] == last[whose[rows]]], whose, count)
    return Contacts(
        last,
        row,
        counted.since(day),
        counted.since(day - today.weekday()),
        counted.since(day - (today.day - 1), _pushed(log)[ours]),
        promise,
        promise_row,
        int((dated & (when > now)).sum()),
    )


@dataclass(frozen=True)
class _Counted:
    whose: NDArray[np.int64]
    days: Moments
    count: int

    def since(self, day: np.datetime64, wanted: Mask | None = None) -> NDArray[np.int64]:
        """Return how many rows each subject has from a day on."""
        some = self.days >= day if wanted is None else wanted & (self.days >= day)
        return np.bincount(self.whose[some], minlength=self.count).astype(np.int64)


def _last(
    whose: NDArray[np.int64], when: Moments, rows: NDArray[np.int64], count: int
) -> tuple[Moments, NDArray[np.int64]]:
    """Return each subject's last row: of two at the same time, the lower one in the sheet."""
    order = np.lexsort((rows, when, whose))
    last, row = np.full(count, _NONE), np.full(count, -1, np.int64)
    last[whose[order]] = when[order]  # the last one assigned stays
    row[whose[order]] = rows[order]
    return last, row


def _promised(
    log: Register, rows: NDArray[np.int64], whose: NDArray[np.int64], count: int
) -> tuple[Moments, NDArray[np.int64]]:
    """Return what the last contact promises, the earliest where it promises several.

    An earlier row promises nothing any more: any later row of the same lead closes it (M61).
    """
    due = moments(log, followups.DUE)
    rows = rows[~np.isnat(due[rows])]
    order = rows[np.lexsort((due[rows], whose[rows]))][::-1]
    promise, row = np.full(count, _NONE), np.full(count, -1, np.int64)
    promise[whose[order]] = due[order]  # latest first: the earliest stays
    row[whose[order]] = order
    return promise, row


def _theirs(log: Register) -> Mask:
    return _flags(log, followups.INITIATOR.header, THEIRS)


def _pushed(log: Register) -> Mask:
    return _flags(log, followups.PUSHED.header, True)


def _flags(log: Register, header: str, wanted: object) -> Mask:
    data = log.data.get(header)
    if data is None:
        return np.zeros(len(log), dtype=bool)
    return data.flags(at for at, value in enumerate(data.parsed.values) if value == wanted)
