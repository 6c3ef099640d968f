"""The cards of 看板: a month's key figures, each with its change to the month before (M79, M87)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from crmbook.analysis.monthly import MonthFigures
from crmbook.analysis.tables import Tables
from crmbook.analysis.targets import Standing
from crmbook.i18n import _
from crmbook.report.detail_ranges import DetailRanges, Field, is_month
from crmbook.report.figure_cells import NOTHING, Figure
from crmbook.report.monthly_report import MonthlyReport
from crmbook.schema.sheets import CHANNELS, FUNNEL, PERFORMANCE

MONTH_CELL: Final = "$A$2"


@dataclass(frozen=True, slots=True)
class Card:
    """One figure: how it is written, what to say of its change, the sheet that has its rows."""

    label: str
    figure: Figure
    number_format: str
    change: str
    sheet: str


def cards(report: MonthlyReport, tables: Tables) -> list[Card]:
    """Return the eight cards of a month, in the order in which they stand."""
    now = _month(report)
    at = report.months.index(now) if now is not None else 0
    before = report.months[at - 1] if now is not None and at else None
    live = now is not None and report.is_live(now)
    total, signed, grade_a = _formulas(report) if live else ("", "", "")
    over = f'=IFERROR(({{}})/({total[1:]}),"{NOTHING}")' if live else ""
    values = [_values(now), _values(before)]
    made = [
        ("线索总数", total, "0", FUNNEL), ("A类占比", over.format(grade_a[1:]), "0.0%", CHANNELS),
        ("签约客户数", signed, "0", PERFORMANCE), ("转化率", over.format(signed[1:]), "0.0%", FUNNEL),
        ("平均销售周期(天)", "", "0.0", FUNNEL),
    ]  # fmt: skip
    found = [
        Card(label, _figure(value, formula), shown, _change(value, last, shown), sheet)
        for (label, formula, shown, sheet), value, last in zip(made, *values, strict=True)
    ]
    return [*found, *_standing(tables)]


def _month(report: MonthlyReport) -> MonthFigures | None:
    return next((one for one in report.months if one.month == report.month), None)


def _values(one: MonthFigures | None) -> tuple[float | None, ...]:
    """Return 线索总数, A类占比, 签约, 转化率 and 周期; None for what is not known."""
    if one is None:
        return (None,) * 5
    share = one.grades.get("A", 0) / one.total if one.total else None
    return one.total, share, one.signed, one.rate, one.cycle


def _figure(value: float | None, formula: str) -> Figure:
    """A figure that the book cannot tell (no 签约日期) has no formula that would say 0."""
    rate_of_nothing = value is None and formula.startswith("=IFERROR")
    shown: Any = NOTHING if value is None else value
    return Figure(shown, formula if value is not None or rate_of_nothing else "")


def _formulas(report: MonthlyReport) -> tuple[str, str, str]:
    ranges, month = DetailRanges(len(report.detail), len(report.months)), is_month(MONTH_CELL)
    begun = ((Field.MONTH, month), (Field.COUNTED, "1"))
    signed = ((Field.SIGNED_MONTH, month), (Field.FIRST, "1"))
    found = (begun, signed, (*begun, (Field.GRADE, '"A"')))
    total, won, grade_a = ("=" + ranges.countifs(*tests) for tests in found)
    return total, won, grade_a


def _change(value: float | None, before: float | None, shown: str) -> str:
    """Return arrow, word and size: black and white says it too."""
    if value is None or before is None:
        return _("no month before to compare with")
    gap = round(value - before, 6)
    if not gap:
        return _("= as last month")
    size = f"{abs(gap) * 100:.1f}" + _(" points") if "%" in shown else f"{abs(round(gap, 1)):g}"
    text = _("▲ up {size} on last month") if gap > 0 else _("▼ down {size} on last month")
    return text.format(size=size)


def _standing(tables: Tables) -> list[Card]:
    """Return 目标完成, 逾期 and 应收: as of today, so nothing to compare with."""
    aims = [one for one in tables.aims or () if one.standing is not Standing.UNKNOWN]
    met = sum(one.standing is Standing.MET for one in aims)
    late = sum(one.overdue for one in tables.owners)
    owed = None if tables.sales is None else tables.sales.payments
    sums = [sum(one.outstanding for one in owed or ()), sum(one.overdue for one in owed or ())]
    return [
        Card("目标完成", Figure(met / len(aims) if aims else NOTHING), "0%",
             _("{met} of {count} targets met").format(met=met, count=len(aims)), PERFORMANCE),
        Card("逾期未办", Figure(late), "0", _("plans of the month nobody kept"), PERFORMANCE),
        Card("应收(万元)", Figure(NOTHING if owed is None else round(sums[0], 2)), "#,##0.##",
             _("{amount:g} overdue, as of today").format(amount=round(sums[1], 2))
             if owed is not None else _("no sheet “{sheet}”").format(sheet="订单"), PERFORMANCE),
    ]  # fmt: skip
