"""V104: a required cell is blank (M19, §2.18)."""

from __future__ import annotations

import numpy as np

from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Mask, Register
from crmbook.facts.status import UNASSIGNED, excluded, statuses
from crmbook.i18n import N_, _
from crmbook.model.checks import Check, Severity
from crmbook.schema.column import Column
from crmbook.schema.kinds.base import Issue
from crmbook.schema.sheets import LEADS, leads

CHECK = Check(
    code="V104",
    name="required",
    severity=Severity.ERROR,
    impact=None,
    title=N_("Required cell is blank"),
    why=N_("What is not filled in cannot be called, assigned or counted."),
    remedy=N_("Fill it in."),
    bad="",
    good="张三",
    source="M19, M29, §2.18",
)


def exempt(ledger: Ledger, register: Register, column: Column) -> Mask:
    """Return the records in which a blank is in order.

    A lead marked 无效 or 重复 needs nothing more; a 微信号 stands in for a phone; a lead typed
    待分配 has no owner yet.
    """
    none = np.zeros(len(register), dtype=bool)
    if register.sheet is not LEADS:
        return none
    mask = excluded(register)
    if column is leads.PHONE:
        mask = mask | ~register.blank(leads.WECHAT)
    elif column is leads.OWNER and leads.STATUS in register:
        typed = ~register.blank(leads.STATUS)
        mask = mask | (typed & (statuses(ledger, register) == UNASSIGNED))
    return mask


def finding(ledger: Ledger, register: Register, record: int, column: Column) -> Issue:
    """Say what is missing, and what that does."""
    del ledger, register, record
    if column is leads.GRADE:
        return Issue(
            CHECK.name,
            _("no grade: counted under none of A, B and C"),
            remedy=_("Fill in A类, B类 or C类."),
        )
    if column is leads.PHONE:
        return Issue(
            CHECK.name,
            _("neither phone nor 微信号"),
            remedy=_("Fill in a phone number or a 微信号."),
        )
    return Issue(
        CHECK.name,
        _("{column} is blank").format(column=column.header),
        remedy=_("Fill in {column}.").format(column=column.header),
    )
