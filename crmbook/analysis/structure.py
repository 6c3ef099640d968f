"""结构分析: what was sold, by whom and where: shares of the amounts of 订单 (M90)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import fsum

from crmbook.analysis.balance import Mismatch, balance
from crmbook.analysis.cases import Span
from crmbook.analysis.orders import Order
from crmbook.facts.ledger import Ledger
from crmbook.schema.sheets import leads
from crmbook.schema.words.places import PROVINCES

UNKNOWN_PRODUCT, UNKNOWN_OWNER, UNKNOWN_REGION = "未填产品", "未填负责人", "未填地区"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the sales: ``share`` of the amount, None where nothing was sold for anything."""

    name: str
    orders: int
    quantity: float
    amount: float
    share: float | None


@dataclass(frozen=True, slots=True)
class Composition:
    """Sales of a span in parts, the largest first; ``unknown`` orders have no amount. In 万元."""

    parts: tuple[Part, ...]
    orders: int
    amount: float
    unknown: int


def by_product(order: Order) -> str:
    """Return an order's product (商品构成)."""
    return order.product or UNKNOWN_PRODUCT


def by_owner(order: Order) -> str:
    """Return whose sale an order is (销售构成)."""
    return order.owner or UNKNOWN_OWNER


def by_region(ledger: Ledger) -> Callable[[Order], str]:
    """Return what tells an order's region: that of the lead it came from (区域构成)."""
    register = ledger.leads

    def region(order: Order) -> str:
        if register is None or order.lead is None:
            return UNKNOWN_REGION
        return province(register.text(leads.REGION, order.lead)) or UNKNOWN_REGION

    return region


@lru_cache(maxsize=1 << 12)
def province(text: str) -> str:
    """Return the province that a 地区 begins with (浙江绍兴, 江苏省南京市); else the text itself."""
    stripped = text.strip()
    return next((one for one in PROVINCES if stripped.startswith(one)), stripped)


def composition(found: Sequence[Order], key: Callable[[Order], str], span: Span) -> Composition:
    """Return the sales of a span by key."""
    mine = [order for order in found if order.signed in span]
    groups: dict[str, list[Order]] = defaultdict(list)
    for order in mine:
        groups[key(order)].append(order)
    total = fsum(order.amount or 0 for order in mine)
    parts = [_part(name, group, total) for name, group in groups.items()]
    ordered = tuple(sorted(parts, key=lambda one: (-one.amount, -one.orders, one.name)))
    unknown = sum(order.amount is None for order in mine)
    return Composition(ordered, len(mine), total, unknown)


def composition_balance(found: Composition, name: str) -> Iterator[Mismatch]:
    """Yield what does not add up: orders, amounts and shares of the parts."""
    yield from balance(f"{name} 订单数", found.orders, [one.orders for one in found.parts])
    yield from balance(f"{name} 合同金额(万元)", found.amount, [one.amount for one in found.parts])
    if found.amount:
        yield from balance(f"{name} 占比", 1, [one.share or 0 for one in found.parts])


def _part(name: str, group: Sequence[Order], total: float) -> Part:
    amount = fsum(order.amount or 0 for order in group)
    quantity = fsum(order.quantity or 0 for order in group)
    return Part(name, len(group), quantity, amount, amount / total if total else None)
