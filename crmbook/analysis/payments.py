"""回款: what each rep's orders still owe, and what of it is overdue (U19)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum

from crmbook.analysis.balance import Mismatch, balance
from crmbook.analysis.cases import Span
from crmbook.analysis.orders import Order


@dataclass(frozen=True, slots=True)
class Payments:
    """One rep's orders as of a day, in 万元: amount = received − overpaid + outstanding.

    ``overdue``: outstanding with an 应收日期 that has passed, of ``late`` orders, the oldest
    ``days`` ago; ``undated``: outstanding that nobody has said a day for.
    """

    owner: str
    orders: int
    amount: float
    received: float
    overpaid: float
    outstanding: float
    overdue: float
    late: int
    days: int
    undated: float


def payments(found: Sequence[Order], today: dt.datetime) -> list[Payments]:
    """Return what each rep's orders owe as of a day, the most overdue first.

    Orders without an amount owe nothing that could be told; a blank 已回款 is nothing received.
    """
    groups: dict[str, list[Order]] = defaultdict(list)
    for order in found:
        if order.amount is not None and order.signed <= today:
            groups[order.owner].append(order)
    made = [_payments(owner, group, today.date()) for owner, group in groups.items()]
    return sorted(made, key=lambda one: (-one.overdue, -one.outstanding, one.owner))


def received_in(found: Sequence[Order], span: Span) -> dict[str, float]:
    """Return 回款额 by rep: of the orders whose 最近回款日期 lies in the span.

    The book keeps the last day of payment alone: an order paid in parts counts whole on that day.
    """
    sums: dict[str, list[float]] = defaultdict(list)
    for order in found:
        if order.received_on in span:
            sums[order.owner].append(order.received)
    return {owner: fsum(amounts) for owner, amounts in sums.items()}


def payments_balance(found: Sequence[Payments]) -> Iterator[Mismatch]:
    """Yield the reps whose amounts do not add up."""
    for one in found:
        parts = (one.received, -one.overpaid, one.outstanding)
        yield from balance(f"{one.owner} 合同金额(万元)", one.amount, parts)
        if one.overdue + one.undated > one.outstanding + 1e-6:
            yield Mismatch(f"{one.owner} 应收", one.outstanding, one.overdue + one.undated)


def _owed(order: Order) -> float:
    return max((order.amount or 0) - order.received, 0.0)


def _payments(owner: str, group: Sequence[Order], today: dt.date) -> Payments:
    open_ = [order for order in group if _owed(order) > 0]
    late = {
        order: (today - order.receivable.date()).days
        for order in open_
        if order.receivable is not None and order.receivable.date() < today
    }
    return Payments(
        owner=owner,
        orders=len(group),
        amount=fsum(order.amount or 0 for order in group),
        received=fsum(order.received for order in group),
        overpaid=fsum(max(order.received - (order.amount or 0), 0.0) for order in group),
        outstanding=fsum(map(_owed, open_)),
        overdue=fsum(map(_owed, late)),
        late=len(late),
        days=max(late.values(), default=0),
        undated=fsum(_owed(order) for order in open_ if order.receivable is None),
    )
