"""Figures of a month as formulas over 月报明细, for sheets whose A2 holds the month (§2.16)."""

from __future__ import annotations

from typing import Final

from crmbook.report.detail_ranges import DetailRanges, Field, is_month
from crmbook.report.figure_cells import NOTHING
from crmbook.report.monthly_report import MonthlyReport

MONTH_CELL: Final = "$A$2"


def live_figure(report: MonthlyReport, metric: str) -> str:
    """Return the formula of a 指标 of all leads, "" where it has none or the month is closed."""
    live = any(one.month == report.month and report.is_live(one) for one in report.months)
    return _formulas(report).get(metric, "") if live else ""


def _formulas(report: MonthlyReport) -> dict[str, str]:
    ranges, month = DetailRanges(len(report.detail)), is_month(MONTH_CELL)
    begun = ((Field.MONTH, month), (Field.COUNTED, "1"))
    signed = ((Field.SIGNED_MONTH, month), (Field.FIRST, "1"))
    total, won = ranges.countifs(*begun), ranges.countifs(*signed)
    cohort = ranges.countifs(*begun, (Field.COHORT, "1"))
    lost = ranges.countifs((Field.LOST_MONTH, month))
    graded = {
        f"{grade}类线索数": "=" + ranges.countifs(*begun, (Field.GRADE, f'"{grade}"'))
        for grade in "ABC"
    }
    days = f"AVERAGEIFS({ranges[Field.CYCLE]},{ranges.criteria(*signed)})"
    return {
        "线索总数": f"={total}", **graded, "签约客户数": f"={won}",
        "转化率": _or_nothing(f"{won}/{total}"), "批次转化率": _or_nothing(f"{cohort}/{total}"),
        "流失率": _or_nothing(f"{lost}/{total}"), "平均销售周期(天)": _or_nothing(days),
        "A类占比": _or_nothing(f"{graded['A类线索数'][1:]}/{total}"),
    }  # fmt: skip


def _or_nothing(formula: str) -> str:
    return f'=IFERROR({formula},"{NOTHING}")'
