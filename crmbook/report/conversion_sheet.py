"""转化分析表: the documents' ten columns, crmbook's grey ones, what people added (FORMS.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from crmbook.analysis.advice import is_suggestion
from crmbook.analysis.monthly import MonthFigures
from crmbook.report.detail_ranges import DetailRanges
from crmbook.report.figure_cells import CLOSED, COLUMNS, Figure, cells, row_of
from crmbook.report.headings import add_table, header_format, write_title
from crmbook.report.memory_book import MemoryBook
from crmbook.report.monthly_notes import note_lines, write_notes
from crmbook.report.monthly_report import MonthlyReport
from crmbook.report.palette import BRAND, COMPUTED, FAINT, INPUT, LINE, TAB_GENERATED, WHITE
from crmbook.report.palette import CLOSED as CLOSED_FILL
from crmbook.report.paper import set_paper
from crmbook.report.trend_chart import insert_trend
from crmbook.report.values import (
    date_format,
    days_format,
    lines_of,
    rate_format,
    write_formula,
    write_value,
)
from crmbook.schema.column import Column
from crmbook.schema.sheets import conversion
from crmbook.schema.sheets.conversion import CONVERSION

HEADER_ROW: Final = 2  # 1-based
FIRST_ROW: Final = 3
_RATES: Final = (conversion.RATE, conversion.COHORT)
_LEFT: Final = (conversion.LOSS, conversion.ADVICE)
_LINE_HEIGHT: Final = 15.5
_GREY_HEAD: Final = "#8497B0"


def conversion_sheet(report: MonthlyReport) -> bytes:
    """Return a workbook with 转化分析表 alone, ready to be grafted."""
    book = MemoryBook()
    worksheet = draw_conversion(book, report)
    if report.months:
        insert_trend(book, worksheet, report, _below(report))
    return book.finish()


def draw_conversion(book: MemoryBook, report: MonthlyReport) -> Worksheet:
    """Draw the sheet without its chart into a workbook."""
    worksheet = book.sheet(CONVERSION.name, TAB_GENERATED)
    titles = headers(report.extra)
    write_title(book, worksheet, CONVERSION.title)
    last = FIRST_ROW + max(len(report.months), 1) - 1
    area = (HEADER_ROW - 1, 0, last - 1, len(titles) - 1)
    add_table(worksheet, area, CONVERSION.table, titles, plain=report.plain)
    _write_heads(book, worksheet, titles)
    ranges = DetailRanges(len(report.detail), len(report.months))
    for at, one in enumerate(report.months):
        _write_month(book, worksheet, (report, one), (FIRST_ROW + at, ranges))
    write_notes(book, worksheet, report, last + 1)
    worksheet.freeze_panes(HEADER_ROW, 1)
    set_paper(worksheet, CONVERSION.title, (0, HEADER_ROW - 1))
    book.mark_generated(CONVERSION.name)
    return worksheet


def headers(extra: Mapping[str, object]) -> list[str]:
    """Return the header row: ten, grey ones, people's own (unique whatever their case), hidden."""
    titles = [column.header for column in COLUMNS]
    taken = {title.casefold() for title in (*titles, conversion.BASIS.header)}
    for title in extra:
        unique, number = title, 1
        while unique.casefold() in taken:
            number += 1
            unique = f"{title}_{number}"
        taken.add(unique.casefold())
        titles.append(unique)
    return [*titles, conversion.BASIS.header]


def _write_heads(book: MemoryBook, worksheet: Worksheet, titles: Sequence[str]) -> None:
    worksheet.set_row(HEADER_ROW - 1, 32)
    declared = CONVERSION.by_header
    for at, title in enumerate(titles):
        column = declared.get(title)
        hidden = {"hidden": True} if column is conversion.BASIS else {}
        worksheet.set_column(at, at, 16 if column is None else column.width, None, hidden)
        if column in conversion.TEN:
            style = header_format(book, BRAND, WHITE)
        else:
            style = header_format(book, COMPUTED if column is None else _GREY_HEAD,
                                  FAINT if column is None else WHITE)  # fmt: skip
        worksheet.write_string(HEADER_ROW - 1, at, title, style)


def _write_month(
    book: MemoryBook,
    worksheet: Worksheet,
    what: tuple[MonthlyReport, MonthFigures],
    where: tuple[int, DetailRanges],
) -> None:
    report, one = what
    row, ranges = where
    found = list(cells(one, row, ranges if report.is_live(one) else None))
    advice = str(found[COLUMNS.index(conversion.ADVICE)].value or "")
    tall = lines_of(advice, conversion.ADVICE.width)
    worksheet.set_row(row - 1, max(30, _LINE_HEIGHT * tall + 4))
    for at, (column, figure) in enumerate(zip(COLUMNS, found, strict=True)):
        style = _style(book, column, figure.value, closed=one.closed)
        _write_figure(worksheet, (row - 1, at), figure, style)
    for at, column_of in enumerate(report.extra.values(), len(COLUMNS)):
        _write_extra(book, worksheet, (row - 1, at), column_of.get(one.month))
    basis = row_of(one)[conversion.BASIS]
    write_value(worksheet, row - 1, len(COLUMNS) + len(report.extra), basis)


def _write_figure(
    worksheet: Worksheet, place: tuple[int, int], figure: Figure, style: Format
) -> None:
    if figure.formula:
        write_formula(worksheet, place, figure.formula, style, figure.value)
    else:
        write_value(worksheet, *place, figure.value, style)


def _style(book: MemoryBook, column: Column, value: Any, *, closed: bool) -> Format:
    number = value if isinstance(value, int | float) else None
    properties: dict[str, Any] = {"bottom": 1, "bottom_color": LINE, "align": "center"}
    if column in _RATES:
        properties["num_format"] = rate_format(number)
    elif column is conversion.CYCLE:
        properties["num_format"] = days_format(number)
    elif number is not None:
        properties["num_format"] = "0"
    else:
        properties["num_format"] = "@"
    if column in _LEFT:
        properties |= {"align": "left", "text_wrap": True}
    return book.format(**properties, **_colours(column, value, closed=closed))


def _colours(column: Column, value: Any, *, closed: bool) -> dict[str, Any]:
    if column is conversion.ADVICE and isinstance(value, str) and is_suggestion(value):
        return {"bg_color": INPUT, "italic": True, "font_color": FAINT}
    if column is conversion.ADVICE:
        return {"bg_color": INPUT}
    if column in conversion.GREY:
        sign = {"bold": True} if value == CLOSED else {}
        return {"bg_color": CLOSED_FILL if closed else COMPUTED, "font_color": FAINT, **sign}
    if column is conversion.PERIOD:
        return {"bold": True, **({"bg_color": CLOSED_FILL} if closed else {})}
    return {"bg_color": CLOSED_FILL} if closed else {}


def _write_extra(
    book: MemoryBook, worksheet: Worksheet, place: tuple[int, int], value: object
) -> None:
    shown = date_format(value) if hasattr(value, "days") or hasattr(value, "year") else "General"
    style = book.format(num_format=shown, bottom=1, bottom_color=LINE, text_wrap=True)
    write_value(worksheet, *place, value, style)


def _below(report: MonthlyReport) -> str:
    """Return the cell under the notes, where the chart goes."""
    return f"A{FIRST_ROW + len(report.months) + len(note_lines(report)) + 1}"
