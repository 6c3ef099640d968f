"""Silent mass damage: what a slip of the mouse does to a column, told from what changed (U04)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.register import Register
from crmbook.facts.snapshot import Hashes
from crmbook.i18n import N_, _
from crmbook.model.cells import Raw

#: How many cells make a mass: below, it is a person's work, and an alarm would cry wolf.
_MASS: Final = 10
_RISING: Final = 5
_MANY: Final = 20
_FEW_ROWS: Final = 3
_PERMUTED: Final = 0.9  # share of the changed cells whose values are all still there
_DIGITS: Final = 7  # of a number that rises: phones do, head counts may


class Damage(StrEnum):
    """The kinds of mass damage."""

    SORTED_ALONE = "sorted-alone"
    DRAGGED = "dragged-down"
    RISING = "rising"
    EMPTIED = "column-emptied"
    COLUMN_GONE = "column-gone"
    ROWS_GONE = "rows-gone"
    MANY = "many-changed"


_MESSAGES: Final = {
    Damage.SORTED_ALONE: N_(
        "{sheet}: {column} of {count} rows changed places; was it sorted alone?"
    ),
    Damage.DRAGGED: N_("{sheet}: rows {first}–{last}, {column} all became the same value"),
    Damage.RISING: N_("{sheet}: rows {first}–{last}, {column} rises by one from row to row"),
    Damage.EMPTIED: N_("{sheet}: {count} cells of {column} were emptied"),
    Damage.COLUMN_GONE: N_("{sheet}: the column {column} is gone; it had {count} values"),
    Damage.ROWS_GONE: N_("{sheet}: {count} rows fewer than last time"),
    Damage.MANY: N_("{sheet}: {count} cells of {column} were changed"),
}


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that looks like mass damage: where, in which column, how many cells or rows."""

    kind: Damage
    sheet: str
    column: str
    count: int
    first_row: int = 0
    last_row: int = 0

    @property
    def message(self) -> str:
        """What happened, in the reader's language."""
        return _(_MESSAGES[self.kind]).format(
            sheet=self.sheet, column=self.column, count=self.count, first=self.first_row,
            last=self.last_row,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Altered:
    """One column in the rows that stayed: hashes before and after, and ``mask`` where they differ.

    ``records``: which records of the register these rows are, ascending.
    """

    header: str
    records: NDArray[np.int64]
    old: Hashes
    new: Hashes
    mask: NDArray[np.bool_]

    @property
    def overwritten(self) -> NDArray[np.bool_]:
        """Where a value took the place of another: filling in a blank is no damage."""
        filled: NDArray[np.bool_] = (self.old != 0) & (self.new != 0)
        return self.mask & filled


def gone_rows(sheet: str, count: int, before: int) -> Iterator[Alarm]:
    """Yield an alarm when so many rows are gone that nobody can have meant it."""
    if count >= _MASS or (count >= _FEW_ROWS and count * 10 >= before):
        yield Alarm(Damage.ROWS_GONE, sheet, "", count)


def gone_column(sheet: str, header: str, values: int) -> Iterator[Alarm]:
    """Yield an alarm when a column that held values is gone."""
    if values >= _MASS:
        yield Alarm(Damage.COLUMN_GONE, sheet, header, values)


def cell_alarms(one: Altered, register: Register, tab: str) -> Iterator[Alarm]:
    """Yield what is wrong with the changes of one column; the most telling kind alone."""
    emptied = int(((one.old != 0) & (one.new == 0)).sum())
    if emptied >= _MASS and emptied * 2 >= int((one.old != 0).sum()):
        yield Alarm(Damage.EMPTIED, tab, one.header, emptied)
        return
    if _permuted(one):
        yield Alarm(Damage.SORTED_ALONE, tab, one.header, int(one.mask.sum()))
        return
    runs = [*_dragged(one, register), *_rising(one, register)]
    yield from runs
    if not runs and _many(one):
        yield Alarm(Damage.MANY, tab, one.header, int(one.overwritten.sum()))


def _many(one: Altered) -> bool:
    """Whether half of the values were changed, each in its own way: a handover changes one name."""
    count = int(one.overwritten.sum())
    if count < _MANY or count * 2 < int((one.old != 0).sum()):
        return False
    return len(np.unique(one.new[one.overwritten])) >= _MASS


def _permuted(one: Altered) -> bool:
    """Whether the cells that changed hold the values that they held before, each elsewhere.

    A column of few values (意向等级) may come out so by chance: a third of it must have changed.
    """
    old, new = one.old[one.mask], one.new[one.mask]
    if len(old) < _MASS:
        return False
    values, before = np.unique(old, return_counts=True)
    others, after = np.unique(new, return_counts=True)
    _shared, left, right = np.intersect1d(values, others, True, return_indices=True)
    kept = int(np.minimum(before[left], after[right]).sum())
    if kept < _PERMUTED * len(old):
        return False
    return len(values) * 2 >= len(old) or len(old) * 3 >= len(one.mask)


def _dragged(one: Altered, register: Register) -> Iterator[Alarm]:
    """Yield runs of neighbouring rows whose different values all became one.

    Some of them may have held it before: those a run runs through, as the mouse did.
    """
    same = (one.new[1:] == one.new[:-1]) & (one.new[1:] != 0)
    for first, last in _runs(same & _neighbours(one, register)):
        hit = np.flatnonzero(one.overwritten[first : last + 1]) + first
        if len(hit) < _MASS or len(hit) * 2 < hit[-1] - hit[0] + 1:
            continue
        if len(np.unique(one.old[hit])) > 1:
            yield _run(Damage.DRAGGED, one, register, (int(hit[0]), int(hit[-1])))


def _rising(one: Altered, register: Register) -> Iterator[Alarm]:
    """Yield runs of neighbouring rows whose new values rise by one: a corner dragged down."""
    both = one.overwritten[1:] & one.overwritten[:-1]
    for first, last in _runs(both & _neighbours(one, register)):
        if last - first + 1 < _RISING:
            continue
        values = [
            _number(register, one.header, at) for at in one.records[first : last + 1].tolist()
        ]
        for start, end in _runs(_by_one(values)):
            if end - start + 1 >= _RISING:
                yield _run(Damage.RISING, one, register, (first + start, first + end))


def _by_one(values: Sequence[int | None]) -> NDArray[np.bool_]:
    rises = [a is not None and b is not None and b - a == 1 for a, b in pairwise(values)]
    return np.array(rises, dtype=np.bool_)


def _number(register: Register, header: str, record: int) -> int | None:
    """Return what may rise in a cell: a long number, or the day of a date."""
    data = register.data[header]
    code = int(data.codes[record])
    value: Raw = None if code < 0 else data.raw[code]
    if isinstance(value, dt.datetime):
        return value.toordinal()
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return int(text) if len(text) >= _DIGITS and text.isascii() and text.isdigit() else None


def _neighbours(one: Altered, register: Register) -> NDArray[np.bool_]:
    """Return which rows follow the one before them, on the same sheet."""
    place = register.place[one.records]
    found: NDArray[np.bool_] = (np.diff(one.records) == 1) & (place[1:] == place[:-1])
    return found


def _runs(linked: NDArray[Any]) -> list[tuple[int, int]]:
    """Return (first, last) of each run of positions that are linked to the next one."""
    edges = np.flatnonzero(np.diff(np.r_[False, linked, False].astype(np.int8)))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]


def _run(kind: Damage, one: Altered, register: Register, ends: tuple[int, int]) -> Alarm:
    first, last = (int(one.records[at]) for at in ends)
    tab = register.places[int(register.place[first])].sheet
    rows = int(register.rows[first]), int(register.rows[last])
    return Alarm(kind, tab, one.header, ends[1] - ends[0] + 1, *rows)
