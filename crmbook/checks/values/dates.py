"""Checks of dates (M17, U10)."""

from __future__ import annotations

from collections.abc import Iterator

from crmbook.facts.ledger import Ledger
from crmbook.facts.odd_dates import far_cells
from crmbook.i18n import N_, _
from crmbook.model.checks import Check, Fixable, Severity
from crmbook.model.problems import Problem
from crmbook.schema.kinds.base import Issue

CHECKS = (
    Check(
        code="V151",
        name="date-unreadable",
        severity=Severity.ERROR,
        impact=None,
        title=N_("Not a date"),
        why=N_("The record is counted in no month, and no reminder can be set."),
        remedy=N_("Type a date such as 2024-03-01."),
        bad="2024-02-30",
        good="2024-02-29",
        source="M17",
    ),
    Check(
        code="V152",
        name="date-text",
        severity=Severity.WARNING,
        impact=None,
        title=N_("Date typed as text"),
        why=N_("Excel neither sorts, filters nor counts a text as a date."),
        remedy=N_("Type it again as a date."),
        bad=N_("2024年3月1日 typed as text"),
        good="2024-03-01",
        source="M17, U10",
        fixable=Fixable.SAFE,
    ),
    Check(
        code="V153",
        name="date-ambiguous",
        severity=Severity.WARNING,
        impact=None,
        title=N_("Ambiguous date"),
        why=N_("A typed 3.10 is stored as 3.1: 1 March or 10 March? Nobody can tell."),
        remedy=N_("Type the full date."),
        bad="3.1",
        good="2024-03-10",
        source="U10",
    ),
    Check(
        code="V154",
        name="date-no-year",
        severity=Severity.WARNING,
        impact=None,
        title=N_("Date without a year"),
        why=N_("The year is taken from the record; next year it is read wrongly."),
        remedy=N_("Type the year as well."),
        bad="3月3日",
        good="2024-03-03",
        source="M17",
        fixable=Fixable.SAFE,
    ),
    Check(
        code="V156",
        name="date-relative",
        severity=Severity.WARNING,
        impact=None,
        title=N_("Date in words"),
        why=N_("“Next Wednesday” means another day every week; no reminder can be set."),
        remedy=N_("Type the date."),
        bad="下周三",
        good="2024-03-13",
        source="U10",
        fixable=Fixable.GUESS,
    ),
    Check(
        code="V157",
        name="date-implausible",
        severity=Severity.WARNING,
        impact=None,
        title=N_("Implausible date"),
        why=N_("A slip of the keyboard: the lead counts in a month nobody looks at, or in none."),
        remedy=N_("Correct the date."),
        bad="1900-01-05",
        good="2024-01-05",
        source="M17",
    ),
)


def run(ledger: Ledger) -> Iterator[Problem]:
    """Yield dates of leads that lie years away from all others: 2014 typed for 2024."""
    register, check = ledger.leads, next(one for one in CHECKS if one.name == "date-implausible")
    if register is None:
        return
    for record, column in far_cells(ledger):
        message = _("{date} lies more than two years away from the other leads").format(
            date=f"{register.values(column)[record]:%Y-%m-%d}"
        )
        yield register.problem(check, record, column, Issue(check.name, message))
