"""Working days and working minutes: the official calendar, overridden by 节假日 (§2.7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count

from crmbook.facts.ledger import Ledger
from crmbook.model.patterns import lazy
from crmbook.schema.rules import WORKING_HOURS
from crmbook.schema.sheets import HOLIDAYS, settings

_HOURS = lazy(r"(\d{1,2})[:：](\d{2})\s*[-—~～至到]\s*(\d{1,2})[:：](\d{2})")
_DAY = dt.timedelta(days=1)
#: From Monday on, these are the days that nobody works.
_SATURDAY = 5


@dataclass
class WorkingCalendar:
    """Says which days and minutes count. ``own``: days that 节假日 names, and whether they are worked.

    ``assumed``: years asked for that neither 节假日 nor the official calendar knows; there Monday to
    Friday are taken for working days, and whoever shows a result says so.
    """

    own: Mapping[dt.date, bool] = field(default_factory=dict)
    opens: dt.time = dt.time(9)
    closes: dt.time = dt.time(18)
    assumed: set[int] = field(default_factory=set)
    _known: dict[dt.date, bool] = field(default_factory=dict, repr=False)

    def works(self, day: dt.date) -> bool:
        """Whether a day is a working day."""
        found = self.own.get(day)
        if found is None:
            found = self._known.get(day)
        if found is None:
            found = self._known[day] = self._official(day)
        return found

    def after(self, day: dt.date, days: int) -> dt.date:
        """Return the working day that lies so many working days after a day."""
        while days:
            day += _DAY
            days -= self.works(day)
        return day

    def next(self, day: dt.date) -> dt.date:
        """Return the day itself where it is worked, else the first working day behind it."""
        return day if self.works(day) else self.after(day, 1)

    def minutes(self, start: dt.datetime, end: dt.datetime, most: float = 1e9) -> float:
        """Return the working minutes between two moments; counting ends beyond ``most``."""
        found = 0.0
        for days in count():
            day = start.date() + days * _DAY
            if day > end.date() or found > most:
                return found
            if self.works(day):
                first = max(start, dt.datetime.combine(day, self.opens))
                last = min(end, dt.datetime.combine(day, self.closes))
                found += max((last - first).total_seconds(), 0) / 60
        return found

    def _official(self, day: dt.date) -> bool:
        import chinese_calendar  # noqa: PLC0415 - few commands ask for working days

        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:
            if all(own.year != day.year for own in self.own):
                self.assumed.add(day.year)
            return day.weekday() < _SATURDAY


def working_calendar(ledger: Ledger) -> WorkingCalendar:
    """Return the book's calendar; 规则 row 工作时间 that cannot be read leaves 9:00–18:00."""
    if "calendar" not in ledger.derived:
        opens, closes = working_hours(str(ledger.rules[WORKING_HOURS]))
        ledger.derived["calendar"] = WorkingCalendar(_own_days(ledger), opens, closes)
    found: WorkingCalendar = ledger.derived["calendar"]
    return found


def working_hours(text: str) -> tuple[dt.time, dt.time]:
    """Return when a working day begins and ends: ``9:00-18:00``; that too where it says nothing."""
    match = _HOURS.fullmatch(text.strip())
    if match is not None:
        first, second, third, fourth = (int(part) for part in match.groups())
        if (
            max(first, third) < 24
            and max(second, fourth) < 60
            and (first, second) < (third, fourth)
        ):
            return dt.time(first, second), dt.time(third, fourth)
    return dt.time(9), dt.time(18)


def _own_days(ledger: Ledger) -> dict[dt.date, bool]:
    register = ledger[HOLIDAYS]
    if register is None:
        return {}
    days = register.values(settings.HOLIDAY_DATE).tolist()
    worked = register.values(settings.HOLIDAY_WORKING).tolist()
    return {
        day.date(): works
        for day, works in zip(days, worked, strict=True)
        if isinstance(day, dt.datetime) and isinstance(works, bool)
    }
