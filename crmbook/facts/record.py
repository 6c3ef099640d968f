"""One record of a register: what stands in its cells, and what that means."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.model.cells import Raw, Value
from crmbook.schema.column import Column
from crmbook.schema.sheets import CUSTOMERS, LEADS


@dataclass(frozen=True, slots=True)
class Record:
    """Record ``at`` of a register."""

    register: Register
    at: int

    @property
    def id(self) -> str:
        """Its number, else its address."""
        return self.register.id(self.at)

    def raw(self, column: Column) -> Raw:
        """Return what stands in its cell."""
        return self.register.raw(column, self.at)

    def value(self, column: Column) -> object:
        """Return what that means, None where nothing does."""
        return self.register.values(column)[self.at]

    def text(self, column: Column) -> str:
        """Return what stands in its cell as text, "" where nothing does."""
        raw = self.raw(column)
        return "" if raw is None else str(raw).strip()

    def blank(self, column: Column) -> bool:
        """Whether nothing stands there."""
        return bool(self.register.blank(column)[self.at])

    def masked(self, column: Column) -> bool:
        """Whether stars stand in place of characters (§2.12)."""
        data = self.register.data.get(column.header)
        return data is not None and int(data.codes[self.at]) in data.parsed.masked


def record_of(ledger: Ledger, number: str) -> Record | None:
    """Return the record of a number, among customers and leads."""
    for sheet in (CUSTOMERS, LEADS):
        register = ledger[sheet]
        if register is None or sheet.key is None or sheet.key not in register:
            continue
        found = np.flatnonzero(register.values(sheet.key) == number)
        if len(found):
            return Record(register, int(found[0]))
    return None


def as_value(raw: Raw) -> Value:
    """Return what a cell holds as a value to be written; errors and durations as text."""
    if raw is None or isinstance(raw, bool | int | float | dt.datetime):
        return raw
    return str(raw)
