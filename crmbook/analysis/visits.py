"""Visits: the rows of the log, each with the case that it speaks of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from crmbook.analysis.cases import Case
from crmbook.facts.ledger import Ledger
from crmbook.facts.log_leads import lead_numbers
from crmbook.schema.sheets import followups, leads


@dataclass(frozen=True, slots=True)
class Visit:
    """One dated log row. ``case`` is the position of its case, None where no lead has its number.

    ``recorded`` when it was written down, ``due`` when its next step is promised; "" and None where
    the row does not say.
    """

    record: int
    case: int | None
    when: dt.datetime
    by: str
    recorded: dt.datetime | None
    due: dt.datetime | None
    stage: str


def visits(ledger: Ledger, found: Sequence[Case]) -> list[Visit]:
    """Return the dated rows of the log in the order of time, then of rows; [] without a log."""
    log = ledger.log
    if log is None:
        return []
    known = _positions(ledger, found)
    columns = (followups.WHEN, followups.RECORDED, followups.DUE)
    dates = zip(*(log.values(column).tolist() for column in columns), strict=True)
    numbers = lead_numbers(ledger, log).tolist()
    return sorted(
        (
            Visit(
                record=record,
                case=known.get(numbers[record]),
                when=when,
                by=log.text(followups.BY, record),
                recorded=recorded if isinstance(recorded, dt.datetime) else None,
                due=due if isinstance(due, dt.datetime) else None,
                stage=log.text(followups.STAGE, record),
            )
            for record, (when, recorded, due) in enumerate(dates)
            if isinstance(when, dt.datetime)
        ),
        key=lambda visit: (visit.when, visit.record),
    )


def _positions(ledger: Ledger, found: Sequence[Case]) -> dict[str | None, int]:
    """Return the position of the case that bears each number first."""
    register = ledger.leads
    if register is None:
        return {}
    numbers = register.values(leads.ID)
    bearers = [(numbers[case.record], at) for at, case in enumerate(found)]
    return {number: at for number, at in reversed(bearers) if number is not None}
