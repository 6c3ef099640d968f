"""渠道分析: what each source brought in one month, and what became of it (M23, M84)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from crmbook.analysis.channel import ChannelFigures
from crmbook.i18n import _
from crmbook.report.channel_chart import insert_channels
from crmbook.report.detail_ranges import DetailRanges, Field
from crmbook.report.figure_cells import NOTHING, Figure
from crmbook.report.headings import add_table, write_headers, write_title
from crmbook.report.memory_book import MemoryBook
from crmbook.report.monthly_report import MonthlyReport
from crmbook.report.palette import BRAND_PALE, FAINT, LINE, TAB_GENERATED
from crmbook.report.paper import set_paper
from crmbook.report.values import rate_format, write_formula, write_value
from crmbook.schema.sheets import CHANNELS

HEADER_ROW: Final = 3  # 1-based; A2 holds the month
FIRST_ROW: Final = 4
HEADERS: Final = (
    "线索来源", "留资量", "有效数", "有效率", "A类数", "A类占比", "签约数", "转化率", "小样本",
)  # fmt: skip
_WIDTHS: Final = (20, 10, 10, 10, 10, 11, 10, 10, 9)
_RATES: Final = {3: ("C", "B"), 5: ("E", "C"), 7: ("G", "C")}  # column → part, whole


def channel_sheet(report: MonthlyReport) -> bytes:
    """Return a workbook with 渠道分析 alone, ready to be grafted."""
    book = MemoryBook()
    worksheet = book.sheet(CHANNELS, TAB_GENERATED)
    for at, width in enumerate(_WIDTHS):
        worksheet.set_column(at, at, width)
    write_title(book, worksheet, _("Sources"))
    worksheet.write_string(1, 0, report.month.label, book.format(bold=True, font_size=11))
    last = FIRST_ROW + max(len(report.channels), 1) - 1
    area = (HEADER_ROW - 1, 0, last - 1, len(HEADERS) - 1)
    add_table(worksheet, area, "渠道表", HEADERS, plain=report.plain)
    write_headers(book, worksheet, HEADER_ROW - 1, HEADERS)
    for row, one in enumerate(report.channels, FIRST_ROW):
        _write_source(book, worksheet, (report, one), row)
    _write_total(book, worksheet, report.channels, last + 1)
    _write_note(book, worksheet, report, last + 2)
    if report.channels:
        insert_channels(book, worksheet, (FIRST_ROW, last), f"A{last + 4}")
    worksheet.freeze_panes(HEADER_ROW, 1)
    set_paper(worksheet, CHANNELS, (0, HEADER_ROW - 1), pages=1)
    book.mark_generated(CHANNELS)
    return book.finish()


def _write_source(
    book: MemoryBook, worksheet: Worksheet, what: tuple[MonthlyReport, ChannelFigures], row: int
) -> None:
    report, one = what
    small = one.valid < report.small_sample
    ink = {"font_color": FAINT, "italic": True} if small else {}
    counts = [one.received, one.valid, one.grade_a, one.signed]
    formulas = [""] * len(counts)
    if report.channels_live:
        formulas = _counts(row, DetailRanges(len(report.detail)))
    cells = [Figure(one.source), *_with_rates(list(map(Figure, counts, formulas)), row)]
    cells.append(Figure("※" if small else ""))
    _write(book, worksheet, (row, cells), ink)


def _with_rates(counts: Sequence[Figure], row: int) -> list[Figure]:
    """Return received, valid, rate, grade A, rate, signed, rate: each rate beside its count."""
    received, valid, grade_a, signed = counts
    found = [received, valid, _share(valid, received, (row, 3)), grade_a]
    found += [_share(grade_a, valid, (row, 5)), signed, _share(signed, valid, (row, 7))]
    return found


def _share(part: Figure, whole: Figure, where: tuple[int, int]) -> Figure:
    row, column = where
    upper, lower = _RATES[column]
    formula = f'=IFERROR({upper}{row}/{lower}{row},"{NOTHING}")' if part.formula else ""
    return Figure(part.value / whole.value if whole.value else NOTHING, formula)


def _counts(row: int, ranges: DetailRanges) -> list[str]:
    """Return the formulas of received, valid, grade A and signed.

    EXACT in SUMPRODUCT, not COUNTIFS: a source is what somebody typed, and COUNTIFS reads ``1688``
    as a number, ``>5`` as a comparison and ``*`` as anything.
    """
    source = f"EXACT({ranges[Field.SOURCE]},$A{row})"
    begun = f"EXACT({ranges[Field.MONTH]},$A$2)*{source}"
    signed = f"EXACT({ranges[Field.SIGNED_MONTH]},$A$2)*{source}"
    counted = f"({ranges[Field.COUNTED]}=1)"
    graded = f'({ranges[Field.GRADE]}="A")'
    first = f"({ranges[Field.FIRST]}=1)"
    terms = (begun, f"{begun}*{counted}", f"{begun}*{counted}*{graded}", f"{signed}*{first}")
    return [f"=SUMPRODUCT({term}*1)" for term in terms]


def _write_total(
    book: MemoryBook, worksheet: Worksheet, channels: Sequence[ChannelFigures], row: int
) -> None:
    sums = [
        sum(one.received for one in channels),
        sum(one.valid for one in channels),
        sum(one.grade_a for one in channels),
        sum(one.signed for one in channels),
    ]
    figures = [
        Figure(value, f"=SUM({letter}{FIRST_ROW}:{letter}{row - 1})")
        for value, letter in zip(sums, "BCEG", strict=True)
    ]
    cells = [Figure(_("Total")), *_with_rates(figures, row), Figure("")]
    _write(book, worksheet, (row, cells), {"bold": True, "bg_color": BRAND_PALE, "top": 1})


def _write(
    book: MemoryBook, worksheet: Worksheet, line: tuple[int, Sequence[Figure]], look: dict[str, Any]
) -> None:
    row, cells = line
    for at, cell in enumerate(cells):
        number = cell.value if isinstance(cell.value, int | float) else None
        shown = rate_format(number) if at in _RATES else "0" if at else "@"
        align = "center" if at else "left"
        style = book.format(num_format=shown, align=align, bottom=1, bottom_color=LINE, **look)
        if cell.formula:
            write_formula(worksheet, (row - 1, at), cell.formula, style, cell.value)
        else:
            write_value(worksheet, row - 1, at, cell.value, style)


def _write_note(book: MemoryBook, worksheet: Worksheet, report: MonthlyReport, row: int) -> None:
    text = _(
        "※ fewer than {count} valid leads: the rate says little (规则 渠道.小样本)."
        " 签约数 = signed in the month, whenever the lead was acquired."
    ).format(count=report.small_sample)
    worksheet.write_string(row - 1, 0, text, book.format(font_color=FAINT, font_size=9))
