"""R309: work that lies with someone who has left (U11)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np

from crmbook.facts.ledger import Ledger
from crmbook.facts.status import CLOSED, statuses
from crmbook.i18n import N_, _
from crmbook.model.checks import Check, Impact, Severity
from crmbook.model.problems import Problem
from crmbook.schema.kinds.base import Issue
from crmbook.schema.sheets import PEOPLE, followups, leads, settings

CHECK = Check(
    code="R309",
    name="owner-left",
    severity=Severity.WARNING,
    impact=Impact.CONTACT,
    title=N_("Belongs to someone who has left"),
    why=N_("Nobody calls this lead any more."),
    remedy=N_("Hand the lead over to a colleague."),
    bad="负责人=王五 (离职日期 2024-02-29)",
    good="负责人=张三",
    source="U11, M50",
)


def run(ledger: Ledger) -> Iterator[Problem]:
    """Yield open leads of people who have left, and log rows dated after they left."""
    gone = _departures(ledger)
    if not gone:
        return
    yield from _open_leads(ledger, gone)
    log = ledger.log
    if log is None:
        return
    whens = log.values(followups.WHEN)
    for record, name in enumerate(log.values(followups.BY)):
        left = gone.get(str(name))
        when = whens[record]
        if left is not None and isinstance(when, dt.datetime) and when.date() > left.date():
            message = _("{name} left on {date}, before this contact").format(
                name=name, date=f"{left:%Y-%m-%d}"
            )
            yield log.problem(CHECK, record, followups.BY, Issue(CHECK.name, message))


def _open_leads(ledger: Ledger, gone: dict[str, dt.datetime]) -> Iterator[Problem]:
    register = ledger.leads
    if register is None:
        return
    state = statuses(ledger, register).astype(str)
    names = register.values(leads.OWNER)
    for record in np.flatnonzero(~np.isin(state, CLOSED)).tolist():
        left = gone.get(str(names[record]))
        if left is not None and left <= ledger.today:
            message = _("{name} left on {date}").format(name=names[record], date=f"{left:%Y-%m-%d}")
            yield register.problem(CHECK, record, leads.OWNER, Issue(CHECK.name, message))


def _departures(ledger: Ledger) -> dict[str, dt.datetime]:
    register = ledger[PEOPLE]
    if register is None:
        return {}
    names = register.values(settings.PERSON_NAME)
    lefts = register.values(settings.LEFT)
    return {
        str(name): left
        for name, left in zip(names, lefts, strict=True)
        if isinstance(left, dt.datetime)
    }
