"""When crmbook first saw each record: reps back-date (U18).

Kept beside the snapshots, for as long as the book is checked: the keys of the records (hashes), the
day of the check that first saw each, and the day of the check before, when it was not there yet.
"""

from __future__ import annotations

import datetime as dt
import os
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.snapshot import Snapshot
from crmbook.schema.sheets import CUSTOMERS, LEADS

#: The registers whose records have owners to argue about.
_SHEETS: Final = (LEADS.name, CUSTOMERS.name)
_NAME: Final = "first-seen"
_LAST: Final = "last"


@dataclass(frozen=True, slots=True)
class Sighting:
    """The day a record was first seen; ``absent``: a day on which it was not there yet, if known."""

    seen: dt.date
    absent: dt.date | None


@dataclass(frozen=True, slots=True)
class _Seen:
    """One register: its ``keys`` ascending, days as ordinals; ``absent`` 0 where nobody looked."""

    keys: NDArray[np.uint64]
    seen: NDArray[np.uint32]
    absent: NDArray[np.uint32]

    def at(self, key: int) -> Sighting | None:
        """Return when the record of a key was first seen, None for one that never was."""
        place = int(np.searchsorted(self.keys, np.uint64(key)))
        if place == len(self.keys) or int(self.keys[place]) != key:
            return None
        absent = int(self.absent[place])
        return Sighting(
            dt.date.fromordinal(int(self.seen[place])),
            dt.date.fromordinal(absent) if absent else None,
        )


@dataclass(frozen=True, slots=True)
class FirstSeen:
    """What was seen up to the check of day ``last`` (an ordinal, 0: never checked)."""

    sheets: Mapping[str, _Seen] = field(default_factory=dict)
    last: int = 0

    def at(self, sheet: str, keys: Iterable[int]) -> Sighting | None:
        """Return the earliest sighting under any of the keys that a record was told by."""
        seen = self.sheets.get(sheet)
        found = [one for key in keys if seen is not None and (one := seen.at(key)) is not None]
        return min(found, key=lambda one: one.seen, default=None)

    def after(self, snapshot: Snapshot) -> FirstSeen:
        """Return what is known after one more check; one of an earlier day tells nothing new."""
        day = snapshot.when.toordinal()
        if day < self.last:
            return self
        sheets = dict(self.sheets)
        for name in _SHEETS:
            if name in snapshot.sheets:
                sheets[name] = _joined(sheets.get(name), snapshot.sheets[name].keys, day, self.last)
        return FirstSeen(sheets, day)


def _joined(known: _Seen | None, keys: NDArray[np.uint64], day: int, last: int) -> _Seen:
    """Return the records known and the new ones; of a register never seen nobody knows the past."""
    fresh = np.unique(keys)
    if known is None:
        size = len(fresh)
        return _Seen(fresh, np.full(size, day, np.uint32), np.zeros(size, np.uint32))
    new = np.setdiff1d(fresh, known.keys, assume_unique=True)
    if not len(new):
        return known
    joined = np.concatenate([known.keys, new])
    order = np.argsort(joined, kind="stable")
    seen = np.concatenate([known.seen, np.full(len(new), day, np.uint32)])
    absent = np.concatenate([known.absent, np.full(len(new), last, np.uint32)])
    return _Seen(joined[order], seen[order], absent[order])


def read_first_seen(folder: Path) -> FirstSeen | None:
    """Return what a folder keeps, None where it keeps nothing that can be read."""
    try:
        with (folder / _NAME).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            sheets = {
                name: _Seen(*(arrays[f"{at}{part}"] for part in "ksa"))
                for at, name in enumerate(_SHEETS)
                if f"{at}k" in arrays
            }
            return FirstSeen(sheets, int(arrays[_LAST]))
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None


def write_first_seen(folder: Path, known: FirstSeen) -> None:
    """Keep what is known in a folder that is there. Raises OSError."""
    arrays: dict[str, NDArray[Any]] = {_LAST: np.array(known.last)}
    for at, name in enumerate(_SHEETS):
        if (one := known.sheets.get(name)) is not None:
            arrays |= {f"{at}k": one.keys, f"{at}s": one.seen, f"{at}a": one.absent}
    temporary = folder / f"{_NAME}.{os.getpid()}.tmp"
    try:
        with temporary.open("wb") as out:
            np.savez(out, allow_pickle=False, **arrays)
        temporary.replace(folder / _NAME)
    finally:
        temporary.unlink(missing_ok=True)
