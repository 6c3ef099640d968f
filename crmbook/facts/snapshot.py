"""Snapshots: a book's cells as hashes, to tell at the next check what has changed (U04).

A cell is 32 bits, so that nothing of the customers stands outside of the workbook (DESIGN 2, State).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class HashedColumn:
    """One column. ``table``: hashes; ``codes``: index into it for each record, None: one by one."""

    table: Hashes
    codes: NDArray[Any] | None = None

    @property
    def cells(self) -> Hashes:
        """The hash of each record's cell, 0 where it is blank."""
        return self.table if self.codes is None else self.table[self.codes]


@dataclass(frozen=True, slots=True)
class SheetSnapshot:
    """One register. ``keys`` (uint64) tell its records from one another; columns by header.

    ``names``: what a record is known by when its number is filled in or emptied, 0: nothing.
    """

    keys: NDArray[np.uint64]
    columns: Mapping[str, HashedColumn]
    names: Hashes

    def __len__(self) -> int:
        return len(self.keys)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A book as it was ``when``. ``book`` is the hash of its files; registers by declared name."""

    when: dt.datetime
    book: str
    sheets: Mapping[str, SheetSnapshot]
    errors: int = 0
    warnings: int = 0
