"""Distinct values of a column, and every cell's index into them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from crmbook.files.grid import Codes
from crmbook.model.cells import Raw

_FEW = 16  # cells of a column


def distinct_indices(indices: NDArray[np.int32], size: int) -> tuple[Codes, NDArray[np.int32]]:
    """Return (codes, the distinct of ``indices``, ascending); each index is below ``size``.

    A table over all possible indices beats sorting (1 ms against 8 at 100,000 cells of 458,000),
    unless the column is short.
    """
    if len(indices) <= _FEW:
        return _distinct_few(indices)
    if size > 16 * len(indices):
        found, codes = np.unique(indices, return_inverse=True)
        return codes.astype(np.int32), found
    seen = np.zeros(size, np.bool_)
    seen[indices] = True
    found = np.flatnonzero(seen).astype(np.int32)
    code_of = np.empty(size, np.int32)
    code_of[found] = np.arange(len(found), dtype=np.int32)
    return code_of[indices], found


def _distinct_few(indices: NDArray[np.int32]) -> tuple[Codes, NDArray[np.int32]]:
    """As :func:`distinct_indices`; for a few cells numpy's overhead is ten times the work."""
    cells = indices.tolist()
    found = sorted(set(cells))
    place = {index: code for code, index in enumerate(found)}
    return np.array([place[cell] for cell in cells], np.int32), np.array(found, np.int32)


def distinct_numbers(numbers: NDArray[np.float64]) -> tuple[Codes, NDArray[np.float64]]:
    """Return (codes, the distinct of ``numbers``, ascending)."""
    low, high = numbers.min(), numbers.max()
    if low >= 0 and high < 4 * len(numbers) + 1000:
        indices = numbers.astype(np.int32)
        if (indices == numbers).all():
            codes, found = distinct_indices(indices, int(high) + 1)
            return codes, found.astype(np.float64)
    distinct, where = np.unique(numbers, return_inverse=True)
    return where.astype(np.int32), distinct


def merge_equal(codes: Codes, values: list[Raw]) -> tuple[Codes, list[Raw]]:
    """Return the same cells with values that are equal, and of one type, only once."""
    seen: dict[tuple[type, Raw], int] = {}
    code_of = [seen.setdefault((type(value), value), len(seen)) for value in values]
    if len(seen) == len(values):
        return codes, values
    table = np.array([*code_of, -1], np.int32)  # -1, the empty cell, finds the last entry
    return table[codes], [value for _type, value in seen]
