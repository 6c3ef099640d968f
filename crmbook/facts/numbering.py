"""Numbers issued to leads that have none (REQUIREMENTS §2.5): after the highest ever issued."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np

from crmbook.facts.carried import carried
from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.number import LeadNumber
from crmbook.schema.rules import issued_rule
from crmbook.schema.sheets import RULES, leads, settings

#: XS2024 and 001, or 20240501 and 001.
_SERIES: Final = lazy(rf"({LeadNumber.prefix}\d{{4}}|\d{{8}})(\d{{3,6}})")
_YEARS: Final = range(1990, 2100)


def issued(ledger: Ledger) -> dict[int, str]:
    """Return the number that each lead without one is given, by record, down the sheet.

    The series is the year of 获取时间 (else 分配时间, else today), or the day in a book that numbers
    by days. Who is nobody (no company, contact or phone), and a lead carried over from another
    sheet, which has its number there, gets none.
    """
    if "issued" not in ledger.derived:
        register = ledger.leads
        ledger.derived["issued"] = {} if register is None else dict(_issue(ledger, register))
    found: dict[int, str] = ledger.derived["issued"]
    return found


def highest(numbers: Iterator[str]) -> dict[str, int]:
    """Return series → highest counter of some numbers; those of no series are left out."""
    found: dict[str, int] = {}
    for number in numbers:
        match = _SERIES.fullmatch(number)
        if match is not None:
            found[match[1]] = max(found.get(match[1], 0), int(match[2]))
    return found


class Numbering:
    """The series of a book's lead numbers: what is issued next, none twice, also after a deletion."""

    def __init__(self, ledger: Ledger) -> None:
        known = [number for number in _known(ledger) if isinstance(number, str)]
        self._known = set(known)
        self._last = Counter(highest(iter(known)))
        for series, counter in ruled_series(ledger):
            self._last[series] = max(self._last[series], counter)
        self._by_day = _numbers_by_day(known)
        self.issued: dict[str, int] = {}  # series → highest counter issued here

    def claim(self, number: object) -> bool:
        """Take a number that a list brings, if it is one and nobody bears it; return whether."""
        match = _SERIES.fullmatch(number) if isinstance(number, str) else None
        if match is None or number in self._known or int(match[2]) <= self._last[match[1]]:
            return False
        self._known.add(str(number))
        self._last[match[1]] = self.issued[match[1]] = int(match[2])
        return True

    def next(self, day: dt.datetime) -> str:
        """Return a number for a lead that was acquired on a day."""
        series = f"{day:%Y%m%d}" if self._by_day else f"{LeadNumber.prefix}{day:%Y}"
        self._last[series] += 1
        self.issued[series] = self._last[series]
        return f"{series}{self._last[series]:03d}"


def _issue(ledger: Ledger, register: Register) -> Iterator[tuple[int, str]]:
    wanting = _without(ledger, register)
    if not wanting:
        return
    numbering = Numbering(ledger)
    for record in wanting:
        yield record, numbering.next(_begun(register, record, ledger.today))


def _without(ledger: Ledger, register: Register) -> list[int]:
    """Return the leads that are to have a number and have none, as they stand."""
    if leads.ID not in register:
        return []
    named = ~(register.blank(leads.COMPANY) & register.blank(leads.CONTACT)
              & register.blank(leads.PHONE))  # fmt: skip
    found: list[int] = np.flatnonzero(register.blank(leads.ID) & named).tolist()
    if not found:
        return []
    moved = carried(ledger)
    data = register.data[leads.ID.header]
    not_ours = {*moved, *moved.values(), *data.formulas, *data.filled}
    return [record for record in found if record not in not_ours]


def _known(ledger: Ledger) -> Iterator[object]:
    """Yield every lead number that stands anywhere: a deleted lead still has its log rows."""
    yield from ledger.archived
    for register in ledger.registers.values():
        for data in register.data.values():
            if isinstance(data.column.kind, LeadNumber):
                yield from data.parsed.values


def ruled_series(ledger: Ledger) -> Iterator[tuple[str, int]]:
    """Yield (series, highest counter ever issued) as 规则 keeps them."""
    register = ledger[RULES]
    if register is None:
        return
    for record, code in enumerate(register.values(settings.RULE_CODE)):
        series = issued_rule(str(code))
        text = str(register.raw(settings.RULE_VALUE, record) or "").removeprefix(series)
        if series and text.isascii() and text.isdigit():
            yield series, int(text)


def _numbers_by_day(known: list[str]) -> bool:
    """Whether most numbers of the book are a day and a counter."""
    by_day = sum(number.isdigit() for number in known)
    return by_day * 2 > len(known)


def _begun(register: Register, record: int, today: dt.datetime) -> dt.datetime:
    for column in (leads.ACQUIRED, leads.ASSIGNED):
        value = register.values(column)[record]
        if isinstance(value, dt.datetime) and value.year in _YEARS and value <= today:
            return value
    return today
