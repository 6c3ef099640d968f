"""A book in which everything refers to the sheet 线索."""

from __future__ import annotations

import io

import openpyxl
import xlsxwriter

from crmbook.model.cells import quote_sheet

OLD, OTHER = "线索", "汇总"


def book(name: str = OLD) -> bytes:
    """Return a book of two sheets: 汇总 and its charts, rules, names and links speak of ``name``."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet, other = workbook.add_worksheet(name), workbook.add_worksheet(OTHER)
    at = quote_sheet(name) + "!"
    for row in range(5):
        sheet.write(row, 0, row)
        sheet.write_formula(row, 1, f"={at}A{row + 1}*2", None, row * 2)
    other.write_formula("A1", f"=SUM({at}A1:A5)", None, 10)
    other.write_formula("A2", "=A1*2", None, 20)
    other.write_string("A3", f"{OLD}!A1")
    other.data_validation("B1:B9", {"validate": "list", "source": f"={at}$A$1:$A$5"})
    other.conditional_format(
        "A1:A9", {"type": "formula", "criteria": f"={at}$A$1>1", "format": workbook.add_format()}
    )
    other.write_url("C1", f"internal:{at}A1", string="去看")
    chart = workbook.add_chart({"type": "column"})
    chart.add_series({"values": [name, 0, 1, 4, 1], "categories": [name, 0, 0, 4, 0]})
    other.insert_chart("E2", chart)
    other.insert_textbox("E20", "", {"textlink": f"={at}$A$1", "url": f"internal:{at}A1"})
    workbook.define_name("合计", f"={at}$A$1:$A$5")
    sheet.print_area("A1:B5")
    workbook.close()
    return out.getvalue()


def plain(*names: str, active: int = 0) -> bytes:
    """Return a book whose sheets do not refer to one another; each holds its name in A1."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name in names:
        sheet = workbook.create_sheet(name)
        sheet["A1"] = name
        sheet.print_area = "A1:B2"
    workbook.active = active
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()
