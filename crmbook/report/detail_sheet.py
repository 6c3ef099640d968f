"""月报明细: one row a lead, with a link to the cell it came from (REQUIREMENTS §2.16)."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from crmbook.analysis.detail import DetailRow
from crmbook.facts.months import Month
from crmbook.i18n import _
from crmbook.model.cells import CellRef, quote_sheet
from crmbook.report.detail_ranges import FIELDS, FIRST_ROW, HEADER_ROW, DetailRanges, Field
from crmbook.report.headings import add_table, write_headers, write_title
from crmbook.report.memory_book import MemoryBook
from crmbook.report.monthly_report import MonthlyReport
from crmbook.report.palette import FAINT, LINE, TAB_GENERATED
from crmbook.report.paper import set_paper
from crmbook.report.values import write_value
from crmbook.schema.sheets import DETAIL

_LINK_LIMIT = 65_530  # what Excel takes on one sheet
_LINK = FIELDS.index(Field.PLACE)


def detail_sheet(report: MonthlyReport) -> bytes:
    """Return a workbook with 月报明细 alone, ready to be grafted."""
    book = MemoryBook()
    worksheet = book.sheet(DETAIL, TAB_GENERATED)
    for at, field in enumerate(FIELDS):
        worksheet.set_column(at, at, field.width)
    write_title(book, worksheet, _("月报明细: the leads that the open months count"))
    rows = report.detail if report.live else ()
    worksheet.write_string(1, 0, _explanation(report), book.format(font_color=FAINT))
    worksheet.set_row(1, 20)
    headers, last = [field.header for field in FIELDS], DetailRanges(len(rows)).last_row
    area = (HEADER_ROW - 1, 0, last - 1, len(FIELDS) - 1)
    add_table(worksheet, area, "月报明细表", headers, plain=report.plain)
    write_headers(book, worksheet, HEADER_ROW - 1, headers)
    _write_rows(book, worksheet, rows)
    worksheet.freeze_panes(HEADER_ROW, 2)
    worksheet.ignore_errors({"number_stored_as_text": f"A{FIRST_ROW}:O{last}"})
    set_paper(worksheet, DETAIL, (HEADER_ROW - 1, HEADER_ROW - 1))
    book.mark_generated(DETAIL)
    return book.finish()


def _explanation(report: MonthlyReport) -> str:
    if report.live:
        return _(
            "Every figure of 转化分析表, 渠道分析 and 流失分析 counts these rows; filter by 月份 to see"
            " which. Do not edit: crmbook monthly writes them anew."
        )
    return _(
        "{count} leads would stand here, more than rule 月报明细.上限 allows: the monthly sheets hold"
        " values instead of formulas."
    ).format(count=len(report.detail))


def _write_rows(book: MemoryBook, worksheet: Worksheet, rows: Sequence[DetailRow]) -> None:
    text = book.format(num_format="@", bottom=1, bottom_color=LINE)
    number = book.format(num_format="0", bottom=1, bottom_color=LINE, align="center")
    link = book.format(font_color="#0563C1", underline=1, bottom=1, bottom_color=LINE)
    for at, row in enumerate(rows):
        line = at + FIRST_ROW - 1
        for column, value in enumerate(_values(row)):
            style = number if isinstance(value, int) else text
            write_value(worksheet, line, column, value, style)
        place = CellRef(row.sheet, row.row, 1)
        if len(rows) <= _LINK_LIMIT:
            target = f"internal:{quote_sheet(row.sheet)}!A{row.row}"
            worksheet.write_url(line, _LINK, target, link, str(place))
        else:
            worksheet.write_string(line, _LINK, str(place), text)


def _values(row: DetailRow) -> tuple[str | int | None, ...]:
    """Return a row's cells, without its place, in the order of :class:`Field`."""
    return (
        row.number,
        row.company,
        row.owner,
        _label(row.month),
        row.state,
        int(row.counted),
        row.grade,
        row.source,
        _label(row.signed_month),
        int(row.first) if row.signed_month is not None else None,
        row.cycle,
        _label(row.lost_month),
        row.lost_stage,
        int(row.cohort),
    )


def _label(month: Month | None) -> str | None:
    return None if month is None else month.label
