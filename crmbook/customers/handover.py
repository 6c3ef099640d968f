"""What a person leaves behind: open leads and customers, by number (M50, §3.13)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from crmbook.facts.ledger import Ledger
from crmbook.facts.record import Record
from crmbook.facts.settings import split_aliases
from crmbook.facts.status import open_leads
from crmbook.schema.sheets import CUSTOMERS, customers, leads


def left_behind(ledger: Ledger, name: str) -> list[Record]:
    """Return somebody's open leads, then customers; what was closed or merged away stays theirs."""
    found = list[Record]()
    register = ledger.leads
    if register is not None:
        mine = register.values(leads.OWNER) == name
        there = mine & register.blank(leads.MERGED_INTO)
        found += [Record(register, at) for at in open_leads(ledger, register).tolist() if there[at]]
    register = ledger[CUSTOMERS]
    if register is not None:
        mine = register.values(customers.OWNER) == name
        there = mine & register.blank(customers.MERGED_INTO)
        found += [Record(register, at) for at in np.flatnonzero(there).tolist()]
    return found


def owners_after(cell: str, old: Iterable[str], new: str) -> str:
    """Return a cell of owners once one gave way: 张三/李四 → 王五/李四, and nobody twice.

    ``old``: every spelling of who goes.
    """
    spellings = set(old)
    names = [new if name in spellings else name for name in split_aliases(cell.replace("/", "、"))]
    return "/".join(dict.fromkeys(names)) or new
