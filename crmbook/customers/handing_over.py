"""The clock that runs once a contract is signed: service and delivery are told within a day (M71)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final, NamedTuple

from crmbook.facts.ledger import Ledger
from crmbook.schema.sheets import LEADS, ORDERS, leads, orders

HAND_OVER: Final = "时限.签约交接"


class HandOver(NamedTuple):
    """A contract and when it was handed over (None: not yet). ``sheet``, ``record``: where it stands.

    ``late``: after more than the hours of the rule; ``to_the_day``: a cell has no time, so it could be
    judged to the day only (§2.6).
    """

    sheet: str
    record: int
    signed: dt.datetime
    handed_over: dt.datetime | None
    late: bool
    to_the_day: bool


def hand_overs(ledger: Ledger) -> list[HandOver]:
    """Return the contracts that are not handed over yet, or were not in time, the latest first.

    订单 says so where the book keeps it; without it nobody wrote down when anything was handed over,
    and only leads signed within the last week are asked about.
    """
    found = sorted(_found(ledger), key=lambda one: one.signed, reverse=True)
    return sorted(found, key=lambda one: one.handed_over is not None)


def _found(ledger: Ledger) -> Iterator[HandOver]:
    register = ledger[ORDERS]
    hours = ledger.rules.number(HAND_OVER)
    if register is None:
        yield from _of_leads(ledger, hours)
        return
    signed, given = register.values(orders.SIGNED), register.values(orders.HANDED_OVER)
    for record in range(len(register)):
        found = _judged(ORDERS.name, record, (signed[record], given[record]), ledger.today, hours)
        if found is not None:
            yield found


def _of_leads(ledger: Ledger, hours: float) -> Iterator[HandOver]:
    register = ledger.leads
    if register is None:
        return
    for record, signed in enumerate(register.values(leads.SIGNED).tolist()):
        recent = isinstance(signed, dt.datetime) and ledger.today - signed < dt.timedelta(7)
        found = _judged(LEADS.name, record, (signed, None), ledger.today, hours) if recent else None
        if found is not None:
            yield found


def _judged(
    sheet: str, record: int, times: tuple[object, object], today: dt.datetime, hours: float
) -> HandOver | None:
    """Return a contract that is late, or still to be handed over; None where all is well."""
    signed, given = times
    if not isinstance(signed, dt.datetime) or signed > today:
        return None
    end = given if isinstance(given, dt.datetime) else None
    to_the_day = signed.time() == dt.time() or (end is not None and end.time() == dt.time())
    late = _late(signed, end or today, hours, to_the_day=to_the_day)
    if end is not None and not late:
        return None
    return HandOver(sheet, record, signed, end, late, to_the_day)


def _late(signed: dt.datetime, end: dt.datetime, hours: float, *, to_the_day: bool) -> bool:
    if to_the_day:
        return (end.date() - signed.date()).days > hours / 24
    return end - signed > dt.timedelta(hours=hours)
