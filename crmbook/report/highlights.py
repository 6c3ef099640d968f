"""Conditional formats of a register: few, modest, each with a sign for black-and-white print."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from crmbook.model.cells import column_letters
from crmbook.report.column_look import is_moment
from crmbook.report.entry_rules import LAST_ROW
from crmbook.report.memory_book import MemoryBook
from crmbook.report.palette import BAD, FAINT, NEUTRAL
from crmbook.schema.column import Column, Sheet
from crmbook.schema.sheets import CUSTOMERS, FOLLOWUPS, LEADS, ORDERS, customers, leads
from crmbook.schema.sheets import orders as orders_sheet

_MISSING = "#FDE9D9"


class Highlights:
    """The conditional formats of one sheet; the first one that holds wins."""

    def __init__(self, book: MemoryBook, worksheet: Worksheet, columns: list[Column]) -> None:
        self._book = book
        self._worksheet = worksheet
        self._columns = columns

    def add(self, sheet: Sheet) -> None:
        """Add what the sheet has, then what every register has."""
        if sheet is LEADS:
            self._lead_rows()
        if sheet is CUSTOMERS:
            self._where(customers.LEVEL, f'={self.at(customers.LEVEL)}="A级"', _star(self._book))
        if sheet is ORDERS:
            self._receivables()
        if sheet.key is not None and sheet is not FOLLOWUPS:
            self._duplicates(sheet.key)
        self._missing()
        self._times()

    def at(self, column: Column) -> str:
        """Return the cell of a column in the first row of data: ``$K2``."""
        return f"${self._letters(column)}2"

    def _letters(self, column: Column) -> str:
        return column_letters(self._columns.index(column) + 1)

    def _where(self, column: Column, formula: str, look: Any) -> None:
        letters = self._letters(column)
        options = {"type": "formula", "criteria": formula, "format": look}
        self._worksheet.conditional_format(f"{letters}2:{letters}{LAST_ROW}", options)

    def _lead_rows(self) -> None:
        grade, status, due = (self.at(c) for c in (leads.GRADE, leads.STATUS, leads.NEXT_CONTACT))
        self._where(leads.GRADE, f'=LEFT({grade},1)="A"', _star(self._book))
        ended = ",".join(f'{status}="{word}"' for word in ("已签约", "已流失", "无效", "重复"))
        late = f"=AND(ISNUMBER({due}),{due}<TODAY(),NOT(OR({ended})))"
        self._where(leads.NEXT_CONTACT, late, _late(self._book))
        gone = f'=OR({status}="已流失",{status}="无效",{status}="重复")'
        last = column_letters(len(self._columns))
        look = self._book.accent(font_color=FAINT, italic=True)
        options = {"type": "formula", "criteria": gone, "format": look}
        self._worksheet.conditional_format(f"A2:{last}{LAST_ROW}", options)

    def _receivables(self) -> None:
        due, paid, amount = (
            self.at(column)
            for column in (orders_sheet.RECEIVABLE, orders_sheet.RECEIVED, orders_sheet.AMOUNT)
        )
        late = f"=AND(ISNUMBER({due}),{due}<TODAY(),N({paid})<N({amount}))"
        self._where(orders_sheet.RECEIVABLE, late, _late(self._book))

    def _duplicates(self, key: Column) -> None:
        letters = self._letters(key)
        look = self._book.accent(bg_color=BAD[0], font_color=BAD[1], bold=True)
        options = {"type": "duplicate", "format": look}
        self._worksheet.conditional_format(f"{letters}2:{letters}{LAST_ROW}", options)

    def _missing(self) -> None:
        """Tint a required cell that is blank in a row that somebody has begun (M19)."""
        begun = f"COUNTA($A2:{self.at(self._columns[-1])})>0"
        look = self._book.accent(bg_color=_MISSING)
        for column in self._columns:
            if column.required:
                blank = f"LEN(TRIM({self.at(column)}))=0"
                # A phone or a 微信号 (§2.18); a sheet stacked from tabs may have none.
                if column is leads.PHONE and leads.WECHAT in self._columns:
                    blank += f",LEN(TRIM({self.at(leads.WECHAT)}))=0"
                self._where(column, f"=AND({begun},{blank})", look)

    def _times(self) -> None:
        """Show the time of day where a cell has one, without a 00:00 where it has none."""
        look = self._book.accent(num_format="yyyy-mm-dd hh:mm")
        for column in self._columns:
            if is_moment(column):
                cell = self.at(column)
                self._where(column, f"=AND(ISNUMBER({cell}),MOD({cell},1)>0)", look)


def _star(book: MemoryBook) -> Any:
    return book.accent(bg_color=NEUTRAL[0], font_color=NEUTRAL[1], bold=True, num_format='"★"@')


def _late(book: MemoryBook) -> Any:
    return book.accent(bg_color=BAD[0], font_color=BAD[1], num_format='"!"yyyy-mm-dd')
