"""Customers: routine contact by 客户阶段, the programme by 客户等级, repurchase (M53, M54, M102, §2.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from crmbook.facts.ledger import Ledger
from crmbook.facts.moments import Moments
from crmbook.facts.register import Register
from crmbook.followups.cadence import Cadence, Window
from crmbook.followups.caps import Caps, Tally
from crmbook.followups.contacts import Contacts, contacts
from crmbook.followups.customer_rows import customer_records
from crmbook.followups.item import Item, Kind
from crmbook.followups.ladder import step_of
from crmbook.followups.repurchase import Habit, habits
from crmbook.followups.strength import MET, SPOKEN, WRITTEN, strengths
from crmbook.followups.words import due_text, late_text
from crmbook.i18n import _
from crmbook.schema.sheets import customers

_GONE: Final = "流失"
_STAGES: Final = {"潜在": "潜在", "意向": "意向", "成交": "成交", "复购": "成交"}


class Programme(NamedTuple):
    """What a 客户等级 is given, how strong the contact has to be, and whether it is a push (M54)."""

    way: str
    strength: int
    pushes: bool


PROGRAMMES: Final = {
    "A级": Programme("高管拜访", MET, pushes=False),
    "B级": Programme("电话回访", SPOKEN, pushes=False),
    "C级": Programme("产品更新邮件", WRITTEN, pushes=True),
    "D级": Programme("行业白皮书", WRITTEN, pushes=True),
}


@dataclass
class CustomerDesk:
    """What is known of a book's customers; ``by_strength``: the last contact at least so strong."""

    ledger: Ledger
    register: Register
    cadence: Cadence
    contacts: Contacts
    by_strength: dict[int, Moments]
    habits: dict[int, Habit]

    @classmethod
    def of(cls, ledger: Ledger, register: Register, cadence: Cadence) -> CustomerDesk:
        """Return the desk of a book, today."""
        log, count = ledger.log, len(register)
        whose = np.empty(0, np.int64) if log is None else customer_records(ledger, log, register)
        known = contacts(log, whose, count, ledger.today)
        found = {WRITTEN: known.last}
        if log is not None:
            strong = strengths(log)
            for level in (SPOKEN, MET):
                some = np.where(strong >= level, whose, -1)
                found[level] = contacts(log, some, count, ledger.today).last
        return cls(ledger, register, cadence, known, found, habits(ledger, register))

    def items(self) -> Iterator[Item]:
        """Yield a customer's routine contact, else what its 客户等级 is given, else a reorder."""
        merged = ~self.register.blank(customers.MERGED_INTO)
        for record in np.flatnonzero(~merged).tolist():
            found = self._routine(record) or self._programme(record) or self._reorder(record)
            if found is not None:
                yield found

    def _routine(self, record: int) -> Item | None:
        stage = self.register.text(customers.STAGE, record)[:2]
        since = self._since(record, WRITTEN)
        if stage not in _STAGES or since is None:
            return None
        window = self.cadence.window(since, f"周期.客户.{_STAGES[stage]}")
        return self._due(record, window, str(self.ledger.rules[f"阶段动作.{_STAGES[stage]}"]))

    def _programme(self, record: int) -> Item | None:
        level = self._level(record)
        if level is None or self.register.text(customers.STAGE, record).startswith(_GONE):
            return None
        programme = PROGRAMMES[level]
        since = self._since(record, programme.strength)
        if since is None:
            return None
        window = self.cadence.window(since, f"周期.等级.{level}")
        capped = (
            Caps.of(self.ledger.rules).pushed(self._tally(record)) if programme.pushes else None
        )
        if capped is not None and window.earliest <= self._today:
            return self._item(record, Kind.DO_NOT_CONTACT, window, (capped.rule, capped.reason, ""))
        return self._due(record, window, programme.way)

    def _reorder(self, record: int) -> Item | None:
        habit = self.habits.get(record)
        if habit is None or (self._today - habit.last).days <= habit.gap:
            return None
        day = habit.last + dt.timedelta(habit.gap)
        told = _("last order {days} days ago, usually one every {gap} days").format(
            days=(self._today - habit.last).days, gap=habit.gap)  # fmt: skip
        since = self._since(record, WRITTEN)
        if since is not None and since >= day:
            return None
        window = Window(day, day, "阶段动作.成交")
        way = str(self.ledger.rules["阶段动作.成交"])
        return self._item(record, Kind.DUE, window, (window.rule, told, way))

    def _due(self, record: int, window: Window, way: str) -> Item | None:
        if window.earliest > self._today:
            return None
        late, worked = self.cadence.days_late(window.latest, self._today)
        kind = Kind.OVERDUE if late else Kind.DUE
        told = late_text(late, worked) if late else due_text(window.latest, self._today)
        return self._item(record, kind, window, (window.rule, told, way))

    def _item(self, record: int, kind: Kind, window: Window, said: tuple[str, str, str]) -> Item:
        rule, reason, way = said
        late, worked = self.cadence.days_late(window.latest, self._today)
        overdue = kind is Kind.OVERDUE
        last: dt.datetime | None = self.contacts.last[record].astype(object)
        return Item(
            register=self.register,
            record=record,
            kind=kind,
            owner=self.register.text(customers.OWNER, record),
            grade=self._level(record) or "",
            company=self.register.text(customers.NAME, record),
            last=last,
            contact_row=int(self.contacts.row[record]),
            plan_row=-1,
            earliest=window.earliest,
            latest=window.latest,
            day=window.latest,
            when=None,
            days_late=late if overdue else 0,
            working_late=worked if overdue else 0,
            step=step_of(late, self.ledger.rules) if overdue else None,
            way=way,
            goal="",
            rule=rule,
            reason=reason,
        )

    def _since(self, record: int, strength: int) -> dt.date | None:
        """Return when a customer was last contacted so strongly; else when its file was made."""
        last = self.by_strength.get(strength, self.contacts.last)[record].astype(object)
        typed = (customers.LAST_CONTACT, customers.CREATED)
        known = [last, *(self.register.values(column)[record] for column in typed)]
        if strength > WRITTEN:
            del known[1]  # nobody knows how strong a typed contact was
        found = next((one for one in known if isinstance(one, dt.datetime)), None)
        return None if found is None else found.date()

    def _level(self, record: int) -> str | None:
        """Return 客户等级, the manager's before the suggested one; A–D alone."""
        for column in (customers.LEVEL, customers.SUGGESTED_LEVEL):
            text = self.register.text(column, record)[:2]
            if text in PROGRAMMES:
                return text
            if f"{text[:1]}级" in PROGRAMMES:
                return f"{text[:1]}级"
        return None

    def _tally(self, record: int) -> Tally:
        found = self.contacts
        return Tally(
            int(found.day[record]), int(found.week[record]), int(found.pushes[record]), None
        )

    @property
    def _today(self) -> dt.date:
        return self.ledger.today.date()
