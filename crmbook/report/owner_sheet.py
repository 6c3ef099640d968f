"""业绩分析: what each rep did in the month, targets, and money still owed (M70, M87, M91, U19)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from crmbook.analysis.owners import OwnerFigures
from crmbook.analysis.rates import Rate
from crmbook.analysis.structure import UNKNOWN_OWNER
from crmbook.analysis.tables import Tables
from crmbook.analysis.targets import Aim
from crmbook.i18n import _
from crmbook.model.cells import column_letters
from crmbook.report.blocks import Block, Look, write_block
from crmbook.report.detail_ranges import DetailRanges, Field
from crmbook.report.figure_cells import NOTHING, Figure
from crmbook.report.headings import write_title
from crmbook.report.memory_book import MemoryBook
from crmbook.report.monthly_report import MonthlyReport
from crmbook.report.palette import CHART_SIGNED, CHART_TOTAL, LINE, TAB_GENERATED
from crmbook.report.paper import set_paper
from crmbook.report.trend_chart import font
from crmbook.schema.sheets import PERFORMANCE

_TOP: Final = 4
FIRST_ROW: Final = _TOP + 2
HEADERS: Final = (
    "负责人", "新增线索", "签约客户数", "流失", "签约金额\n(万元)", "跟进线索", "跟进次数", "到期计划",
    "按时完成", "按时率", "逾期未办", "升级", "降级", "完整度", "迟录", "迟录率",
)  # fmt: skip
_C, _R = Look.COUNT, Look.RATE
_LOOKS: Final = (
    Look.TEXT, _C, _C, _C, Look.AMOUNT, _C, _C, _C, _C, _R, _C, _C, _C, _R, _C, _R,
)  # fmt: skip
_SHOWN: Final = 15


def owner_sheet(report: MonthlyReport, tables: Tables) -> bytes:
    """Return a workbook with 业绩分析 alone, ready to be grafted."""
    book = MemoryBook()
    worksheet = book.sheet(PERFORMANCE, TAB_GENERATED)
    for at in range(len(HEADERS)):
        worksheet.set_column(at, at, 11 if at else 14)
    write_title(book, worksheet, _("Performance of the team"))
    worksheet.write_string(1, 0, tables.month.label, book.format(bold=True, font_size=11))
    row = _TOP
    for block in (_reps(report, tables), *_aims(tables), *_payments(tables)):
        row = write_block(book, worksheet, row, block)
    if tables.owners:
        _insert_chart(book, worksheet, len(tables.owners), row)
    worksheet.freeze_panes(0, 1)
    set_paper(worksheet, PERFORMANCE, pages=1)
    book.mark_generated(PERFORMANCE)
    return book.finish()


def _reps(report: MonthlyReport, tables: Tables) -> Block:
    ranges = DetailRanges(len(report.detail)) if report.channels_live else None
    rows = [_rep(one, row, ranges) for row, one in enumerate(tables.owners, FIRST_ROW)]
    if rows:
        rows.append(_total(tables.owners, rows, FIRST_ROW + len(rows)))
    note = _(
        "到期计划 = 预计完成时间 in the month; kept by a later log row until the end of that day; 逾期未办 ="
        " nobody since. 迟录 = written down after more than 规则 时限.更新记录."
    )
    return Block(_("What each rep did"), HEADERS, _LOOKS, rows, note, total=bool(rows))


def _rep(one: OwnerFigures, row: int, ranges: DetailRanges | None) -> list[Figure]:
    formulas = ("", "", "") if ranges is None else _formulas(one.owner, row, ranges)
    return [
        Figure(one.owner or UNKNOWN_OWNER),
        *map(Figure, (one.new, one.signed, one.lost), formulas),
        *map(Figure, (one.amount, one.contacted, one.visits, one.due.whole, one.due.part)),
        _rate(one.due, f'=IFERROR(I{row}/H{row},"{NOTHING}")'),
        *map(Figure, (one.overdue, one.upgraded, one.downgraded)),
        _rate(one.complete),
        Figure(one.late.part if one.late.whole else NOTHING),
        _rate(one.late),
    ]


def _rate(rate: Rate, formula: str = "") -> Figure:
    return Figure(NOTHING if rate.value is None else rate.value, formula)


def _formulas(owner: str, row: int, ranges: DetailRanges) -> tuple[str, str, str]:
    """Return the formulas of 新增, 签约 and 流失; EXACT, for a name is what somebody typed."""
    name = f"$A{row}" if owner else '""'
    mine = f"EXACT({ranges[Field.OWNER]},{name})"
    terms = (
        f"EXACT({ranges[Field.MONTH]},$A$2)*{mine}*({ranges[Field.COUNTED]}=1)",
        f"EXACT({ranges[Field.SIGNED_MONTH]},$A$2)*{mine}*({ranges[Field.FIRST]}=1)",
        f"EXACT({ranges[Field.LOST_MONTH]},$A$2)*{mine}",
    )
    found = [f"=SUMPRODUCT({term}*1)" for term in terms]
    return found[0], found[1], found[2]


def _total(
    figures: Sequence[OwnerFigures], rows: Sequence[Sequence[Figure]], row: int
) -> list[Figure]:
    found = [Figure(_("Total"))]
    for at in range(1, len(HEADERS)):
        letter = column_letters(at + 1)
        if _LOOKS[at] is not Look.RATE:
            values = [line[at].value for line in rows]
            known = [value for value in values if not isinstance(value, str)]
            formula = f"=SUM({letter}{FIRST_ROW}:{letter}{row - 1})"
            found.append(Figure(sum(known), formula))
            continue
        name = {"J": "due", "N": "complete", "P": "late"}[letter]
        rates = [getattr(one, name) for one in figures]
        whole = Rate(sum(one.part for one in rates), sum(one.whole for one in rates))
        found.append(_rate(whole, f'=IFERROR(I{row}/H{row},"{NOTHING}")' if letter == "J" else ""))
    return found


def _aims(tables: Tables) -> list[Block]:
    if not tables.aims:
        return []
    title = _("Targets of {month}").format(month=tables.month.label)
    headers = (
        "对象",
        "指标",
        "目标值",
        "实际",
        "差距",
        "相对差距",
        "结果",
        "责任人",
        "完成时限",
        "本月",
    )
    looks = (
        Look.TEXT,
        Look.TEXT,
        Look.AMOUNT,
        Look.AMOUNT,
        Look.AMOUNT,
        Look.RATE,
        *[Look.TEXT] * 4,
    )
    note = _(
        "差距 = 实际 − 目标值 (rates in points); 相对差距 = behind the target, over the target; 严重 from"
        " 规则 目标.严重差距 on."
    )
    return [Block(title, headers, looks, [_aim(one) for one in tables.aims], note)]


def _aim(one: Aim) -> list[Figure]:
    gap, relative = one.gap, one.relative
    due = "" if one.due is None else f"{one.due:%Y-%m-%d}"
    return [
        Figure(one.subject),
        Figure(one.metric),
        Figure(_valued(one, one.target)),
        Figure(_valued(one, one.actual)),
        Figure(_points(one, gap)),
        Figure(NOTHING if relative is None else max(relative, 0.0)),
        Figure(one.standing.value),
        Figure(one.owner),
        Figure(due),
        Figure("" if one.ended else _("not ended")),
    ]


def _valued(one: Aim, value: float | None) -> Any:
    """Return a value as its 指标 is read: a rate as text with its %, for its column holds counts too."""
    if value is None:
        return NOTHING
    return f"{value:.1%}" if one.metric.endswith("率") else round(value, 2)


def _points(one: Aim, gap: float | None) -> Any:
    if gap is None:
        return NOTHING
    if one.metric.endswith("率"):
        return _("{points:+.1f} points").format(points=gap * 100)
    return round(gap, 2)


def _payments(tables: Tables) -> list[Block]:
    if tables.sales is None:
        return []
    headers = (
        "负责人", "订单数", "合同金额\n(万元)", "已回款\n(万元)", "应收\n(万元)", "逾期\n(万元)",
        "逾期单数", "最长逾期\n(天)", "未定应收日\n(万元)",
    )  # fmt: skip
    money = Look.AMOUNT
    looks = (Look.TEXT, _C, money, money, money, money, _C, _C, money)
    rows = [
        [Figure(one.owner or UNKNOWN_OWNER), *map(Figure, (
            one.orders, one.amount, one.received, one.outstanding, one.overdue, one.late, one.days,
            one.undated,
        ))]
        for one in tables.sales.payments
    ]  # fmt: skip
    note = _("All orders as of today; a blank 已回款 counts as nothing received.")
    return [Block(_("Received and owed"), headers, looks, rows, note)]


def _insert_chart(book: MemoryBook, worksheet: Worksheet, count: int, row: int) -> None:
    """Insert columns of new leads and signings of the first fifteen reps."""
    last = FIRST_ROW + min(count, _SHOWN) - 2  # 0-based
    chart = book.workbook.add_chart({"type": "column"})
    for column, colour in ((1, CHART_TOTAL), (2, CHART_SIGNED)):
        chart.add_series(
            {
                "name": [PERFORMANCE, _TOP, column],
                "categories": [PERFORMANCE, FIRST_ROW - 1, 0, last, 0],
                "values": [PERFORMANCE, FIRST_ROW - 1, column, last, column],
                "fill": {"color": colour},
                "gap": 60,
                "data_labels": {"value": True, "font": font(9)},
            }
        )
    chart.set_title({"name": _("New leads and signings by rep"), "name_font": font(12, bold=True)})
    chart.set_x_axis({"num_font": font(9), "line": {"color": LINE}})
    chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom", "font": font(9)})
    chart.set_size({"width": 900, "height": 300})
    worksheet.insert_chart(f"A{row}", chart, {"object_position": 1, "x_offset": 4, "y_offset": 6})
