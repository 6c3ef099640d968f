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


def lead_records(ledger: Ledger, log: Register) -> NDArray[np.int64]:
    """Return which lead each log row is of, -1 for none; a merged lead's rows are its survivor's."""
    if "lead records" not in ledger.derived:
        ledger.derived["lead records"] = _records(ledger, log)
    found: NDArray[np.int64] = ledger.derived["lead records"]
    return found


def _records(ledger: Ledger, log: Register) -> NDArray[np.int64]:
    register = ledger.leads
    if register is None:
        return np.full(len(log), -1, np.int64)
    known = _bearers(ledger, register)
    _follow(register, known)
    numbers = lead_numbers(ledger, log)
    return np.fromiter((known.get(number, -1) for number in numbers), np.int64, len(log))


def _bearers(ledger: Ledger, register: Register) -> dict[object, int]:
    """Return the record that bears each number first; one that is about to be issued counts."""
    found: dict[object, int] = {number: record for record, number in issued(ledger).items()}
    numbers = register.values(leads.ID).tolist()
    found.update({number: at for at, number in zip(range(len(numbers) - 1, -1, -1),
                                                   reversed(numbers), strict=True)})  # fmt: skip
    found.pop(None, None)
    return found


def _follow(register: Register, known: dict[object, int]) -> None:
    """Let the numbers of merged leads mean the lead that they were merged into."""
    into = register.values(leads.MERGED_INTO).tolist()
    merged = {number: into[at] for number, at in known.items() if into[at] is not None}
    for number, survivor in merged.items():
        seen, end = {number}, survivor
        while end in merged and end not in seen:
            seen.add(end)
            end = merged[end]
        if end in known and end not in seen:
            known[number] = known[end]


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
