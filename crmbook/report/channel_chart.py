"""The chart of 渠道分析: valid leads and signings of each source (M84, M86)."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from crmbook.i18n import _
from crmbook.report.memory_book import MemoryBook
from crmbook.report.palette import CHART_SIGNED, CHART_TOTAL, LINE
from crmbook.report.trend_chart import font
from crmbook.schema.sheets import CHANNELS

_SHOWN = 12
_VALID, _SIGNED = 2, 6  # 0-based columns


def insert_channels(
    book: MemoryBook, worksheet: Worksheet, rows: tuple[int, int], cell: str
) -> None:
    """Insert a bar chart of the first twelve sources (1-based ``rows``), the largest on top."""
    first, last = rows[0] - 1, min(rows[1], rows[0] + _SHOWN - 1) - 1
    chart = book.workbook.add_chart({"type": "bar"})
    for column, colour in ((_VALID, CHART_TOTAL), (_SIGNED, CHART_SIGNED)):
        chart.add_series(_series(column, colour, (first, last)))
    chart.set_title(
        {"name": _("Valid leads and signings by source"), "name_font": font(12, bold=True)}
    )
    chart.set_y_axis(
        {
            "reverse": True,
            "major_gridlines": {"visible": False},
            "num_font": font(9),
            "line": {"color": LINE},
        }
    )
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom", "font": font(9)})
    chart.set_size({"width": 700, "height": 130 + 28 * (last - first + 1)})
    worksheet.insert_chart(cell, chart, {"object_position": 1, "x_offset": 4, "y_offset": 6})


def _series(column: int, colour: str, rows: tuple[int, int]) -> dict[str, Any]:
    first, last = rows
    return {
        "name": [CHANNELS, first - 1, column],
        "categories": [CHANNELS, first, 0, last, 0],
        "values": [CHANNELS, first, column, last, column],
        "fill": {"color": colour},
        "gap": 60,
        "data_labels": {"value": True, "font": font(9)},
    }
