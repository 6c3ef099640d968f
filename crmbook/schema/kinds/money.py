"""Amounts; all are in 万元 (M15, §2.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from crmbook.i18n import _
from crmbook.model.cells import Raw
from crmbook.schema.kinds.base import Context, Issue, Kind, Parsed
from crmbook.schema.kinds.blanks import not_yet
from crmbook.schema.numerals import number_of, plain
from crmbook.schema.ranges import MONEY, Range, Reading, is_negative
from crmbook.schema.text import tidy

#: A bare number from here on is suspected to be in 元 (rule 金额.单位存疑, §2.1) …
SUSPECT = 10_000
#: … even one that is not round.
ABSURD = 100_000
#: No amount of money at all: what a paste of digits into the column leaves behind.
IMPOSSIBLE = 1e12


def _refuse(check: str, message: str) -> Parsed:
    return Parsed(issues=(Issue(check, message),))


def _is_number(raw: Raw) -> bool:
    return isinstance(raw, int | float) and not isinstance(raw, bool)


@dataclass(frozen=True)
class MoneyRange(Kind):
    """预算(万元): an amount, a bound or a range; :class:`Range` in 万元. A bare number is in 万元."""

    name: ClassVar[str] = "money-range"
    checks: ClassVar[tuple[str, ...]] = ("amount-unreadable", "amount-negative", "amount-scale")
    # Text: a General cell makes a date of 5-8.
    number_format: ClassVar[str] = "@"

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse an amount typed as text."""
        del context
        text = tidy(raw)
        return Parsed() if not_yet(text) else _amount(text, MONEY.read(text))

    def parse_other(self, raw: Raw, context: Context) -> Parsed:
        """Take a number as 万元."""
        if _is_number(raw):
            return _amount(str(raw), _bare(raw))
        if isinstance(raw, dt.datetime):
            message = _("a date ({date}), not an amount").format(date=f"{raw:%Y-%m-%d}")
            return _refuse("amount-unreadable", message)
        return self.parse_text(str(raw), context)


@dataclass(frozen=True)
class Money(MoneyRange):
    """签约金额(万元): one number in 万元; int or float.

    ``exact``: the column is summed by formulas, so an amount typed as text is an issue of its own.
    """

    name: ClassVar[str] = "money"
    checks: ClassVar[tuple[str, ...]] = (*MoneyRange.checks, "amount-text")
    number_format: ClassVar[str] = "General"
    exact: bool = True

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse an amount typed as text; a range or 约 is not one number."""
        parsed = self._one(super().parse_text(raw, context), tidy(raw))
        if not self.exact or parsed.value is None:
            return parsed
        text, value = tidy(raw), parsed.value
        message = _("“{text}” is text; it means {value} (万元)").format(
            text=text, value=plain(value)
        )
        suspect = any(issue.check == "amount-scale" for issue in parsed.issues)
        fix = None if suspect else value
        return Parsed(value, (*parsed.issues, Issue("amount-text", message, fix=fix)))

    def parse_other(self, raw: Raw, context: Context) -> Parsed:
        """Take a number as 万元."""
        if not _is_number(raw):
            return super().parse_other(raw, context)
        return self._one(super().parse_other(raw, context), str(raw))

    def _unclean(self, values: list[Raw]) -> Iterable[int]:
        """Leave out plain numbers below the suspect ones: each is its own value."""
        return [
            at
            for at, value in enumerate(values)
            if (type(value) is not float and type(value) is not int) or not 0 <= value < SUSPECT
        ]

    def _one(self, parsed: Parsed, text: str) -> Parsed:
        span = parsed.value
        if not isinstance(span, Range):
            return parsed
        if not span.exact:
            message = _("“{text}” is not one exact amount").format(text=text)
            return _refuse("amount-unreadable", message)
        return Parsed(span.low, parsed.issues)

    def format(self, value: Any) -> str:
        """Return the number in digits."""
        return plain(value)


def _bare(raw: Any) -> Reading:
    value = number_of(Decimal(repr(raw)))
    return Reading(Range(value, value, MONEY.unit), explicit=False)


def _amount(text: str, reading: Reading | None) -> Parsed:
    if reading is None:
        if is_negative(text):
            return _refuse("amount-negative", _("{text}: a negative amount").format(text=text))
        return _refuse("amount-unreadable", _("“{text}” is no amount").format(text=text))
    span = reading.range
    if max(abs(span.low or 0), span.high or 0) > IMPOSSIBLE:
        return _refuse("amount-unreadable", _("“{text}” is no amount").format(text=text))
    if (span.low or 0) < 0:
        return _refuse("amount-negative", _("{text}: a negative amount").format(text=text))
    return Parsed(span, () if reading.explicit else _scale(text, span))


def _scale(text: str, span: Range) -> tuple[Issue, ...]:
    """Return the issue of a bare number that looks like 元 in a column of 万元."""
    largest = span.low if span.high is None else span.high
    if largest is None or largest < SUSPECT or (largest <= ABSURD and largest % 100):
        return ()
    message = _("{text} (万元) would be {yuan} yuan; was it typed in yuan ({value} 万元)?").format(
        text=text, yuan=f"{largest * 10_000:,.0f}", value=plain(largest / 10_000)
    )
    return (Issue("amount-scale", message),)
