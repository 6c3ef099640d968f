"""Whose log rows are, seen from the customers: of the leads they were, or by company (M72, M100)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.ledger import Ledger
from crmbook.facts.log_leads import lead_records
from crmbook.facts.register import Register
from crmbook.schema.column import Column
from crmbook.schema.sheets import customers, followups, leads
from crmbook.schema.text import fold


def customer_records(ledger: Ledger, log: Register, register: Register) -> NDArray[np.int64]:
    """Return which customer each log row is of: by its lead's 客户编号, else by the company; -1 none."""
    by_name = {fold(str(name)): at for at, name in _listed(register, customers.NAME)}
    names = [by_name.get(fold(str(name)), -1) for name in _distinct(log)]
    codes = log.data[followups.COMPANY_NAME.header].codes if names else None
    found = np.full(len(log), -1, np.int64)
    if codes is not None:
        found = np.array([*names, -1], np.int64)[codes]
    if ledger.leads is not None:
        own = np.append(_customers_of(ledger.leads, register), -1)
        by_lead = own[lead_records(ledger, log)]
        found = np.where(by_lead >= 0, by_lead, found)
    return found


def _distinct(log: Register) -> list[Any]:
    data = log.data.get(followups.COMPANY_NAME.header)
    return [] if data is None else list(data.parsed.values)


def _listed(register: Register, column: Column) -> list[tuple[int, Any]]:
    """Return (record, value) from the last to the first: of two alike, the first stays."""
    values = register.values(column).tolist()
    return [(at, values[at]) for at in reversed(range(len(values))) if values[at] is not None]


def _customers_of(register: Register, customer: Register) -> NDArray[np.int64]:
    """Return the customer that each lead became: by 客户编号 or 合并至, else by the company's name."""
    by_number = {number: at for at, number in _listed(customer, customers.ID)}
    by_name = {fold(str(name)): at for at, name in _listed(customer, customers.NAME)}
    numbers = register.values(leads.CUSTOMER_ID).tolist()
    merged = register.values(leads.MERGED_INTO).tolist()
    names = register.values(leads.COMPANY).tolist()
    return np.array(
        [
            by_number.get(number, by_number.get(into, by_name.get(fold(str(name or "")), -1)))
            for number, into, name in zip(numbers, merged, names, strict=True)
        ],
        np.int64,
    )
