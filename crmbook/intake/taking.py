"""Taking values over: each distinct value once, in the normal form of the column it goes to.

What cannot be read is kept as it was typed, for a person to mend in the register (`check` says so);
an error cell is nothing, and a phone whose digits are lost is no phone at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from crmbook.model.cells import UNCACHED, CellError, Raw, Value
from crmbook.model.patterns import lazy
from crmbook.schema.column import Column
from crmbook.schema.kinds.base import Context, Parsed
from crmbook.schema.kinds.company_names import is_nameless
from crmbook.schema.kinds.date import PartialDate
from crmbook.schema.kinds.messengers import wechat_id
from crmbook.schema.kinds.money import MoneyRange
from crmbook.schema.kinds.phone import Phone, wechat
from crmbook.schema.kinds.text import Text, shown
from crmbook.schema.numerals import number_of
from crmbook.schema.ranges import Range
from crmbook.schema.text import half_width, tidy

LOST: Final = "phone-digits-lost"
#: Issues after which a value stays as it was typed: what it was read as would say less, or guess.
_AS_TYPED: Final = frozenset({
    "phone-format", "phone-no-area", "phone-messenger", "email-format", "date-ambiguous", "amount-scale",
    "number-format",
})  # fmt: skip
#: Issues that name nobody.
_NOBODY: Final = frozenset({"company-placeholder", "person-placeholder"})
#: Issues that a normal form mends; nothing need be said of them.
_MENDED: Final = frozenset({
    "spaces", "phone-style", "email-style", "company-style", "date-text", "date-no-year", "amount-text",
    "choice-alias", "grade-style", "company-no-suffix",
})  # fmt: skip
_UNIT = lazy(
    r"(?:[(\[/:,]|单位)\s*(?:人民币)?\s*[:]?\s*(千元|百万元?|千万元?|亿元?|万元?|元|rmb|cny|yuan)\s*[)\]]?$",
    2,
)
_FACTORS = {
    "元": 1e-4,
    "rmb": 1e-4,
    "cny": 1e-4,
    "yuan": 1e-4,
    "千": 0.1,
    "百": 100,
    "亿": 1e4,
    "万": 1,
}
_PLAIN_NUMBER = lazy(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Taken:
    """What one value becomes.

    ``problem`` says what is wrong with it, in the reader's words; ``lost``: digits are gone for good;
    ``nobody``: it names no company or person; ``partial``: a date that wants its record's year;
    ``wechat``: a 微信号 that stood beside a phone number.
    """

    value: Value
    problem: str = ""
    lost: bool = False
    nobody: bool = False
    partial: PartialDate | None = None
    wechat: str = ""


def take_all(column: Column, values: Sequence[Raw], context: Context, title: str) -> list[Taken]:
    """Return what distinct values become in a column; ``title`` may say in what an amount is."""
    factor = _factor(title) if isinstance(column.kind, MoneyRange) else 1.0
    raws = [_scaled(value, factor) for value in values] if factor != 1.0 else list(values)
    parsed = column.kind.parse_all(raws, context)
    nothing: tuple[()] = ()
    return [
        _taken(column, raw, Parsed(parsed.values[at], parsed.issues.get(at, nothing)))
        for at, raw in enumerate(raws)
    ]


def _taken(column: Column, raw: Raw, parsed: Parsed) -> Taken:
    checks = {issue.check for issue in parsed.issues}
    told = "；".join(issue.message for issue in parsed.issues if issue.check not in _MENDED)
    if isinstance(raw, CellError) or raw is UNCACHED or LOST in checks:
        return Taken(None, told, lost=LOST in checks)
    if isinstance(parsed.value, PartialDate):
        return Taken(typed(column, raw), partial=parsed.value)
    if parsed.value is None and (not checks or checks & _NOBODY):
        return Taken(None, told, nobody=bool(checks))
    nobody = bool(checks & _NOBODY) and not is_nameless(str(parsed.value))
    beside = _beside(column, raw, parsed)
    if parsed.value is None or checks & _AS_TYPED:
        return Taken(typed(column, raw), told, wechat=beside)
    return Taken(normal(column, parsed.value), told, nobody=nobody, wechat=beside)


def _beside(column: Column, raw: Raw, parsed: Parsed) -> str:
    if not isinstance(column.kind, Phone) or not isinstance(raw, str):
        return ""
    said = wechat(parsed.value) if isinstance(parsed.value, str) else ""
    return said or wechat_id(raw)


def normal(column: Column, value: Any) -> Value:
    """Return a parsed value as a cell of its column holds it: amounts that are one number in 万元."""
    if isinstance(value, dt.datetime):
        return value.date() if value.time() == dt.time() else value
    if isinstance(value, Range) and isinstance(column.kind, MoneyRange):
        return value.low if value.exact else column.kind.format(value)
    if type(value) in {str, int, float, bool}:
        return value  # type: ignore[no-any-return]
    return column.kind.format(value)


def typed(column: Column, raw: Raw) -> Value:
    """Return a value as it was typed, tidied; numbers that are names become text."""
    if isinstance(raw, str):
        return tidy(raw) or None
    if isinstance(raw, dt.timedelta):
        return str(raw)
    if isinstance(column.kind, Phone | Text) and raw is not None:
        return shown(raw)
    return raw if isinstance(raw, int | float | bool | dt.datetime) else None


def _factor(title: str) -> float:
    """Return what a bare number must be multiplied by to be in 万元: 预算(元) → 0.0001."""
    match = _UNIT.search(half_width(title).strip())
    if match is None:
        return 1.0
    unit = match[1].lower()
    if unit.startswith("千万"):
        return 1000.0
    return float(_FACTORS.get(unit, _FACTORS.get(unit[0], 1)))


def _scaled(value: Raw, factor: float) -> Raw:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _round(value * factor)
    if isinstance(value, str) and _PLAIN_NUMBER.fullmatch(half_width(tidy(value))):
        return _round(float(half_width(tidy(value)).replace(",", "")) * factor)
    return value


def _round(number: float) -> int | float:
    return number_of(Decimal(repr(round(number, 8))))
