"""The job of ``assign``: owners proposed for leads, whose clocks ran out, and loads before and after."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from crmbook.book import Book
from crmbook.facts.clocks import Clock, Late, late
from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.facts.status import open_leads
from crmbook.i18n import _
from crmbook.qualify.assignment import Desk, Proposal
from crmbook.qualify.customer_files import LateFile, late_files, untouched
from crmbook.qualify.requests import Request, at_home, requests, unassigned
from crmbook.qualify.staff import Rep, Staff, staff
from crmbook.schema.sheets import CUSTOMERS, leads


@dataclass(frozen=True, slots=True)
class Load:
    """How many open leads somebody has before and after; ``rep`` None: not in 人员."""

    name: str
    rep: Rep | None
    before: int
    after: int

    @property
    def capacity(self) -> int | None:
        """The 容量, None for no limit."""
        return None if self.rep is None else self.rep.capacity


@dataclass(frozen=True, slots=True)
class Moved:
    """A lead that has an owner, who is proposed to be another: a manager decides (M47)."""

    proposal: Proposal
    late: Late | None


@dataclass(frozen=True)
class AssignReport:
    """What ``assign`` proposes; nothing is written.

    ``given``: leads without an owner; ``review``: nobody fits; ``late``: clocks that ran out;
    ``waiting``: leads with an owner, of which a manager decides in 改派; ``untouched``: customers of
    whom the log says nothing (M48); ``late_files``: whose file is not made in time (M96).
    """

    book: Book
    today: dt.datetime
    register: Register
    staff: Staff
    given: tuple[Proposal, ...]
    waiting: tuple[Request, ...]
    review: tuple[Proposal, ...]
    late: tuple[Late, ...]
    before: Mapping[str, int]
    after: Mapping[str, int]
    desk: Desk
    customers: Register | None = None
    untouched: tuple[int, ...] = ()
    late_files: tuple[LateFile, ...] = ()

    @cached_property
    def moves(self) -> tuple[Moved, ...]:
        """Who should have what waits for a manager; weighed when asked for, for there may be many."""
        return self.moved(self.waiting)

    def moved(self, some: Sequence[Request]) -> tuple[Moved, ...]:
        """Return who should have some of those that wait."""
        return tuple(
            Moved(self.desk.propose(one), self._overdue.get(one.record))
            for one in at_home(self.register, some)
        )

    @cached_property
    def _overdue(self) -> dict[int, Late]:
        return {one.record: one for one in self.late}

    @cached_property
    def loads(self) -> list[Load]:
        """Everybody's load: those in 人员 first, then who is not."""
        known = [
            Load(rep.name, rep, self.before.get(rep.name, 0), self.after.get(rep.name, 0))
            for rep in self.staff.reps
        ]
        names = {rep.name for rep in self.staff.reps}
        strange = sorted(name for name in self.before if name not in names)
        return known + [
            Load(name, None, self.before[name], self.after.get(name, 0)) for name in strange
        ]

    @cached_property
    def notes(self) -> list[str]:
        """What is unclear in 人员, and who owns leads without standing there."""
        strange = [load for load in self.loads if load.rep is None]
        found = list(self.staff.notes)
        if not self.staff.reps:
            found.append(_("人员 names nobody: fill it in, and leads can be assigned"))
        elif strange:
            people = "、".join(f"{load.name} {load.before}" for load in strange)
            found.append(_("own leads, but do not stand in 人员: {people}").format(people=people))
        return found


def assign_book(book: Book, today: dt.date | dt.datetime | None = None) -> AssignReport:
    """Return who should have what. Raises FileRefused when the book has no register of leads."""
    book.require_leads()
    ledger = book.ledger(today)
    register = ledger.leads
    assert register is not None  # noqa: S101 - required above
    people, before = staff(ledger), _loads(ledger, register)
    desk = Desk(people, before, ledger.rules)
    overdue = late(ledger, register)
    wanted = _wanted(ledger, register, people, overdue)
    settled = register.blank(leads.OWNER) | ~register.blank(leads.RULING)
    proposals = list(desk.give(requests(ledger, register, wanted[settled[wanted]])))
    waiting = requests(ledger, register, wanted[~settled[wanted]], located=False)
    return AssignReport(
        book,
        ledger.today,
        register,
        people,
        tuple(one for one in proposals if one.owner),
        tuple(waiting),
        tuple(one for one in proposals if not one.owner),
        tuple(overdue),
        before,
        dict(desk.loads.open),
        desk,
        ledger[CUSTOMERS],
        tuple(untouched(ledger)),
        tuple(late_files(ledger)),
    )


def _loads(ledger: Ledger, register: Register) -> dict[str, int]:
    """Return how many open leads each person has; what was given back is nobody's any more."""
    free = set(unassigned(ledger, register).tolist())
    owners = (
        register.text(leads.OWNER, record)
        for record in open_leads(ledger, register).tolist()
        if record not in free
    )
    return dict(Counter(owner for owner in owners if owner))


def _wanted(
    ledger: Ledger, register: Register, people: Staff, overdue: list[Late]
) -> NDArray[np.int64]:
    """Return the leads to look at: nobody's, not contacted in time, and those a manager ruled on.

    A ruling that names the owner settles it: the lead stays where it is (M22).
    """
    wanted = set(unassigned(ledger, register).tolist())
    wanted |= {one.record for one in overdue if one.clock is Clock.CONTACT}
    owners, rulings = register.values(leads.OWNER), register.values(leads.RULING)
    for record in open_leads(ledger, register).tolist():
        ruling = rulings[record]
        if ruling is not None and ruling == owners[record]:
            wanted.discard(record)
        elif ruling is not None and people.get(str(ruling)) is not None:
            wanted.add(record)
    return np.array(sorted(wanted), dtype=np.int64)
