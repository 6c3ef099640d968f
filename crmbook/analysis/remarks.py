"""The lines under 转化分析表: what is counted, what is missing, and what would change it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from crmbook.analysis.detail import UNGRADED, DetailRow
from crmbook.analysis.monthly import MonthFigures
from crmbook.facts.begun import begun, dateable, dated_by_tabs
from crmbook.facts.carried import carried
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import MonthRule
from crmbook.facts.odd_dates import far_cells, future_cells
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
    if not dateable(ledger):
        why = _("neither 获取时间 nor 分配时间, and no tab named after a month: no lead is counted")
        return [why, *found]
    earlier, months = carried(ledger), begun(ledger).months
    undated = sum(month is None for at, month in enumerate(months) if at not in earlier)
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
    found += by_tab(ledger)
    found += _in_no_row(ledger)
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


def by_tab(ledger: Ledger) -> list[str]:
    """Return how many leads count in a month only because their tab is named after it (U06)."""
    if not dated_by_tabs(ledger):
        return []
    found, elsewhere = begun(ledger), carried(ledger)
    counts = Counter(found.months[one] for one in found.by_tab if one not in elsewhere)
    named = [
        f"{month.label}({count})"
        for month, count in sorted((one, count) for one, count in counts.items() if one is not None)
    ]
    told = _("leads without a date count in the month that their tab names: {months}")
    return [told.format(months="、".join(named))] if named else []


def _in_no_row(ledger: Ledger) -> Iterator[str]:
    """Yield the leads whose dates put them in a month that has no row, and their first cells."""
    future = future_cells(ledger)
    if future:
        yield _("{count} dates lie in months to come and are counted in no row: {cells}").format(
            count=len(future), cells=_cells(ledger, future)
        )
    far = far_cells(ledger)
    if far:
        yield _("{count} dates lie years away from the others and have no row: {cells}").format(
            count=len(far), cells=_cells(ledger, far)
        )


def _cells(ledger: Ledger, found: Sequence[tuple[int, Column]]) -> str:
    register = ledger.leads
    assert register is not None  # noqa: S101 - the cells are of leads
    shown = [
        f"{register.cell(record, column)} {register.values(column)[record]:%Y-%m-%d}"
        for record, column in found[:3]
    ]
    return "、".join(shown) + ("…" if len(found) > len(shown) else "")


def _unsigned(ledger: Ledger) -> list[str]:
    register = ledger.leads
    if register is None or leads.SIGNED not in register:
        return []
    # Not the blank cells only: what cannot be read as a date is counted in no month either.
    dated = [isinstance(value, dt.datetime) for value in register.values(leads.SIGNED)]
    undated = (statuses(ledger, register) == WON) & ~np.array(dated, dtype=bool)
    undated[list(carried(ledger))] = False
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
