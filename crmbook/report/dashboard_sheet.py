"""看板: the month on one page: cards with arrows, funnel, trend, channels and reps (M79, M84, M86).

Its charts draw the small tables to the right of the page, which are not printed; the title of a
card leads to the sheet that has its rows.
"""

from __future__ import annotations

from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from crmbook.analysis.tables import Tables
from crmbook.i18n import _
from crmbook.report.dashboard_cards import Card, cards
from crmbook.report.dashboard_charts import insert_chart
from crmbook.report.dashboard_tables import COLUMN, ChartTable, chart_tables
from crmbook.report.figure_cells import Figure
from crmbook.report.headings import write_title
from crmbook.report.memory_book import MemoryBook
from crmbook.report.monthly_report import MonthlyReport
from crmbook.report.palette import BAD, BRAND, BRAND_PALE, FAINT, GOOD, TAB_GENERATED, WHITE
from crmbook.report.paper import set_paper
from crmbook.report.values import write_formula, write_value
from crmbook.schema.sheets import DASHBOARD

WIDTH: Final = COLUMN + 4  # columns that are ours: the page, a gap, the tables of the charts
_PAGE: Final = 12
_CARD: Final = 3  # columns of a card
_CARDS_TOP: Final = 3  # 0-based rows
_CHARTS_TOP: Final = 12
_CHART_ROWS: Final = 13
_DATA_TOP: Final = 4  # 1-based header row of the first table
_LAST_ROW: Final = _CHARTS_TOP + 2 * _CHART_ROWS - 1


def dashboard_sheet(report: MonthlyReport, tables: Tables) -> bytes:
    """Return a workbook with 看板 alone, ready to be grafted."""
    book = MemoryBook()
    worksheet = book.sheet(DASHBOARD, TAB_GENERATED)
    worksheet.set_column(0, _PAGE - 1, 11)
    worksheet.set_column(_PAGE, _PAGE, 4)
    worksheet.set_column(COLUMN, WIDTH - 1, 13)
    _write_top(book, worksheet, report)
    for at, card in enumerate(cards(report, tables)):
        _write_card(book, worksheet, card, (_CARDS_TOP + at // 4 * 4, at % 4 * _CARD))
    for at, table in enumerate(chart_tables(report, tables, _DATA_TOP)):
        _write_table(book, worksheet, table)
        place = (_CHARTS_TOP + at // 2 * _CHART_ROWS, at % 2 * _PAGE // 2)
        insert_chart(book, worksheet, table, place)
    set_paper(worksheet, DASHBOARD, pages=1)
    worksheet.print_area(0, 0, _LAST_ROW, _PAGE - 1)
    book.mark_generated(DASHBOARD)
    return book.finish()


def _write_top(book: MemoryBook, worksheet: Worksheet, report: MonthlyReport) -> None:
    write_title(book, worksheet, _("The month at a glance"))
    worksheet.write_string(1, 0, report.month.label, book.format(bold=True, font_size=11))
    faint = book.format(font_color=FAINT, font_size=9)
    if report.as_of is not None:
        told = _("data as of {date}; the title of a card leads to its figures")
        worksheet.write_string(1, 2, told.format(date=f"{report.as_of:%Y-%m-%d}"), faint)
    worksheet.write_string(1, COLUMN, _("What the charts draw (not printed)"), faint)


def _write_card(book: MemoryBook, worksheet: Worksheet, card: Card, place: tuple[int, int]) -> None:
    row, column = place
    pale: dict[str, Any] = {"bg_color": BRAND_PALE, "align": "center"}
    ink = {1: GOOD[1], -1: BAD[1]}.get(card.mood)
    looks: tuple[dict[str, Any], ...] = (
        {"font_color": BRAND, "bold": True, "top": 2, "top_color": BRAND},
        {"font_size": 20, "bold": True, "num_format": card.number_format},
        {"font_size": 9, **({"font_color": ink} if ink else {})},
    )
    styles = [book.format(**pale, **look) for look in looks]
    for at, look in enumerate(looks):
        worksheet.merge_range(row + at, column, row + at, column + _CARD - 1, "", styles[at])
        edge = book.format(**pale, **look, right=5, right_color=WHITE)  # white between the cards
        worksheet.write_blank(row + at, column + _CARD - 1, None, edge)
    worksheet.set_row(row + 1, 32)
    worksheet.write_url(row, column, f"internal:'{card.sheet}'!A1", styles[0], card.label)
    _write_figure(worksheet, (row + 1, column), card.figure, styles[1])
    worksheet.write_string(row + 2, column, card.change, styles[2])


def _write_table(book: MemoryBook, worksheet: Worksheet, table: ChartTable) -> None:
    for at, header in enumerate(table.headers):
        style = book.format(bold=True, font_color=FAINT)
        worksheet.write_string(table.header - 1, COLUMN + at, header, style)
    for row, line in enumerate(table.rows, table.header):
        for at, figure in enumerate(line):
            shown = "@" if at == 0 else "0.0%" if table.headers[at] == "转化率" else "0"
            _write_figure(worksheet, (row, COLUMN + at), figure, book.format(num_format=shown))


def _write_figure(worksheet: Worksheet, place: tuple[int, int], figure: Figure, style: Any) -> None:
    if figure.formula:
        write_formula(worksheet, place, figure.formula, style, figure.value)
    else:
        write_value(worksheet, *place, figure.value, style)
