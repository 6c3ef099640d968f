"""Values of one field over all records: each distinct normal form once, with a code per record."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.register import Register
from crmbook.schema.column import Column

Key = TypeVar("Key", bound=Hashable)
Codes = NDArray[np.int32]
#: Normal forms of a column's distinct values, from its register and header (None: missing).
Normal = Callable[[Register, str], list[Any]]


@dataclass(frozen=True)
class Coded(Generic[Key]):
    """``codes`` (int32, one a record, -1 missing) index ``values``, which are all different."""

    codes: Codes
    values: list[Key]

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How many records hold each value."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.values))

    def map(self, function: Callable[[list[Key]], Sequence[Any]]) -> Coded[Any]:
        """Return the field of what each value is mapped to; None is missing."""
        return recoded([(self.codes, function(self.values))])

    @property
    def present(self) -> NDArray[np.bool_]:
        """Which records hold anything."""
        return self.codes >= 0


def recoded(parts: Iterable[tuple[Codes, Sequence[Any]]]) -> Coded[Any]:
    """Return one field of (codes, values) parts: equal values share a code, None is missing."""
    known: dict[Any, int] = {}
    found: list[Codes] = []
    for codes, values in parts:
        table = np.empty(len(values) + 1, dtype=np.int32)
        table[:-1] = [
            -1 if value is None else known.setdefault(value, len(known)) for value in values
        ]
        table[-1] = -1  # code -1 takes the last
        found.append(table[codes])
    joined = np.concatenate(found) if found else np.empty(0, dtype=np.int32)
    return Coded(joined, list(known))


def of_records(values: Sequence[Any]) -> Coded[Any]:
    """Return a field given one value a record (None: missing)."""
    return recoded([(np.arange(len(values), dtype=np.int32), values)])


def of_columns(columns: Sequence[tuple[Register, Column | None]], normal: Normal) -> Coded[Any]:
    """Return a field read from one column of each register, None where it has none."""
    parts: list[tuple[Codes, Sequence[Any]]] = []
    for register, column in columns:
        data = None if column is None else register.data.get(column.header)
        if data is None or column is None:
            parts.append((np.full(len(register), -1, dtype=np.int32), ()))
        else:
            parts.append((data.codes, normal(register, column.header)))
    return recoded(parts)
