"""Plans: the next date that somebody typed for a lead, in the log or in the register (M61, §2.2, §3.7)."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from crmbook.model.patterns import lazy

_DAY_NAMED: Final = lazy(r"(?:(\d{4})\s*[年./-])?\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?")


class Plan(NamedTuple):
    """What is planned: until when, by which log record (-1: by the register), in which column."""

    when: dt.datetime
    row: int
    column: str


def plan_of(last: dt.datetime | None, promised: Plan | None, planned: Plan | None) -> Plan | None:
    """Return the next plan that no contact has closed yet, the earlier one where there are two.

    ``promised`` by the last row of the log; ``planned`` in the register (下次跟进时间), which a contact
    on that day or later has kept.
    """
    if planned is not None and last is not None and planned.when.date() <= last.date():
        planned = None
    known = [one for one in (promised, planned) if one is not None]
    return min(known, key=lambda one: one.when, default=None)


def first_step(text: str, after: dt.date, until: dt.date) -> dt.date:
    """Return the first day that a next step names (3月3日发送案例，约定3月4日演示), else its last."""
    named = (_day(match.groups(), after) for match in _DAY_NAMED.finditer(text))
    return min((day for day in named if day is not None and after < day < until), default=until)


def _day(parts: tuple[str | None, ...], after: dt.date) -> dt.date | None:
    """Return the day that ``年月日`` names; without a year, the first one from ``after`` on."""
    year, month, day = (None if part is None else int(part) for part in parts)
    try:
        found = dt.date(year or after.year, month or 0, day or 0)
        if year is None and found < after:
            found = found.replace(year=after.year + 1)
    except ValueError:
        return None
    return found
