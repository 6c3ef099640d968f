"""诊断: what the month missed, what most likely did it, what to do; and what moved each figure (M87).

The split adds up to the change of the figure since the month before, to the last lead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from crmbook.analysis.diagnosis import Diagnosis
from crmbook.analysis.diagnosis_words import cause_text, is_rate, rate_text
from crmbook.analysis.movers import Mover, Way
from crmbook.analysis.tables import Tables
from crmbook.analysis.targets import EVERYBODY, Standing
from crmbook.i18n import _
from crmbook.report.blocks import Block, Look, write_block
from crmbook.report.figure_cells import NOTHING, Figure
from crmbook.report.headings import write_title
from crmbook.report.live_figures import live_figure
from crmbook.report.memory_book import MemoryBook
from crmbook.report.monthly_report import MonthlyReport
from crmbook.report.palette import FAINT, TAB_GENERATED
from crmbook.report.paper import set_paper
from crmbook.report.rhythm_block import rhythm_block
from crmbook.report.values import is_whole
from crmbook.schema.sheets import DIAGNOSIS

HEADERS: Final = (
    "对象", "指标", "对比", "应为", "实际", "差距", "程度", "最可能的原因", "建议措施", "责任人",
)  # fmt: skip
_SPLIT: Final = ("对象", "指标", "维度", "上月", "本月", "影响(条)", "足以断定", "分项")
_WIDTHS: Final = (10, 14, 8, 18, 18, 10, 10, 62, 54, 10)
_LOOKS: Final = (*[Look.TEXT] * 3, *[Look.DAYS] * 3, *[Look.TEXT] * 4)
_SHOWN: Final = 4  # parts of a dimension by name; the rest is one row
_TOP: Final = 4


def diagnosis_sheet(report: MonthlyReport, tables: Tables) -> bytes:
    """Return a workbook with 诊断 alone, ready to be grafted."""
    book = MemoryBook()
    worksheet = book.sheet(DIAGNOSIS, TAB_GENERATED)
    for at, width in enumerate(_WIDTHS):
        worksheet.set_column(at, at, width)
    write_title(book, worksheet, _("What the month missed, and why"))
    worksheet.write_string(1, 0, tables.month.label, book.format(bold=True, font_size=11))
    worksheet.write_string(2, 0, _verdict(tables.diagnoses), book.format(font_color=FAINT))
    row = _TOP
    if tables.diagnoses:
        row = write_block(book, worksheet, row, _missed(report, tables, row + 2))
    if tables.rhythms:
        row = write_block(book, worksheet, row, rhythm_block(tables.rhythms, tables.rules))
    if tables.diagnoses:
        write_block(book, worksheet, row, _split(tables.diagnoses))
    worksheet.freeze_panes(0, 1)
    set_paper(worksheet, DIAGNOSIS)
    book.mark_generated(DIAGNOSIS)
    return book.finish()


def _verdict(found: Sequence[Diagnosis]) -> str:
    if not found:
        return _("No target was missed, and nothing fell below the month before.")
    told = _("{count} figures missed, {known} with a cause that the data carry")
    return told.format(count=len(found), known=sum(one.cause is not None for one in found))


def _missed(report: MonthlyReport, tables: Tables, first: int) -> Block:
    """Return the misses; ``first`` is the row (1-based) of the first one."""
    note = _(
        "A cause made half of the fall or more, has 规则 渠道.小样本 leads, and is hardly chance (95 %);"
        " 建议措施: rows 措施.* of 规则. Counted over today's data, closed months too."
    )
    rows = [_row(report, one, row) for row, one in enumerate(tables.diagnoses, first)]
    return Block(_("Misses"), HEADERS, _LOOKS, rows, note)


def _row(report: MonthlyReport, one: Diagnosis, row: int) -> list[Figure]:
    miss = one.miss
    live = live_figure(report, miss.metric) if miss.subject == EVERYBODY else ""
    texts = (miss.subject, miss.metric, "目标" if miss.against_target else "上月")
    degree = (Standing.GRAVE if miss.grave else Standing.MISSED).value
    shown = _number_format(miss.metric, (miss.reference, miss.actual))
    return [
        *map(Figure, texts),
        Figure(miss.reference, "", shown), Figure(miss.actual, live, shown),
        Figure(miss.actual - miss.reference, f"=E{row}-D{row}", f"+{shown};-{shown};0"),
        *map(Figure, (degree, cause_text(one), one.measure, miss.owner or NOTHING)),
    ]  # fmt: skip


def _number_format(metric: str, values: tuple[float, float]) -> str:
    if is_rate(metric):
        return "0.0%"
    return "0" if all(map(is_whole, values)) else "0.0#"


def _split(found: Sequence[Diagnosis]) -> Block:
    rows = [row for one in found for part in one.movers.values() for row in _parts(one, part)]
    looks = [Look.TEXT] * 5 + [Look.DAYS] + [Look.TEXT] * 2
    note = _(
        "影响: in leads (signings for 转化率, lost leads for 流失率); the rows of a 维度 add up to the"
        " change."
    )
    return Block(_("What moved the figures since the month before"), _SPLIT, looks, rows, note)


def _parts(one: Diagnosis, part: Sequence[Mover]) -> Iterator[list[Figure]]:
    ranked = sorted(part, key=lambda mover: (-abs(mover.leads), mover.name))
    shown = ranked if len(ranked) <= _SHOWN + 1 else ranked[:_SHOWN]
    for mover in shown:
        yield _line(one, mover.dimension, _months(mover), mover.leads,
                    ("是" if mover.sure else "否", mover.name))  # fmt: skip
    rest = ranked[len(shown) :]
    if rest:
        name = _("{count} others").format(count=len(rest))
        total = sum(mover.leads for mover in rest)
        yield _line(one, rest[0].dimension, (NOTHING, NOTHING), total, (NOTHING, name))


def _months(mover: Mover) -> tuple[str, str]:
    if mover.way is Way.COUNT:
        return str(mover.before.part), str(mover.after.part)
    return rate_text(mover.before), rate_text(mover.after)


def _line(
    one: Diagnosis, by: str, months: tuple[str, str], leads: float, told: tuple[str, str]
) -> list[Figure]:
    miss = one.miss
    return [Figure(x) for x in (miss.subject, miss.metric, by, *months, leads, *told)]
