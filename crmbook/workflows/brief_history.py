"""What a brief tells of a customer beside the log: complaints and orders (M77, M100)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.i18n import _
from crmbook.schema.column import Column
from crmbook.schema.sheets import ORDERS, SERVICES, customers, leads, orders
from crmbook.workflows.brief_subject import Subject

_MONTHS: Final = dt.timedelta(92)
_COMPLAINT: Final = "投诉"
_SERVICE: Final = (
    orders.SERVICE_CUSTOMER, orders.REPORTED, orders.SERVICE_TYPE, orders.CONTENT, orders.SOLVED,
)  # fmt: skip
_ORDER: Final = (
    orders.CUSTOMER_ID, orders.SIGNED, orders.PRODUCT, orders.AMOUNT, orders.RECEIVED,
)  # fmt: skip


def complaints(ledger: Ledger, subject: Subject) -> Iterator[tuple[str, str]]:
    """Yield (date and state, what about) of the complaints of three months, the last first (M77)."""
    for when, kind, content, solved in _own(ledger[SERVICES], subject, _SERVICE):
        if kind == _COMPLAINT and dt.timedelta() <= ledger.today - when <= _MONTHS:
            state = _("settled") if isinstance(solved, dt.datetime) else _("not settled")
            yield f"{when:%Y-%m-%d} {state}", str(content or "")


def bought(ledger: Ledger, subject: Subject) -> Iterator[tuple[str, str]]:
    """Yield (date, what and for how much) of a customer's orders, the last first."""
    for signed, product, amount, received in _own(ledger[ORDERS], subject, _ORDER):
        told = _("{product} {amount}, received {received}")
        yield (
            f"{signed:%Y-%m-%d}",
            told.format(product=product or "—", amount=_money(amount), received=_money(received)),
        )


def _own(
    register: Register | None, subject: Subject, columns: tuple[Column, ...]
) -> list[tuple[Any, ...]]:
    """Return the dated rows of a subject's customer, without its number, the last first."""
    number = subject.of(leads.CUSTOMER_ID, customers.ID)
    if register is None or not number:
        return []
    rows = zip(*(register.values(one).tolist() for one in columns), strict=True)
    mine = [row[1:] for row in rows if row[0] == number and isinstance(row[1], dt.datetime)]
    return sorted(mine, key=lambda row: row[0], reverse=True)


def _money(amount: object) -> str:
    """Return an amount in 万 to the 元; ``:g`` would cut 12345.67 to six digits."""
    found = getattr(amount, "low", amount)
    if not isinstance(found, int | float):
        return "—"
    return f"{found:.4f}".rstrip("0").rstrip(".") + "万"
