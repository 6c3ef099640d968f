"""Whom a brief is about: a lead and the customer it became, or a customer and its leads (M60, M100)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from crmbook.facts.ledger import Ledger
from crmbook.facts.log_leads import lead_records
from crmbook.facts.record import Record
from crmbook.followups.customer_rows import customer_records
from crmbook.i18n import _
from crmbook.match.lookup import lookup
from crmbook.match.members import Member
from crmbook.match.mention import of_customer
from crmbook.model.errors import UsageError
from crmbook.schema.column import Column
from crmbook.schema.sheets import CUSTOMERS, LEADS, customers, followups, leads
from crmbook.schema.text import fold

_CLEAR = 0.1


@dataclass(frozen=True)
class Subject:
    """A lead, a customer, or both; ``rows``: the log rows about them, the last one first."""

    ledger: Ledger
    lead: Record | None
    customer: Record | None

    @property
    def main(self) -> Record:
        """What was asked for: the lead, else the customer."""
        found = self.lead or self.customer
        assert found is not None  # noqa: S101 - a subject has one of the two
        return found

    @property
    def company(self) -> str:
        """The company's name."""
        return self.of(leads.COMPANY, customers.NAME)

    def of(self, column: Column | None, other: Column | None = None) -> str:
        """Return what a lead's column says, else the customer's; "" where neither does."""
        for record, one in ((self.lead, column), (self.customer, other)):
            text = "" if record is None or one is None else record.text(one)
            if text:
                return text
        return ""

    @cached_property
    def rows(self) -> list[int]:
        """The dated log rows up to today, the last one first."""
        log = self.ledger.log
        if log is None:
            return []
        mine = np.zeros(len(log), dtype=bool)
        if self.lead is not None:
            mine |= lead_records(self.ledger, log) == self.lead.at
        if self.customer is not None:
            mine |= customer_records(self.ledger, log, self.customer.register) == self.customer.at
        whens = log.values(followups.WHEN)
        dated = [
            at
            for at in np.flatnonzero(mine).tolist()
            if isinstance(whens[at], dt.datetime) and whens[at] <= self.ledger.today
        ]
        return sorted(dated, key=lambda at: (whens[at], at), reverse=True)

    @cached_property
    def others(self) -> list[Record]:
        """Other leads of the same company: its other contacts (M104)."""
        register = self.ledger.leads
        if register is None or not self.company:
            return []
        wanted, away = fold(self.company), ~register.blank(leads.MERGED_INTO)
        names = register.values(leads.COMPANY)
        own = -1 if self.lead is None else self.lead.at
        return [
            Record(register, at)
            for at in range(len(register))
            if at != own
            and not away[at]
            and names[at] is not None
            and fold(str(names[at])) == wanted
        ]


def subject_of(ledger: Ledger, text: str) -> Subject:
    """Return whom a number, a company or a phone means.

    Raises UsageError where that is nobody, or several.
    """
    found = _members(ledger, text)
    if not found:
        raise UsageError(
            _("nobody here is called {name}").format(name=text),
            _("give the number, the company or the phone"),
        )
    if len(found) > 1:
        names = "、".join(f"{one.id} {one.company}" for one in found[:8])
        raise UsageError(
            _("{name} may be several").format(name=text),
            _("give the number: {names}").format(names=names),
        )
    return _whole(ledger, Record(found[0].register, found[0].record))


def _members(ledger: Ledger, text: str) -> list[Member]:
    wanted = text.strip().upper()
    registers = [one for one in (ledger.leads, ledger[CUSTOMERS]) if one is not None]
    for register in registers:
        key = register.sheet.key
        if key is not None and key in register:
            at = np.flatnonzero(register.values(key) == wanted)
            if len(at):
                return [Member(register, int(at[0]))]
    hits = lookup(registers, text)
    best = [one.member for one in hits if one.score > hits[0].score - _CLEAR]
    return _merged(best)


def _merged(found: list[Member]) -> list[Member]:
    """Return the hits, a customer left out where a lead that became it is one of them."""
    became = {
        one.register.text(leads.CUSTOMER_ID, one.record)
        for one in found
        if one.register.sheet is LEADS
    }
    return [one for one in found if one.register.sheet is LEADS or one.id not in became]


def _whole(ledger: Ledger, record: Record) -> Subject:
    if record.register.sheet is CUSTOMERS:
        register = ledger.leads
        own = [] if register is None else of_customer(register, record.id)
        lead = Record(own[-1].register, own[-1].record) if own else None
        return Subject(ledger, lead, record)
    register = ledger[CUSTOMERS]
    number = record.value(leads.CUSTOMER_ID)
    if register is None or number is None:
        return Subject(ledger, record, None)
    at = np.flatnonzero(register.values(customers.ID) == number)
    return Subject(ledger, record, Record(register, int(at[0])) if len(at) else None)
