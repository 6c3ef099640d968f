"""The job of ``convert``: leads that were signed become customers, after a check for duplicates (M72).

A lead that may be a customer already is a person's to decide, in 待转客户; so is every lead that
nobody named. What was answered 否 is not proposed again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from crmbook.book import Book
from crmbook.customers.conversion import (
    Conversion,
    Target,
    conversion,
    same_company,
    waiting,
)
from crmbook.customers.handing_over import HandOver, hand_overs
from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.i18n import _
from crmbook.model.errors import UsageError
from crmbook.schema.sheets import CUSTOMERS, leads
from crmbook.schema.text import fold

#: A likeness below this is worth no line.
_LEAST = 0.5


@dataclass(frozen=True)
class ConvertReport:
    """What is proposed; nothing is written. ``named``: the leads that somebody named on the line.

    ``already``: named leads that are customers; ``late``: contracts not handed over in time.
    """

    book: Book
    ledger: Ledger
    register: Register
    proposed: tuple[Conversion, ...]
    named: frozenset[int]
    already: tuple[tuple[int, str], ...]
    late: tuple[HandOver, ...]

    @property
    def today(self) -> dt.datetime:
        """The moment that is judged."""
        return self.ledger.today


def convert_book(
    book: Book, ids: Sequence[str] = (), today: dt.date | dt.datetime | None = None
) -> ConvertReport:
    """Return what becomes of the named leads; of all that were signed where none is named.

    Raises FileRefused when the book has no register of leads, UsageError for a number nobody bears.
    """
    book.require_leads()
    ledger = book.ledger(today)
    register = ledger.leads
    assert register is not None  # noqa: S101 - required above
    named = [_record(register, one) for one in dict.fromkeys(ids)]
    wanted = named or waiting(ledger, register)
    numbers = register.values(leads.CUSTOMER_ID)
    already = tuple((at, str(numbers[at])) for at in wanted if numbers[at] is not None)
    open_ = [at for at in wanted if numbers[at] is None]
    targets = _targets(ledger, register, open_)
    proposed = tuple(conversion(ledger, register, at, targets) for at in open_)
    late = tuple(hand_overs(ledger))
    return ConvertReport(book, ledger, register, proposed, frozenset(named), already, late)


def _record(register: Register, number: str) -> int:
    wanted = number.strip().upper()
    found = np.flatnonzero(register.values(leads.ID) == wanted)
    if not len(found):
        raise UsageError(
            _("no lead has the number {number}").format(number=number),
            _("look it up: crmbook lookup COMPANY BOOK"),
        )
    return int(found[0])


def _targets(ledger: Ledger, register: Register, some: Sequence[int]) -> dict[int, Target]:
    """Return which customer each lead may be: the same name surely, else as records are matched."""
    by_name = same_company(ledger)
    found = {}
    for record in some:
        number = by_name.get(fold(register.text(leads.COMPANY, record)))
        if number is not None:
            found[record] = Target(number, 1.0, (_("the same company name"),))
    rest = [record for record in some if record not in found]
    return found | _alike(ledger, register, rest)


def _alike(ledger: Ledger, register: Register, some: Iterable[int]) -> dict[int, Target]:
    """Return the customers that leads resemble; never surely, for their names differ."""
    customers, wanted = ledger[CUSTOMERS], set(some)
    if customers is None or not len(customers) or not wanted:
        return {}
    from crmbook.match.link import link  # noqa: PLC0415 - heavy, and few books need it here

    links = link([customers], [register])
    return {
        record: Target(customers.id(one.existing.record), min(one.score, 0.99), one.reasons)
        for record, one in enumerate(links)
        if record in wanted and one is not None and one.score >= _LEAST
    }
