"""The lines under 转化分析表: 注, what is missing, 口径, 数据截至 (FORMS.md)."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from crmbook.i18n import _
from crmbook.report.memory_book import MemoryBook
from crmbook.report.monthly_report import MonthlyReport
from crmbook.report.palette import FAINT
from crmbook.report.values import lines_of
from crmbook.schema.sheets import conversion

_LINE_HEIGHT = 16.5
#: A paragraph is as wide as the ten columns of the document.
_LAST_COLUMN = len(conversion.TEN) - 1
_WIDTH = sum(column.width for column in conversion.TEN)


def note_lines(report: MonthlyReport) -> list[str]:
    """Return the paragraphs, the most urgent first; each gets a row of its own."""
    found = []
    if report.remarks:
        found.append(_("Note: {remarks}.").format(remarks="；".join(report.remarks)))
    found += [_("Missing: {what}").format(what=line) for line in report.missing]
    if report.basis:
        found.append(_("Basis: {basis}.").format(basis="；".join(report.basis)))
    if not report.live:
        found.append(_("The figures are values, not formulas: 月报明细 would be too long."))
    return [*found, _moment(report)]


def _moment(report: MonthlyReport) -> str:
    if report.as_of is None:
        return _("Not counted yet: run “crmbook monthly” with this file; what is typed here stays.")
    moment = f"{report.as_of:%Y-%m-%d}"  # to the day: a second run that day changes nothing
    return _("Data as of {moment}; made by crmbook monthly").format(moment=moment)


def write_notes(book: MemoryBook, worksheet: Worksheet, report: MonthlyReport, row: int) -> None:
    """Write the paragraphs from ``row`` (0-based) on, each merged over the ten columns."""
    style = book.format(font_color=FAINT, font_size=9, text_wrap=True, valign="top")
    for at, line in enumerate(note_lines(report), row):
        worksheet.set_row(at, _LINE_HEIGHT * lines_of(line, _WIDTH * 1.08))
        worksheet.merge_range(at, 0, at, _LAST_COLUMN, "", style)
        worksheet.write_string(at, 0, line, style)
