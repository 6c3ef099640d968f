"""How soon a customer needs it: 需求紧急性, else a time or a word that the texts name (M32, §2.4)."""

from __future__ import annotations

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
from crmbook.schema.words.qualifying import LATER, MONTH, SOON

_WITHIN = lazy(
    r"(\d+(?:\.\d+)?|[一二两三四五六七八九十半])\s*(个?月|个?季度|周|个?星期|天|日|年)[之以]?内"
)
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
    _named(register, table, found)
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


def _said(ledger: Ledger, register: Register, table: Bands) -> NDArray[Any]:
    found = readings(ledger, register, wording_of(ledger, SOON))
    for record in np.flatnonzero(found != None).tolist():  # noqa: E711 - elementwise
        value, words, where = found[record]
        band = table.words.get(LATER) if value == LATER else _within(value, table)
        found[record] = None if band is None else Soon(band, words, where)
    return found


def _within(value: str, table: Bands) -> Band | None:
    match = _WITHIN.search(value)
    return table.within(_months(match)) if match else table.within(1) if value == MONTH else None


def _named(register: Register, table: Bands, found: NDArray[Any]) -> None:
    """Put in what 需求描述 and 备注 name as a time: 2个月内上线."""
    for column in (leads.NEED, leads.REMARK):
        data = register.data.get(column.header)
        if data is None:
            continue
        told = {
            at: match
            for at, text in enumerate(data.raw)
            if isinstance(text, str) and "内" in text and (match := _WITHIN.search(text))
        }
        distinct = [
            _soon(told[at], table, column.header) if at in told else None
            for at in range(len(data.raw))
        ]
        here = data.spread(distinct)
        there = here != None  # noqa: E711 - elementwise
        found[there] = here[there]


def _soon(match: Any, table: Bands, where: str) -> Soon | None:
    band = table.within(_months(match)) or table.words.get(LATER)
    return None if band is None else Soon(band, match[0], where)


def _months(match: Any) -> float:
    number = _DIGITS.get(match[1])
    unit = match[2].removeprefix("个")[0]
    return (float(match[1]) if number is None else number) * _MONTHS[unit]
