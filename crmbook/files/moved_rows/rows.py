"""Rows: where each row of an old sheet stands in the new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rows:
    """``known``: old → new row, None: it is no more. From ``below`` on, all move by ``by``."""

    known: Mapping[int, int | None]
    below: int
    by: int
    _spans: dict[tuple[int, int], tuple[int, int] | None] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def reordered(self) -> bool:
        """Whether any row of the table moves or goes."""
        return any(old != new for old, new in self.known.items())

    @property
    def uniform(self) -> bool:
        """Whether all rows of the table move by the same number, so that relative references do."""
        steps = {None if new is None else new - old for old, new in self.known.items()}
        return len(steps) == 1 and None not in steps

    def place(self, row: int) -> int:
        """Return where a note or an object on ``row`` goes: nothing is lost with a row."""
        if row in self.known:
            new = self.known[row]
            return row if new is None else new
        return max(row + self.by, 1) if row >= self.below else row

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the rows that a range goes on speaking of; None when all of them are gone."""
        key = first, last  # one range stands in many formulas, and may be as long as the register
        if key not in self._spans:
            self._spans[key] = self._span(first, last)
        return self._spans[key]

    def _span(self, first: int, last: int) -> tuple[int, int] | None:
        found = [new for old, new in self.known.items() if first <= old <= last]
        moved = [new for new in found if new is not None]
        if found and not moved and first in self.known and last in self.known:
            return None
        upper = min(moved) if moved and first in self.known else first
        lower = max(moved) if moved and last in self.known else last
        return (upper, lower) if upper <= lower else (first, last)
