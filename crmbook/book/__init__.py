"""Book: a workbook opened — its sheets as frames, its registers as a ledger, its hash for writing.

Nothing is written here; plans are applied by :mod:`crmbook.files`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from crmbook.book.adopted import Adopted
from crmbook.book.assemble import assemble
from crmbook.book.frames import raw_frame
from crmbook.book.naming import told_apart
from crmbook.book.own_columns import own_columns, with_own
from crmbook.book.tables import Table, company_lists, find_tables
from crmbook.facts.ledger import Ledger
from crmbook.files.grid import Grid, SourceBook
from crmbook.files.read import read_book
from crmbook.i18n import _
from crmbook.model.errors import FileRefused, UsageError
from crmbook.schema.rules import RuleBook
from crmbook.schema.sheets import LEADS, REGISTERS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Book", "open_book", "open_books"]


class Book:
    """One or several files read as one ledger; ``path`` is the first, the one that is written."""

    def __init__(
        self,
        sources: Sequence[SourceBook],
        with_: Iterable[Path] = (),
        adopting: Adopted | None = None,
    ) -> None:
        self.sources = told_apart(sources)
        self.with_ = tuple(with_)
        self._adopting = adopting
        self._ledgers: dict[dt.datetime, Ledger] = {}

    @property
    def path(self) -> Path:
        """The file that a command writes."""
        return self.sources[0].path

    @property
    def sha256(self) -> str:
        """Hash of the bytes read; a write is refused when the file has another by then."""
        return self.sources[0].sha256

    @property
    def grids(self) -> tuple[Grid, ...]:
        """Every sheet of every file, as read."""
        return tuple(grid for source in self.sources for grid in source.grids)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the sheets, in tab order."""
        return tuple(grid.name for grid in self.grids)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The sheets in which a header block was found, with what they were recognised as."""
        found = [table for source in self.sources for table in self._found(source)]
        return tuple(found if any(map(_is_register, found)) else company_lists(found))

    def _found(self, source: SourceBook) -> Iterator[Table]:
        own = own_columns(source)
        return (with_own(table, own) for table in find_tables(source, self._adopting))

    def adopted_as(self, titles: Adopted) -> Book:
        """Return the same book as it will be read once 字段 says what its own titles mean."""
        return Book(self.sources, self.with_, titles)

    def frame(self, name: str) -> pd.DataFrame:
        """Return a sheet as a DataFrame whose index is the sheet row.

        A register comes parsed, under its declared headers; any other sheet as it stands, under
        the titles of its header block. Raises UsageError when there is no sheet of that name.
        """
        ledger = self.ledger()
        for table in self.tables:
            if name in (table.grid.name, table.sheet.name if table.sheet else None):
                register = ledger.registers.get(table.sheet.name) if table.sheet else None
                return raw_frame(table) if register is None else register.frame
        if name in self.sheets:
            return raw_frame(Table.bare(self.sources[0], self.grids[self.sheets.index(name)]))
        raise UsageError(_("there is no sheet “{name}”").format(name=name), path=self.path)

    def ledger(self, today: dt.date | dt.datetime | None = None) -> Ledger:
        """Return the parsed registers, rules and words as of ``today`` (a date: the end of it)."""
        moment = end_of_day(today)
        if moment not in self._ledgers:
            self._ledgers[moment] = assemble(self.tables, moment)
        return self._ledgers[moment]

    @property
    def rules(self) -> RuleBook:
        """The rules that 规则 sets, which are the same on every day."""
        return (next(iter(self._ledgers.values()), None) or self.ledger()).rules

    def require_register(self) -> None:
        """Raise FileRefused when no sheet was recognised as a register."""
        if not any(map(_is_register, self.tables)):
            raise FileRefused(
                _("no register was recognised in {sheets}").format(
                    sheets="、".join(self.sheets[:5]) or _("an empty book")
                ),
                _("give the columns headers such as 公司名称, 联系人, 联系电话"),
                path=self.path,
            )

    def require_leads(self) -> None:
        """Raise FileRefused when no sheet was recognised as 线索登记表."""
        if not any(table.sheet is LEADS for table in self.tables):
            raise FileRefused(
                _("no register of leads was recognised in {sheets}").format(
                    sheets="、".join(self.sheets[:5]) or _("an empty book")
                ),
                _("give the columns headers such as 公司名称, 联系人, 联系电话"),
                path=self.path,
            )


def _is_register(table: Table) -> bool:
    return table.sheet is not None and table.sheet in REGISTERS


def end_of_day(today: dt.date | dt.datetime | None) -> dt.datetime:
    """Return the moment that ``--today`` means: a bare date is the end of that day, None is now."""
    if today is None:
        return dt.datetime.now().replace(microsecond=0)
    if isinstance(today, dt.datetime):
        return today
    return dt.datetime.combine(today, dt.time(23, 59, 59))


def open_book(path: str | Path, encoding: str | None = None) -> Book:
    """Open one workbook (xlsx, xlsm, xls, xlsb, ods, csv). Raises FileRefused."""
    return Book([read_book(Path(path), encoding)])


def open_books(
    paths: Sequence[Path], *, with_: Sequence[Path] = (), encoding: str | None = None
) -> Book:
    """Open several files as one ledger and see that a register is among them."""
    book = Book([read_book(path, encoding) for path in (*paths, *with_)], with_)
    book.require_register()
    return book
