"""R308: a grade-A lead whose decision maker is unknown (M12)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from crmbook.facts.ledger import Ledger
from crmbook.facts.status import CLOSED, statuses
from crmbook.i18n import N_, _
from crmbook.model.checks import Check, Impact, Severity
from crmbook.model.problems import Problem
from crmbook.schema.kinds.base import Issue
from crmbook.schema.sheets import CUSTOMERS, customers, leads

CHECK = Check(
    code="R308",
    name="no-decider",
    severity=Severity.WARNING,
    impact=Impact.CONTACT,
    title=N_("Grade A without a 最终决策人"),
    why=N_("Grade A means a clear need, a budget and a clear chain of decision."),
    remedy=N_("Find out who decides, or lower the grade."),
    bad=N_("意向等级=A类, 决策权限 blank"),
    good="意向等级=A类, 决策权限=最终决策人",
    source="M12, M30",
)
DECIDER = "最终决策人"
_TOP = ("A类", "A+类")


def run(ledger: Ledger) -> Iterator[Problem]:
    """Yield open A leads without a decision maker, in books that note 决策权限 at all.

    A customer's 决策链关系 counts for the lead that it came from.
    """
    register = ledger.leads
    if register is None or register.blank(leads.AUTHORITY).all():
        return
    state = statuses(ledger, register).astype(str)
    known = _decided_customers(ledger)
    top = np.isin(register.values(leads.GRADE).astype(str), _TOP)
    decided = register.values(leads.AUTHORITY) == DECIDER
    message = _("grade A, but no 最终决策人 is known")
    for record in np.flatnonzero(top & ~decided & ~np.isin(state, CLOSED)).tolist():
        if register.values(leads.CUSTOMER_ID)[record] not in known:
            yield register.problem(CHECK, record, leads.AUTHORITY, Issue(CHECK.name, message))


def _decided_customers(ledger: Ledger) -> set[object]:
    register = ledger[CUSTOMERS]
    if register is None:
        return set()
    chains = register.values(customers.DECISION)
    ids = register.values(customers.ID)
    return {
        number
        for number, chain in zip(ids, chains, strict=True)
        if chain and any(role == DECIDER for role, _person in chain)
    }
