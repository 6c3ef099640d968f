"""When each lead and each customer was last heard of: by the log, by an order, as typed (M39, M100)."""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.ledger import Ledger
from crmbook.facts.log_leads import lead_records
from crmbook.facts.moments import SECOND, Moments, moments
from crmbook.facts.register import Register
from crmbook.schema.column import Column
from crmbook.schema.sheets import CUSTOMERS, ORDERS, customers, followups, leads, orders
from crmbook.schema.text import fold


def leads_seen(ledger: Ledger, register: Register) -> Moments:
    """Return the last contact of each lead, NaT for never: the log's, or 最后跟进时间 where it is later."""
    seen = _capped(moments(register, leads.LAST_CONTACT), ledger.today)
    log = ledger.log
    if log is not None:
        _later(seen, lead_records(ledger, log), moments(log, followups.WHEN), ledger.today)
    return seen


def leads_begun(register: Register) -> Moments:
    """Return when each lead began: 分配时间, else 获取时间."""
    assigned, acquired = (moments(register, one) for one in (leads.ASSIGNED, leads.ACQUIRED))
    return np.where(np.isnat(assigned), acquired, assigned)


def customers_seen(ledger: Ledger, register: Register) -> Moments:
    """Return when each customer was last heard of: a contact of theirs or of their leads, an order."""
    seen = _capped(moments(register, customers.LAST_CONTACT), ledger.today)
    whose = _by_name(register, customers.ID)
    own = ledger.leads
    if own is not None:
        records = _found(own.values(leads.CUSTOMER_ID), whose)
        _later(seen, records, leads_seen(ledger, own), ledger.today)
        _later(seen, records, moments(own, leads.SIGNED), ledger.today)
    log = ledger.log
    if log is not None:
        companies = _found(log.values(followups.COMPANY_NAME), _by_name(register, customers.NAME))
        _later(seen, companies, moments(log, followups.WHEN), ledger.today)
    sold = ledger[ORDERS]
    if sold is not None:
        records = _found(sold.values(orders.CUSTOMER_ID), whose)
        _later(seen, records, moments(sold, orders.SIGNED), ledger.today)
    return seen


def seen_by(ledger: Ledger, register: Register) -> Moments:
    """Return the same for a register of either."""
    of_customers = register.sheet is CUSTOMERS
    return customers_seen(ledger, register) if of_customers else leads_seen(ledger, register)


def _by_name(register: Register, column: Column) -> dict[str, int]:
    """Return the record by what stands in a column, of two alike the upper one."""
    values = register.values(column).tolist()
    rows = reversed(list(enumerate(values)))
    return {fold(str(value)): at for at, value in rows if value is not None}


def _found(values: NDArray[np.object_], whose: dict[str, int]) -> NDArray[np.int64]:
    found = (-1 if one is None else whose.get(fold(str(one)), -1) for one in values.tolist())
    return np.fromiter(found, np.int64, len(values))


def _later(seen: Moments, records: NDArray[np.int64], when: Moments, today: dt.datetime) -> None:
    """Take over what is later, of the rows that are somebody's, and not still to come."""
    now = np.datetime64(today.replace(microsecond=0), "s")
    there = (records >= 0) & ~np.isnat(when) & (when <= now)
    np.fmax.at(seen, records[there], when[there])


def _capped(typed: Moments, today: dt.datetime) -> Moments:
    """Return typed dates without those that are still to come."""
    now = np.datetime64(today.replace(microsecond=0), "s")
    return np.where(typed <= now, typed, np.datetime64("NaT", "s")).astype(SECOND)
