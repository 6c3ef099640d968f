"""漏斗分析, 业绩分析 and 结构分析: the sheets that ``monthly`` puts behind 流失分析."""

from __future__ import annotations

from crmbook.analysis.tables import Tables
from crmbook.report.funnel_sheet import HEADERS as FUNNEL_HEADERS
from crmbook.report.funnel_sheet import funnel_sheet
from crmbook.report.monthly_report import MonthlyReport
from crmbook.report.monthly_sheets import GeneratedSheet
from crmbook.report.owner_sheet import HEADERS as OWNER_HEADERS
from crmbook.report.owner_sheet import owner_sheet
from crmbook.report.structure_sheet import WIDTH, structure_sheet
from crmbook.schema.sheets import FUNNEL, LOSSES, PERFORMANCE, STRUCTURE

#: How many columns of each sheet are ours: what stands further right is a person's.
WIDTHS = {FUNNEL: len(FUNNEL_HEADERS), PERFORMANCE: len(OWNER_HEADERS), STRUCTURE: WIDTH}


def analysis_sheets(report: MonthlyReport, tables: Tables) -> list[GeneratedSheet]:
    """Return the three sheets, in the order in which they stand."""
    return [
        GeneratedSheet(FUNNEL, funnel_sheet(report, tables), LOSSES),
        GeneratedSheet(PERFORMANCE, owner_sheet(report, tables), FUNNEL),
        GeneratedSheet(STRUCTURE, structure_sheet(tables), PERFORMANCE),
    ]
