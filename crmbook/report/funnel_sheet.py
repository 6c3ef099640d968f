"""漏斗分析: how far each month's leads came, stages, losses with reasons, cycles (M79, M82–M85)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from crmbook.analysis.funnel import STEPS
from crmbook.analysis.monthly import MonthFigures
from crmbook.analysis.spread import Spread
from crmbook.analysis.tables import Tables
from crmbook.i18n import _
from crmbook.report.blocks import Block, Look, write_block
from crmbook.report.detail_ranges import DetailRanges, Field, is_month
from crmbook.report.figure_cells import NOTHING, Figure, row_of
from crmbook.report.headings import write_title
from crmbook.report.memory_book import MemoryBook
from crmbook.report.monthly_report import MonthlyReport
from crmbook.report.palette import CHART_SIGNED, FAINT, LINE, TAB_GENERATED
from crmbook.report.paper import set_paper
from crmbook.report.trend_chart import font
from crmbook.schema.sheets import FUNNEL, conversion

HEADERS: Final = (
    "统计周期", *STEPS, "联系率", "需求率", "方案率", "签约率", "批次转化率", "期间签约", "期间转化率",
)  # fmt: skip
_TOP: Final = 4  # 1-based row where the first block begins
FIRST_ROW: Final = _TOP + 2
_COUNT, _RATE = Look.COUNT, Look.RATE
_LOOKS: Final = (Look.TEXT, *[_COUNT] * 5, *[_RATE] * 5, _COUNT, _RATE)
_WIDTHS: Final = (16, *(11,) * 12)


def funnel_sheet(report: MonthlyReport, tables: Tables) -> bytes:
    """Return a workbook with 漏斗分析 alone, ready to be grafted."""
    book = MemoryBook()
    worksheet = book.sheet(FUNNEL, TAB_GENERATED)
    for at, width in enumerate(_WIDTHS):
        worksheet.set_column(at, at, width)
    write_title(book, worksheet, _("Funnel"))
    checked = book.format(font_color=FAINT, font_size=9)
    worksheet.write_string(1, 0, balance_line(tables), checked)
    row = _TOP
    for block in (_months(report, tables), _stages(tables), _losses(tables), _cycles(tables)):
        row = write_block(book, worksheet, row, block)
    _insert_chart(book, worksheet, report, row)
    worksheet.freeze_panes(0, 1)
    set_paper(worksheet, FUNNEL, pages=1)
    book.mark_generated(FUNNEL)
    return book.finish()


def balance_line(tables: Tables) -> str:
    """Return the line that says whether everything adds up, or what does not."""
    if not tables.mismatches:
        return _("Checked: all parts add up to their totals.")
    return _("Does not add up: {what}").format(what="；".join(map(str, tables.mismatches[:3])))


def _months(report: MonthlyReport, tables: Tables) -> Block:
    ranges = DetailRanges(len(report.detail), len(report.months))
    rows = [
        _month(one, tables, (row, ranges if report.is_live(one) else None))
        for row, one in enumerate(report.months, FIRST_ROW)
    ]
    return Block(_("How far the leads of each month came"), HEADERS, _LOOKS, rows, _note())


def _note() -> str:
    return _(
        "Steps count the leads acquired in the month, wherever they stand today (批次)."
        " 期间签约 = companies signed in the month, whenever acquired; 期间转化率 = 期间签约 / 线索总数."
    )


def _month(
    one: MonthFigures, tables: Tables, where: tuple[int, DetailRanges | None]
) -> list[Figure]:
    row, ranges = where
    if one.typed or one.month not in tables.funnels:
        return _kept(one)
    counts: list[Any] = [step.count for step in tables.funnels[one.month].steps]
    signed: Any = one.signed
    if one.signed is None:
        counts[-1] = signed = NOTHING
    values = [one.month.label, *counts]
    values += [_over(part, whole) for whole, part in pairwise(counts)]
    values += [_over(counts[-1], counts[0]), signed, _over(signed, counts[0])]
    formulas = [""] * len(values) if ranges is None else _formulas(row, ranges)
    return [
        Figure(value, formula if value != NOTHING or at in _ALWAYS else "")
        for at, (value, formula) in enumerate(zip(values, formulas, strict=True))
    ]


#: Rates: over nothing, their formula says — itself.
_ALWAYS: Final = frozenset({6, 7, 8, 9, 10, 12})


def _kept(one: MonthFigures) -> list[Figure]:
    """Return what a closed month's row remembers (§2.17): its steps were not kept."""
    known: dict[Any, Any] = row_of(one)
    unknown = [NOTHING] * 8
    values = [one.month.label, known[conversion.TOTAL], *unknown, known[conversion.COHORT],
              known[conversion.SIGNED], known[conversion.RATE]]  # fmt: skip
    return [Figure(value) for value in values]


def _over(part: Any, whole: Any) -> Any:
    if isinstance(part, str) or isinstance(whole, str) or not whole:
        return NOTHING
    return part / whole


def _formulas(row: int, ranges: DetailRanges) -> list[str]:
    month = is_month(f"$A{row}")
    begun = ((Field.MONTH, month), (Field.COUNTED, "1"))
    total = "=" + ranges.countifs(*begun)
    cohort = "=" + ranges.countifs(*begun, (Field.COHORT, "1"))
    signed = "=" + ranges.countifs((Field.SIGNED_MONTH, month), (Field.FIRST, "1"))
    pairs = (("C", "B"), ("D", "C"), ("E", "D"), ("F", "E"), ("F", "B"))
    rates = [f'=IFERROR({part}{row}/{whole}{row},"{NOTHING}")' for part, whole in pairs]
    period = f'=IFERROR(L{row}/B{row},"{NOTHING}")'
    return ["", total, "", "", "", cohort, *rates, signed, period]


def _stages(tables: Tables) -> Block:
    title = _("Stages of the leads acquired in {month}").format(month=tables.month.label)
    headers = ("销售阶段", "到达", "进入下一阶段", "推进率", "停留中", "流失", "有日期",
               *_SPREAD_HEADERS)  # fmt: skip
    looks = (Look.TEXT, _COUNT, _COUNT, _RATE, _COUNT, _COUNT, _COUNT, *_SPREAD_LOOKS)
    if tables.stages is None:
        note = _("no column “{column}” in the log: stages cannot be counted")
        return Block(title, headers, looks, (), note.format(column="销售阶段"))
    rows = [
        [
            Figure(one.stage),
            Figure(one.reached),
            Figure(NOTHING if one.onward is None else one.onward.part),
            Figure(NOTHING if one.onward is None else _shown(one.onward.value)),
            *map(Figure, (one.staying, one.lost, one.dated)),
            *_spread(one.days),
        ]
        for one in tables.stages
    ]
    note = _("Days = from entering the stage to entering a later one, where the log dates both.")
    return Block(title, headers, looks, rows, note)


_SPREAD_HEADERS: Final = ("平均天数", "中位数", "P90", "n")
_SPREAD_LOOKS: Final = (Look.DAYS, Look.DAYS, Look.DAYS, Look.COUNT)


def _spread(days: Spread) -> list[Figure]:
    return [*(Figure(_shown(one)) for one in (days.mean, days.median, days.p90)), Figure(days.n)]


def _shown(value: float | None) -> Any:
    return NOTHING if value is None else value


def _losses(tables: Tables) -> Block:
    one = tables.losses
    rows = [
        [
            Figure(stage.stage),
            Figure(stage.rate.part),
            Figure(_shown(stage.rate.value)),
            Figure("、".join(f"{name}{count}" for name, count in stage.reasons.items()) or NOTHING),
        ]
        for stage in one.stages
    ]
    rows.append([Figure(_("Total")), Figure(one.lost), Figure(_shown(one.rate.value)), Figure("")])
    title = _("Lost in {month}, and why").format(month=one.month.label)
    note = _("Rate = lost in the month at the stage / {total} leads acquired in it.")
    looks = (Look.TEXT, _COUNT, _RATE, Look.TEXT)
    headers = ("流失阶段", "流失数", "流失率", "流失原因")
    return Block(title, headers, looks, rows, note.format(total=one.total), total=True)


def _cycles(tables: Tables) -> Block:
    rows = [
        [Figure(month.label), Figure(one.signed), *_spread(one.days)]
        for month, one in sorted(tables.cycles.items())
    ]
    note = _("Days from 获取时间 (else 分配时间) to 签约日期 of the companies signed in the month.")
    headers = ("统计周期", "签约客户数", *_SPREAD_HEADERS)
    looks = (Look.TEXT, _COUNT, *_SPREAD_LOOKS)
    return Block(_("Sales cycle"), headers, looks, rows, note)


def _insert_chart(book: MemoryBook, worksheet: Worksheet, report: MonthlyReport, row: int) -> None:
    """Insert the funnel of the month that is analysed, as bars from the top down."""
    months = [one.month for one in report.months]
    if report.month not in months:
        return
    line = FIRST_ROW - 1 + months.index(report.month)
    chart = book.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": [FUNNEL, line, 0],
            "categories": [FUNNEL, _TOP, 1, _TOP, 5],
            "values": [FUNNEL, line, 1, line, 5],
            "fill": {"color": CHART_SIGNED},
            "gap": 30,
            "data_labels": {"value": True, "font": font(9)},
        }
    )
    title = _("Funnel of {month}").format(month=report.month.label)
    chart.set_title({"name": title, "name_font": font(12, bold=True)})
    chart.set_y_axis({"reverse": True, "major_gridlines": {"visible": False},
                      "num_font": font(9), "line": {"color": LINE}})  # fmt: skip
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 760, "height": 260})
    worksheet.insert_chart(f"A{row}", chart, {"object_position": 1, "x_offset": 4, "y_offset": 6})
