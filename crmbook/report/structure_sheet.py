"""结构分析: where the leads come from and lie, what was sold, by whom and where (M27, M86, M90)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from crmbook.analysis.distribution import GRADES, Dimension, Group
from crmbook.analysis.rates import Rate
from crmbook.analysis.structure import Composition
from crmbook.analysis.tables import Sales, Tables
from crmbook.i18n import _
from crmbook.report.blocks import Block, Look, write_block
from crmbook.report.channel_blocks import channel_blocks, quality_block
from crmbook.report.figure_cells import NOTHING, Figure
from crmbook.report.headings import write_title
from crmbook.report.memory_book import MemoryBook
from crmbook.report.palette import CHART_SIGNED, CHART_TOTAL, FAINT, LINE, TAB_GENERATED
from crmbook.report.paper import set_paper
from crmbook.report.trend_chart import font
from crmbook.schema.sheets import STRUCTURE

WIDTH: Final = 10  # columns of figures; the charts stand to their right
_TOP: Final = 5
_SHOWN: Final = 12
_CHART_ROWS: Final = 5  # a block with fewer rows gets no chart beside it
_PIXELS: Final = 20  # of a row
_NO_CHART: Final = 0  # bars that differ by a per mille would tell a lie


def structure_sheet(tables: Tables) -> bytes:
    """Return a workbook with 结构分析 alone, ready to be grafted."""
    book = MemoryBook()
    worksheet = book.sheet(STRUCTURE, TAB_GENERATED)
    for at in range(WIDTH):
        worksheet.set_column(at, at, 11 if at else 22)
    write_title(book, worksheet, _("Composition of leads and sales"))
    worksheet.write_string(1, 0, tables.month.label, book.format(bold=True, font_size=11))
    worksheet.write_string(2, 0, _summary(tables.sales), book.format(font_color=FAINT))
    row = _TOP
    for block, column in _blocks(tables):
        if column and len(block.rows) > _CHART_ROWS:
            _insert_chart(book, worksheet, block, (row, column))
        row = write_block(book, worksheet, row, block)
    worksheet.freeze_panes(0, 1)
    set_paper(worksheet, STRUCTURE)
    book.mark_generated(STRUCTURE)
    return book.finish()


def _blocks(tables: Tables) -> list[tuple[Block, int]]:
    """Return the blocks, and which column of each its chart shows, if any."""
    sold = [] if tables.sales is None else list(tables.sales.parts.items())
    made = [(_sold(name, part, tables), 3) for name, part in sold if part.orders]
    made += [(one, 1) for one in channel_blocks(tables)]
    made += [(_spread(by, groups), 1) for by, groups in tables.groups.items()]
    return made + [(one, _NO_CHART) for one in quality_block(tables)]


def _summary(sales: Sales | None) -> str:
    if sales is None:
        return _("no sheet “{sheet}”: what was sold cannot be told").format(sheet="订单")
    each, again = sales.deals.per_customer, sales.repurchase
    return _(
        "Orders of the month: {orders}, {amount:g} 万元; 客单价 {each}; 复购率 {rate}"
        " ({part}/{whole} customers, to the end of the month)"
    ).format(
        orders=sales.deals.orders,
        amount=round(sales.deals.amount, 2),
        each=NOTHING if each is None else f"{each:.2f}",
        rate=NOTHING if again.value is None else f"{again.value:.1%}",
        part=again.part,
        whole=again.whole,
    )


def _sold(name: str, part: Composition, tables: Tables) -> Block:
    title = _("Sales by {name}, twelve months to the end of {month}").format(
        name=name, month=tables.month.label
    )
    headers = (name, "订单数", "数量", "合同金额\n(万元)", "占比")
    looks = (Look.TEXT, Look.COUNT, Look.AMOUNT, Look.AMOUNT, Look.RATE)
    shown = part.parts if len(part.parts) <= _SHOWN else part.parts[: _SHOWN - 1]
    rows: list[list[Any]] = [[one.name, one.orders, one.quantity, one.amount] for one in shown]
    others = part.parts[len(shown) :]
    if others:
        sums = [
            sum(column)
            for column in zip(*((o.orders, o.quantity, o.amount) for o in others), strict=True)
        ]
        rows.append([_others(len(others)), *sums])
    whole = [sum(one.orders for one in part.parts), sum(one.quantity for one in part.parts)]
    rows.append([_("Total"), *whole, part.amount])
    note = _("{count} orders have no amount").format(count=part.unknown) if part.unknown else ""
    figures = [
        [*map(Figure, row), Figure(row[3] / part.amount if part.amount else NOTHING)]
        for row in rows
    ]
    return Block(title, headers, looks, figures, note, total=True)


def _others(count: int) -> str:
    return _("{count} others").format(count=count)


def _spread(by: Dimension, groups: Sequence[Group]) -> Block:
    names = {
        Dimension.INDUSTRY: _("Leads by industry"), Dimension.REGION: _("Leads by region"),
        Dimension.STATE: _("Leads by state"), Dimension.SOURCE: _("Leads by source"),
        Dimension.TAG: _("Leads by tag"),
    }  # fmt: skip
    headers = (by.value, "线索数", *(f"{g}类" if len(g) == 1 else g for g in GRADES), "占比",
               "已签约", "批次转化率")  # fmt: skip
    looks = (Look.TEXT, *[Look.COUNT] * 5, Look.RATE, Look.COUNT, Look.RATE)
    shown = list(groups if len(groups) <= _SHOWN else groups[: _SHOWN - 1])
    rest = groups[len(shown) :]
    if rest and not by.several:  # a lead has several tags: their rows have no sum
        shown.append(_sum(_others(len(rest)), rest))
    total = sum(one.total for one in groups)
    rows = [_group(one, None if by.several else total) for one in shown]
    if not by.several and groups:
        rows.append(_group(_sum(_("Total"), groups), total))
    note = _("A lead with several tags stands in several rows.") if by.several else ""
    return Block(names[by], headers, looks, rows, note, total=not by.several and bool(groups))


def _sum(name: str, groups: Sequence[Group]) -> Group:
    grades = {grade: sum(one.grades[grade] for one in groups) for grade in GRADES}
    total = sum(one.total for one in groups)
    return Group(name, total, grades, Rate(sum(one.signed.part for one in groups), total))


def _group(one: Group, whole: int | None) -> list[Figure]:
    rate = one.signed.value
    share: Any = one.total / whole if whole else NOTHING
    return [
        Figure(one.name),
        Figure(one.total),
        *(Figure(one.grades[grade]) for grade in GRADES),
        Figure(share),
        Figure(one.signed.part),
        Figure(NOTHING if rate is None else rate),
    ]


def _insert_chart(
    book: MemoryBook, worksheet: Worksheet, block: Block, where: tuple[int, int]
) -> None:
    """Insert bars of a block's rows, without its total, to its right."""
    row, column = where
    first = row + block.first - 1  # 0-based
    last = first + len(block.rows) - 1 - block.total
    chart = book.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": [STRUCTURE, row, column],
            "categories": [STRUCTURE, first, 0, last, 0],
            "values": [STRUCTURE, first, column, last, column],
            "fill": {"color": CHART_SIGNED if column == 3 else CHART_TOTAL},
            "gap": 40,
            "data_labels": {"value": True, "font": font(9)},
        }
    )
    chart.set_title({"none": True})
    chart.set_y_axis({"reverse": True, "major_gridlines": {"visible": False},
                      "num_font": font(9), "line": {"color": LINE}})  # fmt: skip
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 460, "height": _PIXELS * (len(block.rows) + 2)})
    worksheet.insert_chart(row - 1, WIDTH, chart, {"object_position": 1, "x_offset": 4})
