"""X407, X408: the grade chain of the log, and the register against it (M31)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from crmbook.facts.chain import Chains, Step, chains
from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.i18n import N_, _
from crmbook.model.checks import Check, Fixable, Impact, Severity
from crmbook.model.problems import Problem
from crmbook.schema.kinds.base import Issue
from crmbook.schema.kinds.grade import base_grade
from crmbook.schema.sheets import followups, leads

BROKEN = Check(
    code="X407",
    name="grade-chain-broken",
    severity=Severity.WARNING,
    impact=Impact.REPORT,
    title=N_("Grade chain broken"),
    why=N_("A change is missing or wrong; the grade at month end is uncertain."),
    remedy=N_("Correct one of the two rows, or log the change in between."),
    bad=N_("first B类→A类, then B类→C类"),
    good=N_("first B类→A类, then A类→C类"),
    source="M31",
)
DIFFERS = Check(
    code="X408",
    name="grade-differs-from-log",
    severity=Severity.ERROR,
    impact=Impact.REPORT,
    title=N_("意向等级 differs from the log"),
    why=N_("A, B and C are counted by the log; who reads the register sees another number."),
    remedy=N_("Correct 意向等级, or log the change."),
    bad=N_("意向等级=B类, but the log ends with B类→A类"),
    good=N_("意向等级=A类, and the log ends with B类→A类"),
    source="M31",
    fixable=Fixable.GUESS,
)
CHECKS = (BROKEN, DIFFERS)


def run(ledger: Ledger) -> Iterator[Problem]:
    """Yield breaks in the chain, then register grades that the chain does not end in.

    A+类 counts as A类 (§2.3), so the register may say A类 where the log ends in A+类.
    """
    register, log = ledger.leads, ledger.log
    if register is None or log is None:
        return
    found = chains(ledger)
    for steps in found.values():
        for earlier, later in pairwise(steps):
            yield from _break(log, earlier, later)
    if leads.GRADE in register:
        yield from _differences(register, log, found)


def _break(log: Register, earlier: Step, later: Step) -> Iterator[Problem]:
    if later.before is None or base_grade(later.before) == base_grade(earlier.after):
        return
    message = _("starts from {before}, but {where} ended in {after}").format(
        before=later.before,
        where=log.cell(earlier.record, followups.GRADE_CHANGE),
        after=earlier.after,
    )
    finding = Issue(BROKEN.name, message)
    yield log.problem(BROKEN, later.record, followups.GRADE_CHANGE, finding)


def _differences(register: Register, log: Register, found: Chains) -> Iterator[Problem]:
    grades, numbers = register.values(leads.GRADE), register.values(leads.ID)
    for record, number in enumerate(numbers):
        grade = grades[record]
        if grade is None or number not in found:
            continue
        last = found[number][-1]
        if base_grade(last.after) != base_grade(grade):
            message = _("{grade} here, but {after} in {where}").format(
                grade=grade, after=last.after, where=log.cell(last.record, followups.GRADE_CHANGE)
            )
            finding = Issue(DIFFERS.name, message, fix=last.after)
            yield register.problem(DIFFERS, record, leads.GRADE, finding)
