"""R306: a lead that belongs to no month (§2.11)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from crmbook.facts.begun import begun, dated_by_tabs
from crmbook.facts.ledger import Ledger
from crmbook.i18n import N_, _
from crmbook.model.checks import Check, Impact, Severity
from crmbook.model.problems import Problem
from crmbook.schema.kinds.base import Issue
from crmbook.schema.sheets import leads

CHECK = Check(
    code="R306",
    name="no-date",
    severity=Severity.ERROR,
    impact=Impact.REPORT,
    title=N_("Neither 获取时间 nor 分配时间"),
    why=N_("Without a date the lead is counted in no month."),
    remedy=N_("Fill in 获取时间, or 分配时间."),
    bad=N_("获取时间 and 分配时间 both blank"),
    good="获取时间=2024-03-01",
    source="§2.11",
)


def run(ledger: Ledger) -> Iterator[Problem]:
    """Yield the leads without any date, where the book has a column for one."""
    register = ledger.leads
    if register is None:
        return
    present = [column for column in (leads.ACQUIRED, leads.ASSIGNED) if column in register]
    if not present:
        return
    undated = register.blank(leads.ACQUIRED) & register.blank(leads.ASSIGNED)
    if dated_by_tabs(ledger) and undated.any():
        undated &= np.array([month is None for month in begun(ledger).months], dtype=bool)
    message = _("no date: counted in no month")
    for record in np.flatnonzero(undated).tolist():
        yield register.problem(CHECK, record, present[0], Issue(CHECK.name, message))
