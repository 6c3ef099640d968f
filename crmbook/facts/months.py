"""Months as the team closes them: which month a date counts for (REQUIREMENTS §2.11)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.register import Register
from crmbook.model.patterns import lazy
from crmbook.schema.rules import MONTH_END, RuleBook
from crmbook.schema.sheets import leads

_LABEL = lazy(r"\s*(?:(\d{4})\s*[年\-/.]?\s*)?(\d{1,2})\s*月?\s*")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One month of the calendar; 月结日 moves its bounds, never its name."""

    year: int
    number: int

    @property
    def label(self) -> str:
        """As the sheet writes it: ``2024年3月``."""
        return f"{self.year}年{self.number}月"

    @property
    def iso(self) -> str:
        """As the command line writes it: ``2024-03``."""
        return f"{self.year}-{self.number:02d}"

    def next(self) -> Month:
        """Return the month after."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    def previous(self) -> Month:
        """Return the month before."""
        return Month(self.year - (self.number == 1), (self.number - 2) % 12 + 1)

    def through(self, last: Month) -> list[Month]:
        """Return this month and those after it, to ``last``."""
        found, month = list[Month](), self
        while month <= last:
            found.append(month)
            month = month.next()
        return found

    def last_day(self) -> dt.datetime:
        """Return the last day of the calendar month."""
        after = self.next()
        return dt.datetime(after.year, after.number, 1) - dt.timedelta(1)

    def months_since(self, earlier: Month) -> int:
        """Return how many months lie from ``earlier`` to this one."""
        return (self.year - earlier.year) * 12 + self.number - earlier.number

    def __str__(self) -> str:
        return self.iso


def parse_month(text: str, today: dt.datetime | None = None) -> Month | None:
    """Return the month that ``2024-03``, ``202403``, ``2024年3月`` or ``3月`` means, None if none.

    A bare ``3月`` is the latest March that has begun by ``today``; without one it is no month.
    """
    match = _LABEL.fullmatch(text)
    if match is None:
        return None
    number = int(match[2])
    if not 1 <= number <= 12:
        return None
    if match[1]:
        return Month(int(match[1]), number)
    return None if today is None else Month(today.year - (number > today.month), number)


@dataclass(frozen=True, slots=True)
class MonthRule:
    """Where a month ends: ``day`` None for the calendar's end, else the last day that counts."""

    day: int | None = None

    @classmethod
    def of(cls, rules: RuleBook) -> MonthRule:
        """Return the rule in force (规则 row 月结日)."""
        value = rules[MONTH_END]
        return cls(value if isinstance(value, int) else None)

    def month(self, when: dt.datetime) -> Month:
        """Return the month a moment counts for."""
        month = Month(when.year, when.month)
        return month.next() if self.day is not None and when.day > self.day else month

    def end(self, month: Month) -> dt.datetime:
        """Return the first moment that is no longer in the month."""
        if self.day is None:
            after = month.next()
            return dt.datetime(after.year, after.number, 1)
        return dt.datetime(month.year, month.number, self.day) + dt.timedelta(1)

    def start(self, month: Month) -> dt.datetime:
        """Return the month's first moment."""
        return self.end(month.previous())


def start_dates(register: Register) -> NDArray[Any]:
    """Return when each lead began: 获取时间, else 分配时间; None where neither is a date."""
    acquired = register.values(leads.ACQUIRED)
    assigned = register.values(leads.ASSIGNED)
    return np.array(
        [
            a if isinstance(a, dt.datetime) else b if isinstance(b, dt.datetime) else None
            for a, b in zip(acquired, assigned, strict=True)
        ],
        dtype=object,
    )
