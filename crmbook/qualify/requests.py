"""Leads that want an owner, and what assignment has to know of each (M42)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.chain import chains, grades_at
from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.facts.status import UNASSIGNED, open_leads, statuses
from crmbook.qualify.homes import homes
from crmbook.qualify.regions import NOWHERE, Spot
from crmbook.schema.column import Column
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


def requests(
    ledger: Ledger, register: Register, records: NDArray[np.int64], *, located: bool = True
) -> list[Request]:
    """Return what is known of these leads, in the order in which they are given out.

    ``located`` false leaves out where they are at home, which takes longest (see :func:`at_home`).
    """
    if not len(records):
        return []
    grades = grades_at(ledger, ledger.today, chains(ledger))
    spots = homes(register, records if located else records[:0])
    owners = owners_by_company(ledger, register)
    companies = folded(register, leads.COMPANY)
    ids, industries, needs, tags, typed, rulings = (
        register.values(column).tolist()
        for column in (
            leads.ID, leads.INDUSTRY, leads.NEED, leads.TAGS, leads.OWNER, leads.RULING,
        )
    )  # fmt: skip
    acquired, assigned = register.values(leads.ACQUIRED), register.values(leads.ASSIGNED)
    found = [
        Request(
            at, ids[at] or "", grades[at] or "", spots[at], str(industries[at] or ""),
            f"{needs[at] or ''} {tags[at] or ''}",
            _other(owners.get(companies[at], ""), str(typed[at] or "")),
            str(rulings[at] or ""), str(typed[at] or ""), _moment(acquired[at], assigned[at]),
        )
        for at in records.tolist()
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.turn)


def at_home(register: Register, some: Sequence[Request]) -> list[Request]:
    """Return requests with where they are at home."""
    spots = homes(register, np.array([one.record for one in some], dtype=np.int64))
    return [replace(one, home=spots[one.record]) for one in some]


def folded(register: Register, column: Column) -> list[str]:
    """Return a column's values folded, each distinct one once."""
    data = register.data.get(column.header)
    if data is None:
        return [""] * len(register)
    values = [fold(str(value)) if value is not None else "" for value in data.parsed.values]
    found: list[str] = data.spread(values, "").tolist()
    return found


def owners_by_company(ledger: Ledger, register: Register) -> Mapping[str, str]:
    """Return who owns each company: its customer's owner, else that of its first open lead."""
    found: dict[str, str] = {}
    for company, owner in (*_of_customers(ledger), *_of_leads(ledger, register)):
        if company and owner:
            found.setdefault(company, owner)
    return found


def _of_customers(ledger: Ledger) -> Iterator[tuple[str, str]]:
    register = ledger[CUSTOMERS]
    if register is None:
        return
    owners = register.values(customers.OWNER).tolist()
    for company, owner in zip(folded(register, customers.NAME), owners, strict=True):
        yield company, str(owner or "")


def _of_leads(ledger: Ledger, register: Register) -> list[tuple[str, str]]:
    state, companies = statuses(ledger, register), folded(register, leads.COMPANY)
    ids, owners = (register.values(column).tolist() for column in (leads.ID, leads.OWNER))
    owned = [
        (str(ids[at] or ""), companies[at], str(owners[at]))
        for at in open_leads(ledger, register).tolist()
        if owners[at] is not None and state[at] != UNASSIGNED
    ]
    return [(company, owner) for _number, company, owner in sorted(owned)]


def _other(owner: str, own: str) -> str:
    return "" if owner == own else owner


def _moment(*found: object) -> dt.datetime:
    return next((one for one in found if isinstance(one, dt.datetime)), _LAST)
