"""The trend under 转化分析表: leads and signings as columns, 转化率 as a line (M86, M89)."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from crmbook.i18n import _
from crmbook.report.figure_cells import COLUMNS
from crmbook.report.memory_book import MemoryBook
from crmbook.report.monthly_report import MonthlyReport
from crmbook.report.palette import CHART_RATE, CHART_SIGNED, CHART_TOTAL, FAINT, FONT, INK, LINE
from crmbook.schema.column import Column
from crmbook.schema.sheets import conversion
from crmbook.schema.sheets.conversion import CONVERSION

_HEADER = 1  # 0-based rows of the sheet
_MONTHS_SHOWN = 12


def insert_trend(book: MemoryBook, worksheet: Worksheet, report: MonthlyReport, cell: str) -> None:
    """Insert the chart of the last twelve months at ``cell``."""
    last = _HEADER + len(report.months)
    rows = (max(_HEADER + 1, last - _MONTHS_SHOWN + 1), last)
    columns = book.workbook.add_chart({"type": "column"})
    for column, colour in ((conversion.TOTAL, CHART_TOTAL), (conversion.SIGNED, CHART_SIGNED)):
        columns.add_series({**_series(column, rows), "fill": {"color": colour}, "gap": 80})
    line = book.workbook.add_chart({"type": "line"})
    line.add_series(_rate_series(rows))
    columns.combine(line)
    columns.set_title({"name": _("Leads, signings and conversion rate"), "name_font": font(12, bold=True),
                       "overlay": False})  # fmt: skip
    columns.set_x_axis({"num_font": font(9), "line": {"color": LINE}})
    columns.set_y_axis(_count_axis())
    line.set_y2_axis({"num_format": "0%", "num_font": font(9), "min": 0, "line": {"none": True}})
    columns.set_legend({"position": "bottom", "font": font(9)})
    columns.set_size({"width": 900, "height": 320})
    worksheet.insert_chart(cell, columns, {"object_position": 1, "x_offset": 4, "y_offset": 6})


def _series(column: Column, rows: tuple[int, int]) -> dict[str, Any]:
    at = COLUMNS.index(column)
    first, last = rows
    return {
        "name": [CONVERSION.name, _HEADER, at],
        "categories": [CONVERSION.name, first, 0, last, 0],
        "values": [CONVERSION.name, first, at, last, at],
        "overlap": 0,
    }


def _rate_series(rows: tuple[int, int]) -> dict[str, Any]:
    return {
        **_series(conversion.RATE, rows),
        "y2_axis": True,
        "line": {"color": CHART_RATE, "width": 2.25},
        "marker": {"type": "circle", "size": 6, "fill": {"color": CHART_RATE},
                   "border": {"color": CHART_RATE}},
        "data_labels": {"value": True, "position": "above", "num_format": "0.0%",
                        "font": font(9, color=CHART_RATE)},
    }  # fmt: skip


def _count_axis() -> dict[str, Any]:
    return {
        "num_format": "0",
        "num_font": font(9),
        "min": 0,
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.5}},
    }


def font(size: int, *, bold: bool = False, color: str = "") -> dict[str, Any]:
    """Return a chart font."""
    return {"name": FONT, "size": size, "bold": bold, "color": color or (INK if bold else FAINT)}
