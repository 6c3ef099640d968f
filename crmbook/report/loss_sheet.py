"""流失分析: leads lost by stage and month, counts and rates, denominators printed (M83, §2.8)."""

from __future__ import annotations

from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from crmbook.analysis.monthly import STAGES, MonthFigures
from crmbook.i18n import _
from crmbook.model.cells import a1
from crmbook.report.detail_ranges import DetailRanges, Field, is_month
from crmbook.report.figure_cells import LOSS_FIRST_ROW as FIRST_ROW
from crmbook.report.figure_cells import NOTHING, Figure, row_of
from crmbook.report.headings import add_table, write_headers, write_title
from crmbook.report.memory_book import MemoryBook
from crmbook.report.monthly_report import MonthlyReport
from crmbook.report.palette import CLOSED, FAINT, LINE, TAB_GENERATED
from crmbook.report.paper import set_paper
from crmbook.report.values import rate_format, write_formula, write_value
from crmbook.schema.sheets import LOSSES
from crmbook.schema.sheets.conversion import LOSS, TOTAL

HEADER_ROW: Final = FIRST_ROW - 1  # 1-based
HEADERS: Final = (
    "统计周期",
    "线索总数",
    *STAGES,
    "流失合计",
    *(f"{stage}流失率" for stage in STAGES),
    "合计流失率",
    "主要流失阶段",
)
_WIDTHS: Final = (12, 10, 11, 11, 11, 10, 15, 15, 15, 12, 20)
_SUM = 6  # 1-based column of 流失合计


def loss_sheet(report: MonthlyReport) -> bytes:
    """Return a workbook with 流失分析 alone, ready to be grafted."""
    book = MemoryBook()
    worksheet = book.sheet(LOSSES, TAB_GENERATED)
    for at, width in enumerate(_WIDTHS):
        worksheet.set_column(at, at, width)
    last = FIRST_ROW + max(len(report.months), 1) - 1
    write_title(book, worksheet, _("Loss by stage"))
    area = (HEADER_ROW - 1, 0, last - 1, len(HEADERS) - 1)
    add_table(worksheet, area, "流失表", HEADERS, plain=report.plain)
    write_headers(book, worksheet, HEADER_ROW - 1, HEADERS)
    ranges = DetailRanges(len(report.detail), len(report.months))
    for at, one in enumerate(report.months, FIRST_ROW):
        _write_month(book, worksheet, one, (at, ranges if report.is_live(one) else None))
    _write_note(book, worksheet, last + 1)
    worksheet.freeze_panes(HEADER_ROW, 1)
    set_paper(worksheet, LOSSES, (0, HEADER_ROW - 1))
    book.mark_generated(LOSSES)
    return book.finish()


def _write_note(book: MemoryBook, worksheet: Worksheet, row: int) -> None:
    text = _(
        "Rate = leads lost in the month at the stage / leads acquired in the month (线索总数)."
        " Closed months keep what stood here; — where nothing did."
    )
    worksheet.write_string(row, 0, text, book.format(font_color=FAINT, font_size=9))


def _write_month(
    book: MemoryBook,
    worksheet: Worksheet,
    one: MonthFigures,
    where: tuple[int, DetailRanges | None],
) -> None:
    row, ranges = where
    figures = _remembered(one) if one.typed else _counted(one, row, ranges)
    for at, figure in enumerate(figures):
        rated = _SUM <= at < len(HEADERS) - 1
        shown = rate_format(figure.value if isinstance(figure.value, float) else None)
        style = book.format(
            num_format=shown if rated else "0", align="center", bottom=1, bottom_color=LINE,
            **({"bg_color": CLOSED} if one.closed else {}),
        )  # fmt: skip
        if figure.formula:
            write_formula(worksheet, (row - 1, at), figure.formula, style, figure.value)
        else:
            write_value(worksheet, row - 1, at, figure.value, style)


def _remembered(one: MonthFigures) -> list[Figure]:
    """Return what a closed row says, and its counts by stage where they were kept (§2.17)."""
    row: dict[Any, Any] = row_of(one)
    if one.lost:
        counts = [one.lost.get(stage, 0) for stage in STAGES]
        counts.append(sum(counts))
        rates = [count / one.total if one.total else NOTHING for count in counts]
        values = [one.month.label, row[TOTAL], *counts, *rates, row[LOSS]]
        return [Figure(value) for value in values]
    unknown = [Figure(NOTHING)] * (len(HEADERS) - 3)
    return [Figure(one.month.label), Figure(row[TOTAL]), *unknown, Figure(row[LOSS])]


def _counted(one: MonthFigures, row: int, ranges: DetailRanges | None) -> list[Figure]:
    counts = [one.lost[stage] for stage in STAGES]
    lost = [*counts, sum(counts)]
    rates = [count / one.total if one.total else NOTHING for count in lost]
    values = [one.month.label, one.total, *lost, *rates, one.loss_text]
    if ranges is None:
        return [Figure(value) for value in values]
    formulas = ["", *_formulas(row, ranges)]
    return [Figure(value, formula) for value, formula in zip(values, formulas, strict=True)]


def _formulas(row: int, ranges: DetailRanges) -> list[str]:
    month = is_month(f"$A{row}")
    total = "=" + ranges.countifs((Field.MONTH, month), (Field.COUNTED, "1"))
    counts = [
        "=" + ranges.countifs((Field.LOST_MONTH, month), (Field.LOST_STAGE, f'"{stage}"'))
        for stage in STAGES
    ]
    whole = f"=SUM({a1(row, 3)}:{a1(row, 5)})"
    rates = [f'=IFERROR({a1(row, at)}/$B{row},"{NOTHING}")' for at in range(3, _SUM + 1)]
    return [total, *counts, whole, *rates, _worst(row)]


def _worst(row: int) -> str:
    """Return the formula of 主要流失阶段: the first of the stages that lost most, and its rate.

    Whole numbers are divided, then rounded: TEXT(29/200,"0%") is 15% in Excel, 14% in LibreOffice.
    """
    counts = f"$C{row}:$E{row}"
    stage = f"INDEX($C${HEADER_ROW}:$E${HEADER_ROW},MATCH(MAX({counts}),{counts},0))"
    text = f'{stage}&"(流失"&ROUND(MAX({counts})*100/$B{row},0)&"%)"'
    return f'=IFERROR(IF(MAX({counts})=0,"{NOTHING}",{text}),"{NOTHING}")'
