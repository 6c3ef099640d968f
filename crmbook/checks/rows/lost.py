"""R305: a lost lead without stage, reason or date (M83)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from crmbook.facts.ledger import Ledger
from crmbook.facts.status import LOST, statuses
from crmbook.i18n import N_, _
from crmbook.model.checks import Check, Impact, Severity
from crmbook.model.problems import Problem
from crmbook.schema.kinds.base import Issue
from crmbook.schema.sheets import leads

CHECK = Check(
    code="R305",
    name="lost-incomplete",
    severity=Severity.ERROR,
    impact=Impact.REPORT,
    title=N_("Lost, but not when, where or why"),
    why=N_("流失率 and 主要流失阶段 leave this lead out, and nobody learns why it was lost."),
    remedy=N_("Fill in 流失日期, 流失阶段 and 流失原因."),
    bad=N_("线索状态=已流失, 流失原因 blank"),
    good="线索状态=已流失, 流失日期=2024-03-12, 流失阶段=跟进阶段, 流失原因=价格高",
    source="M83",
)


def run(ledger: Ledger) -> Iterator[Problem]:
    """Yield the blanks of every lead that is typed, or by its 流失日期 known, as lost."""
    register = ledger.leads
    if register is None:
        return
    lost = (statuses(ledger, register) == LOST) | ~register.blank(leads.LOST)
    for column in (leads.LOST, leads.LOST_STAGE, leads.LOST_REASON):
        if column not in register:
            continue
        message = _("lost without {column}").format(column=column.header)
        remedy = _("Fill in {column}.").format(column=column.header)
        for record in np.flatnonzero(lost & register.blank(column)).tolist():
            finding = Issue(CHECK.name, message, remedy=remedy)
            yield register.problem(CHECK, record, column, finding)
