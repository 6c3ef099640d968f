"""漏斗分析, 业绩分析, 结构分析 and 诊断: the sheets that ``monthly`` puts behind 流失分析."""

from __future__ import annotations

from crmbook.analysis.tables import Tables
from crmbook.report.diagnosis_sheet import HEADERS as DIAGNOSIS_HEADERS
from crmbook.report.diagnosis_sheet import diagnosis_sheet
from crmbook.report.funnel_sheet import HEADERS as FUNNEL_HEADERS
from crmbook.report.funnel_sheet import funnel_sheet
from crmbook.report.monthly_report import MonthlyReport
from crmbook.report.monthly_sheets import GeneratedSheet
from crmbook.report.owner_sheet import HEADERS as OWNER_HEADERS
from crmbook.report.owner_sheet import owner_sheet
from crmbook.report.structure_sheet import WIDTH, structure_sheet
from crmbook.schema.sheets import DIAGNOSIS, FUNNEL, LOSSES, PERFORMANCE, STRUCTURE

#: How many columns of each sheet are ours: what stands further right is a person's.
WIDTHS = {
    FUNNEL: len(FUNNEL_HEADERS),
    PERFORMANCE: len(OWNER_HEADERS),
    STRUCTURE: WIDTH,
    DIAGNOSIS: len(DIAGNOSIS_HEADERS),
}


def analysis_sheets(report: MonthlyReport, tables: Tables) -> list[GeneratedSheet]:
    """Return the four sheets, in the order in which they stand."""
    return [
        GeneratedSheet(FUNNEL, funnel_sheet(report, tables), LOSSES),
        GeneratedSheet(PERFORMANCE, owner_sheet(report, tables), FUNNEL),
        GeneratedSheet(STRUCTURE, structure_sheet(tables), PERFORMANCE),
        GeneratedSheet(DIAGNOSIS, diagnosis_sheet(tables), STRUCTURE),
    ]
