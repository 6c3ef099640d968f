"""Chinese numerals in what people type: 五十万, 三月三日, 二〇二四年.

Only what has one meaning is read: 五六十 and 三百五 (305? 350?) stay as they are.
"""

from __future__ import annotations

from decimal import Decimal

from crmbook.model.patterns import lazy

_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
           "八": 8, "九": 9}  # fmt: skip
_WEIGHTS = {"十": 10, "百": 100, "千": 1000}
_D = "[一二两三四五六七八九]"
_TENS = f"{_D}?十{_D}?"
_HUNDREDS = f"{_D}百(?:零{_D}|{_D}十{_D}?)?"
_THOUSANDS = f"{_D}千(?:零(?:{_D}|{_TENS})|{_HUNDREDS})?"
_POSITIONAL = lazy(f"{_THOUSANDS}|{_HUNDREDS}|{_TENS}|{_D}")
_YEAR = lazy("[〇零一二三四五六七八九]{4}")
# 百 and 千 behind a digit are scales (2百万), not numbers of their own; 周三 is a day.
_RUN = lazy("(?<![0-9.周])(?<!星期)(?<!礼拜)[〇零一二两三四五六七八九十百千]+")


def arabic(text: str) -> str:
    """Return ``text`` with its Chinese numerals below 10,000 as digits: 五十万 → 50万."""
    return _RUN.sub(lambda match: _value(match[0]), text)


def _value(run: str) -> str:
    if _YEAR.fullmatch(run):
        return "".join(str(_DIGITS[character]) for character in run)
    if not _POSITIONAL.fullmatch(run):
        return run
    total, digit = 0, 0
    for character in run:
        weight = _WEIGHTS.get(character)
        if weight is None:
            digit = _DIGITS[character]
        else:
            total += (digit or 1) * weight
            digit = 0
    return str(total + digit)


def number_of(value: Decimal) -> int | float:
    """Return a decimal as a cell holds it: whole numbers as int."""
    return int(value) if value == value.to_integral_value() else float(value)


def plain(value: float) -> str:
    """Return a number in digits, without an exponent and without a needless ``.0``."""
    exact = Decimal(repr(value))
    return str(int(exact)) if exact == exact.to_integral_value() else format(exact, "f")
