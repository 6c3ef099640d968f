"""Rows of month sheets and rep sheets as they stand in one register: values, tab names filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from crmbook.book.tables import Table
from crmbook.facts.begun import begun
from crmbook.facts.ledger import Ledger
from crmbook.facts.record import as_value
from crmbook.facts.register import Register
from crmbook.model.cells import CellError, Raw, Uncached, Value
from crmbook.model.patterns import lazy
from crmbook.schema.column import Column
from crmbook.schema.sheets import LEADS, leads

#: Where a row stood: 张三!12.
SOURCE: Final = "来源表"
_UNREAD: Final = (CellError, Uncached)
_YEAR: Final = lazy(r"(?:19|20)\d\d|\d\d年|^\d\d[./-]\d{1,2}[./-]\d{1,2}")


@dataclass(frozen=True, slots=True)
class StackedRow:
    """One record: ``values`` by header; what the tab's name told (``owner``, ``month``).

    ``unread``: cells that hold an error, or a formula without a result.
    """

    record: int
    values: Mapping[str, Value]
    owner: bool = False
    month: bool = False
    unread: int = 0


class TabRows:
    """The records of the tabs of one book."""

    def __init__(self, tables: Sequence[Table], ledger: Ledger, register: Register) -> None:
        self._tables = {table.grid.name: table for table in tables}
        self._ledger, self._register = ledger, register

    @cached_property
    def headers(self) -> tuple[str, ...]:
        """The columns of the register: declared ones in their order, the team's own, 来源表."""
        filled = {leads.ID.header, leads.OWNER.header}
        held = {
            column.header for column in LEADS.columns if column in self._register
        } | filled | ({leads.ACQUIRED.header} if self._undated else set())  # fmt: skip
        declared = [column.header for column in LEADS.columns if column.header in held]
        own = dict.fromkeys(title for one in self._own.values() for title in one.values())
        return (*declared, *(title for title in own if title not in held), SOURCE)

    @cached_property
    def own(self) -> frozenset[str]:
        """The columns that no declaration knows, 来源表 included."""
        return frozenset(self.headers) - LEADS.by_header.keys()

    def rows(self, records: Iterable[int]) -> list[StackedRow]:
        """Return records as rows of the register."""
        return [self._row(record) for record in records]

    @cached_property
    def _own(self) -> dict[str, dict[int, str]]:
        """By tab the columns that are the team's own, by number."""
        return {
            name: {
                number: title for number in table.block.columns
                if number not in table.columns
                and (title := table.block.titles.get(number, "")) and title not in LEADS.by_header
            }
            for name, table in self._tables.items() if table.block is not None
        }  # fmt: skip

    @cached_property
    def _undated(self) -> bool:
        """Whether any lead is in a month only by the sheet where it stands or stood."""
        return any(self._month(record) is not None for record in range(len(self._register)))

    def _row(self, record: int) -> StackedRow:
        register, place = self._register, self._register.places[int(self._register.place[record])]
        held = {
            column.header: self._value(column, record)
            for column in LEADS.columns if column in register
        }  # fmt: skip
        grid, row = self._tables[place.sheet].grid, int(register.rows[record])
        own = {
            title: _value(grid.value(row, number))
            for number, title in self._own[place.sheet].items()
        }
        known = [*held.items(), *own.items()]
        values = {
            header: value
            for header, value in known
            if value is not None and not isinstance(value, _UNREAD)
        }
        owner, month = register.text(leads.OWNER, record), self._month(record)
        by_tab = bool(owner) and leads.OWNER.header not in values
        if by_tab:
            values[leads.OWNER.header] = owner
        if month is not None:
            values[leads.ACQUIRED.header] = month
        values[SOURCE] = register.address(record)
        unread = sum(isinstance(value, _UNREAD) for _header, value in known)
        return StackedRow(record, values, by_tab, month is not None, unread)

    def _value(self, column: Column, record: int) -> Value | CellError | Uncached:
        raw, value = self._register.raw(column, record), self._register.values(column)[record]
        if isinstance(raw, str) and isinstance(value, dt.datetime) and not _YEAR.search(raw):
            return value  # 3月5日: its year is that of the tab, which does not come along
        return _value(raw)

    def _month(self, record: int) -> Value:
        """Return when an undated lead began: a day where an earlier sheet knows it, else a month."""
        if any(self._register.values(one)[record] is not None for one in _DATES):
            return None
        if any(self._register.raw(one, record) is not None for one in _DATES):
            return None  # what is typed there is left to check
        known = begun(self._ledger)
        month = known.months[record]
        return known.dates[record] or (None if month is None else month.label)


def _value(raw: Raw) -> Value | CellError | Uncached:
    return raw if isinstance(raw, _UNREAD) else as_value(raw)


_DATES: Final = (leads.ACQUIRED, leads.ASSIGNED)
