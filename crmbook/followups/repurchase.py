"""Repurchase: customers past the gap after which they usually order again (M102)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.schema.sheets import ORDERS, customers, orders

_CANCELLED: Final = "已取消"
#: With fewer days of purchase nobody can tell a habit.
_LEAST: Final = 3


class Habit(NamedTuple):
    """When a customer last ordered, and the median of the days between two orders."""

    last: dt.date
    gap: int


def habits(ledger: Ledger, register: Register) -> dict[int, Habit]:
    """Return by customer (record) how it orders; customers who ordered on fewer than three days have none."""
    known = {number: at for at, number in enumerate(register.values(customers.ID).tolist())}
    return {
        known[number]: _habit(sorted(days))
        for number, days in _days(ledger).items()
        if number in known and len(days) >= _LEAST
    }


def _days(ledger: Ledger) -> dict[object, set[dt.date]]:
    sheet = ledger[ORDERS]
    found: dict[object, set[dt.date]] = defaultdict(set)
    if sheet is None:
        return found
    columns = (orders.CUSTOMER_ID, orders.SIGNED, orders.STATUS)
    rows = zip(*(sheet.values(column).tolist() for column in columns), strict=True)
    for number, signed, status in rows:
        dated = isinstance(signed, dt.datetime) and signed <= ledger.today
        if number is not None and dated and status != _CANCELLED:
            found[number].add(signed.date())
    return found


def _habit(days: list[dt.date]) -> Habit:
    gaps = [(after - before).days for before, after in pairwise(days)]
    return Habit(days[-1], max(1, round(median(gaps))))
