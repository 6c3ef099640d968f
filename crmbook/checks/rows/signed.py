"""R301, R302, R303: signed leads and what makes them count (M72, M82, §2.11)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np

from crmbook.facts.ledger import Ledger
from crmbook.facts.months import start_dates
from crmbook.facts.register import Register
from crmbook.facts.status import CLOSED, WON, statuses
from crmbook.i18n import N_, _
from crmbook.model.checks import Check, Fixable, Impact, Severity
from crmbook.model.problems import Problem
from crmbook.schema.kinds.base import Issue
from crmbook.schema.sheets import leads

NO_DATE = Check(
    code="R301",
    name="signed-without-date",
    severity=Severity.ERROR,
    impact=Impact.REPORT,
    title=N_("Signed, but no 签约日期"),
    why=N_("The signing is counted in no month."),
    remedy=N_("Fill in the date of the contract."),
    bad=N_("线索状态=已签约, 签约日期 blank"),
    good="线索状态=已签约, 签约日期=2024-03-18",
    source="M82, §2.11",
)
NO_AMOUNT = Check(
    code="R302",
    name="signed-without-amount",
    severity=Severity.WARNING,
    impact=Impact.REPORT,
    title=N_("Signed, but no 签约金额"),
    why=N_("客单价 and 销售额 come out too small."),
    remedy=N_("Fill in the amount in 万元."),
    bad=N_("签约日期=2024-03-18, 签约金额(万元) blank or 0"),
    good="签约日期=2024-03-18, 签约金额(万元)=35",
    source="M80",
)
NEGATIVE = Check(
    code="R303",
    name="cycle-negative",
    severity=Severity.ERROR,
    impact=Impact.REPORT,
    title=N_("Signed before the lead began"),
    why=N_("A negative cycle pulls the average down without anybody noticing."),
    remedy=N_("Correct 签约日期 or 获取时间."),
    bad="获取时间=2024-03-10, 签约日期=2024-03-01",
    good="获取时间=2024-03-01, 签约日期=2024-03-10",
    source="M82",
)
NOT_MARKED = Check(
    code="R304",
    name="signed-but-open",
    severity=Severity.WARNING,
    impact=Impact.REPORT,
    title=N_("签约日期 filled in, but the state says otherwise"),
    why=N_("It is counted as signed, and still called as if it were open."),
    remedy=N_("Set 线索状态 to 已签约, or delete 签约日期."),
    bad="线索状态=跟进中, 签约日期=2024-03-18",
    good="线索状态=已签约, 签约日期=2024-03-18",
    source="§2.14",
    fixable=Fixable.GUESS,
)
CHECKS = (NO_DATE, NO_AMOUNT, NEGATIVE, NOT_MARKED)


def run(ledger: Ledger) -> Iterator[Problem]:
    """Yield what keeps a signing from being counted rightly."""
    register = ledger.leads
    if register is None:
        return
    state = statuses(ledger, register)
    undated = register.blank(leads.SIGNED)
    if leads.SIGNED in register:
        message = _("state 已签约 without 签约日期: one signing fewer this month")
        for record in np.flatnonzero((state == WON) & undated).tolist():
            yield register.problem(NO_DATE, record, leads.SIGNED, Issue(NO_DATE.name, message))
    yield from _without_amount(register, state)
    yield from _contradictions(register, state)


def _without_amount(register: Register, state: np.ndarray) -> Iterator[Problem]:
    """Yield signed leads without an amount, or with one of 0; one that cannot be read is V162."""
    if leads.AMOUNT not in register:
        return
    blank = register.blank(leads.AMOUNT)
    nothing = register.values(leads.AMOUNT) == 0
    for record in np.flatnonzero((state == WON) & (blank | nothing)).tolist():
        said = (
            _("signed without an amount: 客单价 comes out too small")
            if blank[record]
            else _("signed for an amount of 0: 客单价 comes out too small")
        )
        yield register.problem(NO_AMOUNT, record, leads.AMOUNT, Issue(NO_AMOUNT.name, said))


def _contradictions(register: Register, state: np.ndarray) -> Iterator[Problem]:
    if leads.SIGNED not in register:
        return
    begun = start_dates(register)
    for record, signed in enumerate(register.values(leads.SIGNED)):
        if not isinstance(signed, dt.datetime):
            continue
        start = begun[record]
        if start is not None and signed.date() < start.date():
            days = (start.date() - signed.date()).days
            message = _("signed {days} days before the lead began ({start})").format(
                days=days, start=f"{start:%Y-%m-%d}"
            )
            yield register.problem(NEGATIVE, record, leads.SIGNED, Issue(NEGATIVE.name, message))
        if state[record] != WON and state[record] not in CLOSED:
            message = _("signed on {date}, but 线索状态 is {state}").format(
                date=f"{signed:%Y-%m-%d}", state=state[record]
            )
            yield register.problem(
                NOT_MARKED, record, leads.STATUS, Issue(NOT_MARKED.name, message, fix=WON)
            )
