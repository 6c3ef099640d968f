"""What changed in a book since a snapshot: rows come and gone, cells changed, damage (U04)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crmbook.analysis.damage import Alarm, Altered, cell_alarms, gone_column, gone_rows
from crmbook.analysis.numbered import Common, numbered
from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.facts.snapshot import SheetSnapshot, Snapshot


@dataclass(frozen=True, slots=True)
class SheetChanges:
    """What changed in one register: rows added and removed, cells changed in the rows that stayed."""

    sheet: str
    added: int
    removed: int
    changed: int


@dataclass(frozen=True, slots=True)
class Since:
    """What changed ``when`` until now. None: what we compare with does not say.

    ``alarms``: what looks like mass damage; ``errors``, ``warnings``: how many there were then;
    ``appeared``, ``solved``: problems that are new, and those that are gone.
    """

    when: dt.datetime
    sheets: tuple[SheetChanges, ...] | None = None
    alarms: tuple[Alarm, ...] = ()
    errors: int | None = None
    warnings: int | None = None
    appeared: int | None = None
    solved: int | None = None

    @property
    def added(self) -> int:
        """Rows added, in all registers."""
        return sum(one.added for one in self.sheets or ())

    @property
    def removed(self) -> int:
        """Rows removed, in all registers."""
        return sum(one.removed for one in self.sheets or ())

    @property
    def changed(self) -> int:
        """Cells changed in rows that stayed, in all registers."""
        return sum(one.changed for one in self.sheets or ())

    @property
    def quiet(self) -> bool:
        """Whether nothing has changed in any row."""
        return self.sheets is not None and not (self.added or self.removed or self.changed)


def compare(old: Snapshot, new: Snapshot, ledger: Ledger) -> Since:
    """Return what changed from one snapshot to the next, which is that of ``ledger``.

    Snapshots of the same files are not compared: 100,000 leads would take 20 ms to be found equal.
    """
    if old.book and old.book == new.book:
        same = tuple(SheetChanges(name, 0, 0, 0) for name in new.sheets)
        return Since(old.when, same, (), old.errors, old.warnings)
    changes, alarms = [], list[Alarm]()
    for name, before in old.sheets.items():
        after, register = new.sheets.get(name), ledger.registers.get(name)
        if after is None or register is None:
            changes.append(SheetChanges(name, 0, len(before), 0))
            alarms += gone_rows(name, len(before), len(before))
            continue
        change, found = _sheet(before, after, register)
        changes.append(change)
        alarms += found
    changes += [
        SheetChanges(name, len(sheet), 0, 0)
        for name, sheet in new.sheets.items()
        if name not in old.sheets
    ]
    return Since(old.when, tuple(changes), tuple(alarms), old.errors, old.warnings)


def _sheet(
    before: SheetSnapshot, after: SheetSnapshot, register: Register
) -> tuple[SheetChanges, list[Alarm]]:
    was, now = numbered(before, after, _common(before.keys, after.keys), register.sheet)
    added, removed = len(after) - len(now), len(before) - len(was)
    tab = register.places[0].sheet if len(register.places) == 1 else register.sheet.name
    alarms = list(gone_rows(tab, removed, len(before)))
    changed = 0
    for one in _altered(before, after, (was, now)):
        changed += int(one.mask.sum())
        alarms += cell_alarms(one, register, tab)
    for header in before.columns.keys() - after.columns.keys():
        alarms += gone_column(tab, header, int((before.columns[header].cells != 0).sum()))
    return SheetChanges(register.sheet.name, added, removed, changed), alarms


def _altered(before: SheetSnapshot, after: SheetSnapshot, common: Common) -> Iterator[Altered]:
    """Yield the columns that both have, where any cell of the rows that stayed is different."""
    was, now = common
    for header, column in after.columns.items():
        if header in before.columns:
            old, new = before.columns[header].cells[was], column.cells[now]
            mask = old != new
            if mask.any():
                yield Altered(header, now, old, new, mask)


def _common(before: NDArray[np.uint64], after: NDArray[np.uint64]) -> Common:
    """Return where the records that both have stand in each, in the order of ``after``."""
    if np.array_equal(before, after):
        every = np.arange(len(after), dtype=np.int64)
        return every, every
    _keys, was, now = np.intersect1d(before, after, assume_unique=True, return_indices=True)
    order = np.argsort(now, kind="stable")
    return was[order].astype(np.int64), now[order].astype(np.int64)
