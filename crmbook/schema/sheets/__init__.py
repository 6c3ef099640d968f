"""Every sheet crmbook knows, in the order in which they stand in a new workbook."""

from __future__ import annotations

from crmbook.schema.column import Sheet
from crmbook.schema.decisions import DECISION_FORMS
from crmbook.schema.kept import KEPT_FORMS
from crmbook.schema.sheets.customers import CUSTOMERS
from crmbook.schema.sheets.followups import FOLLOWUPS
from crmbook.schema.sheets.leads import LEADS
from crmbook.schema.sheets.orders import ORDERS, SERVICES
from crmbook.schema.sheets.settings import (
    DICTIONARY,
    FIELDS,
    HOLIDAYS,
    PEOPLE,
    RULES,
    TARGETS,
)

__all__ = [
    "CHANNELS",
    "CONVERSION",
    "CUSTOMERS",
    "DASHBOARD",
    "DETAIL",
    "DIAGNOSIS",
    "DICTIONARY",
    "FIELDS",
    "FOLLOWUPS",
    "FUNNEL",
    "GENERATED",
    "HOLIDAYS",
    "LEADS",
    "LOSSES",
    "MANUAL",
    "ORDERS",
    "PEOPLE",
    "PERFORMANCE",
    "PROBLEM_LIST",
    "REGISTERS",
    "RULES",
    "SERVICES",
    "SETTINGS",
    "SHEETS",
    "STRUCTURE",
    "TARGETS",
]

#: The registers people fill in, and the sheets that steer crmbook.
REGISTERS: tuple[Sheet, ...] = (LEADS, FOLLOWUPS, CUSTOMERS, ORDERS, SERVICES, PEOPLE)
SETTINGS: tuple[Sheet, ...] = (RULES, DICTIONARY, FIELDS, TARGETS, HOLIDAYS)
SHEETS: tuple[Sheet, ...] = REGISTERS + SETTINGS

#: Sheets that crmbook makes; they are never read as registers.
CONVERSION = "转化分析表"
DETAIL = "月报明细"
CHANNELS = "渠道分析"
LOSSES = "流失分析"
FUNNEL = "漏斗分析"
PERFORMANCE = "业绩分析"
STRUCTURE = "结构分析"
DIAGNOSIS = "诊断"
DASHBOARD = "看板"
PROBLEM_LIST = "问题清单"
MANUAL = "说明"
GENERATED: tuple[str, ...] = (
    CONVERSION, DETAIL, CHANNELS, LOSSES, FUNNEL, PERFORMANCE, STRUCTURE, DIAGNOSIS, DASHBOARD,
    PROBLEM_LIST, *(form.name for form in (*DECISION_FORMS, *KEPT_FORMS)),
)  # fmt: skip
