"""The cards of 看板: a month's key figures, each with its change to the month before (M79, M87)."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import Final

from crmbook.analysis.monthly import MonthFigures
from crmbook.analysis.tables import Tables
from crmbook.analysis.targets import Standing
from crmbook.facts.months import Month
from crmbook.i18n import _
from crmbook.report.figure_cells import NOTHING, Figure
from crmbook.report.live_figures import live_figure
from crmbook.report.monthly_report import MonthlyReport
from crmbook.schema.sheets import CHANNELS, CONVERSION, DIAGNOSIS, FUNNEL, ORDERS, PERFORMANCE


@dataclass(frozen=True, slots=True)
class Card:
    """One figure: its number format, what to say of its change, the sheet that has its rows.

    ``mood``: 1 a change for the better, −1 for the worse, 0 neither; the words say it too.
    """

    label: str
    figure: Figure
    number_format: str
    change: str
    sheet: str
    mood: int = 0


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a figure of the month becomes a card: ``up`` 1 where more is better, −1 where less is."""

    label: str
    number_format: str
    sheet: str
    up: int = 1


_PLANS: Final = (
    _Plan("线索总数", "0", CONVERSION), _Plan("A类占比", "0.0%", CHANNELS),
    _Plan("签约客户数", "0", CONVERSION), _Plan("转化率", "0.0%", FUNNEL),
    _Plan("平均销售周期(天)", "0.0", FUNNEL, up=-1),
)  # fmt: skip


def cards(report: MonthlyReport, tables: Tables) -> list[Card]:
    """Return the eight cards of a month, in the order in which they stand."""
    now, before = (_month(report, one) for one in (report.month, report.month.previous()))
    formulas = [live_figure(report, plan.label) for plan in _PLANS]
    known = zip(_PLANS, formulas, _values(now), _values(before), strict=True)
    return [*(_card(*one) for one in known), _aims(tables), _late(tables), _owed(tables)]


def _month(report: MonthlyReport, month: Month) -> MonthFigures | None:
    return next((one for one in report.months if one.month == month), None)


def _values(one: MonthFigures | None) -> tuple[float | None, ...]:
    """Return 线索总数, A类占比, 签约, 转化率 and 周期; None for what is not known."""
    if one is None:
        return (None,) * len(_PLANS)
    share = one.grades.get("A", 0) / one.total if one.total else None
    return one.total, share, one.signed, one.rate, one.cycle


def _card(plan: _Plan, formula: str, value: float | None, before: float | None) -> Card:
    """Return a card; a figure that the book cannot tell (no 签约日期) has no formula that says 0."""
    shown = Figure(NOTHING) if value is None else Figure(value, formula)
    gap = None if value is None or before is None else round(value - before, 6)
    mood = 0 if not gap else plan.up if gap > 0 else -plan.up
    change = _change(gap, mood, points="%" in plan.number_format)
    return Card(plan.label, shown, plan.number_format, change, plan.sheet, mood)


def _change(gap: float | None, mood: int, *, points: bool) -> str:
    """Return arrow, size and word: a black-and-white printer says it too."""
    if gap is None:
        return _("nothing to compare with last month")
    if not gap:
        return _("= as last month")
    size = _("{points:.1f} points").format(points=abs(gap) * 100) if points else f"{abs(gap):.4g}"
    text = _("▲ {size} on last month, {word}") if gap > 0 else _("▼ {size} on last month, {word}")
    return text.format(size=size, word=_("better") if mood > 0 else _("worse"))


def _aims(tables: Tables) -> Card:
    aims = [one for one in tables.aims or () if one.standing is not Standing.UNKNOWN]
    met = sum(one.standing is Standing.MET for one in aims)
    if not aims:
        told = _("no targets for the month")
        return Card("目标完成", Figure(NOTHING), "0%", told, PERFORMANCE)
    told = _("{met} of {count} targets met").format(met=met, count=len(aims))
    mood = 1 if met == len(aims) else -1
    return Card("目标完成", Figure(met / len(aims)), "0%", told, DIAGNOSIS, mood)


def _late(tables: Tables) -> Card:
    due = sum(one.due.whole for one in tables.owners)
    late = sum(one.overdue for one in tables.owners)
    if not due:
        told = _("no plan came due in the month")
        return Card("逾期未办", Figure(NOTHING), "0", told, PERFORMANCE)
    told = _("of {count} plans of the month").format(count=due)
    return Card("逾期未办", Figure(late), "0", told, PERFORMANCE, -1 if late else 1)


def _owed(tables: Tables) -> Card:
    if tables.sales is None:
        told = _("no sheet “{sheet}”").format(sheet=ORDERS.name)
        return Card("应收(万元)", Figure(NOTHING), "0", told, PERFORMANCE)
    paid = tables.sales.payments
    owed, late = fsum(one.outstanding for one in paid), fsum(one.overdue for one in paid)
    told = _("{amount:,.1f} of it overdue, as of today").format(amount=late)
    return Card("应收(万元)", Figure(owed), "#,##0.0", told, PERFORMANCE, -1 if late else 0)
