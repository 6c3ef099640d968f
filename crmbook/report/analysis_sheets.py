"""看板 behind 转化分析表; 漏斗分析, 业绩分析, 结构分析 and 诊断 behind 流失分析."""

from __future__ import annotations

from crmbook.analysis.tables import Tables
from crmbook.report.dashboard_sheet import WIDTH as DASHBOARD_WIDTH
from crmbook.report.dashboard_sheet import dashboard_sheet
from crmbook.report.diagnosis_sheet import HEADERS as DIAGNOSIS_HEADERS
from crmbook.report.diagnosis_sheet import diagnosis_sheet
from crmbook.report.funnel_sheet import HEADERS as FUNNEL_HEADERS
from crmbook.report.funnel_sheet import funnel_sheet
from crmbook.report.monthly_report import MonthlyReport
from crmbook.report.monthly_sheets import GeneratedSheet
from crmbook.report.owner_sheet import HEADERS as OWNER_HEADERS
from crmbook.report.owner_sheet import owner_sheet
from crmbook.report.structure_sheet import WIDTH as STRUCTURE_WIDTH
from crmbook.report.structure_sheet import structure_sheet
from crmbook.schema.sheets import (
    CONVERSION,
    DASHBOARD,
    DIAGNOSIS,
    FUNNEL,
    LOSSES,
    PERFORMANCE,
    STRUCTURE,
)

#: How many columns of each sheet are ours: what stands further right is a person's.
WIDTHS = {
    DASHBOARD: DASHBOARD_WIDTH,
    FUNNEL: len(FUNNEL_HEADERS),
    PERFORMANCE: len(OWNER_HEADERS),
    STRUCTURE: STRUCTURE_WIDTH,
    DIAGNOSIS: len(DIAGNOSIS_HEADERS),
}


def analysis_sheets(report: MonthlyReport, tables: Tables) -> list[GeneratedSheet]:
    """Return the sheets, in the order in which they stand."""
    return [
        GeneratedSheet(DASHBOARD, dashboard_sheet(report, tables), CONVERSION),
        GeneratedSheet(FUNNEL, funnel_sheet(report, tables), LOSSES),
        GeneratedSheet(PERFORMANCE, owner_sheet(report, tables), FUNNEL),
        GeneratedSheet(STRUCTURE, structure_sheet(tables), PERFORMANCE),
        GeneratedSheet(DIAGNOSIS, diagnosis_sheet(report, tables), STRUCTURE),
    ]
