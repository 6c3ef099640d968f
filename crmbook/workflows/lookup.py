"""The job of ``lookup``: who has this company or phone (U18)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from crmbook.book import Book
from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.facts.status import statuses
from crmbook.i18n import _
from crmbook.match.lookup import MOST, Found
from crmbook.match.lookup import lookup as found_by
from crmbook.match.rivals import rivals
from crmbook.model.errors import UsageError
from crmbook.schema.column import Column
from crmbook.schema.sheets import CUSTOMERS, LEADS, customers, followups, leads
from crmbook.workflows.dedupe import matched_registers
from crmbook.workflows.disputes import settled_disputes
from crmbook.workflows.owners import owner_called


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that answers, and who has it.

    ``registered``: when it was reported (获取时间, else 分配时间; of a customer 建档日期); ``mine``:
    whether it is the asker's, None where nobody asked by name; ``score`` 0–1; ``rivals``: who else
    holds that company (撞单).
    """

    id: str
    sheet: str
    row: int
    company: str
    owner: str
    status: str
    registered: dt.datetime | None
    last_contact: dt.datetime | None
    score: float
    reasons: tuple[str, ...]
    mine: bool | None = None
    rivals: tuple[str, ...] = ()


def lookup(
    book: Book, text: str, today: dt.date | dt.datetime | None = None, *, asker: str | None = None
) -> list[Hit]:
    """Return the leads and customers that ``text`` means, best first; [] when nobody has it.

    ``asker``: who asks (a name or alias of 人员). Raises UsageError when there is nothing to look
    for, or nothing is known of the asker; FileRefused when the book holds no register.
    """
    book.require_register()
    if not text.strip():
        raise UsageError(
            _("there is nothing to look for"), _("give a company, a phone or a person")
        )
    ledger = book.ledger(today)
    who = None if asker is None else owner_called(asker, ledger)
    found = found_by(matched_registers(ledger), text, MOST)
    others = rivals([one.member for one in found], ledger, settled_disputes(book))
    hits = zip(found, others, strict=True)
    return [replace(_hit(one, ledger, who), rivals=against) for one, against in hits]


def _hit(found: Found, ledger: Ledger, who: str | None) -> Hit:
    member = found.member
    register, record = member.register, member.record
    owner = register.text(register.sheet.owner, record) if register.sheet.owner else ""
    return Hit(
        id=member.id,
        sheet=member.sheet,
        row=member.row,
        company=member.company,
        owner=owner,
        status=_status(ledger, register, record),
        registered=_first(register, record, _REGISTERED[register.sheet.name]),
        last_contact=_last_contact(ledger, register, record),
        score=found.score,
        reasons=found.reasons,
        mine=None if who is None else owner == who,
    )


_REGISTERED: dict[str, tuple[Column, ...]] = {
    LEADS.name: (leads.ACQUIRED, leads.ASSIGNED),
    CUSTOMERS.name: (customers.CREATED,),
}


def _status(ledger: Ledger, register: Register, record: int) -> str:
    if register.sheet.name == LEADS.name:
        return str(statuses(ledger, register)[record] or "")
    return register.text(customers.STAGE, record)


def _first(register: Register, record: int, columns: tuple[Column, ...]) -> dt.datetime | None:
    dates = (_moment(register.values(one)[record]) for one in columns if one in register)
    return next((one for one in dates if one is not None), None)


def _last_contact(ledger: Ledger, register: Register, record: int) -> dt.datetime | None:
    """Return the latest of what the record says and what the log says of it."""
    lead = register.sheet.name == LEADS.name
    column = leads.LAST_CONTACT if lead else customers.LAST_CONTACT
    dates = [_first(register, record, (column,))]
    log = ledger.log
    if lead and log is not None:
        number = register.id(record)
        rows = np.flatnonzero(log.values(followups.LEAD_ID) == number)
        dates += [_moment(log.values(followups.WHEN)[row]) for row in rows.tolist()]
    return max((one for one in dates if one is not None and one <= ledger.today), default=None)


def _moment(value: Any) -> dt.datetime | None:
    if isinstance(value, dt.datetime):
        return value
    return dt.datetime.combine(value, dt.time()) if isinstance(value, dt.date) else None
