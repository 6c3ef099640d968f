"""Customers that nobody has talked to yet (M48), and whose file is not made in time (M96)."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from crmbook.facts.calendar import WorkingCalendar, working_calendar
from crmbook.facts.ledger import Ledger
from crmbook.facts.log_leads import lead_numbers
from crmbook.facts.register import Register
from crmbook.qualify.requests import folded
from crmbook.schema.sheets import CUSTOMERS, customers, followups, leads

FILING: Final = "时限.资料整理"


class LateFile(NamedTuple):
    """A customer reviewed on a day whose file was not made ``limit`` working days later."""

    record: int
    reviewed: dt.datetime
    due: dt.date


def untouched(ledger: Ledger) -> list[int]:
    """Return the customers without any row of the log, by company or by the lead they were."""
    register = ledger[CUSTOMERS]
    if register is None:
        return []
    names, numbers = _contacted(ledger)
    own = register.values(customers.ID)
    return [
        record
        for record, company in enumerate(folded(register, customers.NAME))
        if company not in names and own[record] not in numbers
    ]


def _contacted(ledger: Ledger) -> tuple[set[str], set[object]]:
    """Return the companies and the customer numbers that the log speaks of."""
    log, register = ledger.log, ledger.leads
    if log is None:
        return set(), set()
    names = {name for name in folded(log, followups.COMPANY_NAME) if name}
    if register is None:
        return names, set()
    known = {number for number in lead_numbers(ledger, log) if number is not None}
    ids, became = (register.values(column) for column in (leads.ID, leads.CUSTOMER_ID))
    companies = folded(register, leads.COMPANY)
    there = [at for at, number in enumerate(ids) if number in known]
    return names | {companies[at] for at in there}, {became[at] for at in there} - {None}


def late_files(ledger: Ledger) -> list[LateFile]:
    """Return the customers reviewed (核实日期) whose 建档日期 is missing, or came too late."""
    register = ledger[CUSTOMERS]
    if register is None:
        return []
    calendar, limit = working_calendar(ledger), int(ledger.rules.number(FILING))
    return [found for record in range(len(register))
            if (found := _late(register, record, calendar, (limit, ledger.today)))]  # fmt: skip


def _late(
    register: Register, record: int, calendar: WorkingCalendar, rule: tuple[int, dt.datetime]
) -> LateFile | None:
    limit, today = rule
    reviewed = register.values(customers.VERIFIED_ON)[record]
    if not isinstance(reviewed, dt.datetime):
        return None
    filed = register.values(customers.CREATED)[record]
    end = filed if isinstance(filed, dt.datetime) else today
    due = calendar.after(reviewed.date(), limit)
    return LateFile(record, reviewed, due) if end.date() > due else None
