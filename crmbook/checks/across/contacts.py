"""X404–X406: log rows that do not fit their lead in time (U13, M06)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from crmbook.facts.ledger import Ledger
from crmbook.facts.log_leads import lead_numbers
from crmbook.facts.numbering import issued
from crmbook.facts.register import Register
from crmbook.i18n import N_, _
from crmbook.model.checks import Check, Fixable, Impact, Severity
from crmbook.model.problems import Problem
from crmbook.schema.kinds.base import Issue
from crmbook.schema.sheets import followups, leads

EARLY = Check(
    code="X404",
    name="contact-before-assignment",
    severity=Severity.WARNING,
    impact=Impact.FORM,
    title=N_("Follow-up before 分配时间"),
    why=N_("Fine if the rep found the lead; otherwise one of the two dates is wrong."),
    remedy=N_("Correct 跟进时间 or 分配时间 if one is wrong."),
    bad="分配时间=2024-03-05, 跟进时间=2024-03-02",
    good="分配时间=2024-03-01, 跟进时间=2024-03-02",
    source="U13",
)
AFTER_LOSS = Check(
    code="X405",
    name="contact-after-loss",
    severity=Severity.WARNING,
    impact=Impact.REPORT,
    title=N_("Follow-up after the lead was lost"),
    why=N_("If the customer is back, the lead still counts as lost."),
    remedy=N_("If the customer is back, reactivate the lead: set 线索状态 to 跟进中."),
    bad="流失日期=2024-03-01, 跟进时间=2024-03-12",
    good="线索状态=跟进中, 跟进时间=2024-03-12",
    source="U13",
)
STALE = Check(
    code="X406",
    name="last-contact-stale",
    severity=Severity.WARNING,
    impact=Impact.CONTACT,
    title=N_("最后跟进时间 differs from the log"),
    why=N_("Whoever plans by this column calls too early or too late."),
    remedy=N_("Take the date of the last log row."),
    bad=N_("最后跟进时间=2024-02-20, last log row of 2024-03-12"),
    good="最后跟进时间=2024-03-12",
    source="M06, §2.1",
    fixable=Fixable.SAFE,
)
CHECKS = (EARLY, AFTER_LOSS, STALE)


def run(ledger: Ledger) -> Iterator[Problem]:
    """Yield log rows before assignment or after loss, then outdated 最后跟进时间."""
    register, log = ledger.leads, ledger.log
    if register is None or log is None:
        return
    at = {number: record for record, number in enumerate(register.values(leads.ID)) if number}
    assigned, lost = register.values(leads.ASSIGNED), register.values(leads.LOST)
    last: dict[int, dt.datetime] = {}
    known = at | {number: record for record, number in issued(ledger).items()}
    numbers, whens = log.values(followups.LEAD_ID), log.values(followups.WHEN)
    for line, number in enumerate(lead_numbers(ledger, log)):
        record, when = known.get(number), whens[line]
        if record is None or not isinstance(when, dt.datetime):
            continue
        last[record] = max(when, last.get(record, when))
        if numbers[line] is None:
            continue
        yield from _early(log, line, assigned[record])
        yield from _after_loss(log, line, lost[record])
    yield from _stale(register, last)


def _early(log: Register, line: int, assigned: object) -> Iterator[Problem]:
    when = log.values(followups.WHEN)[line]
    if isinstance(assigned, dt.datetime) and when.date() < assigned.date():
        message = _("follow-up on {when}, but assigned on {assigned}").format(
            when=f"{when:%Y-%m-%d}", assigned=f"{assigned:%Y-%m-%d}"
        )
        yield log.problem(EARLY, line, followups.WHEN, Issue(EARLY.name, message))


def _after_loss(log: Register, line: int, lost: object) -> Iterator[Problem]:
    when = log.values(followups.WHEN)[line]
    if isinstance(lost, dt.datetime) and when.date() > lost.date():
        message = _("follow-up on {when}, but lost on {lost}").format(
            when=f"{when:%Y-%m-%d}", lost=f"{lost:%Y-%m-%d}"
        )
        yield log.problem(AFTER_LOSS, line, followups.WHEN, Issue(AFTER_LOSS.name, message))


def _stale(register: Register, last: dict[int, dt.datetime]) -> Iterator[Problem]:
    if leads.LAST_CONTACT not in register:
        return
    typed = register.values(leads.LAST_CONTACT)
    for record, when in sorted(last.items()):
        shown = typed[record]
        if shown is not None and (
            not isinstance(shown, dt.datetime) or shown.date() != when.date()
        ):
            message = _("the log says {date}").format(date=f"{when:%Y-%m-%d}")
            finding = Issue(STALE.name, message, fix=when)
            yield register.problem(STALE, record, leads.LAST_CONTACT, finding)
