"""Percentages: 转化率 and its like (M79)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from crmbook.i18n import _
from crmbook.model.cells import Raw
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.base import Context, Issue, Kind, Parsed
from crmbook.schema.kinds.blanks import not_yet
from crmbook.schema.numerals import arabic
from crmbook.schema.text import fold, tidy

_RATE = lazy(r"(?P<number>\d+(?:\.\d+)?)(?P<sign>[%﹪])?|百分之(?P<words>\d+(?:\.\d+)?)")


class Percent(Kind):
    """A rate from 0 to 1; float. ``15%``, 0.15 and a bare 15 are all 0.15; 1 is 100 %."""

    name: ClassVar[str] = "percent"
    checks: ClassVar[tuple[str, ...]] = ("percent-unreadable",)
    number_format: ClassVar[str] = "0.0%"

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse a rate typed as text; ``—``, as a zero denominator is shown, is blank."""
        del context
        text = tidy(raw)
        if not_yet(text):
            return Parsed()
        match = _RATE.fullmatch(arabic(fold(text)))
        if match is None:
            return _unreadable(text)
        number = Decimal(match["number"] or match["words"])
        marked = match["sign"] is not None or match["words"] is not None
        return _rate(text, number / 100 if marked else number, marked=marked)

    def parse_other(self, raw: Raw, context: Context) -> Parsed:
        """Take a fraction as it is; a number above 1 was meant in percent."""
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            return self.parse_text(str(raw), context)
        return _rate(str(raw), Decimal(repr(raw)), marked=False)

    def format(self, value: Any) -> str:
        """Return a rate as ``15%``, with all the decimals it has."""
        return f"{(Decimal(repr(value)) * 100).normalize():f}%"


def _rate(text: str, fraction: Decimal, *, marked: bool) -> Parsed:
    if not marked and 1 < fraction <= 100:
        fraction /= 100
    if not 0 <= fraction <= (10 if marked else 1):
        return _unreadable(text)
    return Parsed(float(fraction))


def _unreadable(text: str) -> Parsed:
    message = _("“{text}” is no percentage").format(text=text)
    return Parsed(issues=(Issue("percent-unreadable", message),))
