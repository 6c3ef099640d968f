"""Taking rows into the registers: known ones update their record, new ones become leads (§3.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from crmbook.book import Book
from crmbook.facts.ledger import Ledger
from crmbook.facts.numbering import Numbering
from crmbook.facts.record import Record
from crmbook.facts.register import Register
from crmbook.facts.status import TO_CONTACT, UNASSIGNED
from crmbook.i18n import _
from crmbook.model.cells import Value
from crmbook.model.edits import Plan
from crmbook.model.errors import FileRefused
from crmbook.schema.column import Column
from crmbook.schema.kinds.base import Context
from crmbook.schema.sheets import LEADS, customers, leads
from crmbook.schema.text import fold
from crmbook.transfer.arrival import Appended, Arrival, Met, Settled
from crmbook.transfer.updating import Update, update
from crmbook.workflows.issued import keep_counters
from crmbook.workflows.record_edits import RecordEdits

#: Where a customer's record holds what a lead's does.
_OF_CUSTOMERS: dict[Column, Column] = {
    leads.COMPANY: customers.NAME, leads.INDUSTRY: customers.INDUSTRY, leads.SIZE: customers.SIZE,
    leads.CONTACT: customers.CONTACT, leads.POSITION: customers.POSITION,
    leads.PHONE: customers.PHONE, leads.EMAIL: customers.EMAIL, leads.WECHAT: customers.WECHAT,
    leads.TAGS: customers.TAGS, leads.SOURCE: customers.SOURCE, leads.NEED: customers.EXPLICIT,
}  # fmt: skip
WHO = (leads.COMPANY, leads.CONTACT, leads.PHONE, leads.EMAIL)


@dataclass(frozen=True, slots=True)
class Match:
    """The record that a row is taken for. Not ``sure``: it only resembles it."""

    record: Record
    score: float
    reasons: tuple[str, ...]
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Taken:
    """The plan that takes rows in, and what becomes of each."""

    plan: Plan
    settled: Settled
    counters: Mapping[str, int] = field(default_factory=dict)


class Arriving:
    """Rows taken into one book, one after the other, as of the ledger's today."""

    def __init__(self, book: Book, ledger: Ledger, *, prefer_source: bool = False) -> None:
        register = ledger.leads
        ours = book.path.name
        if register is None or all(place.book != ours for place in register.places):
            raise FileRefused(
                _("the book has no {sheet} to import into").format(sheet=LEADS.name),
                _("make one with crmbook new, or name the columns as it does"),
                path=book.path,
            )
        self._leads: Register = register
        self._ledger = ledger
        self._book = ours
        self._prefer_source = prefer_source
        self._edits = RecordEdits(ours)
        self._numbering = Numbering(ledger)
        self._settled = Settled()
        self._seen: dict[tuple[str, ...], int] = {}

    def take(self, arrivals: Iterable[Arrival], matches: Mapping[int, Match], reason: str) -> Taken:
        """Return the plan for some rows. ``matches``: row → the record that it is taken for."""
        for arrival in arrivals:
            match = matches.get(arrival.row)
            key = _key(arrival)
            if match is not None and match.sure:
                self._meet(arrival, match, reason)
            elif key in self._seen:
                self._settled.repeated.append((arrival.row, self._seen[key]))
            else:
                self._append(arrival, match, reason)
            self._seen.setdefault(key, arrival.row)
        counters = dict(self._numbering.issued)
        kept = tuple(keep_counters(self._ledger, counters, self._book))
        plan = Plan((*self._edits.plan(), *kept))
        return Taken(plan, self._settled, counters)

    def _meet(self, arrival: Arrival, match: Match, reason: str) -> None:
        record, context = match.record, Context(self._ledger.today)
        values = _as_of(record, arrival.values)
        ours = self._edits.writable(record.register, record.at)
        found = (
            update(record, values, context, prefer_source=self._prefer_source) if ours else Update()
        )
        for column, (_old, new) in found.changes.items():
            self._edits.put(record.register, record.at, column, new, reason)
        met = Met(
            arrival.row, record.id, match.score, match.reasons,
            {column.header: pair for column, pair in found.changes.items()},
            {column.header: pair for column, pair in found.conflicts.items()},
            "" if ours else record.register.places[int(record.register.place[record.at])].book,
        )  # fmt: skip
        (self._settled.updated if found.changes else self._settled.unchanged).append(met)

    def _append(self, arrival: Arrival, match: Match | None, reason: str) -> None:
        values = dict(arrival.values)
        values.setdefault(leads.ACQUIRED, self._ledger.today.date())
        number = str(values.get(leads.ID) or "")
        if not self._numbering.claim(number):
            number = self._numbering.next(_day(values[leads.ACQUIRED], self._ledger.today))
        values[leads.ID] = number
        if not values.get(leads.STATUS):
            values[leads.STATUS] = TO_CONTACT if values.get(leads.OWNER) else UNASSIGNED
        self._edits.append(self._leads, values, reason)
        self._settled.appended.append(Appended(arrival.row, number))
        if match is not None:
            self._settled.review.append(
                Met(arrival.row, match.record.id, match.score, match.reasons)
            )


def _as_of(record: Record, values: Mapping[Column, Value]) -> dict[Column, Value]:
    """Return values of a lead under the columns of the register that the record stands in."""
    if record.register.sheet is LEADS:
        return dict(values)
    return {_OF_CUSTOMERS[one]: value for one, value in values.items() if one in _OF_CUSTOMERS}


def _key(arrival: Arrival) -> tuple[str, ...]:
    """Return what makes two rows of one list the same: whom they name, and how to reach them."""
    return tuple(fold(str(arrival.values.get(column) or "")) for column in WHO)


def _day(value: Value, today: dt.datetime) -> dt.datetime:
    if isinstance(value, dt.datetime):
        return value
    return dt.datetime.combine(value, dt.time()) if isinstance(value, dt.date) else today
