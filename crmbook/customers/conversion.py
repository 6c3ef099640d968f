"""Leads that become customers: who may, as whom, and with what (M72, M73)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.facts.status import EXCLUDED, WON, statuses
from crmbook.i18n import _
from crmbook.model.cells import Value
from crmbook.schema.column import Column
from crmbook.schema.sheets import CUSTOMERS, ORDERS, customers, followups, leads, orders
from crmbook.schema.text import fold

#: A link that is so sure needs nobody's word.
_SURE: Final = 1.0
_TYPE, _STAGE = "新客户", "成交客户-履约中"
#: What a customer takes over from its lead, as it stands there.
CARRIED: Final = (
    (leads.COMPANY, customers.NAME), (leads.INDUSTRY, customers.INDUSTRY),
    (leads.SIZE, customers.SIZE), (leads.CONTACT, customers.CONTACT),
    (leads.POSITION, customers.POSITION), (leads.PHONE, customers.PHONE),
    (leads.NEED, customers.EXPLICIT), (leads.URGENCY, customers.URGENCY),
    (leads.IMPORTANCE, customers.IMPORTANCE), (leads.WECHAT, customers.WECHAT),
    (leads.EMAIL, customers.EMAIL), (leads.TAGS, customers.TAGS), (leads.SOURCE, customers.SOURCE),
    (leads.OWNER, customers.OWNER), (leads.COLLABORATOR, customers.COLLABORATOR),
)  # fmt: skip


class Target(NamedTuple):
    """The customer that a lead may be already: its number, how surely (0–1), and by what."""

    number: str
    score: float
    reasons: tuple[str, ...]

    @property
    def sure(self) -> bool:
        """Whether it is the very same company."""
        return self.score >= _SURE


@dataclass(frozen=True, slots=True)
class Conversion:
    """A lead that is to become a customer. ``target`` None: a new one.

    ``blocked``: why it cannot be yet; ``remarks``: what is missing or contradicts itself.
    """

    record: int
    target: Target | None
    signed: dt.datetime | None
    blocked: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def confidence(self) -> float:
        """How sure the proposal is."""
        return _SURE if self.target is None else self.target.score


def waiting(ledger: Ledger, register: Register) -> list[int]:
    """Return the leads that were signed, and are no customer yet."""
    states = statuses(ledger, register)
    there = register.blank(leads.CUSTOMER_ID) & register.blank(leads.MERGED_INTO)
    found: list[int] = np.flatnonzero(there & (states == WON)).tolist()
    return found


def same_company(ledger: Ledger) -> dict[str, str]:
    """Return the number of the customer by its company's name; of two alike, the upper one."""
    register = ledger[CUSTOMERS]
    if register is None:
        return {}
    names, numbers = register.values(customers.NAME), register.values(customers.ID)
    away = ~register.blank(customers.MERGED_INTO)
    rows = reversed(list(zip(names, numbers, away, strict=True)))
    return {
        fold(str(name)): str(number) for name, number, gone in rows if name and number and not gone
    }


def conversion(
    ledger: Ledger, register: Register, record: int, targets: Mapping[int, Target]
) -> Conversion:
    """Return what would become of one lead."""
    signed = register.values(leads.SIGNED)[record]
    when = signed if isinstance(signed, dt.datetime) else None
    blocked = _blocked(ledger, register, record, when)
    remarks = tuple(_remarks(ledger, register, record, when))
    return Conversion(record, targets.get(record), when, blocked, remarks)


def _blocked(ledger: Ledger, register: Register, record: int, signed: dt.datetime | None) -> str:
    """Return why a lead cannot become a customer yet, "" where it can (M73)."""
    state = statuses(ledger, register)[record]
    if state in EXCLUDED:
        return _("its 线索状态 is {state}").format(state=state)
    if state != WON and signed is None:
        return _("not signed yet: fill in 签约日期 (线索状态 is {state})").format(state=state)
    reviewed = _reviewed(ledger, register.id(record))
    if reviewed is not None and signed is not None and reviewed.date() > signed.date():
        return _("法务审核日期 {reviewed} is after 签约日期 {signed}").format(
            reviewed=f"{reviewed:%Y-%m-%d}", signed=f"{signed:%Y-%m-%d}"
        )
    return ""


def _remarks(
    ledger: Ledger, register: Register, record: int, signed: dt.datetime | None
) -> Iterator[str]:
    if signed is None:
        yield _("no 签约日期: the month's figures miss this one")
    number = register.id(record)
    if number in _ordered(ledger) and _reviewed(ledger, number) is None:
        yield _("订单 has no 法务审核日期 for it")


def _ordered(ledger: Ledger) -> dict[str, int]:
    """Return the record of each lead's first order."""
    key = "first orders"
    if key not in ledger.derived:
        register = ledger[ORDERS]
        numbers = [] if register is None else register.values(orders.LEAD_ID).tolist()
        rows = reversed(list(enumerate(numbers)))
        ledger.derived[key] = {str(number): at for at, number in rows if number}
    found: dict[str, int] = ledger.derived[key]
    return found


def _reviewed(ledger: Ledger, number: str) -> dt.datetime | None:
    register, at = ledger[ORDERS], _ordered(ledger).get(number)
    if register is None or at is None:
        return None
    found = register.values(orders.REVIEWED)[at]
    return found if isinstance(found, dt.datetime) else None


def customer_values(
    ledger: Ledger, register: Register, record: int, number: str
) -> dict[Column, Value]:
    """Return what a new customer's row says, by column: the lead's own words, and its history."""
    found: dict[Column, Value] = {customers.ID: number}
    for source, target in CARRIED:
        raw = register.raw(source, record)
        if raw is not None and not register.blank(source)[record]:
            found[target] = raw if isinstance(raw, int | float | bool) else str(raw)
    found[customers.TYPE], found[customers.STAGE] = _TYPE, _STAGE
    found[customers.CREATED] = ledger.today.date()
    authority = register.text(leads.AUTHORITY, record)
    contact = register.text(leads.CONTACT, record)
    if authority and contact:
        found[customers.DECISION] = f"{authority}:{contact}"
    return found | _history(ledger, register.id(record))


def _history(ledger: Ledger, number: str) -> dict[Column, Value]:
    """Return the last contact of a lead, as its customer's row keeps it."""
    log = ledger.log
    if log is None:
        return {}
    whens = log.values(followups.WHEN)
    own = [
        at
        for at in np.flatnonzero(log.values(followups.LEAD_ID) == number).tolist()
        if isinstance(whens[at], dt.datetime) and whens[at] <= ledger.today
    ]
    if not own:
        return {}
    last = max(own, key=lambda at: (whens[at], at))
    when = whens[last]
    told: dict[Column, Value] = {
        customers.LAST_CONTACT: when.date() if when.time() == dt.time() else when
    }
    for source, target in (
        (followups.WAY, customers.WAY), (followups.BY, customers.PARTICIPANT),
        (followups.CONTENT, customers.TALK), (followups.NEXT_STEP, customers.NEXT_STEP),
    ):  # fmt: skip
        text = log.text(source, last)
        if text:
            told[target] = text
    return told
