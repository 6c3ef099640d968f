"""X401–X403, X410: numbers that stand twice, name no lead, or are missing (M02, M09, §2.5)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from crmbook.facts.carried import same_lead
from crmbook.facts.ledger import Ledger
from crmbook.facts.log_leads import lead_numbers
from crmbook.facts.numbering import issued
from crmbook.facts.register import Register
from crmbook.i18n import N_, _
from crmbook.model.checks import Check, Fixable, Impact, Severity
from crmbook.model.problems import Problem
from crmbook.schema.kinds.base import Issue
from crmbook.schema.sheets import FOLLOWUPS, LEADS, followups, leads

TWICE = Check(
    code="X401",
    name="duplicate-number",
    severity=Severity.ERROR,
    impact=Impact.REPORT,
    title=N_("Number used twice"),
    why=N_("Log rows and orders cannot tell the two records apart."),
    remedy=N_("Give the later record a new number, or clear it and let crmbook issue one."),
    bad=N_("XS2024001 in A2 and again in A9"),
    good=N_("XS2024001 in A2, XS2024002 in A9"),
    source="M09, §2.5",
)
ORPHAN = Check(
    code="X402",
    name="unknown-number",
    severity=Severity.ERROR,
    impact=Impact.REPORT,
    title=N_("Number that no lead has"),
    why=N_("This follow-up belongs to nobody: its grade change is not counted."),
    remedy=N_("Correct the number, or register the lead."),
    bad="XS2024999",
    good="XS2024001",
    source="M02",
)
MISSING = Check(
    code="X403",
    name="log-without-number",
    severity=Severity.WARNING,
    impact=Impact.REPORT,
    title=N_("Follow-up without 线索编号"),
    why=N_("Without the number nobody knows whose follow-up this is."),
    remedy=N_("Fill in the number of the lead."),
    bad=N_("线索编号 blank, 公司名称=杭州华鼎科技有限公司"),
    good="线索编号=XS2024012",
    source="§2.1",
    fixable=Fixable.SAFE,
)
BLANK = Check(
    code="X410",
    name="number-blank",
    severity=Severity.WARNING,
    impact=Impact.FORM,
    title=N_("Lead without a number"),
    why=N_("Log rows, orders and colleagues' copies name a lead by its number."),
    remedy=N_("Let crmbook issue the next one: check --fix."),
    bad=N_("线索编号 blank, 公司名称=杭州华鼎科技有限公司"),
    good="线索编号=XS2024012",
    source="M09, §2.5",
    fixable=Fixable.SAFE,
)
CHECKS = (TWICE, ORPHAN, MISSING, BLANK)


def run(ledger: Ledger) -> Iterator[Problem]:
    """Yield doubled keys of every register, leads without one, then log rows that no lead claims."""
    for register in ledger.registers.values():
        yield from _twice(register)
    if ledger.leads is not None:
        yield from _blank(ledger, ledger.leads)
    if ledger.leads is not None and ledger.log is not None:
        yield from _log(ledger, ledger.leads, ledger.log)


def _twice(register: Register) -> Iterator[Problem]:
    key = register.sheet.key
    if key is None or key not in register:
        return
    for record, number, earlier in register.repeated():
        elsewhere = register.place[earlier] != register.place[record]
        if elsewhere and same_lead(register, record, earlier):
            continue  # the same number on a later sheet is the lead carried over (U06)
        message = _("{number} already stands in {where}").format(
            number=number, where=register.cell(earlier, key)
        )
        yield register.problem(TWICE, record, key, Issue(TWICE.name, message))


def _blank(ledger: Ledger, register: Register) -> Iterator[Problem]:
    for record, number in issued(ledger).items():
        message = _("no number yet; the next one is {number}").format(number=number)
        yield register.problem(BLANK, record, leads.ID, Issue(BLANK.name, message, fix=number))


def _log(ledger: Ledger, register: Register, log: Register) -> Iterator[Problem]:
    if followups.LEAD_ID not in log or leads.ID not in register:
        return
    known = {number for number in register.values(leads.ID) if number is not None}
    known |= ledger.archived  # its history stays in the log
    for record, number in enumerate(log.values(followups.LEAD_ID)):
        if number is not None and number not in known:
            message = _("{sheet} has no {number}").format(sheet=LEADS.name, number=number)
            yield log.problem(ORPHAN, record, followups.LEAD_ID, Issue(ORPHAN.name, message))
    yield from _unnumbered(ledger, log)


def _unnumbered(ledger: Ledger, log: Register) -> Iterator[Problem]:
    numbers = lead_numbers(ledger, log)
    for record in np.flatnonzero(log.blank(followups.LEAD_ID)).tolist():
        number = numbers[record]
        if number is not None:
            company = log.text(followups.COMPANY_NAME, record)
            message = _("no number; {company} is {number}").format(company=company, number=number)
            finding = Issue(MISSING.name, message, fix=number)
        else:
            message = _("no number in this row of {sheet}").format(sheet=FOLLOWUPS.name)
            finding = Issue(MISSING.name, message)
        yield log.problem(MISSING, record, followups.LEAD_ID, finding)
