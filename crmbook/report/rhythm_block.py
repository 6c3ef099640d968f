"""The block 跟进频率 of 诊断: each grade's rhythm against its rule, and what that suggests (M88)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from crmbook.analysis.frequency import Rhythm
from crmbook.analysis.frequency_hints import hints
from crmbook.analysis.rates import Rate
from crmbook.i18n import _
from crmbook.report.blocks import Block, Look
from crmbook.report.figure_cells import NOTHING, Figure
from crmbook.schema.rules import RuleBook

_HEADERS: Final = (
    "等级", "规则间隔(天)", "线索数", "间隔过长\n(流失/线索)", "跟进过密\n(流失/线索)", "最长间隔\n中位(天)",
    "按时\n(流失/线索)", "提示", "建议措施",
)  # fmt: skip
_TEXT: Final = Look.TEXT
_LOOKS: Final = (
    _TEXT, _TEXT, Look.COUNT, _TEXT, _TEXT, Look.DAYS, _TEXT, Look.LINES, Look.LINES,
)  # fmt: skip


def rhythm_block(found: Sequence[Rhythm], rules: RuleBook) -> Block:
    """Return the block of A, B and C."""
    note = _(
        "Leads to be followed up in the month. 间隔过长: silent for longer than 规则 周期.线索.* allows;"
        " 跟进过密: called again sooner, contacts that the customer asked for left out; hints from rules"
        " 建议.跟进不足 and 建议.跟进过密 on."
    )
    rows = [_row(one, rules) for one in found]
    return Block(_("How often leads were followed up"), _HEADERS, _LOOKS, rows, note)


def _row(one: Rhythm, rules: RuleBook) -> list[Figure]:
    told = hints(one, rules)
    texts = (
        "\n".join(hint for hint, _measure in told),
        "\n".join(measure for _hint, measure in told),
    )
    silence = NOTHING if one.silence is None else one.silence
    values = (
        f"{one.grade}类", f"{one.earliest:g}–{one.latest:g}", one.leads, _parts(one.rare),
        _parts(one.frequent), silence, _parts(one.fit), *(text or NOTHING for text in texts),
    )  # fmt: skip
    return [Figure(value) for value in values]


def _parts(rate: Rate) -> str:
    return f"{rate.part}/{rate.whole}" if rate.whole else NOTHING
