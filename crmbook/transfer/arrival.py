"""Arrivals: the rows of a list on their way into a register, and what becomes of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crmbook.model.cells import Raw, Value
from crmbook.schema.column import Column


@dataclass(frozen=True, slots=True)
class Arrival:
    """One row of a list that can be taken: ``row`` is its 1-based row there, values by column."""

    row: int
    values: Mapping[Column, Value]


@dataclass(frozen=True, slots=True)
class Appended:
    """A row that became a lead of its own."""

    row: int
    id: str


@dataclass(frozen=True, slots=True)
class Met:
    """A row that is known already, with what it changes and what it contradicts there.

    ``changes`` and ``conflicts``: header → (old, new). ``score`` 0–1 and ``reasons`` say why it is
    taken for that record. ``read_only`` names the file of a record that is not to be written.
    """

    row: int
    id: str
    score: float
    reasons: tuple[str, ...]
    changes: Mapping[str, tuple[Raw, Value]] = field(default_factory=dict)
    conflicts: Mapping[str, tuple[Raw, Value]] = field(default_factory=dict)
    read_only: str = ""


@dataclass(slots=True)
class Settled:
    """What became of the rows: each stands in one list (a conflict does not count for that).

    ``review``: rows that resemble a record without being surely it; they are appended.
    """

    appended: list[Appended] = field(default_factory=list)
    updated: list[Met] = field(default_factory=list)
    unchanged: list[Met] = field(default_factory=list)
    review: list[Met] = field(default_factory=list)
    repeated: list[tuple[int, int]] = field(default_factory=list)  # (row, row that it repeats)
