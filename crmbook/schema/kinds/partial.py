"""Dates that need their record's own date to be whole: 3月3日, 6月15日前, 下周三 (M17, U10)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from crmbook.schema.kinds.date_words import relative

#: A plan that would lie further back than this was meant for the year after (1月5日, in December).
_BACK = dt.timedelta(180)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date without a year, or a plan in ``words`` (then ``month`` and ``day`` are 0).

    ``time`` of day, None when not said; ``before`` marks 6月15日前; ``plan``: it lies ahead.
    """

    month: int
    day: int
    time: dt.time | None = None
    before: bool = False
    plan: bool = False
    words: str = ""

    def __str__(self) -> str:
        text = f"{self.words} " if self.words else f"{self.month}月{self.day}日"
        clock = "" if self.time is None else f"{self.time:%H:%M}"
        return f"{text}{clock}".rstrip() + ("前" if self.before else "")


def resolve(partial: PartialDate, reference: dt.datetime) -> dt.datetime | None:
    """Return a partial date as its record means it, seen from ``reference``.

    The year is the reference's; a plan in January that was made in December is the next year's.
    None when no such day exists (2月29日 in 2023).
    """
    day = _day(partial, reference)
    return None if day is None else dt.datetime.combine(day, partial.time or dt.time())


def _day(partial: PartialDate, reference: dt.datetime) -> dt.date | None:
    if partial.words:
        return relative(partial.words, reference.date())
    found = _in_year(partial, reference.year)
    behind = found is not None and reference.date() - found > _BACK
    return _in_year(partial, reference.year + 1) if partial.plan and behind else found


def _in_year(partial: PartialDate, year: int) -> dt.date | None:
    try:
        return dt.date(year, partial.month, partial.day)
    except ValueError:
        return None
