"""Month sheets and rep sheets become one 线索登记表, beside them; 字段 says they stand there (U06)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from crmbook.book import Book
from crmbook.book.adopted import STACKED, titles_in
from crmbook.book.assemble import assemble
from crmbook.book.tables import Table, find_tables
from crmbook.facts.carried import carried
from crmbook.facts.known_by import company_names
from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.files.features import holds_tables
from crmbook.i18n import _
from crmbook.model.cells import Value
from crmbook.model.edits import AddColumn, AppendRows, Edit, PutSheet
from crmbook.model.errors import FileRefused, UsageError
from crmbook.schema.column import Column
from crmbook.schema.sheets import LEADS, leads, settings
from crmbook.schema.text import fold
from crmbook.workflows.arriving import WHO
from crmbook.workflows.stacked_rows import SOURCE, StackedRow, TabRows

_Where = tuple[str, int]  # tab, row
_Row = Mapping[Column, Value]
_PLAIN: Final = "文本"


@dataclass(frozen=True)
class Stack:
    """What stacking comes to: rows by tab that are written, and how many are not.

    ``carried``: rows that stand again on a later sheet; ``known``: that stand in the register
    already; ``owners``, ``months``: how many of the rows written have theirs from the tab's name;
    ``unread``: cells left blank, as they hold an error or a formula without a result;
    ``own``: columns of the register that no declaration knows; ``fields``: its rows of 字段.
    """

    tabs: Mapping[str, int]
    carried: int
    known: int
    owners: int
    months: int
    unread: int
    edits: tuple[Edit, ...]
    own: tuple[str, ...]
    fields: tuple[_Row, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows are written."""
        return sum(self.tabs.values())


def stack(book: Book, today: dt.datetime, fields: Sequence[_Row]) -> Stack:
    """Return what puts the leads of all tabs into 线索登记表; ``fields``: rows that 字段 is to have.

    Raises UsageError when there is one sheet of leads alone, FileRefused when 线索登记表 is something
    else.
    """
    tables = list(find_tables(book.sources[0], titles_in(fields), unstacked=True))
    target = next((table for table in tables if _is_target(table)), None)
    tabs = [table for table in tables if table.sheet is LEADS and not _is_target(table)]
    if len(tabs) + (target is not None) < 2:
        raise UsageError(
            _("there are no sheets of leads to be stacked"),
            _("crmbook adopt without --stack shows what each sheet is taken for"),
            path=book.path,
        )
    if target is None and LEADS.name in book.sheets:
        raise FileRefused(
            _("the sheet “{sheet}” is no register").format(sheet=LEADS.name),
            _("rename that sheet, then run this again"),
            path=book.path,
        )
    found = _Stacking(book, tables, target).run(tabs, today)
    return replace(found, fields=tuple(_fields(tabs, found.own, fields)))


def _is_target(table: Table) -> bool:
    return table.sheet is LEADS and table.grid.name == LEADS.name


class _Stacking:
    """One run over a book."""

    def __init__(self, book: Book, tables: Sequence[Table], target: Table | None) -> None:
        self.book, self.tables, self.target = book, tables, target

    def run(self, tabs: Sequence[Table], today: dt.datetime) -> Stack:
        others = [table for table in self.tables if table.sheet is not LEADS]
        ledger = assemble([*others, *tabs], today)
        register = _leads(ledger)
        again = carried(ledger)
        source = TabRows(tabs, ledger, register)
        latest = [record for record in range(len(register)) if record not in again]
        known = self._known(register, today)
        new = [record for record in latest if _where(register, record) not in known]
        rows = source.rows(new)
        counts = Counter(_where(register, row.record)[0] for row in rows)
        return Stack(
            tabs={table.grid.name: counts[table.grid.name] for table in tabs},
            carried=len(again),
            known=len(latest) - len(rows),
            owners=sum(row.owner for row in rows),
            months=sum(row.month for row in rows),
            unread=sum(row.unread for row in rows),
            edits=tuple(self._edits(source, rows)),
            own=tuple(one for one in source.headers if one in source.own),
        )

    def _known(self, tabs: Register, today: dt.datetime) -> set[_Where]:
        """Return where the leads stand that are in the register already.

        By the address that they came from, while the same company stands there; by what they say,
        if rows were moved; and as leads are known from one sheet to the next.
        """
        if self.target is None:
            return set()
        ledger = assemble(self.tables, today)
        register = _leads(ledger)
        mine = {
            record for record in range(len(register))
            if register.places[int(register.place[record])].sheet == LEADS.name
        }  # fmt: skip
        found = _linked(ledger, register, mine)
        stood = set(self._origins(register, sorted(mine)))
        names = company_names(tabs)
        for record in range(len(tabs)):
            tab, row = _where(tabs, record)
            said = _said(tabs, record)
            if {(f"{tab}!{row}", names[record]), (tab, said)} & stood:
                found.add((tab, row))
        return found

    def _origins(self, register: Register, records: Sequence[int]) -> Iterator[tuple[str, object]]:
        """Yield (address, company) and (tab, what it says) of the rows that were stacked before."""
        assert self.target is not None  # noqa: S101 - the caller has seen to it
        at = _numbers(self.target).get(SOURCE)
        names = company_names(register)
        for record in records if at is not None else ():
            address = self.target.grid.value(int(register.rows[record]), at or 0)
            if isinstance(address, str) and "!" in address:
                yield address, names[record]
                yield address.rpartition("!")[0], _said(register, record)

    def _edits(self, source: TabRows, rows: Sequence[StackedRow]) -> Iterator[Edit]:
        if not rows:
            return
        from crmbook.report.stacked_sheet import stacked_sheet  # noqa: PLC0415 - loads XlsxWriter

        reason = _("stacked from the sheets of months or reps")
        if self.target is None:
            plain = not holds_tables(self.book.path)
            made = stacked_sheet(source.headers, [row.values for row in rows], plain=plain)
            yield PutSheet(LEADS.name, made, reason, after="")
            return
        numbers = _numbers(self.target)
        used = {header for row in rows for header in row.values}
        for header in source.headers:
            if header in used and header not in numbers:
                yield AddColumn(LEADS.name, header, reason)
        keyed = tuple({numbers.get(one, one): value for one, value in row.values.items()}
                      for row in rows)  # fmt: skip
        yield AppendRows(LEADS.name, keyed, reason)


def _leads(ledger: Ledger) -> Register:
    register = ledger.leads
    assert register is not None  # noqa: S101 - there are tabs of leads
    return register


def _where(register: Register, record: int) -> _Where:
    return register.places[int(register.place[record])].sheet, int(register.rows[record])


def _said(register: Register, record: int) -> tuple[str, ...]:
    """Return what a record is known by at sight."""
    return tuple(fold(register.text(column, record)) for column in (leads.ID, *WHO))


def _linked(ledger: Ledger, register: Register, mine: set[int]) -> set[_Where]:
    """Return where leads stand that also stand among ``mine``, by number, or company and contact."""
    last = carried(ledger)
    groups = {last.get(record, record) for record in mine}
    return {
        _where(register, record)
        for record in range(len(register))
        if record not in mine and last.get(record, record) in groups
    }


def _numbers(table: Table) -> dict[str, int]:
    """Return a table's columns by header: the declared one, else its own title."""
    titles = {} if table.block is None else table.block.titles
    own = {title: number for number, title in titles.items() if number not in table.columns}
    return own | {column.header: number for number, column in table.columns.items()}


def _fields(tabs: Sequence[Table], own: Sequence[str], fields: Sequence[_Row]) -> Iterator[_Row]:
    """Yield the rows of 字段 that mark the tabs, and that declare the register's own columns."""
    for table in tabs:
        yield {
            settings.FIELD_SHEET: table.grid.name,
            settings.FIELD_HEADER: STACKED,
            settings.FIELD_TARGET: LEADS.name,
        }
    declared = {row[settings.FIELD_HEADER]: row for row in fields if row[settings.FIELD_KIND]}
    plain: _Row = {settings.FIELD_KIND: _PLAIN}
    for title in own:
        row = declared.get(title, plain)
        yield {**row, settings.FIELD_SHEET: LEADS.name, settings.FIELD_HEADER: title}
