"""Records that got their number between two snapshots, or lost it: the same ones, not others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.hashing import told_apart
from crmbook.facts.snapshot import SheetSnapshot
from crmbook.schema.column import Sheet

Positions = NDArray[np.int64]
Common = tuple[Positions, Positions]  # where the same records stand: before, after


def numbered(before: SheetSnapshot, after: SheetSnapshot, common: Common, sheet: Sheet) -> Common:
    """Return where the records that stayed stand, with those whose number was filled in or emptied.

    A snapshot knows a record by its number, one without by its name (in the log: the day, the
    company). One that got a number is known by its name still, where it has none by all that it
    says besides; of several alike the first is the first.
    """
    number = (sheet.key or sheet.columns[0]).header
    if number not in before.columns or number not in after.columns:
        return common
    was, now = (
        _others(len(one), known) for one, known in zip((before, after), common, strict=True)
    )
    pairs = [common]
    for blank, filled in ((True, False), (False, True)):
        left = was[(before.columns[number].cells[was] == 0) == blank]
        right = now[(after.columns[number].cells[now] == 0) == filled]
        if len(left) and len(right):
            ours, theirs = _said((before, after), (left, right), number)
            _keys, first, second = np.intersect1d(ours, theirs, True, return_indices=True)
            pairs.append((left[first], right[second]))
    return _joined(pairs)


def _others(count: int, known: Positions) -> Positions:
    return np.setdiff1d(np.arange(count, dtype=np.int64), known, assume_unique=True)


def _said(
    snapshots: tuple[SheetSnapshot, SheetSnapshot], at: Common, number: str
) -> Iterator[NDArray[np.uint64]]:
    """Yield keys of records that say nothing of their number."""
    shared = [header for header in snapshots[0].columns
              if header in snapshots[1].columns and header != number]  # fmt: skip
    for one, records in zip(snapshots, at, strict=True):
        everything = np.zeros(len(records), np.uint32)
        for header in shared:
            everything = everything * np.uint32(31) + one.columns[header].cells[records]
        names = one.names[records]
        yield told_apart(np.where(names != 0, names, everything).astype(np.uint32))


def _joined(pairs: list[Common]) -> Common:
    """Return all pairs in the order of what stands there now."""
    if len(pairs) == 1:
        return pairs[0]
    was, now = (np.concatenate([pair[side] for pair in pairs]) for side in (0, 1))
    order = np.argsort(now, kind="stable")
    return was[order], now[order]
