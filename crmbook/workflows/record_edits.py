"""Edits of records: said by register, record and column; planned as cells, rows and columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from crmbook.facts.register import Place, Register
from crmbook.model.cells import Value, a1
from crmbook.model.edits import AddColumn, AppendRows, Edit, Plan, SetCell
from crmbook.schema.column import Column


@dataclass(frozen=True, slots=True)
class _NewRow:
    values: dict[int | str, Value]
    reason: str


class RecordEdits:
    """Collects what is to be written into the registers of one book.

    ``book`` is the name that its records carry: only those of the book itself can be written, not
    of files that are only read. A column that a sheet lacks is added at its right end (§2.1).
    """

    def __init__(self, book: str) -> None:
        self._book = book
        self._cells: list[SetCell] = []
        self._rows: dict[str, list[_NewRow]] = defaultdict(list)
        self._columns: dict[tuple[str, str], dict[int, Value]] = {}
        self._reasons: dict[tuple[str, str], str] = {}

    def writable(self, register: Register, record: int) -> bool:
        """Whether a record stands in the book that is written."""
        return self._place(register, record).book == self._book

    def put(
        self, register: Register, record: int, column: Column, value: Value, reason: str
    ) -> None:
        """Put a value into a record's cell."""
        place, row = self._place(register, record), int(register.rows[record])
        number = place.columns.get(column.header)
        if number is None:
            self._new_column(place, column, reason)[row] = value
        else:
            self._cells.append(SetCell(place.sheet, a1(row, number), value, reason))

    def append(self, register: Register, values: Mapping[Column, Value], reason: str) -> None:
        """Put a record below the last one of a register, on its last sheet in the book."""
        place = next(place for place in reversed(register.places) if place.book == self._book)
        row: dict[int | str, Value] = {}
        for column, value in values.items():
            number = place.columns.get(column.header)
            if value is not None and number is None:
                self._new_column(place, column, reason)
            if value is not None:
                row[number or column.header] = value
        self._rows[place.sheet].append(_NewRow(row, reason))

    def plan(self) -> Plan:
        """Return the plan: columns first, since rows may name them."""
        columns = [
            AddColumn(sheet, title, self._reasons[sheet, title], values)
            for (sheet, title), values in self._columns.items()
        ]
        rows: list[Edit] = []
        for sheet, new in self._rows.items():
            by_reason: dict[str, list[dict[int | str, Value]]] = {}
            for row in new:
                by_reason.setdefault(row.reason, []).append(row.values)
            rows += [AppendRows(sheet, tuple(some), why) for why, some in by_reason.items()]
        return Plan((*columns, *self._cells, *rows))

    def _new_column(self, place: Place, column: Column, reason: str) -> dict[int, Value]:
        key = place.sheet, column.header
        self._reasons.setdefault(key, reason)
        return self._columns.setdefault(key, {})

    @staticmethod
    def _place(register: Register, record: int) -> Place:
        return register.places[int(register.place[record])]
