"""The sheets of ``monthly`` in the order in which they are put into a book."""

from __future__ import annotations

from dataclasses import dataclass, field

from crmbook.report.channel_sheet import channel_sheet
from crmbook.report.conversion_sheet import conversion_sheet
from crmbook.report.detail_sheet import detail_sheet
from crmbook.report.loss_sheet import loss_sheet
from crmbook.report.monthly_report import MonthlyReport
from crmbook.schema.sheets import CHANNELS, CONVERSION, DETAIL, LOSSES

__all__ = ["GeneratedSheet", "MonthlyReport", "monthly_sheets"]


@dataclass(frozen=True, slots=True)
class GeneratedSheet:
    """One sheet to graft: ``workbook`` holds it alone; ``after`` the sheet it stands behind."""

    name: str
    workbook: bytes = field(repr=False)
    after: str | None = None


def monthly_sheets(report: MonthlyReport) -> list[GeneratedSheet]:
    """Return 转化分析表, 渠道分析, 流失分析 and 月报明细; a new 转化分析表 goes last in its book."""
    return [
        GeneratedSheet(CONVERSION, conversion_sheet(report)),
        GeneratedSheet(CHANNELS, channel_sheet(report), after=CONVERSION),
        GeneratedSheet(LOSSES, loss_sheet(report), after=CHANNELS),
        GeneratedSheet(DETAIL, detail_sheet(report), after=LOSSES),
    ]
