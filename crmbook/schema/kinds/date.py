"""Dates and times (M17, U10): Excel's own, typed as text, without a year, in words.

A value is a ``datetime``, at midnight when only the day is known, or a :class:`PartialDate` that
:func:`resolve` completes from its record. What lies in the future is found by the schema check
``date-future``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from crmbook.i18n import _
from crmbook.model.cells import Raw
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.base import Context, Issue, Kind, Parsed
from crmbook.schema.kinds.blanks import not_yet
from crmbook.schema.kinds.date_findings import (
    EARLIEST,
    FOUNDED,
    LATEST,
    ambiguous,
    longest,
    moment,
    no_serial,
    of_serial,
    unreadable,
    wrong,
)
from crmbook.schema.kinds.date_text import Said, cut_tail, read
from crmbook.schema.kinds.date_words import relative
from crmbook.schema.kinds.partial import PartialDate, resolve
from crmbook.schema.numerals import arabic
from crmbook.schema.text import fold, tidy

__all__ = ["Date", "PartialDate", "resolve"]

_FIRST = dt.datetime(1900, 3, 1)
_POINT = lazy(r"(\d{1,2})\.(\d{1,2})")
_YEAR_POINT = lazy(r"((?:19|20)\d{2})\.(\d{1,2})")
_SERIAL = lazy(r"\d{5}(?:\.\d+)?")
# 3.10, 3.20 and 3.30 are stored as 3.1, 3.2, 3.3; 2.3 is safe, there is no 30 February.
_LOST_ZERO = {"1": 10, "2": 20, "3": 30}


@dataclass(frozen=True)
class Date(Kind):
    """A date, perhaps with a time of day.

    ``past``: it has happened; ``plan``: it lies ahead, and words such as 下周三 propose a day;
    ``month``: the month (2015年3月), or the year, is enough.
    """

    name: ClassVar[str] = "date"
    checks: ClassVar[tuple[str, ...]] = (
        "date-unreadable", "date-text", "date-ambiguous", "date-no-year", "date-relative",
        "date-implausible",
    )  # fmt: skip
    number_format: ClassVar[str] = "yyyy-mm-dd"
    past: bool = False
    plan: bool = False
    month: bool = False

    def _unclean(self, values: list[Raw]) -> Iterable[int]:
        odd = [at for at, value in enumerate(values) if type(value) is not dt.datetime]
        moments = [value for value in values if type(value) is dt.datetime]
        if not moments or (self._earliest <= min(moments) and max(moments) <= LATEST):
            return odd  # min and max cost a third of comparing each value with both bounds
        return range(len(values))

    @property
    def _earliest(self) -> dt.datetime:
        return FOUNDED if self.month else EARLIEST

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse a date typed as text."""
        text = tidy(raw)
        if not_yet(text):
            return Parsed()
        said = read(text)
        if said is not None:
            return self._conclude(text, said)
        words = self._words(text)
        if words is not None:
            return words
        if _SERIAL.fullmatch(fold(text)):
            return self._serial_text(text, context)
        return unreadable(_("“{text}” is no date").format(text=text))

    def parse_other(self, raw: Raw, context: Context) -> Parsed:
        """Parse a datetime, or a number that may be a serial, 20240302 or 3.4."""
        if isinstance(raw, dt.datetime):
            return self._checked(raw, ())
        if isinstance(raw, bool | dt.timedelta) or not isinstance(raw, int | float):
            return unreadable(_("“{text}” is no date").format(text=raw))
        serial = of_serial(raw, context)
        if serial is not None:
            return Parsed(serial)
        return self._integer(raw) if isinstance(raw, int) else self._point(raw)

    def format(self, value: Any) -> str:
        """Return ``2024-03-01``, with ``10:30`` where a time is known."""
        if not isinstance(value, dt.datetime):
            return str(value)
        if value.time() == dt.time():
            return value.date().isoformat()
        exact = value.second or value.microsecond
        return value.isoformat(" ", "auto" if exact else "minutes")

    def _integer(self, raw: int) -> Parsed:
        said = read(str(raw)) if len(str(raw)) in {6, 8} or (self.month and raw > 1800) else None
        return no_serial(raw) if said is None else self._conclude(str(raw), said)

    def _point(self, raw: float) -> Parsed:
        """Parse 3.4 (4 March), 3.15 and 2024.03; what may have lost its zero is ambiguous."""
        text = repr(raw)
        match = _YEAR_POINT.fullmatch(text)
        if match is not None:
            if match[2] == "1":
                return ambiguous(text, f"{match[1]}-01", f"{match[1]}-10")
            return self._conclude(text, Said(int(match[1]), int(match[2])))
        match = _POINT.fullmatch(text)
        if match is None or not 1 <= int(match[1]) <= 12:
            return no_serial(raw)
        month, other = int(match[1]), _LOST_ZERO.get(match[2])
        if other is not None and other <= longest(month):
            return ambiguous(text, f"{month}月{match[2]}日", f"{month}月{other}日")
        return self._conclude(text, Said(None, month, int(match[2])))

    def _conclude(self, text: str, said: Said) -> Parsed:
        missing = wrong(text, said)
        if missing is not None:
            return missing
        if said.other is not None:
            return ambiguous(text, f"{moment(said):%Y-%m-%d}", said.other.isoformat())
        if said.year is None:
            return self._without_year(text, said)
        if said.day is None:
            return self._without_day(text, said)
        return self._whole(text, said)

    def _whole(self, text: str, said: Said) -> Parsed:
        value = moment(said)
        return self._checked(value, (self._as_text(text, value),))

    def _as_text(self, text: str, value: dt.datetime) -> Issue:
        message = _("“{text}” is no date cell; read as {date}")
        message = message.format(text=text, date=self.format(value))
        held = value >= _FIRST  # no cell of Excel holds a day before
        return Issue("date-text", message, fix=value if held else None)

    def _without_day(self, text: str, said: Said) -> Parsed:
        """Take a month for its first day where a month is enough, and elsewhere say so."""
        value = moment(said)
        if self.month:
            return self._checked(value, ())
        if said.month is None:
            message = _("“{text}” names a year only").format(text=text)
            return Parsed(issues=(Issue("date-ambiguous", message),))
        message = _("“{text}” names no day; read as {date}")
        message = message.format(text=text, date=self.format(value))
        return Parsed(value, (Issue("date-ambiguous", message),))

    def _without_year(self, text: str, said: Said) -> Parsed:
        partial = PartialDate(
            said.month or 0, said.day or 0, said.time, before=said.before, plan=self.plan
        )
        message = _("“{text}” has no year").format(text=text)
        return Parsed(partial, (Issue("date-no-year", message),))

    def _words(self, text: str) -> Parsed | None:
        tail = cut_tail(arabic(fold(text))) if self.plan else None
        if tail is None or relative(tail.text, EARLIEST.date()) is None:
            return None
        partial = PartialDate(0, 0, tail.time, before=tail.before, plan=True, words=tail.text)
        message = _("“{text}” is no date; it depends on the day it was written").format(text=text)
        return Parsed(partial, (Issue("date-relative", message),))

    def _serial_text(self, text: str, context: Context) -> Parsed:
        value = of_serial(fold(text), context)
        if value is None:
            return unreadable(_("“{text}” is no date").format(text=text))
        return Parsed(value, (self._as_text(text, value),))

    def _checked(self, value: dt.datetime, issues: tuple[Issue, ...]) -> Parsed:
        if self._earliest <= value <= LATEST:
            return Parsed(value, issues)
        message = _("{date} is hardly meant").format(date=self.format(value))
        return Parsed(value, (*issues, Issue("date-implausible", message)))
