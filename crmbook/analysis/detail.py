"""月报明细: one row a lead counted in an open month, in canonical values (REQUIREMENTS §2.16).

Every figure of the monthly analysis is a count, sum or mean over these rows, in Python and, as a
formula, in the sheet: both calculators agree by construction, and every figure leads to its rows.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from crmbook.facts.begun import begun
from crmbook.facts.carried import carried
from crmbook.facts.chain import chains, grade_at
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month, MonthRule
from crmbook.facts.register import Register
from crmbook.facts.status import DUPLICATE, EXCLUDED, LOST, WON, statuses
from crmbook.schema.kinds.grade import base_grade
from crmbook.schema.sheets import leads
from crmbook.schema.text import fold

UNGRADED = "未评级"
UNKNOWN_SOURCE = "未填来源"
UNKNOWN_STAGE = "未填阶段"


@dataclass(frozen=True, slots=True)
class DetailRow:
    """One lead as the month counts it.

    ``month`` the lead began (None: undated); ``state`` as typed or derived; ``counted`` false for
    无效 and 重复; ``grade`` at the end of its month (A, B, C or 未评级); ``signed_month`` and
    ``first`` (this signing counts its company for the month); ``cycle`` in days; ``lost_month`` and
    ``lost_stage``; ``cohort`` whether it has been signed up to today.
    """

    number: str
    sheet: str
    row: int
    company: str
    owner: str
    month: Month | None
    state: str
    counted: bool
    grade: str
    source: str
    signed_month: Month | None
    first: bool
    cycle: int | None
    lost_month: Month | None
    lost_stage: str
    cohort: bool

    def touches(self, months: Collection[Month]) -> bool:
        """Whether the row counts for anything in one of the months."""
        return (
            self.month in months
            or self.signed_month in months
            or (self.lost_month in months and self.lost_month is not None)
        )


def by_month(rows: Sequence[DetailRow]) -> dict[Month, list[DetailRow]]:
    """Return the rows that each month counts for anything, in their order: one pass over all."""
    found: dict[Month, list[DetailRow]] = defaultdict(list)
    for row in rows:
        for month in {row.month, row.signed_month, row.lost_month}:
            if month is not None:
                found[month].append(row)
    return found


def counted_records(ledger: Ledger) -> list[int]:
    """Return the records of the register that :func:`detail` has rows for, in the same order."""
    register, earlier = ledger.leads, carried(ledger)
    return [] if register is None else [one for one in range(len(register)) if one not in earlier]


def detail(ledger: Ledger) -> list[DetailRow]:
    """Return a row for every lead of the register, in its order; a carried-over lead once (U06)."""
    register = ledger.leads
    if register is None:
        return []
    rows = list(_rows(ledger, register))
    return _mark_first(rows)


def _rows(ledger: Ledger, register: Register) -> Iterator[DetailRow]:
    rule, found = MonthRule.of(ledger.rules), chains(ledger)
    states, starts = statuses(ledger, register), begun(ledger)
    numbers, grades = register.values(leads.ID), register.values(leads.GRADE)
    signed, lost = register.values(leads.SIGNED), register.values(leads.LOST)
    for record in counted_records(ledger):
        state, number, start = str(states[record]), numbers[record], starts.dates[record]
        month = starts.months[record]
        grade = grades[record]
        if number in found and month is not None:
            grade = grade_at(found[number], rule.end(month), grade)
        signing = _signing(state, signed[record])
        losing = lost[record] if state == LOST and isinstance(lost[record], dt.datetime) else None
        yield DetailRow(
            number=register.id(record),
            sheet=register.places[register.place[record]].sheet,
            row=int(register.rows[record]),
            company=register.text(leads.COMPANY, record),
            owner=register.text(leads.OWNER, record),
            month=month,
            state=state,
            counted=state not in EXCLUDED,
            grade=base_grade(grade) or UNGRADED,
            source=register.text(leads.SOURCE, record) or UNKNOWN_SOURCE,
            signed_month=None if signing is None else rule.month(signing),
            first=signing is not None,
            cycle=_cycle(start, signing),
            lost_month=None if losing is None else rule.month(losing),
            lost_stage=register.text(leads.LOST_STAGE, record) if losing is not None else "",
            cohort=signing is not None and signing <= ledger.today,
        )


def _signing(state: str, signed: object) -> dt.datetime | None:
    """Return when a lead was signed; invalid, duplicate and lost leads were not (§2.11)."""
    if isinstance(signed, dt.datetime) and state not in (*EXCLUDED, LOST):
        return signed
    return None


def _cycle(start: dt.datetime | None, signing: dt.datetime | None) -> int | None:
    if start is None or signing is None or signing.date() < start.date():
        return None  # a negative cycle is an error of its own (R303), not part of the mean
    return (signing.date() - start.date()).days


def _mark_first(rows: list[DetailRow]) -> list[DetailRow]:
    """Keep ``first`` for one signing a company and month: 签约客户数 counts companies (§2.11)."""
    import dataclasses  # noqa: PLC0415

    seen: set[tuple[str, Month]] = set()
    marked = []
    for row in rows:
        if row.first and row.signed_month is not None:
            key = (fold(row.company) or row.number, row.signed_month)
            if key in seen:
                row = dataclasses.replace(row, first=False)  # noqa: PLW2901
            seen.add(key)
        marked.append(row)
    return marked


__all__ = [
    "DUPLICATE",
    "UNGRADED",
    "UNKNOWN_SOURCE",
    "WON",
    "DetailRow",
    "by_month",
    "counted_records",
    "detail",
]
