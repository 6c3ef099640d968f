"""Numbers issued to new customers (KH + year + 3 digits): after the highest ever issued (§2.5)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Final

from crmbook.facts.ledger import Ledger
from crmbook.facts.numbering import ruled_series
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.number import CustomerNumber

_SERIES: Final = lazy(rf"({CustomerNumber.prefix}\d{{4}})(\d{{3,6}})")


class CustomerNumbering:
    """The series of a book's customer numbers: what is issued next, none twice."""

    def __init__(self, ledger: Ledger) -> None:
        self._last: Counter[str] = Counter()
        for number in _known(ledger):
            match = _SERIES.fullmatch(number) if isinstance(number, str) else None
            if match is not None:
                self._last[match[1]] = max(self._last[match[1]], int(match[2]))
        for series, counter in ruled_series(ledger):
            self._last[series] = max(self._last[series], counter)
        self.issued: dict[str, int] = {}  # series → highest counter issued here

    def next(self, day: dt.datetime) -> str:
        """Return a number for a customer won on a day."""
        series = f"{CustomerNumber.prefix}{day:%Y}"
        self._last[series] += 1
        self.issued[series] = self._last[series]
        return f"{series}{self._last[series]:03d}"


def _known(ledger: Ledger) -> Iterator[object]:
    """Yield every customer number that stands anywhere: a deleted one still has its orders."""
    yield from ledger.archived
    for register in ledger.registers.values():
        for data in register.data.values():
            if isinstance(data.column.kind, CustomerNumber):
                yield from data.parsed.values
