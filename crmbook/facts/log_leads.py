"""Whose log rows are: by their number, else by a company that only one lead has (§2.1)."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.ledger import Ledger
from crmbook.facts.numbering import issued
from crmbook.facts.register import Register
from crmbook.schema.sheets import followups, leads
from crmbook.schema.text import fold


def lead_numbers(ledger: Ledger, log: Register) -> NDArray[np.object_]:
    """Return the number of each log row's lead: the one typed, else the one it must be, else None.

    No rep remembers numbers: a row with the company alone is that lead's, if there is only one.
    """
    if "lead numbers" not in ledger.derived:
        ledger.derived["lead numbers"] = _numbers(ledger, log)
    found: NDArray[np.object_] = ledger.derived["lead numbers"]
    return found


def _numbers(ledger: Ledger, log: Register) -> NDArray[np.object_]:
    typed = log.values(followups.LEAD_ID)
    register = ledger.leads
    blank = np.flatnonzero(log.blank(followups.LEAD_ID) & ~log.blank(followups.COMPANY_NAME))
    if register is None or not len(blank):
        return typed
    found, by_company = typed.copy(), _by_company(ledger, register)
    for record in blank.tolist():
        numbers = by_company.get(fold(log.text(followups.COMPANY_NAME, record)), set())
        if len(numbers) == 1:
            found[record] = next(iter(numbers))
    return found


def _by_company(ledger: Ledger, register: Register) -> dict[str, set[str]]:
    """Return the numbers of each company's leads; one that is about to be issued counts."""
    new = issued(ledger)
    found: dict[str, set[str]] = defaultdict(set)
    names, numbers = register.values(leads.COMPANY), register.values(leads.ID)
    for record, (name, number) in enumerate(zip(names, numbers, strict=True)):
        known = number if number is not None else new.get(record)
        if name is not None and known is not None:
            found[fold(str(name))].add(known)
    return found
