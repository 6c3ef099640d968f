"""Members: records as a person would name and find them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from crmbook.facts.register import Mask, Register
from crmbook.facts.status import DUPLICATE
from crmbook.schema.sheets import LEADS, leads


@dataclass(frozen=True, slots=True)
class Member:
    """A record of a register: what to call it, and where it stands."""

    register: Register
    record: int

    @property
    def id(self) -> str:
        """Its number, else its address."""
        return self.register.id(self.record)

    @property
    def sheet(self) -> str:
        """The tab it stands on."""
        return self.register.places[int(self.register.place[self.record])].sheet

    @property
    def row(self) -> int:
        """Its 1-based row."""
        return int(self.register.rows[self.record])

    @property
    def company(self) -> str:
        """The company it is about, "" where none is named."""
        column = self.register.sheet.company
        return self.register.text(column, self.record) if column else ""


def members_of(registers: Sequence[Register]) -> list[Member]:
    """Return all records, one register after the other."""
    return [Member(one, record) for one in registers for record in range(len(one))]


def merged(register: Register) -> Mask:
    """Return which records have been merged away: 重复, or with 合并至."""
    out = np.zeros(len(register), dtype=bool)
    if register.sheet.name != LEADS.name:
        return out
    if (data := register.data.get(leads.STATUS.header)) is not None:
        out |= data.flags(at for at, one in enumerate(data.parsed.values) if one == DUPLICATE)
    found: Mask = out | ~register.blank(leads.MERGED_INTO)
    return found
