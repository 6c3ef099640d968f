"""The job of ``due``: whom to contact today, whom not to, and what was left lying (M49–M61, §2.2)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from crmbook.book import Book
from crmbook.facts.calendar import WorkingCalendar, working_calendar
from crmbook.facts.ledger import Ledger
from crmbook.followups.agenda import Agenda, agenda, daily_caps, start_day
from crmbook.followups.cadence import Cadence
from crmbook.followups.customers import CustomerDesk
from crmbook.followups.item import Item, Kind
from crmbook.followups.leads import LeadDesk
from crmbook.i18n import _
from crmbook.model.errors import FileRefused
from crmbook.schema.rules import FOLLOWUP_START
from crmbook.schema.sheets import CUSTOMERS, FOLLOWUPS, LEADS, PEOPLE, leads, settings


@dataclass(frozen=True, slots=True)
class Day:
    """One person's day: what fits into it, what does not, and whom not to contact."""

    owner: str
    items: tuple[Item, ...]

    @property
    def today(self) -> list[Item]:
        """Whom to contact, in the order of the day."""
        return [one for one in self.items if one.today and one.kind is not Kind.DO_NOT_CONTACT]

    @property
    def tomorrow(self) -> list[Item]:
        """What is beyond the day's capacity."""
        return [one for one in self.items if not one.today and not one.with_]

    @property
    def rests(self) -> list[Item]:
        """Whom not to contact: first those who were contacted, then who asked for rest."""
        found = [one for one in self.items if one.kind is Kind.DO_NOT_CONTACT]
        return sorted(found, key=lambda one: (not one.rule.startswith("上限"), one.record))

    @property
    def counts(self) -> Counter[Kind]:
        """How many of a kind there are today."""
        return Counter(one.kind for one in self.today)


@dataclass(frozen=True)
class DueReport:
    """What a day looks like; nothing is written. ``notes`` say what could not be told, and why."""

    book: Book
    ledger: Ledger
    agenda: Agenda
    heads: dict[str, str]
    notes: tuple[str, ...]
    desk: LeadDesk | None = None
    owner: str | None = None

    @property
    def today(self) -> dt.datetime:
        """The moment that is judged."""
        return self.ledger.today

    @cached_property
    def days(self) -> list[Day]:
        """Everybody's day, those without an owner last."""
        grouped = groupby(self.agenda.items, key=lambda one: one.owner)
        return [Day(owner, tuple(some)) for owner, some in grouped]

    @cached_property
    def upcoming(self) -> tuple[Item, ...]:
        """Who is to be contacted on a later day; reckoned when asked for."""
        found = () if self.desk is None else self.desk.upcoming()
        return tuple(one for one in found if self.owner is None or one.owner == self.owner)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The book's working days."""
        return working_calendar(self.ledger)


def due_book(
    book: Book, today: dt.date | dt.datetime | None = None, owner: str | None = None
) -> DueReport:
    """Return a book's day; ``owner``: that of one person. Raises FileRefused where there are no leads."""
    return due_report(book, book.ledger(today), owner)


def due_report(book: Book, ledger: Ledger, owner: str | None = None) -> DueReport:
    """Return the day of a ledger that is there already. Raises as :func:`due_book`."""
    register = ledger.leads
    if register is None and ledger[CUSTOMERS] is None:
        raise FileRefused(
            _("the book has no {sheet}").format(sheet=LEADS.name),
            _("give the columns headers such as 公司名称, 联系人, 联系电话"),
            path=book.path,
        )
    cadence = Cadence(ledger.rules, working_calendar(ledger))
    desk = None if register is None else LeadDesk.of(ledger, register, cadence)
    made = agenda(ledger, _found(ledger, desk, cadence))
    if owner is not None:
        made = Agenda(_of(made.items, owner), _of(made.cleanup, owner))
    notes = tuple(_notes(ledger, desk, made))
    return DueReport(book, ledger, made, _heads(ledger), notes, desk, owner)


def _found(ledger: Ledger, desk: LeadDesk | None, cadence: Cadence) -> Iterator[Item]:
    if desk is not None:
        yield from desk.items()
    customers = ledger[CUSTOMERS]
    if customers is not None:
        yield from CustomerDesk.of(ledger, customers, cadence).items()


def _of(items: Sequence[Item], owner: str) -> tuple[Item, ...]:
    return tuple(one for one in items if one.owner == owner)


def _heads(ledger: Ledger) -> dict[str, str]:
    """Return everybody's 主管."""
    register = ledger[PEOPLE]
    if register is None:
        return {}
    names, heads = (register.values(one) for one in (settings.PERSON_NAME, settings.HEAD))
    return {str(name): str(head) for name, head in zip(names, heads, strict=True) if name and head}


def _notes(ledger: Ledger, desk: LeadDesk | None, made: Agenda) -> Iterator[str]:
    """Yield what could not be told, and what is odd."""
    if desk is not None:
        yield from _lead_notes(ledger, desk)
    yield from _people_notes(ledger, made)
    if made.cleanup:
        told = _("{count} late since before {day} (规则 {rule}): see 清理, --format xlsx")
        yield told.format(
            count=f"{len(made.cleanup):,}", day=start_day(ledger), rule=FOLLOWUP_START.code
        )
    elif str(ledger.rules[FOLLOWUP_START]).strip() and start_day(ledger) is None:
        told = _("规则 {rule} “{value}” is no date: it is not applied")
        yield told.format(rule=FOLLOWUP_START.code, value=ledger.rules[FOLLOWUP_START])
    years = sorted(working_calendar(ledger).assumed)
    if years:
        told = _(
            "no official calendar for {years}, and 节假日 names none: Monday to Friday assumed"
        )
        yield told.format(years="、".join(map(str, years)))


def _lead_notes(ledger: Ledger, desk: LeadDesk) -> Iterator[str]:
    register = desk.register
    if ledger.log is None:
        yield _("no {sheet}: contacts are reckoned from 分配时间 alone").format(
            sheet=FOLLOWUPS.name
        )
    for count, told in (
        (desk.contacts.future, _("{count} log rows lie in the future: not counted as contacts")),
        (
            len(desk.unknown()),
            _("{count} leads were never contacted and have no date: listed last"),
        ),
        (len(desk.ahead()), _("{count} leads are given only after today: not listed yet")),
        (
            sum(register.values(leads.GRADE)[at] is None for at in desk.open),
            _("{count} open leads have no 意向等级: looked after like B类 until then"),
        ),
    ):
        if count:
            yield told.format(count=f"{count:,}")
    if leads.CONFIRMED not in register:
        told = _("no column “{column}”: who has not confirmed a lead cannot be told")
        yield told.format(column=leads.CONFIRMED.header)


def _people_notes(ledger: Ledger, made: Agenda) -> Iterator[str]:
    owners = dict.fromkeys(one.owner for one in made.items)
    nobody = sum(not one.owner for one in made.items)
    if nobody:
        told = _("{count} have no owner: give them out with “crmbook assign”")
        yield told.format(count=f"{nobody:,}")
    gone = [name for name in owners if name in _gone(ledger)]
    if gone:
        told = _("not on duty, or left: {names}; hand their leads over")
        yield told.format(names="、".join(gone))
    caps = daily_caps(ledger)
    without = [name for name in owners if name and name not in caps]
    if without and caps:
        told = _("no 每日跟进上限 in 人员, so everything is listed: {names}")
        yield told.format(names="、".join(without))


def _gone(ledger: Ledger) -> set[str]:
    register = ledger[PEOPLE]
    if register is None:
        return set()
    columns = (settings.PERSON_NAME, settings.ON_DUTY, settings.LEFT)
    rows = zip(*(register.values(column).tolist() for column in columns), strict=True)
    return {
        str(name)
        for name, on_duty, left in rows
        if on_duty is False or (isinstance(left, dt.datetime) and left <= ledger.today)
    }
