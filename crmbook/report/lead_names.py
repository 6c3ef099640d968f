"""公司名称 of the log: looked up by 线索编号, in functions that Excel 2010 and WPS have."""

from __future__ import annotations

from crmbook.model.cells import column_letters, quote_sheet
from crmbook.report.entry_rules import LAST_ROW
from crmbook.schema.column import Column
from crmbook.schema.sheets import FOLLOWUPS, LEADS, followups, leads


def table_formula() -> str:
    """Return the formula as a table's calculated column has it: Excel fills it into new rows."""
    return _formula(f"{FOLLOWUPS.table}[[#This Row],[{followups.LEAD_ID.header}]]")


def cell_formula(row: int) -> str:
    """Return the formula for a row (1-based) of a sheet without a table."""
    return _formula(f"${_letters(FOLLOWUPS.columns.index(followups.LEAD_ID))}{row}")


def _formula(number: str) -> str:
    """Return the look-up of a number: blank where the number is blank or unknown."""
    found = f"INDEX({_column(leads.COMPANY)},MATCH({number},{_column(leads.ID)},0))"
    return f'=IF({number}="","",IFERROR({found},""))'


def _column(column: Column) -> str:
    letters = _letters(LEADS.columns.index(column))
    return f"{quote_sheet(LEADS.name)}!${letters}$2:${letters}${LAST_ROW}"


def _letters(at: int) -> str:
    return column_letters(at + 1)
