"""The open leads of a book, each under its gravest reason (M49–M61)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from crmbook.facts.chain import chains, grades_at
from crmbook.facts.clocks import Clock, Late, late
from crmbook.facts.ledger import Ledger
from crmbook.facts.log_leads import lead_records
from crmbook.facts.moments import moments, plausible
from crmbook.facts.register import Register
from crmbook.facts.status import PAUSED, open_leads, statuses
from crmbook.facts.wordings import wording_of
from crmbook.followups.cadence import Cadence, lead_class
from crmbook.followups.caps import Tally
from crmbook.followups.case import Case, Found
from crmbook.followups.contacts import THEIRS, Contacts, contacts
from crmbook.followups.item import Item, Kind
from crmbook.followups.judging import Judge
from crmbook.followups.ladder import step_of
from crmbook.followups.plans import Plan, plan_of
from crmbook.schema.column import Column
from crmbook.schema.sheets import followups, leads
from crmbook.schema.words.following import ASKED_FOR, NOT_NOW

#: Who rests is looked after like these: something to read now and then (M56).
LIGHTLY: Final = "C类"
_SAYS_WHEN: Final = (followups.NEXT_STEP, followups.FEEDBACK)
_SAYS_NO: Final = (followups.FEEDBACK, followups.CONTENT)


@dataclass
class LeadDesk:
    """What is known of a book's leads, array by array; ``open``: the records somebody works on."""

    ledger: Ledger
    register: Register
    cadence: Cadence
    contacts: Contacts
    open: list[int]
    unconfirmed: dict[int, Late] = field(default_factory=dict)

    @classmethod
    def of(cls, ledger: Ledger, register: Register, cadence: Cadence) -> LeadDesk:
        """Return the desk of a book, today."""
        log = ledger.log
        whose = np.empty(0, np.int64) if log is None else lead_records(ledger, log)
        counted = contacts(log, whose, len(register), ledger.today)
        late_ones = {
            one.record: one for one in late(ledger, register) if one.clock is Clock.CONFIRM
        }
        there = open_leads(ledger, register)
        merged = ~register.blank(leads.MERGED_INTO)
        return cls(ledger, register, cadence, counted, there[~merged[there]].tolist(), late_ones)

    def items(self) -> Iterator[Item]:
        """Yield who is to be contacted today, and who is not to be."""
        judge, columns = Judge.of(self.ledger, self.cadence), self._columns()
        for record, case in self._cases(columns):
            found = judge.find(case)
            if found is not None:
                yield self._item(record, case, found, columns)

    def upcoming(self) -> Iterator[Item]:
        """Yield who is to be contacted on a later day: by a plan, else by the end of its window."""
        judge, columns = Judge.of(self.ledger, self.cadence), self._columns()
        for record, case in self._cases(columns):
            found = judge.next(case) if judge.find(case) is None else None
            if found is not None:
                yield self._item(record, case, found, columns)

    def unknown(self) -> list[int]:
        """Return the open leads of which no date says since when somebody should have called."""
        begun = self._begun()
        never = np.isnat(self.contacts.last) & np.isnat(begun)
        return [record for record in self.open if never[record]]

    def ahead(self) -> list[int]:
        """Return the open leads, never contacted, that begin only after today."""
        now = np.datetime64(self.ledger.today.replace(microsecond=0), "s")
        later = np.isnat(self.contacts.last) & (self._begun() > now)
        return [record for record in self.open if later[record]]

    def _begun(self) -> Any:
        assigned, acquired = (
            plausible(moments(self.register, one)) for one in (leads.ASSIGNED, leads.ACQUIRED)
        )
        return np.where(np.isnat(assigned), acquired, assigned)

    def _columns(self) -> dict[str, list[Any]]:
        """Return what every case asks for, as lists: ten times faster than arrays, one by one."""
        found = self.contacts
        values: dict[str, Any] = {
            "begun": self._begun(), "last": found.last, "row": found.row, "day": found.day,
            "week": found.week, "pushes": found.pushes, "promise": found.promise,
            "promise_row": found.promise_row, "next": moments(self.register, leads.NEXT_CONTACT),
            "state": statuses(self.ledger, self.register),
            "owner": self.register.values(leads.OWNER),
            "company": self.register.values(leads.COMPANY),
        }  # fmt: skip
        lists = {name: value.tolist() for name, value in values.items()}
        lists["grade"] = grades_at(self.ledger, self.ledger.today, chains(self.ledger))
        return lists

    def _cases(self, columns: dict[str, list[Any]]) -> Iterator[tuple[int, Case]]:
        ahead = set(self.ahead())
        some = [record for record in self.open if record not in ahead]
        plans = [self._plan(record, columns) for record in some]
        refused = self._said({columns["row"][record] for record in some}, NOT_NOW, _SAYS_NO)
        asked = self._asked({plan.row for plan in plans if plan is not None})
        for record, plan in zip(some, plans, strict=True):
            case = self._case(record, columns, plan)
            words = refused.get(columns["row"][record], "")
            wanted = plan is not None and plan.row in asked
            yield record, case._replace(not_now=words, asked=wanted)

    def _plan(self, record: int, columns: dict[str, list[Any]]) -> Plan | None:
        promise, planned = columns["promise"][record], columns["next"][record]
        promised = None
        if promise is not None:
            promised = Plan(promise, columns["promise_row"][record], followups.DUE.header)
        typed = None if planned is None else Plan(planned, -1, leads.NEXT_CONTACT.header)
        return plan_of(columns["last"][record], promised, typed)

    def _case(self, record: int, columns: dict[str, list[Any]], plan: Plan | None) -> Case:
        grade, row = columns["grade"][record], columns["row"][record]
        day, week, pushes = (columns[name][record] for name in ("day", "week", "pushes"))
        steps = row if plan is None or plan.row < 0 else plan.row
        return Case(
            kind=lead_class(grade),
            paused=columns["state"][record] == PAUSED,
            begun=columns["begun"][record],
            tally=Tally(day, week, pushes, columns["last"][record]),
            plan=plan,
            steps="" if plan is None else self._text(followups.NEXT_STEP, steps),
            unconfirmed=self.unconfirmed.get(record),
        )

    def _said(self, rows: set[int], name: str, columns: Sequence[Column]) -> dict[int, str]:
        """Return the words by which some log rows say something, those that do."""
        there = sorted(row for row in rows if row >= 0)
        texts = ["，".join(self._text(column, row) for column in columns) for row in there]
        found = wording_of(self.ledger, name).find([text.replace("\n", "，") for text in texts])
        return {there[at]: said.words for at, said in found.items()}

    def _asked(self, rows: set[int]) -> set[int]:
        """Return the rows whose plan is the customer's wish: they began the talk, or words say so."""
        begun = {row for row in rows if self._text(followups.INITIATOR, row) == THEIRS}
        return begun | set(self._said(rows - begun, ASKED_FOR, _SAYS_WHEN))

    def _text(self, column: Column, row: int) -> str:
        log = self.ledger.log
        return "" if log is None or row < 0 else log.text(column, row)

    def _item(self, record: int, case: Case, found: Found, columns: dict[str, list[Any]]) -> Item:
        today: dt.date = self.ledger.today.date()
        late, worked = (0, 0) if found.day is None else self.cadence.days_late(found.day, today)
        contact = found.kind is not Kind.DO_NOT_CONTACT
        row = columns["row"][record]
        rules = self.ledger.rules
        kind = LIGHTLY if found.kind is Kind.LIGHT_TOUCH else case.kind
        return Item(
            register=self.register,
            record=record,
            kind=found.kind,
            owner=columns["owner"][record] or "",
            grade=columns["grade"][record] or "",
            company=columns["company"][record] or "",
            last=case.last,
            contact_row=row,
            plan_row=row if case.plan is None else case.plan.row,
            earliest=None if found.window is None else found.window.earliest,
            latest=None if found.window is None else found.window.latest,
            day=found.day,
            when=_timed(case, found),
            days_late=late,
            working_late=worked,
            step=step_of(late, rules) if contact and found.kind is not Kind.LIGHT_TOUCH else None,
            way=str(rules[f"方式.{kind}"]) if contact else "",
            goal=str(rules[f"目标.{kind}"]) if contact else "",
            rule=found.rule,
            reason=found.reason,
            also=found.also,
            appointment=case.asked and found.kind is Kind.PROMISE,
        )


def _timed(case: Case, found: Found) -> dt.datetime | None:
    """Return the moment of a plan that names a time of day."""
    plan = case.plan
    if plan is None or found.day != plan.when.date() or plan.when.time() == dt.time():
        return None
    return plan.when
