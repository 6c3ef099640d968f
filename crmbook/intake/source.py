"""A list as it came: its titled columns and its records, wherever on whatever sheet they stood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crmbook.model.cells import Raw, column_letters
from crmbook.schema.spellings import fold_header

Codes = NDArray[np.int32]
#: More than a sheet has rows: what tells the rows of stacked sheets apart.
STEP: Final = 2**21
_SAMPLE = 2000  # records, and distinct values of them, that tell what a column holds
_DISTINCT = 300


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """One column: ``number`` is its 1-based sheet column, ``title`` "" where it has none.

    ``codes`` int32, one a record: index into ``values`` (distinct), -1 where the cell is empty.
    """

    number: int
    title: str
    codes: Codes
    values: list[Raw]

    @property
    def name(self) -> str:
        """The title, or the letters of the column where it has none."""
        return self.title or column_letters(self.number)

    def at(self, record: int) -> Raw:
        """Return the cell of a record."""
        code = int(self.codes[record])
        return None if code < 0 else self.values[code]

    @property
    def filled(self) -> int:
        """How many records fill it."""
        return int((self.codes >= 0).sum())

    def sample(self) -> list[Raw]:
        """Return distinct values of the first records: what tells what the column holds."""
        codes = np.unique(self.codes[:_SAMPLE])
        held = codes[codes >= 0]
        step = max(1, len(held) // _DISTINCT)
        return [self.values[code] for code in held[::step][:_DISTINCT].tolist()]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is no record, and what it is: a total, a repeated header, a note."""

    row: int
    kind: str
    text: str


@dataclass(frozen=True)
class SourceTable:
    """The table of a list; rows are 1-based sheet rows, bounds inclusive.

    ``rows`` int32, ascending: the sheet row of each record. ``first_row`` and ``last_row`` bound the
    header (0, 0: there is none, columns go by their letters), ``data_first_row`` and
    ``data_last_row`` the data. ``others`` names further tables that could have been meant.
    ``parts``: the sheets of a list that stands on several; a row is then ``STEP`` × its sheet more.
    """

    path: Path
    sheet: str
    columns: tuple[SourceColumn, ...]
    rows: Codes
    first_row: int = 0
    last_row: int = 0
    data_first_row: int = 1
    data_last_row: int = 0
    groups: dict[int, tuple[str, ...]] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    others: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def place(self, row: int) -> tuple[str, int]:
        """Return the sheet and the 1-based sheet row of a row."""
        return (self.parts[row // STEP], row % STEP) if self.parts else (self.sheet, row)

    def label(self, row: int) -> str:
        """Return how people find a row: 12, or 张三!12 where the list stands on several sheets."""
        sheet, number = self.place(row)
        return f"{sheet}!{number}" if self.parts else str(number)

    def __iter__(self) -> Iterator[SourceColumn]:
        return iter(self.columns)

    @property
    def names(self) -> dict[int, str]:
        """Column → its name; titles that several columns share have their letters behind."""
        folded = Counter(fold_header(column.name) for column in self.columns)
        return {
            column.number: column.name
            if folded[fold_header(column.name)] == 1
            else f"{column.name} ({column_letters(column.number)})"
            for column in self.columns
        }

    def cells(self, record: int) -> list[Raw]:
        """Return a record as it stands, column by column."""
        return [column.at(record) for column in self.columns]
