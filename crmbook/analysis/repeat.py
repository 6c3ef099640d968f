"""复购率, 客单价 and what customers buy how often (M80, M81, M102, §2.11)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum

from crmbook.analysis.balance import Mismatch, balance
from crmbook.analysis.cases import Case, Span
from crmbook.analysis.orders import Order
from crmbook.analysis.rates import Rate
from crmbook.facts.months import Month


@dataclass(frozen=True, slots=True)
class Buyer:
    """A customer by a cut: the ``days`` it bought on (ascending, each once), its amount in 万元.

    The orders of one day are one purchase: a contract of two products is no second cooperation.
    """

    customer: str
    days: tuple[dt.date, ...]
    orders: int
    amount: float
    cut: dt.date

    @property
    def frequency(self) -> int:
        """Repeat purchases: days of purchase without the first."""
        return len(self.days) - 1

    @property
    def recency(self) -> int:
        """Days from the first purchase to the last: 0 of a customer who bought once."""
        return (self.days[-1] - self.days[0]).days

    @property
    def age(self) -> int:
        """Days from the first purchase to the cut."""
        return (self.cut - self.days[0]).days


@dataclass(frozen=True, slots=True)
class Deals:
    """Orders of some time: ``unknown`` have no amount, and are in no mean; amounts in 万元."""

    orders: int
    customers: int
    amount: float
    unknown: int

    @property
    def per_customer(self) -> float | None:
        """客单价: amount / customers, None where nothing was sold or no amount is known."""
        known = self.customers and self.unknown < self.orders
        return self.amount / self.customers if known else None


def buyers(found: Sequence[Order], until: dt.datetime) -> list[Buyer]:
    """Return the customers that had bought by a moment (inclusive), the earliest first."""
    groups: dict[str, list[Order]] = defaultdict(list)
    for order in found:
        if order.customer and order.signed <= until:
            groups[order.customer].append(order)
    made = [_buyer(customer, group, until.date()) for customer, group in groups.items()]
    return sorted(made, key=lambda one: (one.days[0], one.customer))


def repurchase(found: Sequence[Buyer]) -> Rate:
    """Return 复购率: the customers that bought again over those that bought, to the cut (§2.11)."""
    return Rate(sum(one.frequency > 0 for one in found), len(found))


def deals(found: Sequence[Order], span: Span) -> Deals:
    """Return what was sold in a span; an order that names no customer is one of its own."""
    mine = [order for order in found if order.signed in span]
    amounts = [order.amount for order in mine if order.amount is not None]
    whose = {order.customer or order.id for order in mine}
    return Deals(len(mine), len(whose), fsum(amounts), len(mine) - len(amounts))


def lead_deals(found: Sequence[Case], month: Month) -> Deals:
    """Return a month's signings as the lead register has them: 签约总金额 / 签约客户数 (M80)."""
    mine = [case for case in found if case.row.signed_month == month]
    amounts = [case.amount for case in mine if case.amount is not None]
    companies = sum(case.row.first for case in mine)
    return Deals(len(mine), companies, fsum(amounts), len(mine) - len(amounts))


def repeat_balance(found: Sequence[Order], until: dt.datetime) -> Iterator[Mismatch]:
    """Yield what does not add up: orders and amounts of the customers to those of the orders."""
    mine = [order for order in found if order.customer and order.signed <= until]
    own = buyers(found, until)
    yield from balance("订单数", len(mine), [one.orders for one in own])
    amounts = fsum(order.amount or 0 for order in mine)
    yield from balance("合同金额(万元)", amounts, [one.amount for one in own])


def _buyer(customer: str, group: Sequence[Order], cut: dt.date) -> Buyer:
    days = tuple(sorted({order.signed.date() for order in group}))
    amount = fsum(order.amount for order in group if order.amount is not None)
    return Buyer(customer, days, len(group), amount, cut)
