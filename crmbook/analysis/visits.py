"""Visits: the rows of the log, each with the case that it speaks of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from crmbook.analysis.cases import Case
from crmbook.facts.ledger import Ledger
from crmbook.facts.log_leads import lead_numbers
from crmbook.facts.moments import moments
from crmbook.schema.sheets import followups, leads


class Visit(NamedTuple):
    """One dated log row. ``case`` is the position of its case, None where no lead has its number.

    ``recorded`` when it was written down, ``due`` when its next step is promised; "" and None where
    the row does not say. A tuple, in whose order they sort: a book has half a million of them.
    """

    when: dt.datetime
    record: int
    case: int | None
    by: str
    recorded: dt.datetime | None
    due: dt.datetime | None
    stage: str


def visits(ledger: Ledger, found: Sequence[Case]) -> list[Visit]:
    """Return the dated rows of the log in the order of time, then of rows; [] without a log.

    Made once for the same cases: half a million take a second.
    """
    known = ledger.derived.get("visits")
    if known is None or known[0] is not found:
        known = ledger.derived["visits"] = (found, _visits(ledger, found))
    made: list[Visit] = known[1]
    return made


def _visits(ledger: Ledger, found: Sequence[Case]) -> list[Visit]:
    log = ledger.log
    if log is None:
        return []
    known = _positions(ledger, found)
    whens = moments(log, followups.WHEN)
    dated = np.flatnonzero(~np.isnat(whens))
    order = dated[np.argsort(whens[dated], kind="stable")].tolist()  # sorting tuples takes a second
    numbers = lead_numbers(ledger, log).tolist()
    when, recorded, due = (log.values(column).tolist() for column in _DATES)
    by, stage = ([str(one or "") for one in log.values(column).tolist()] for column in _TEXTS)
    return [
        Visit(
            when[at],
            at,
            known.get(numbers[at]),
            by[at],
            recorded[at] if isinstance(recorded[at], dt.datetime) else None,
            due[at] if isinstance(due[at], dt.datetime) else None,
            stage[at],
        )
        for at in order
    ]


_DATES = (followups.WHEN, followups.RECORDED, followups.DUE)
_TEXTS = (followups.BY, followups.STAGE)


def _positions(ledger: Ledger, found: Sequence[Case]) -> dict[str | None, int]:
    """Return the position of the case that bears each number first."""
    register = ledger.leads
    if register is None:
        return {}
    numbers = register.values(leads.ID)
    bearers = [(numbers[case.record], at) for at, case in enumerate(found)]
    return {number: at for number, at in reversed(bearers) if number is not None}
