"""渠道有效性 on 结构分析: by source, by class, by week, each rate with its denominator's doubt (M84)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from crmbook.analysis.sources import SourceFigures
from crmbook.analysis.tables import Channels, Tables
from crmbook.i18n import _
from crmbook.report.blocks import Block, Look
from crmbook.report.figure_cells import NOTHING, Figure
from crmbook.schema.rules import SMALL_SAMPLE

_HEADERS: Final = (
    "留资量",
    "有效率",
    "A类占比",
    "签约数",
    "转化率",
    "95%区间",
    "签约金额\n(万元)",
    "说明",
)
_LOOKS: Final = (
    Look.TEXT, Look.COUNT, Look.RATE, Look.RATE, Look.COUNT, Look.RATE, Look.TEXT, Look.AMOUNT,
    Look.TEXT,
)  # fmt: skip
_SHOWN: Final = 15
_WEEK: Final = dt.timedelta(6)


def channel_blocks(tables: Tables) -> Iterator[Block]:
    """Yield the three blocks; one of which there is nothing to say is left out."""
    found: Channels | None = tables.channels
    if found is None:
        return
    month = tables.month.label
    note = _(
        "Signed in the span over valid leads acquired in it; fewer than {count} leads (规则 {rule})"
        " say little"
    ).format(count=tables.rules.count(SMALL_SAMPLE), rule=SMALL_SAMPLE.code)
    if found.sources:
        yield _block(_("Sources of {month}").format(month=month), "线索来源", found.sources, note)
    if found.classes:
        yield _block(
            _("Classes of sources, {month}").format(month=month), "渠道分类", found.classes, note
        )
    if found.weeks:
        rows = [_row(_week(start), figures) for start, figures in found.weeks]
        yield Block(_("Eight weeks"), ("周", *_HEADERS), _LOOKS, rows, note)


def quality_block(tables: Tables) -> Iterator[Block]:
    """Yield how complete each month's leads are, and how much of its log was written down late."""
    if not tables.quality:
        return
    rows = [
        [
            Figure(one.month.label), Figure(one.leads),
            Figure(NOTHING if one.complete is None else one.complete), Figure(one.late.whole),
            Figure(NOTHING if one.late.value is None else one.late.value),
        ]
        for one in tables.quality
    ]  # fmt: skip
    headers = ("获取月份", "线索数", "信息完整度", "有登记时间\n的跟进", "迟登记率")
    looks = (Look.TEXT, Look.COUNT, Look.RATE, Look.COUNT, Look.RATE)
    note = _(
        "Completeness is that of today; late: written down after more than the hours of 时限.更新记录"
    )
    yield Block(_("Data quality by month"), headers, looks, rows, note)


def _block(title: str, name: str, found: Sequence[SourceFigures], note: str) -> Block:
    rows = [_row(one.name, one) for one in found[:_SHOWN]]
    return Block(title, (name, *_HEADERS), _LOOKS, rows, note)


def _row(name: str, one: SourceFigures) -> list[Figure]:
    interval = one.signed.interval
    told = NOTHING if interval is None else f"{interval[0]:.0%}–{interval[1]:.0%}"
    rates = (NOTHING if rate.value is None else rate.value for rate in (one.valid, one.grade_a))
    signed = NOTHING if one.signed.value is None else one.signed.value
    return [
        Figure(name), Figure(one.received), *map(Figure, rates), Figure(one.signed.part),
        Figure(signed), Figure(told), Figure(one.amount), Figure(_("few leads") if one.small else ""),
    ]  # fmt: skip


def _week(start: dt.datetime) -> str:
    last = start + _WEEK
    return f"{start.month}月{start.day}日–{last.month}月{last.day}日"
