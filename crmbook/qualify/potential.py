"""高潜力: the budget is known and the need is urgent, both said by somebody (000, M39)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.i18n import _
from crmbook.qualify.amounts import named
from crmbook.qualify.scoring import Dimension, score
from crmbook.schema.sheets import CUSTOMERS, customers

_HIGH, _RUSH = "高", "急需"


class Promising(NamedTuple):
    """A lead or customer with both; ``reasons``: in which words, and where they stand."""

    register: Register
    record: int
    reasons: tuple[str, ...]


def promising(ledger: Ledger) -> Iterator[Promising]:
    """Yield open leads, then customers. What nobody has said is unknown, and promises nothing.

    A lead's need is urgent from the points of 规则 评分.紧急.达标 on; a customer's where 需求紧急性 is 高, or
    a tag says 急需.
    """
    found = score(ledger)
    for one in () if found is None else found:
        parts = {part.dimension: part for part in one.parts}
        budget, urgency = parts[Dimension.BUDGET].points, parts[Dimension.URGENCY].points
        if budget is None or urgency is None or parts[Dimension.URGENCY].short:
            continue
        if budget.points > 0 and found is not None:
            reasons = (
                _("budget {said} ({where})").format(said=budget.said, where=budget.where),
                _("urgent: {said} ({where})").format(said=urgency.said, where=urgency.where),
            )
            yield Promising(found.register, one.record, reasons)
    yield from _customers(ledger)


def _customers(ledger: Ledger) -> Iterator[Promising]:
    register = ledger[CUSTOMERS]
    if register is None:
        return
    for record in np.flatnonzero(register.blank(customers.MERGED_INTO)).tolist():
        urgent, budget = _urgent(register, record), _budget(register, record)
        if urgent and budget:
            yield Promising(register, record, (budget, urgent))


def _urgent(register: Register, record: int) -> str:
    told = _("urgent: {said} ({where})")
    if register.values(customers.URGENCY)[record] == _HIGH:
        return told.format(said=_HIGH, where=customers.URGENCY.header)
    tags = str(register.raw(customers.TAGS, record) or "")
    return told.format(said=_RUSH, where=customers.TAGS.header) if _RUSH in tags else ""


def _budget(register: Register, record: int) -> str:
    for column in (customers.EXPLICIT, customers.TAGS):
        amount = named(str(register.raw(column, record) or ""), column.header)
        if amount is not None and amount.low > 0:
            return _("budget {said} ({where})").format(said=amount.said, where=amount.where)
    return ""
