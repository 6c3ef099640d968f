"""Batches of cells, sorted by column: a block at a time, while it lies in the processor's cache."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final

import numpy as np

from crmbook.files.scan.cells import Batch

#: A sheet of 16,384 columns would fall into millions of pieces: beyond this it is sorted at once.
_MOST_PIECES: Final = 60_000


def by_column(
    batches: list[Batch], mend: Callable[[Batch], Batch] = lambda batch: batch
) -> dict[int, list[Batch]]:
    """Return the cells of each column, in the order of the sheet; empties ``batches``."""
    parts: dict[int, list[Batch]] = {}
    pieces = 0
    batches.reverse()
    while batches:
        batch = batches.pop()
        if pieces > _MOST_PIECES and batches:
            batch = Batch.joined([batch, *reversed(batches)])
            batches.clear()
        pieces += _split(mend(batch), parts)
    return parts


def _split(batch: Batch, parts: dict[int, list[Batch]]) -> int:
    batch = batch.where(np.argsort(batch.column, kind="stable"))
    cuts = (np.flatnonzero(np.diff(batch.column)) + 1).tolist()
    for start, end in pairwise([0, *cuts, len(batch.column)]):
        if end > start:
            part = batch.where(slice(start, end))
            parts.setdefault(int(part.column[0]), []).append(part)
    return len(cuts) + 1
