"""The charts of 看板: native ones, each over a small table of its own sheet (M86)."""

from __future__ import annotations

from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from crmbook.report.dashboard_tables import COLUMN, ChartTable, Kind
from crmbook.report.memory_book import MemoryBook
from crmbook.report.palette import CHART_RATE, CHART_SIGNED, CHART_TOTAL, FAINT, LINE
from crmbook.report.trend_chart import font
from crmbook.schema.sheets import DASHBOARD

_SIZE: Final = {"width": 490, "height": 256}  # pixels: six columns, thirteen rows
_RATE: Final = 3  # the column of a trend that is a line


def insert_chart(
    book: MemoryBook, worksheet: Worksheet, table: ChartTable, place: tuple[int, int]
) -> None:
    """Insert the chart of a table at ``place``; one without rows gets a line that says so."""
    if not table.rows:
        text = f"{table.title}：{table.empty}"
        worksheet.write_string(*place, text, book.format(font_color=FAINT))
        return
    bars = table.kind is Kind.BARS
    chart = book.workbook.add_chart({"type": "bar" if bars else "column"})
    _add_counts(chart, table)
    if table.kind is Kind.TREND:
        chart.combine(_line(book, table))
    names: dict[str, Any] = {"num_font": font(8), "line": {"color": LINE},
                             "major_gridlines": {"visible": False}}  # fmt: skip
    if bars:  # the x axis of XlsxWriter's bars is the one that lies
        chart.set_y_axis({**names, "reverse": True})
        chart.set_x_axis(_counts(table))
    else:
        chart.set_x_axis(names)
        chart.set_y_axis(_counts(table))
    chart.set_title({"name": table.title, "name_font": font(11, bold=True), "overlay": False})
    one = len(table.headers) == 2  # names and one count: nothing to tell apart
    chart.set_legend({"none": True} if one else {"position": "bottom", "font": font(8)})
    chart.set_chartarea({"border": {"color": LINE}})
    chart.set_size(_SIZE)
    worksheet.insert_chart(*place, chart, {"object_position": 1, "x_offset": 2, "y_offset": 2})


def _add_counts(chart: Any, table: ChartTable) -> None:
    columns = range(1, min(len(table.headers), _RATE))
    colours = (CHART_TOTAL, CHART_SIGNED) if len(columns) > 1 else (CHART_SIGNED,)
    labels: dict[str, Any] = {"data_labels": {"value": True, "font": font(8)}}
    for column, colour in zip(columns, colours, strict=True):
        chart.add_series(
            {
                **_series(table, column),
                "fill": {"color": colour},
                "gap": 50,
                **({} if table.kind is Kind.TREND else labels),
            }
        )


def _line(book: MemoryBook, table: ChartTable) -> Any:
    line = book.workbook.add_chart({"type": "line"})
    marker = {"type": "circle", "size": 5, "fill": {"color": CHART_RATE},
              "border": {"color": CHART_RATE}}  # fmt: skip
    look = {"y2_axis": True, "line": {"color": CHART_RATE, "width": 2.25}, "marker": marker}
    line.add_series({**_series(table, _RATE), **look})
    line.set_y2_axis({"num_format": "0%", "num_font": font(8), "min": 0, "line": {"none": True}})
    return line


def _counts(table: ChartTable) -> dict[str, Any]:
    shown = table.kind is Kind.TREND  # the others have labels
    lines = {"visible": shown, "line": {"color": LINE, "width": 0.5}}
    return {"visible": shown, "min": 0, "num_format": "0", "num_font": font(8),
            "line": {"none": True}, "major_gridlines": lines}  # fmt: skip


def _series(table: ChartTable, column: int) -> dict[str, Any]:
    first, last, at = table.header, table.header + len(table.rows) - 1, COLUMN + column
    return {
        "name": [DASHBOARD, table.header - 1, at],
        "categories": [DASHBOARD, first, COLUMN, last, COLUMN],
        "values": [DASHBOARD, first, at, last, at],
    }
