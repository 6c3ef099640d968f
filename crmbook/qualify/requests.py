"""Leads that want an owner, and what assignment has to know of each (M42)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.chain import chains, grades_at
from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.facts.status import UNASSIGNED, statuses
from crmbook.qualify.grading import open_leads
from crmbook.qualify.homes import homes
from crmbook.qualify.regions import NOWHERE, Spot
from crmbook.schema.sheets import CUSTOMERS, customers, leads
from crmbook.schema.text import fold

_LAST = dt.datetime.max


@dataclass(frozen=True, slots=True)
class Request:
    """One lead that wants an owner.

    ``given_back`` is who has it still on paper, and could not follow it up; ``incumbent`` owns
    another record of the company (M104); ``ruling`` is what a manager typed into 主管裁定 (M22).
    """

    record: int
    number: str = ""
    grade: str = ""
    home: Spot = NOWHERE
    industry: str = ""
    need: str = ""
    incumbent: str = ""
    ruling: str = ""
    given_back: str = ""
    since: dt.datetime = _LAST

    @property
    def first_class(self) -> bool:
        """Whether it is an A类 (A+类 counts as one)."""
        return self.grade.startswith("A")

    @property
    def turn(self) -> tuple[bool, dt.datetime, str, int]:
        """Before whom it comes: A类 first, then who has waited longest; never the order of rows."""
        return not self.first_class, self.since, self.number, self.record if not self.number else 0


def unassigned(ledger: Ledger, register: Register) -> NDArray[np.int64]:
    """Return the open leads that nobody has: without 负责人, or given back (待分配, 公海, 退回)."""
    wanted = register.blank(leads.OWNER) | (statuses(ledger, register) == UNASSIGNED)
    return np.array([at for at in open_leads(ledger, register).tolist() if wanted[at]], np.int64)


def requests(ledger: Ledger, register: Register, records: NDArray[np.int64]) -> list[Request]:
    """Return what is known of these leads, in the order in which they are given out."""
    if not len(records):
        return []
    grades = grades_at(ledger, ledger.today, chains(ledger))
    spots, owners = homes(register), owners_by_company(ledger, register)
    acquired, assigned = register.values(leads.ACQUIRED), register.values(leads.ASSIGNED)
    found = []
    for record in records.tolist():
        text = partial(register.text, record=record)
        own = text(leads.OWNER)
        found.append(
            Request(
                record,
                text(leads.ID),
                grades[record] or "",
                spots[record],
                text(leads.INDUSTRY),
                fold(f"{text(leads.NEED)} {text(leads.TAGS)}"),
                _other(owners.get(fold(text(leads.COMPANY)), ""), own),
                text(leads.RULING),
                own,
                _moment(acquired[record], assigned[record]),
            )
        )
    return sorted(found, key=lambda one: one.turn)


def owners_by_company(ledger: Ledger, register: Register) -> Mapping[str, str]:
    """Return who owns each company: its customer's owner, else that of its first open lead."""
    found: dict[str, str] = {}
    for company, owner in (*_of_customers(ledger), *_of_leads(ledger, register)):
        if company and owner:
            found.setdefault(company, owner)
    return found


def _of_customers(ledger: Ledger) -> Iterator[tuple[str, str]]:
    register = ledger[CUSTOMERS]
    for record in range(0 if register is None else len(register)):
        if register is not None:
            yield (
                fold(register.text(customers.NAME, record)),
                register.text(customers.OWNER, record),
            )


def _of_leads(ledger: Ledger, register: Register) -> list[tuple[str, str]]:
    state = statuses(ledger, register)
    owned = [
        (register.text(leads.ID, record), fold(register.text(leads.COMPANY, record)),
         register.text(leads.OWNER, record))
        for record in open_leads(ledger, register).tolist()
        if state[record] != UNASSIGNED and register.text(leads.OWNER, record)
    ]  # fmt: skip
    return [(company, owner) for _number, company, owner in sorted(owned)]


def _other(owner: str, own: str) -> str:
    return "" if owner == own else owner


def _moment(*found: object) -> dt.datetime:
    return next((one for one in found if isinstance(one, dt.datetime)), _LAST)
