"""The lines under 转化分析表: what is counted, what is missing, and what would change it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from crmbook.analysis.detail import UNGRADED, DetailRow
from crmbook.analysis.monthly import MonthFigures
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import MonthRule, start_dates
from crmbook.facts.status import WON, statuses
from crmbook.i18n import _
from crmbook.schema.column import Column
from crmbook.schema.sheets import leads


def basis(ledger: Ledger) -> list[str]:
    """Return how the figures are defined (§2.8, §2.11): the denominators are printed."""
    lines = [
        _("转化率 = customers signed in the month / leads acquired in the month (period basis)"),
        _("批次转化率 = of the leads acquired in the month, the share signed up to today"),
        _("流失率 = leads lost in the month at the stage / leads acquired in the month"),
        _("A+类 counts as A类; grades are those at month end, from the log, else the register"),
    ]
    day = MonthRule.of(ledger.rules).day
    if day is not None:
        lines.append(_("a month ends on day {day} (规则 月结日)").format(day=day))
    return lines


def missing(ledger: Ledger) -> list[str]:
    """Return which figures cannot be computed, and why (§2.1)."""
    register = ledger.leads
    if register is None:
        return []
    found = [
        _("no column “{column}”: {figures} cannot be computed").format(
            column=column.header, figures="、".join(figures)
        )
        for column, figures in _NEEDS
        if column not in register
    ]
    undated = sum(start is None for start in start_dates(register))
    if undated:
        found.append(
            _("{count} leads without a date are counted in no month").format(count=undated)
        )
    return found


_NEEDS: tuple[tuple[Column, tuple[str, ...]], ...] = (
    (leads.SIGNED, ("签约客户数", "转化率", "批次转化率", "平均销售周期(天)")),
    (leads.LOST, ("主要流失阶段", "流失率")),
    (leads.LOST_STAGE, ("主要流失阶段",)),
    (leads.GRADE, ("A类线索数", "B类线索数", "C类线索数")),
    (leads.SOURCE, ("渠道分析",)),
)


def remarks(ledger: Ledger, rows: Sequence[DetailRow], months: Sequence[MonthFigures]) -> list[str]:
    """Return what a reader of the open months must know (FORMS.md, the line under the table)."""
    open_months = [one for one in months if not one.closed]
    found = [line for one in open_months for line in _of_month(one)]
    found += _unsigned(ledger)
    others = sum(row.lost_stage == "" and row.lost_month is not None for row in rows)
    if others:
        found.append(_("{count} lost leads name no stage").format(count=others))
    return found


def _of_month(one: MonthFigures) -> Iterator[str]:
    ungraded = one.grades[UNGRADED]
    if ungraded:
        yield _("{month}: {count} without a grade").format(month=one.month.label, count=ungraded)
    if one.invalid or one.duplicate:
        yield _("{month}: 无效 {invalid} and 重复 {duplicate} are not counted").format(
            month=one.month.label, invalid=one.invalid, duplicate=one.duplicate
        )


def _unsigned(ledger: Ledger) -> list[str]:
    register = ledger.leads
    if register is None or leads.SIGNED not in register:
        return []
    undated = (statuses(ledger, register) == WON) & register.blank(leads.SIGNED)
    owners = Counter(
        register.text(leads.OWNER, record) or _("nobody")
        for record in np.flatnonzero(undated).tolist()
    )
    if not owners:
        return []
    named = "、".join(f"{owner}{count}" for owner, count in owners.most_common())
    return [
        _("signed without a date: {count} ({owners}); filling it in changes 签约客户数").format(
            count=sum(owners.values()), owners=named
        )
    ]
