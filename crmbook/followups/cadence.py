"""Cadence: between which days somebody is to be contacted again (M51, M53, M54, §2.2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from crmbook.facts.calendar import WorkingCalendar
from crmbook.schema.kinds.grade import base_grade
from crmbook.schema.rules import BY_CODE, RuleBook, days_of

#: Leads that nobody has graded are looked after like these.
UNGRADED: Final = "B类"
_DAY: Final = dt.timedelta(1)


class Window(NamedTuple):
    """From which day on, and until which, a contact is due; ``rule``: the row of 规则 that says so."""

    earliest: dt.date
    latest: dt.date
    rule: str


@dataclass
class Cadence:
    """Windows by rule. They count calendar days; a latest day nobody works moves to the next one."""

    rules: RuleBook
    calendar: WorkingCalendar
    _known: dict[tuple[dt.date, str], Window] = field(default_factory=dict, repr=False)
    _worked: dict[tuple[dt.date, dt.date], int] = field(default_factory=dict, repr=False)

    def window(self, last: dt.date, code: str) -> Window:
        """Return the window of a rule (``周期.线索.A类``) after a contact on a day."""
        key = (last, code)
        if key not in self._known:
            low, high = self._days(code)
            latest = self.calendar.next(last + high * _DAY)
            self._known[key] = Window(last + low * _DAY, latest, code)
        return self._known[key]

    def days_late(self, latest: dt.date, today: dt.date) -> tuple[int, int]:
        """Return how many days a day lies past, and how many of them are worked; (0, 0) where it does not."""
        days = (today - latest).days
        if days <= 0:
            return 0, 0
        if (latest, today) not in self._worked:  # of years, and the same for many leads
            days_between = (latest + at * _DAY for at in range(1, days + 1))
            self._worked[latest, today] = sum(map(self.calendar.works, days_between))
        return days, self._worked[latest, today]

    def _days(self, code: str) -> tuple[int, int]:
        found = days_of(str(self.rules[code])) or days_of(str(BY_CODE[code].default))
        assert found is not None  # noqa: S101 - every default is a cadence
        return found


def lead_class(grade: str | None) -> str:
    """Return the class under which a lead is looked after: ``A类`` for A+类 too (§2.3)."""
    letter = base_grade(grade)
    return UNGRADED if letter is None else f"{letter}类"


def lead_rule(grade: str | None) -> str:
    """Return the rule by which a lead of a grade is contacted."""
    return f"周期.线索.{lead_class(grade)}"
