"""Clocks that run once a lead is given to somebody: notice, confirmation, first contact (M43, M44, M47).

A clock that is read off a cell with a date alone is judged to the day, and says so (§2.6).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from crmbook.facts.calendar import WorkingCalendar, working_calendar
from crmbook.facts.ledger import Ledger
from crmbook.facts.log_leads import lead_numbers
from crmbook.facts.register import Register
from crmbook.facts.status import PAUSED, UNASSIGNED, open_leads, statuses
from crmbook.schema.column import Column
from crmbook.schema.sheets import followups, leads

NOTICE, CONFIRM, CONTACT = "时限.分配通知", "时限.确认接收", "时限.新客户首次联系"
_HOUR: Final = 60


class Clock(Enum):
    """What is late; in the order of gravity."""

    CONTACT = "first-contact"
    CONFIRM = "confirm"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Late:
    """One lead that a clock has run out on. ``days``: how many days ago it was given.

    ``to_the_day``: the cell has no time, so it could be judged to the day only.
    """

    record: int
    clock: Clock
    rule: str
    given: dt.datetime
    days: int
    to_the_day: bool


def late(ledger: Ledger, register: Register) -> list[Late]:
    """Return the open leads that nobody has contacted yet and a clock has run out on, the gravest first.

    A lead is named once, by its gravest clock; without 通知时间 and 确认时间 these clocks cannot be read.
    """
    found = [one for one in _late(ledger, register) if one is not None]
    order = list(Clock)
    return sorted(found, key=lambda one: (order.index(one.clock), one.given, one.record))


def _late(ledger: Ledger, register: Register) -> Iterator[Late | None]:
    calendar, given = working_calendar(ledger), register.values(leads.ASSIGNED)
    state, contacted = statuses(ledger, register), _contacted(ledger)
    numbers, blank = register.values(leads.ID), register.blank(leads.OWNER)
    for record in open_leads(ledger, register).tolist():
        start = given[record]
        waits = state[record] not in {UNASSIGNED, PAUSED} and not blank[record]
        if not waits or not isinstance(start, dt.datetime) or start > ledger.today:
            continue
        last = contacted.get(numbers[record])
        if last is None or last.date() < start.date():
            yield _of(ledger, register, calendar, (record, start))


def _contacted(ledger: Ledger) -> dict[object, dt.datetime]:
    """Return the last log row of each lead."""
    log = ledger.log
    if log is None:
        return {}
    numbers, whens = lead_numbers(ledger, log), log.values(followups.WHEN)
    found: dict[object, dt.datetime] = {}
    for number, when in zip(numbers, whens, strict=True):
        if number is not None and isinstance(when, dt.datetime):
            found[number] = max(when, found.get(number, when))
    return found


def _of(
    ledger: Ledger, register: Register, calendar: WorkingCalendar, lead: tuple[int, dt.datetime]
) -> Late | None:
    record, start = lead
    rules, today = ledger.rules, ledger.today
    days = (today.date() - start.date()).days
    if days > rules.number(CONTACT):
        return Late(record, Clock.CONTACT, CONTACT, start, days, to_the_day=False)
    for clock, rule, column, minutes in (
        (Clock.CONFIRM, CONFIRM, leads.CONFIRMED, rules.number(CONFIRM) * _HOUR),
        (Clock.NOTICE, NOTICE, leads.NOTIFIED, rules.number(NOTICE)),
    ):
        end = _end(register, column, record, today)
        if end is not None and _ran_out(calendar, start, end, minutes):
            return Late(record, clock, rule, start, days, to_the_day=_is_day(start) or _is_day(end))
    return None


def _end(register: Register, column: Column, record: int, today: dt.datetime) -> dt.datetime | None:
    """Return when a clock was stopped, now while it runs; None where the book does not keep it."""
    if column not in register:
        return None
    value = register.values(column)[record]
    if isinstance(value, dt.datetime):
        return value
    return today if bool(register.blank(column)[record]) else None


def _ran_out(
    calendar: WorkingCalendar, start: dt.datetime, end: dt.datetime, minutes: float
) -> bool:
    """Whether more working minutes went by; by the day where one of them is a day alone."""
    if not _is_day(start) and not _is_day(end):
        return calendar.minutes(start, end, minutes) > minutes
    first, last = calendar.next(start.date()), end.date()
    return last > first


def _is_day(moment: dt.datetime) -> bool:
    return moment.time() == dt.time()
