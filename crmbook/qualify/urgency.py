"""How soon a customer needs it: 需求紧急性, else a time or a word that the texts name (M32, §2.4)."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.facts.wordings import wording_of
from crmbook.model.patterns import lazy
from crmbook.qualify.bands import URGENCY, Band, Bands, bands
from crmbook.qualify.readings import readings
from crmbook.schema.sheets import leads
from crmbook.schema.statements import Statement, Wording
from crmbook.schema.words.qualifying import LATER, SOON

_WITHIN = lazy(
    r"(\d+(?:\.\d+)?|[一二两三四五六七八九十半])\s*(个?月|个?季度|周|个?星期|天|日|年)[之以]?内"
)
#: Behind a time in its clause: nothing will be done until then (3个月内暂不采购).
_PUT_OFF = lazy(r"^[^，。；,;！!？?\n]{0,4}?(?:不|没|未|暂(?!定))")
#: Right before a time: it is over (近3个月内换过供应商).
_OVER = lazy(r"(?:近|过去|(?<!目)前|以往|历时)\s*$")
_TIMES: Final = ("内", "月", "周", "前", "度")
_DIGITS: Final = dict(
    zip("一二两三四五六七八九十半", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0.5), strict=True)
)
_MONTHS: Final = {
    "月": 1.0,
    "季": 3.0,
    "周": 0.25,
    "星": 0.25,
    "天": 1 / 30,
    "日": 1 / 30,
    "年": 12.0,
}
_HIGH: Final = "高"


class Soon(NamedTuple):
    """The band that a lead reaches, by which words, and where they stand."""

    band: Band
    said: str
    where: str


def urgencies(ledger: Ledger, register: Register) -> NDArray[Any]:
    """Return how urgent each lead is (a Soon, None where nobody has said)."""
    table = bands(ledger.rules, URGENCY)
    found = _said(ledger, register, table)
    typed = register.values(leads.URGENCY)
    known = {
        value: Soon(band, value, leads.URGENCY.header)
        for value in set(typed.tolist()) - {None}
        if (band := _by_level(value, table)) is not None
    }
    for record in np.flatnonzero(typed != None).tolist():  # noqa: E711 - elementwise
        found[record] = known.get(typed[record], found[record])
    return found


def _by_level(level: str, table: Bands) -> Band | None:
    """高 is worth as much as within a month (§2.4)."""
    return table.within(1) if level == _HIGH else table.words.get(level)


class _Times(Wording):
    """The words of 字典, and every time that a text names (2个月内); the last one counts."""

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(f"{_WITHIN.pattern}|{super()._pattern.pattern}", re.IGNORECASE)

    def _value(self, word: str) -> str:
        return self._folded.get(word.casefold(), word)

    def _said(self, match: re.Match[str], text: str) -> Statement | None:
        """Leave out a time that is over, or until which nothing will be done."""
        if self._value(match[0]) != LATER and match[0].endswith(_TIMES):
            before = text[max(match.start() - 4, 0) : match.start()]
            if _PUT_OFF.search(text[match.end() : match.end() + 8]) or _OVER.search(before):
                return None
        return super()._said(match, text)


def _said(ledger: Ledger, register: Register, table: Bands) -> NDArray[Any]:
    found = readings(ledger, register, _Times(wording_of(ledger, SOON).values))
    for record in np.flatnonzero(found != None).tolist():  # noqa: E711 - elementwise
        value, words, where = found[record]
        band = _within(value, table)
        found[record] = None if band is None else Soon(band, words, where)
    return found


def _within(value: str, table: Bands) -> Band | None:
    """Return the band of a time; one that keeps to no band is 低."""
    if value == LATER:
        return table.words.get(LATER)
    match = _WITHIN.search(value)
    return (table.within(_months(match)) or table.words.get(LATER)) if match else None


def _months(match: Any) -> float:
    number = _DIGITS.get(match[1])
    unit = match[2].removeprefix("个")[0]
    return (float(match[1]) if number is None else number) * _MONTHS[unit]
