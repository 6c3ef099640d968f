"""Dates without a year, and plans in words, resolved by the record they stand in (M17, U10).

A distinct value cannot know its year; each record that holds one gets a distinct value of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from crmbook.facts.register import ColumnData, Register
from crmbook.facts.tabs import Tab
from crmbook.i18n import _
from crmbook.schema.column import Column
from crmbook.schema.kinds.base import Issue, ParsedColumn
from crmbook.schema.kinds.date import PartialDate, resolve
from crmbook.schema.sheets import FOLLOWUPS, followups, leads

#: Further from the record's own date than this, the year may be another: 12月28日, assigned in March.
_NEAR = dt.timedelta(183)


def resolve_dates(register: Register, today: dt.datetime, tabs: Sequence[Tab] = ()) -> None:
    """Give every partial date of a register the year of its own record, and say so.

    A record without a date of its own takes the year of its tab's month (U06), else today's.
    """
    months = [None if tab.month is None else tab.month.last_day() for tab in tabs]
    for data in register.data.values():
        values = data.parsed.values
        # A partial date always comes with an issue, so only values with one are looked at.
        partial = [at for at in data.parsed.issues if isinstance(values[at], PartialDate)]
        if partial:
            _resolve(register, data, partial, [month or today for month in months] or [today])


def _resolve(
    register: Register, data: ColumnData, partial: list[int], seen_from: Sequence[dt.datetime]
) -> None:
    references = [register.values(column) for column in _references(register, data.column)]
    values, issues = list(data.parsed.values), dict(data.parsed.issues)
    codes, raw = data.codes.copy(), list(data.raw)
    for record in np.flatnonzero(data.flags(partial)).tolist():
        old = int(codes[record])
        known = (dates[record] for dates in references)
        else_ = seen_from[int(register.place[record]) % len(seen_from)]
        own = next((date for date in known if isinstance(date, dt.datetime)), None)
        value = resolve(values[old], own or else_)
        values.append(value)
        raw.append(raw[old])
        codes[record] = len(values) - 1
        sure = own is not None and value is not None and abs(value - own) <= _NEAR
        issues[len(values) - 1] = tuple(
            _said(issue, value, guess=not sure) for issue in data.parsed.issues.get(old, ())
        )
    data.codes, data.raw = codes, raw
    data.parsed = ParsedColumn(values, issues, data.parsed.masked, data.parsed.blanks)


def _references(register: Register, column: Column) -> list[Column]:
    """Return the columns whose date says which year is meant, best first."""
    own = [followups.WHEN, followups.RECORDED]
    columns = own if register.sheet is FOLLOWUPS else [leads.ASSIGNED, leads.ACQUIRED]
    return [one for one in columns if one is not column]


def _said(issue: Issue, value: object, *, guess: bool) -> Issue:
    if not isinstance(value, dt.datetime):
        return issue
    read = _("{message}; read as {date}").format(message=issue.message, date=f"{value:%Y-%m-%d}")
    return issue._replace(message=read, fix=value, guess=guess)
