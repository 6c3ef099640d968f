"""Archiving: a row is copied to 归档 and emptied where it stands; no row ever moves (M39)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property

from crmbook.book import Book
from crmbook.book.archive import archive_columns, is_archive
from crmbook.book.conversion import old_rows
from crmbook.book.tables import Table
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month, MonthRule, start_dates
from crmbook.facts.record import Record, as_value
from crmbook.facts.register import Place
from crmbook.files.grid import Grid
from crmbook.i18n import _
from crmbook.model.cells import Value
from crmbook.model.edits import AddColumn, AppendRows, Edit, EmptyRow, PutSheet
from crmbook.model.errors import FileRefused
from crmbook.schema.archive import (
    ARCHIVE,
    ARCHIVED_ON,
    FROM_ROW,
    FROM_SHEET,
    NUMBER,
    TITLES,
    WHY,
)
from crmbook.schema.sheets import CONVERSION, LEADS

_Row = dict[str, Value]


class Archive:
    """The rows that one run takes out of the registers of a book."""

    def __init__(self, book: Book, ledger: Ledger) -> None:
        self._book, self._ledger = book, ledger
        self._rows: list[_Row] = []
        self._emptied: list[EmptyRow] = []
        self._own = book.sources[0]

    def why_not(self, record: Record) -> str:
        """Return why a row cannot be archived, "" when it can."""
        if self._table(record) is None:
            return _("{id} stands in another file").format(id=record.id)
        if any(
            record.at in one.formulas or record.at in one.filled
            for one in record.register.data.values()
            if not one.column.computed
        ):
            return _("the row holds formulas or merged cells")
        month = self._counted_in(record)
        if month is None:
            return ""
        told = _(
            "转化分析表 counts it in {month}, which is open: crmbook monthly --close {iso} first"
        )
        return told.format(month=month.label, iso=month.iso)

    def add(self, record: Record, why: str) -> None:
        """Take a row out."""
        table, place, row = self._table(record), self._place(record), self._row(record)
        assert table is not None  # noqa: S101 - why_not has seen to it
        values: _Row = {
            ARCHIVED_ON: self._ledger.today.date(), FROM_SHEET: place.sheet, FROM_ROW: row,
            NUMBER: record.id, WHY: why,
        }  # fmt: skip
        self._rows.append(values | _cells(table, row))
        self._emptied.append(
            EmptyRow(place.sheet, row, _("copied to “{sheet}”").format(sheet=ARCHIVE))
        )

    def edits(self) -> Iterator[Edit]:
        """Yield the rows of 归档, then those emptied. Raises FileRefused for another sheet of that name."""
        if not self._rows:
            return
        grid = next((one for one in self._own.grids if one.name == ARCHIVE), None)
        titles = list(dict.fromkeys(title for row in self._rows for title in row))
        reason = _("archived")
        if grid is None:
            from crmbook.report.archive_sheet import archive_sheet  # noqa: PLC0415 - XlsxWriter

            yield PutSheet(ARCHIVE, archive_sheet(titles, self._rows), reason)
        else:
            yield from self._appended(grid, titles, reason)
        yield from self._emptied

    def _appended(self, grid: Grid, titles: list[str], reason: str) -> Iterator[Edit]:
        if not is_archive(grid):
            raise FileRefused(
                _("the book has a sheet “{sheet}” that crmbook did not make").format(sheet=ARCHIVE),
                _("rename that sheet, then run this again"),
                path=self._book.path,
            )
        columns = archive_columns(grid)
        for title in titles:
            if title not in columns:
                yield AddColumn(ARCHIVE, title, reason)
        rows = tuple({columns.get(title, title): value for title, value in row.items()}
                     for row in self._rows)  # fmt: skip
        yield AppendRows(ARCHIVE, rows, reason)

    def _counted_in(self, record: Record) -> Month | None:
        """Return the open month of 转化分析表 that counts a lead, None where none does (§2.17).

        An invalid one counts too: 留资量 and 有效率 of its channel would change unseen.
        """
        register = record.register
        if register.sheet is not LEADS:
            return None
        begun = self._begun[record.at]
        if not isinstance(begun, dt.datetime):
            return None
        month = MonthRule.of(self._ledger.rules).month(begun)
        return month if month in self._open else None

    @cached_property
    def _begun(self) -> list[object]:
        """When each lead began."""
        register = self._ledger.leads
        return [] if register is None else start_dates(register).tolist()

    @cached_property
    def _open(self) -> frozenset[Month]:
        grids = (one for one in self._own.grids if one.name == CONVERSION)
        return frozenset(row.month for grid in grids for row in old_rows(grid) if not row.closed)

    def _table(self, record: Record) -> Table | None:
        place = self._place(record)
        if place.book != self._book.path.name:
            return None
        return next(
            (
                table
                for table in self._book.tables
                if table.source is self._own and table.grid.name == place.sheet
            ),
            None,
        )

    @staticmethod
    def _place(record: Record) -> Place:
        return record.register.places[int(record.register.place[record.at])]

    @staticmethod
    def _row(record: Record) -> int:
        return int(record.register.rows[record.at])


def _cells(table: Table, row: int) -> _Row:
    """Return everything that stands in a row, by title; a nameless column has its number."""
    titles = {} if table.block is None else table.block.titles
    found: _Row = {}
    for number in sorted(table.grid.columns):
        value = as_value(table.grid.value(row, number))
        if value is None:
            continue
        title = titles.get(number) or f"列{number}"
        if title in found or title in TITLES:
            title = f"{title}_{number}"
        found[title] = value
    return found
