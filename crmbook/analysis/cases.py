"""Cases: a lead as 月报明细 counts it, with the dates, amount and words that other tables need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crmbook.analysis.detail import DetailRow, counted_records, detail
from crmbook.facts.begun import begun
from crmbook.facts.ledger import Ledger
from crmbook.schema.sheets import leads


@dataclass(frozen=True, slots=True)
class Case:
    """One lead: its ``row`` of 月报明细, its ``record`` in the register, and what is known of it.

    ``begun``, ``signed`` and ``lost`` are moments (None: not, or not dated), ``amount`` in 万元.
    """

    row: DetailRow
    record: int
    begun: dt.datetime | None
    signed: dt.datetime | None
    lost: dt.datetime | None
    amount: float | None
    reason: str

    @property
    def company(self) -> str:
        """Whom the lead is about, its own number where nobody is named."""
        return self.row.company or self.row.number


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time: from ``start`` until just before ``end``."""

    start: dt.datetime
    end: dt.datetime

    def __contains__(self, moment: object) -> bool:
        return isinstance(moment, dt.datetime) and self.start <= moment < self.end


def cases(ledger: Ledger, rows: Sequence[DetailRow] | None = None) -> list[Case]:
    """Return a case for every row of 月报明细, in its order; ``rows`` where they are known.

    Several tables ask for the cases of the same rows: they are made once.
    """
    known = ledger.derived.get("cases")
    if known is None or rows is None or known[0] is not rows:
        rows = detail(ledger) if rows is None else rows
        ledger.derived["cases"] = known = (rows, _cases(ledger, rows))
    found: list[Case] = known[1]
    return found


def _cases(ledger: Ledger, rows: Sequence[DetailRow]) -> list[Case]:
    register = ledger.leads
    if register is None:
        return []
    dates = begun(ledger).dates
    signed, lost = register.values(leads.SIGNED), register.values(leads.LOST)
    amounts = register.values(leads.AMOUNT)
    return [
        Case(
            row=row,
            record=record,
            begun=dates[record],
            signed=_moment(signed[record]) if row.signed_month is not None else None,
            lost=_moment(lost[record]) if row.lost_month is not None else None,
            amount=number(amounts[record]),
            reason=register.text(leads.LOST_REASON, record) if row.lost_month is not None else "",
        )
        for row, record in zip(rows, counted_records(ledger), strict=True)
    ]


def _moment(value: Any) -> dt.datetime | None:
    return value if isinstance(value, dt.datetime) else None


def number(value: Any) -> float | None:
    """Return a cell's amount or count as a number, None where it holds none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)
