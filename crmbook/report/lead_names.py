"""公司名称 of the log: looked up by 线索编号, in functions that Excel 2010 and WPS have."""

from __future__ import annotations

from crmbook.model.cells import column_letters, quote_sheet
from crmbook.report.entry_rules import LAST_ROW
from crmbook.schema.column import Column
from crmbook.schema.sheets import FOLLOWUPS, LEADS, followups, leads


def company_formula(row: int) -> str:
    """Return the formula for a row (1-based): blank where the number is blank or unknown."""
    number = f"${_letters(FOLLOWUPS.columns.index(followups.LEAD_ID))}{row}"
    found = f"INDEX({_column(leads.COMPANY)},MATCH({number},{_column(leads.ID)},0))"
    return f'=IF({number}="","",IFERROR({found},""))'


def _column(column: Column) -> str:
    letters = _letters(LEADS.columns.index(column))
    return f"{quote_sheet(LEADS.name)}!${letters}$2:${letters}${LAST_ROW}"


def _letters(at: int) -> str:
    return column_letters(at + 1)
