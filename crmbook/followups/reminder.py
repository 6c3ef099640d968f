"""Reminders: the evening before, of the last day that is worked (M59, §2.2)."""

from __future__ import annotations

import datetime as dt
from typing import Final

from crmbook.facts.calendar import WorkingCalendar
from crmbook.schema.rules import REMINDER, RuleBook, clock_of

_DAY: Final = dt.timedelta(1)


def reminder(day: dt.date, calendar: WorkingCalendar, rules: RuleBook) -> dt.datetime:
    """Return when somebody is reminded of a day: ``6月15日前`` → 6月14日18:00."""
    before = day - _DAY
    while not calendar.works(before):
        before -= _DAY
    return dt.datetime.combine(before, clock_of(str(rules[REMINDER])) or dt.time(18))
