"""看板: the month on one page: cards with arrows, funnel, trend, channels and reps (M79, M84, M86).

Its charts draw the small tables to the right of the page, which are not printed; a card leads to
the sheet that has its rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from crmbook.analysis.tables import Tables
from crmbook.i18n import _
from crmbook.report.dashboard_cards import Card, cards
from crmbook.report.figure_cells import NOTHING
from crmbook.report.headings import write_title
from crmbook.report.memory_book import MemoryBook
from crmbook.report.monthly_report import MonthlyReport
from crmbook.report.palette import (
    BRAND,
    BRAND_PALE,
    CHART_RATE,
    CHART_SIGNED,
    CHART_TOTAL,
    FAINT,
    LINE,
    TAB_GENERATED,
)
from crmbook.report.paper import set_paper
from crmbook.report.trend_chart import font
from crmbook.report.values import write_formula, write_value
from crmbook.schema.sheets import DASHBOARD

WIDTH: Final = 17  # columns that are ours: the page, a gap, the tables of the charts
_PAGE: Final = 12
_CARD: Final = 3  # columns of a card
_DATA: Final = 13  # 0-based column of the tables
_SIZE: Final = (490, 250)
_SHOWN: Final = 8
_MONTHS: Final = 12
_Table = tuple[str, Sequence[str], Sequence[Sequence[Any]]]


def dashboard_sheet(report: MonthlyReport, tables: Tables) -> bytes:
    """Return a workbook with 看板 alone, ready to be grafted."""
    book = MemoryBook()
    worksheet = book.sheet(DASHBOARD, TAB_GENERATED)
    worksheet.set_column(0, _PAGE - 1, 11)
    worksheet.set_column(_DATA, WIDTH - 1, 12)
    write_title(book, worksheet, _("The month at a glance"))
    worksheet.write_string(1, 0, report.month.label, book.format(bold=True, font_size=11))
    for at, card in enumerate(cards(report, tables)):
        _write_card(book, worksheet, card, (3 + at // 4 * 4, at % 4 * _CARD))
    row = 2
    for at, (kind, table) in enumerate(_tables(report, tables)):
        _write_table(book, worksheet, table, row)
        place = (12 + at // 2 * 13, at % 2 * _PAGE // 2)
        _insert(book, worksheet, (kind, table, row), place)
        row += len(table[2]) + 3
    set_paper(worksheet, DASHBOARD, pages=1)
    worksheet.print_area(0, 0, 37, _PAGE - 1)
    book.mark_generated(DASHBOARD)
    return book.finish()


def _write_card(book: MemoryBook, worksheet: Worksheet, card: Card, place: tuple[int, int]) -> None:
    row, column = place
    pale: dict[str, Any] = {"bg_color": BRAND_PALE, "align": "center"}
    looks = (
        {"font_color": BRAND, "bold": True, "top": 2, "top_color": BRAND},
        {"font_size": 20, "bold": True, "num_format": card.number_format},
        {"font_size": 9},
    )
    styles = [book.format(**pale, **look) for look in looks]
    for at, style in enumerate(styles):
        worksheet.merge_range(row + at, column, row + at, column + _CARD - 1, "", style)
    worksheet.set_row(row + 1, 32)
    link = f"internal:'{card.sheet}'!A1"
    worksheet.write_url(row, column, link, styles[0], card.label)
    if card.figure.formula:
        write_formula(
            worksheet, (row + 1, column), card.figure.formula, styles[1], card.figure.value
        )
    else:
        write_value(worksheet, row + 1, column, card.figure.value, styles[1])
    worksheet.write_string(row + 2, column, card.change, styles[2])
    # a gap of white between the cards
    edge = [book.format(**pale, **look, right=5, right_color="#FFFFFF") for look in looks]
    for at, style in enumerate(edge):
        worksheet.write_blank(row + at, column + _CARD - 1, None, style)


def _tables(report: MonthlyReport, tables: Tables) -> list[tuple[str, _Table]]:
    months = report.months[-_MONTHS:]
    steps = tables.funnels[report.month].steps if report.month in tables.funnels else ()
    trend = [
        (one.month.label, _number(one.total), _number(one.signed), _number(one.rate))
        for one in months
    ]
    sources = [(one.source, one.valid, one.signed) for one in report.channels[:_SHOWN]]
    reps = [(one.owner or "未分配", one.new, one.signed) for one in tables.owners[:_SHOWN]]
    return [
        ("bar", (_("Funnel"), ("步骤", "线索数"), [(one.name, one.count) for one in steps])),
        ("trend", (_("Trend"), ("统计周期", "线索总数", "签约客户数", "转化率"), trend)),
        ("bar", (_("Sources"), ("线索来源", "有效数", "签约数"), sources)),
        ("column", (_("Reps"), ("负责人", "新增线索", "签约客户数"), reps)),
    ]


def _number(value: float | None) -> float | str:
    return NOTHING if value is None else value


def _write_table(book: MemoryBook, worksheet: Worksheet, table: _Table, row: int) -> None:
    _title, headers, rows = table
    for at, header in enumerate(headers):
        worksheet.write_string(row, _DATA + at, header, book.format(bold=True, font_color=FAINT))
    for down, line in enumerate(rows, row + 1):
        for at, value in enumerate(line):
            style = book.format(num_format="0.0%" if headers[at] == "转化率" else "General")
            write_value(worksheet, down, _DATA + at, value, style)


def _insert(
    book: MemoryBook, worksheet: Worksheet, what: tuple[str, _Table, int], place: tuple[int, int]
) -> None:
    """Insert the chart of a table; one without rows gets a line that says so."""
    kind, (title, headers, rows), row = what
    if not rows:
        text = _("{title}: nothing in this month").format(title=title)
        worksheet.write_string(*place, text, book.format(font_color=FAINT))
        return
    span = (row, row + 1, row + len(rows))
    chart = book.workbook.add_chart({"type": "bar" if kind == "bar" else "column"})
    for at, colour in enumerate((CHART_TOTAL, CHART_SIGNED)[: len(headers) - 1], 1):
        labels = {"data_labels": {"value": True, "font": font(8)}} if kind != "trend" else {}
        chart.add_series({**_series(at, span), "fill": {"color": colour}, "gap": 50, **labels})
    if kind == "trend":
        line = book.workbook.add_chart({"type": "line"})
        line.add_series({**_series(3, span), "y2_axis": True,
                         "line": {"color": CHART_RATE, "width": 2.25}})  # fmt: skip
        line.set_y2_axis({"num_format": "0%", "num_font": font(8), "min": 0})
        chart.combine(line)
    _dress(chart, title, kind)
    worksheet.insert_chart(*place, chart, {"object_position": 1, "x_offset": 2})


def _series(at: int, span: tuple[int, int, int]) -> dict[str, Any]:
    head, first, last = span
    return {
        "name": [DASHBOARD, head, _DATA + at],
        "categories": [DASHBOARD, first, _DATA, last, _DATA],
        "values": [DASHBOARD, first, _DATA + at, last, _DATA + at],
    }


def _dress(chart: Any, title: str, kind: str) -> None:
    names: dict[str, Any] = {"num_font": font(8), "line": {"color": LINE},
                             "major_gridlines": {"visible": False}}  # fmt: skip
    counts: dict[str, Any] = {"visible": kind == "trend", "min": 0, "num_font": font(8),
                              "major_gridlines": {"visible": False}}  # fmt: skip
    if kind == "bar":  # XlsxWriter's x axis of bars is the one that lies
        chart.set_y_axis({**names, "reverse": True})
        chart.set_x_axis(counts)
    else:
        chart.set_x_axis(names)
        chart.set_y_axis(counts)
    chart.set_title({"name": title, "name_font": font(11, bold=True), "overlay": False})
    chart.set_legend({"position": "bottom", "font": font(8)})
    chart.set_size(dict(zip(("width", "height"), _SIZE, strict=True)))
