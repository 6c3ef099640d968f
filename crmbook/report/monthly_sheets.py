"""The sheets of ``monthly`` in the order in which they are put into a book."""

from __future__ import annotations

from dataclasses import dataclass, field

from crmbook.i18n import _
from crmbook.report.channel_sheet import FIRST_ROW as CHANNELS_FIRST_ROW
from crmbook.report.channel_sheet import channel_sheet
from crmbook.report.conversion_sheet import FIRST_ROW as CONVERSION_FIRST_ROW
from crmbook.report.conversion_sheet import conversion_sheet
from crmbook.report.detail_ranges import FIRST_ROW as DETAIL_FIRST_ROW
from crmbook.report.detail_sheet import detail_sheet
from crmbook.report.figure_cells import LOSS_FIRST_ROW
from crmbook.report.loss_sheet import loss_sheet
from crmbook.report.monthly_notes import note_lines
from crmbook.report.monthly_report import MonthlyReport
from crmbook.schema.sheets import CHANNELS, CONVERSION, DETAIL, LOSSES

__all__ = ["GeneratedSheet", "MonthlyReport", "monthly_sheets"]


@dataclass(frozen=True, slots=True)
class GeneratedSheet:
    """One sheet to graft: ``workbook`` holds it alone; ``after`` the sheet it stands behind.

    ``rows`` names its rows from ``first_row`` (1-based) on, by what stands in their first column;
    ``below`` is how many lines of ours stand under them.
    """

    name: str
    workbook: bytes = field(repr=False)
    after: str | None = None
    rows: tuple[str, ...] = field(default=(), repr=False)
    first_row: int = 1
    below: int = 0


def monthly_sheets(report: MonthlyReport) -> list[GeneratedSheet]:
    """Return 转化分析表, 渠道分析, 流失分析 and 月报明细; a new 转化分析表 goes last in its book."""
    months = tuple(one.month.label for one in report.months)
    sources = (*(one.source for one in report.channels), _("Total"))
    numbers = tuple(row.number for row in report.detail) if report.live else ()
    return [
        GeneratedSheet(
            CONVERSION, conversion_sheet(report), None,
            months, CONVERSION_FIRST_ROW, len(note_lines(report)),
        ),
        GeneratedSheet(
            CHANNELS, channel_sheet(report), CONVERSION, sources, CHANNELS_FIRST_ROW, 1
        ),
        GeneratedSheet(LOSSES, loss_sheet(report), CHANNELS, months, LOSS_FIRST_ROW, 1),
        GeneratedSheet(DETAIL, detail_sheet(report), LOSSES, numbers, DETAIL_FIRST_ROW),
    ]  # fmt: skip
