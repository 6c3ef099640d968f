"""Orders as analysis counts them: dated, not cancelled, each with its customer (M81, M90, M106)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crmbook.analysis.cases import number
from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.schema.sheets import CUSTOMERS, ORDERS, customers, leads
from crmbook.schema.sheets import orders as sheet
from crmbook.schema.text import fold

CANCELLED: Final = "已取消"


@dataclass(frozen=True, slots=True)
class Order:
    """One order. ``customer`` is "" where the row says not whose it is; amounts in 万元.

    ``amount`` and ``quantity`` are None where the cell holds none; ``received`` is 0 while nothing
    has been entered. ``lead`` is the record of the lead it came from, None unknown.
    """

    id: str
    record: int
    customer: str
    lead: int | None
    signed: dt.datetime
    product: str
    owner: str
    quantity: float | None
    amount: float | None
    received: float
    receivable: dt.datetime | None
    received_on: dt.datetime | None


def orders(ledger: Ledger) -> list[Order]:
    """Return the orders that count, in the order of the sheet; [] where there is no 订单.

    Cancelled orders are no deals (§2.11), and one without 签约日期 is in no month:
    :func:`left_out` tells how many there are.
    """
    register = ledger[ORDERS]
    return [] if register is None else list(_orders(ledger, register))


def left_out(ledger: Ledger) -> dict[str, int]:
    """Return how many rows of 订单 are cancelled, have no date, or name no customer."""
    register = ledger[ORDERS]
    if register is None:
        return {}
    cancelled = register.values(sheet.STATUS) == CANCELLED
    undated = [not isinstance(one, dt.datetime) for one in register.values(sheet.SIGNED)]
    return {
        "cancelled": int(cancelled.sum()),
        "undated": sum(bool(u and not c) for u, c in zip(undated, cancelled, strict=True)),
        "nobody": sum(not one.customer for one in orders(ledger)),
    }


def _orders(ledger: Ledger, register: Register) -> Iterator[Order]:
    owners = _Customers(ledger)
    dates = [register.values(one) for one in (sheet.SIGNED, sheet.RECEIVABLE, sheet.RECEIVED_ON)]
    numbers = [register.values(one) for one in (sheet.QUANTITY, sheet.AMOUNT, sheet.RECEIVED)]
    states, ids = register.values(sheet.STATUS), register.values(sheet.CUSTOMER_ID)
    from_leads = register.values(sheet.LEAD_ID)
    for record in range(len(register)):
        signed, receivable, received_on = (_date(one[record]) for one in dates)
        quantity, amount, received = (number(one[record]) for one in numbers)
        if signed is None or states[record] == CANCELLED:
            continue
        lead = owners.lead(from_leads[record], ids[record])
        yield Order(
            id=register.id(record),
            record=record,
            customer=owners.customer(ids[record], from_leads[record]),
            lead=lead,
            signed=signed,
            product=register.text(sheet.PRODUCT, record),
            owner=register.text(sheet.OWNER, record),
            quantity=quantity,
            amount=amount,
            received=received or 0.0,
            receivable=receivable,
            received_on=received_on,
        )


class _Customers:
    """Whose an order is: by 客户编号, else by its lead's customer, company or number."""

    def __init__(self, ledger: Ledger) -> None:
        self._leads = ledger.leads
        self._by_lead: dict[object, int] = {}
        self._by_customer: dict[object, int] = {}
        if self._leads is not None:
            _first(self._by_lead, self._leads.values(leads.ID).tolist())
            _first(self._by_customer, self._leads.values(leads.CUSTOMER_ID).tolist())
        register = ledger[CUSTOMERS]
        self._names: dict[str, str] = {"": ""}
        self._merged: dict[str, str] = {}
        if register is not None:
            for record in range(len(register)):
                own = register.text(customers.ID, record)
                self._names.setdefault(fold(register.text(customers.NAME, record)), own)
                self._merged[own] = register.text(customers.MERGED_INTO, record)

    def lead(self, lead: object, customer: object) -> int | None:
        """Return the record of the lead that an order came from, else of its customer's."""
        found = None if lead is None else self._by_lead.get(lead)
        return found if found is not None or customer is None else self._by_customer.get(customer)

    def customer(self, customer: object, lead: object) -> str:
        """Return what identifies an order's customer, "" where nothing does."""
        if customer is not None:
            return self._survivor(str(customer))
        record = None if lead is None else self._by_lead.get(lead)
        if record is None or self._leads is None:
            return "" if lead is None else str(lead)
        own = self._leads.text(leads.CUSTOMER_ID, record)
        company = fold(self._leads.text(leads.COMPANY, record))
        known = own or self._names.get(company, "")  # a blank company is nobody's name
        return self._survivor(known) if known else company or str(lead)

    def _survivor(self, customer: str) -> str:
        """Follow a merged customer (合并至) to the one that is left."""
        seen = {customer}
        while (after := self._merged.get(customer, "")) and after not in seen:
            customer = after
            seen.add(after)
        return customer


def _first(known: dict[object, int], numbers: list[object]) -> None:
    for record, one in enumerate(numbers):
        if one is not None:
            known.setdefault(one, record)


def _date(value: object) -> dt.datetime | None:
    return value if isinstance(value, dt.datetime) else None
