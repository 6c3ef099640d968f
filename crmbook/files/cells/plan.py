"""What is to happen to the cells of one sheet, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from crmbook.model.cells import Value


class Keep(Enum):
    """The content of a cell stays as it is."""

    KEEP = "keep"


KEEP: Final = Keep.KEEP

#: Takes what stands before or behind the rows, and the same with what hides in it blanked out.
Change = Callable[[bytes, bytes], bytes]


@dataclass(slots=True)
class CellEdit:
    """One cell: a value (KEEP: only its looks change), or a formula in its place.

    ``formula`` is the XML of an ``f`` element's content. ``style`` is what a new cell looks like
    (None: as its row or column says); ``fill`` (RGB) colours one that has no colour yet.
    ``gives_way``: where there is a formula already, that stays. ``fresh``: the cell has to
    be empty. ``mends``: what forbids the value
    keeps the cell as it is, and the number format follows the value.
    """

    value: Value | Keep = KEEP
    formula: str = ""
    style: int | None = None
    fill: str = ""
    reason: str = ""
    gives_way: bool = False
    fresh: bool = False
    mends: bool = False


@dataclass(slots=True)
class RowEdit:
    """One row. ``clear`` empties all its cells but formulas; ``attributes`` are those of a new row."""

    cells: dict[int, CellEdit] = field(default_factory=dict)
    clear: bool = False
    attributes: bytes = b""
    reason: str = ""


@dataclass(slots=True)
class SheetPlan:
    """One sheet: rows by number, and what happens before and behind them."""

    rows: dict[int, RowEdit] = field(default_factory=dict)
    before: list[Change] = field(default_factory=list)
    behind: list[Change] = field(default_factory=list)

    def cell(self, row: int, column: int) -> CellEdit:
        """Return the edit of a cell, made if there is none yet."""
        cells = self.rows.setdefault(row, RowEdit()).cells
        return cells.setdefault(column, CellEdit())

    def places(self) -> Iterator[tuple[int, int, CellEdit]]:
        """Yield (row, column, edit) of every cell that is named."""
        for row, edit in self.rows.items():
            for column, cell in edit.cells.items():
                yield row, column, cell
