"""What a date turns out to be, in words: the findings of :class:`crmbook.schema.kinds.date.Date`."""

from __future__ import annotations

import calendar
import datetime as dt
from decimal import Decimal

from crmbook.i18n import _
from crmbook.schema.kinds.base import Context, Issue, Parsed
from crmbook.schema.kinds.date_text import Said

EARLIEST = dt.datetime(1990, 1, 1)
FOUNDED = dt.datetime(1800, 1, 1)  # companies are older than registers
LATEST = dt.datetime(2100, 12, 31, 23, 59, 59)
_EPOCH_1900 = dt.datetime(1899, 12, 30)
_EPOCH_1904 = dt.datetime(1904, 1, 1)


def of_serial(raw: float | str, context: Context) -> dt.datetime | None:
    """Return the moment of an Excel serial from 1990 to 2100, None when the number is none."""
    epoch = _EPOCH_1904 if context.date1904 else _EPOCH_1900
    days = Decimal(str(raw))
    if not (EARLIEST - epoch).days <= days <= (LATEST - epoch).days:
        return None
    return epoch + dt.timedelta(seconds=round(days * 86_400))


def moment(said: Said) -> dt.datetime:
    """Return what was said as a datetime; a missing month or day is the first."""
    day = dt.date(said.year or EARLIEST.year, said.month or 1, said.day or 1)
    return dt.datetime.combine(day, said.time or dt.time())


def longest(month: int, year: int | None = None) -> int:
    """Return the last day of a month; without a year, February has 29."""
    return calendar.monthrange(year or 2024, month)[1]


def wrong(text: str, said: Said) -> Parsed | None:
    """Return the finding for a year, month or day that does not exist, None when all do."""
    if said.year is not None and not dt.MINYEAR <= said.year <= dt.MAXYEAR:
        return unreadable(_("“{text}”: there is no year {year}").format(text=text, year=said.year))
    if said.month is not None and not 1 <= said.month <= 12:
        message = _("“{text}”: there is no month {month}").format(text=text, month=said.month)
        return unreadable(message)
    if said.month is None or said.day is None:
        return None
    last = longest(said.month, said.year)
    if 1 <= said.day <= last:
        return None
    message = _("“{text}”: month {month} has {last} days").format(
        text=text, month=said.month, last=last
    )
    return unreadable(message)


def unreadable(message: str) -> Parsed:
    """Return the finding of a value that is no date."""
    return Parsed(issues=(Issue("date-unreadable", message),))


def ambiguous(text: str, one: str, other: str) -> Parsed:
    """Return the finding of a value that may mean two dates; it is never guessed (U10)."""
    message = _("“{text}” may be {one} or {other}").format(text=text, one=one, other=other)
    return Parsed(issues=(Issue("date-ambiguous", message),))


def no_serial(raw: float) -> Parsed:
    """Return the finding of a number that stands for no date."""
    message = _("the number {number} stands for no date").format(number=raw)
    return Parsed(issues=(Issue("date-implausible", message),))
