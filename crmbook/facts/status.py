"""线索状态: what a lead's state is, derived where the cell is blank (REQUIREMENTS §2.14)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Mask, Register
from crmbook.schema.sheets import followups, leads

UNASSIGNED, TO_CONTACT, OPEN = "待分配", "待联系", "跟进中"
PAUSED, WON, LOST, INVALID, DUPLICATE = "暂停跟进", "已签约", "已流失", "无效", "重复"
#: States that take a lead out of 线索总数 (§2.11).
EXCLUDED = (INVALID, DUPLICATE)
#: States in which nobody works on the lead any more.
CLOSED = (WON, LOST, INVALID, DUPLICATE)


def statuses(ledger: Ledger, register: Register) -> NDArray[Any]:
    """Return each lead's state, typed or derived (object array of str)."""
    if "statuses" not in ledger.derived:
        ledger.derived["statuses"] = _statuses(ledger, register)
    found: NDArray[Any] = ledger.derived["statuses"]
    return found


def _statuses(ledger: Ledger, register: Register) -> NDArray[Any]:
    derived = np.full(len(register), UNASSIGNED, dtype=object)
    derived[~register.blank(leads.OWNER)] = TO_CONTACT
    derived[_contacted(ledger, register)] = OPEN
    derived[~register.blank(leads.LOST)] = LOST
    derived[~register.blank(leads.SIGNED)] = WON
    if leads.STATUS not in register:
        return derived
    typed = register.values(leads.STATUS)
    return np.where(typed == None, derived, typed)  # noqa: E711 - elementwise


def open_leads(ledger: Ledger, register: Register) -> NDArray[np.int64]:
    """Return the leads that somebody still works on (§2.14)."""
    return np.flatnonzero(~np.isin(statuses(ledger, register).astype(str), CLOSED))


def excluded(register: Register) -> Mask:
    """Return which leads are typed as 无效 or 重复."""
    data = register.data.get(leads.STATUS.header)
    if data is None:
        return np.zeros(len(register), dtype=bool)
    return data.flags(at for at, value in enumerate(data.parsed.values) if value in EXCLUDED)


def _contacted(ledger: Ledger, register: Register) -> Mask:
    log = ledger.log
    if log is None:
        return np.zeros(len(register), dtype=bool)
    numbers = {value for value in log.values(followups.LEAD_ID) if value is not None}
    ids = register.values(leads.ID)
    return np.fromiter((value in numbers for value in ids), bool, len(register))
