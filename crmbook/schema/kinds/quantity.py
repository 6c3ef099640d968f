"""Quantities: counts, numbers, company sizes (M15); amounts come from ``money``."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar

from crmbook.i18n import _
from crmbook.model.cells import Raw
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.base import Context, Issue, Kind, Parsed
from crmbook.schema.kinds.blanks import not_yet
from crmbook.schema.kinds.money import Money, MoneyRange
from crmbook.schema.numerals import number_of, plain
from crmbook.schema.ranges import MONEY, PEOPLE, Range, is_negative, normal
from crmbook.schema.text import tidy

__all__ = ["Count", "Money", "MoneyRange", "Number", "PeopleRange", "Range"]

_COUNT = lazy(r"(\d+)(?:\.0+)?(?:[人个台套条次岁件家单名位天份项只箱吨米]|个月|人次)?")
_NUMBER = lazy(r"([-+]?\d+(?:\.\d+)?)(%)?")
_PARTS = lazy("[,，;；、/\n]+|\\s+(?=年)")


def _refuse(check: str, message: str, remedy: str = "") -> Parsed:
    return Parsed(issues=(Issue(check, message, remedy=remedy),))


def _is_number(raw: Raw) -> bool:
    return isinstance(raw, int | float) and not isinstance(raw, bool)


class Count(Kind):
    """A whole number that is not negative: 容量, 数量, 年龄; int. ``20个`` is 20."""

    name: ClassVar[str] = "count"
    checks: ClassVar[tuple[str, ...]] = ("number-unreadable",)
    number_format: ClassVar[str] = "0"

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse a count typed as text."""
        del context
        if not_yet(raw):
            return Parsed()
        match = _COUNT.fullmatch(normal(raw))
        return Parsed(int(match[1])) if match is not None else _no_count(tidy(raw))

    def parse_other(self, raw: Raw, context: Context) -> Parsed:
        """Take a whole number as it is."""
        if not isinstance(raw, int | float) or isinstance(raw, bool):
            return self.parse_text(str(raw), context)
        return Parsed(int(raw)) if raw >= 0 and raw == int(raw) else _no_count(str(raw))


def _no_count(text: str) -> Parsed:
    return _refuse("number-unreadable", _("“{text}” is no whole number").format(text=text))


class Number(Kind):
    """Any number: 目标值, 平均销售周期; int or float. ``15%`` is 0.15."""

    name: ClassVar[str] = "number"
    checks: ClassVar[tuple[str, ...]] = ("number-unreadable",)
    number_format: ClassVar[str] = "General"

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse a number typed as text."""
        del context
        if not_yet(raw):
            return Parsed()
        match = _NUMBER.fullmatch(normal(raw))
        if match is None:
            message = _("“{text}” is no number").format(text=tidy(raw))
            return _refuse("number-unreadable", message)
        value = Decimal(match[1])
        return Parsed(number_of(value / 100 if match[2] else value))

    def parse_other(self, raw: Raw, context: Context) -> Parsed:
        """Take a number as it is."""
        return Parsed(raw) if _is_number(raw) else self.parse_text(str(raw), context)

    def format(self, value: Any) -> str:
        """Return the number in digits."""
        return plain(value)


class PeopleRange(Kind):
    """企业规模(员工数): a number of people or a range; :class:`Range` in 人.

    ``500-1000人,年营收1-5亿元`` keeps the revenue beside the people.
    """

    name: ClassVar[str] = "people"
    checks: ClassVar[tuple[str, ...]] = ("size-unreadable",)
    # Text: a General cell makes a date of 10-20.
    number_format: ClassVar[str] = "@"

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse a size typed as text."""
        del context
        text = tidy(raw)
        if not_yet(text):
            return Parsed()
        size = _size(text)
        if size is not None and _whole(size):
            return Parsed(size)
        if is_negative(text):
            return _refuse("size-unreadable", _("{text}: a negative size").format(text=text))
        return _refuse("size-unreadable", _("“{text}” is no number of people").format(text=text))

    def parse_other(self, raw: Raw, context: Context) -> Parsed:
        """Take a number as the exact size; a date is what Excel made of a typed 10-20."""
        if isinstance(raw, dt.datetime):
            return _made_a_date(raw)
        if not isinstance(raw, int | float) or isinstance(raw, bool):
            return self.parse_text(str(raw), context)
        if raw < 0:
            return _refuse("size-unreadable", _("{text}: a negative size").format(text=raw))
        if raw == 0 or raw != int(raw):
            message = _("“{text}” is no number of people").format(text=raw)
            return _refuse("size-unreadable", message)
        return Parsed(Range(int(raw), int(raw), PEOPLE.unit))


def _size(text: str) -> Range | None:
    whole = PEOPLE.read(text)
    if whole is not None:
        return whole.range
    people, *rest = _PARTS.split(text)
    first, second = PEOPLE.read(people), MONEY.read("".join(rest)) if rest else None
    if first is None or second is None or not second.explicit:
        return None
    size = first.range
    return Range(size.low, size.high, size.unit, size.about, revenue=second.range)


def _whole(size: Range) -> bool:
    """Whether a size is one of whole people, at least one."""
    ends = [end for end in (size.low, size.high) if end is not None]
    return max(ends) > 0 and all(end == int(end) for end in ends)


def _made_a_date(raw: dt.datetime) -> Parsed:
    typed = f"{raw.month}-{raw.day}"
    return _refuse(
        "size-unreadable",
        _("a date ({date}): Excel makes one of a typed {typed}").format(
            date=f"{raw:%Y-%m-%d}", typed=typed
        ),
        _("Type it as {typed}人.").format(typed=typed),
    )
