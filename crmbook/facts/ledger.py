"""The ledger: a team's workbook as the domain sees it — registers, rules, words, and today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crmbook.facts.register import Register
from crmbook.facts.tabs import Tab
from crmbook.model.problems import NotChecked
from crmbook.schema.column import Sheet
from crmbook.schema.headers import Duplicate
from crmbook.schema.kinds.base import Vocabulary
from crmbook.schema.rules import RuleBook
from crmbook.schema.sheets import FOLLOWUPS, LEADS


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row inside a register's data that is no record (U07), and why it was left out."""

    book: str
    sheet: str
    row: int
    kind: str  # subtotal, total, separator, repeated-header, note
    text: str


@dataclass(frozen=True, slots=True)
class MergedCells:
    """A value merged down over several records: formulas see only its top cell (U07).

    ``sheet`` is the tab, ``register`` the declared sheet and ``header`` the declared column;
    ``alone``: it covers no other column.
    """

    book: str
    sheet: str
    register: str
    column: int
    header: str
    first_row: int
    last_row: int
    alone: bool = True

    def records(self, register: Register) -> list[int]:
        """Return the records that it reaches over: none where its rows are no records."""
        return register.within((self.book, self.sheet), self.first_row, self.last_row)


@dataclass(frozen=True, slots=True)
class SheetLook:
    """What a sheet shows besides its values (U05, U07), counted over its records.

    ``fills``: records by the colour (RGB) that fills them; ``struck``: rows struck through whole;
    ``hidden``: records in hidden or filtered rows; ``uncertain``: titles that claim a column and do
    not get it.
    """

    book: str
    sheet: str
    header_row: int = 0
    fills: Mapping[str, int] = field(default_factory=dict)
    struck: int = 0
    hidden: int = 0
    uncertain: tuple[Duplicate, ...] = ()


@dataclass
class Ledger:
    """Everything a domain function may ask for.

    ``today`` is the end of the day when only a date was given; ``vocabularies`` by the name under
    which 字典 lists them; ``tabs``: what the tabs of a register say, one a place (U06); ``stacked``: tabs
    that stand in a register, and are not read themselves; ``archived``: the numbers that stand in 归档.
    """

    today: dt.datetime
    registers: Mapping[str, Register]
    rules: RuleBook
    vocabularies: Mapping[str, Vocabulary]
    required: frozenset[tuple[str, str]] = (
        frozenset()
    )  # (sheet, header) that 字段 declares required
    skipped: tuple[Skipped, ...] = ()
    merged: tuple[MergedCells, ...] = ()
    looks: tuple[SheetLook, ...] = ()
    tabs: Mapping[str, tuple[Tab, ...]] = field(default_factory=dict)
    stacked: tuple[str, ...] = ()
    archived: frozenset[str] = frozenset()
    not_checked: tuple[NotChecked, ...] = ()
    derived: dict[str, Any] = field(default_factory=dict, repr=False)  # what several checks ask for

    def __getitem__(self, sheet: Sheet) -> Register | None:
        return self.registers.get(sheet.name)

    @property
    def leads(self) -> Register | None:
        """线索登记表, None where the book has none."""
        return self[LEADS]

    @property
    def log(self) -> Register | None:
        """跟进记录表, None where the book has none."""
        return self[FOLLOWUPS]
