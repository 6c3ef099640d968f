"""What a diagnosis says in words: the figure, what it should be, what most likely moved it (M87)."""

from __future__ import annotations

from typing import Final

from crmbook.analysis.diagnosis import Diagnosis, Miss
from crmbook.analysis.movers import LOSS_RATE, Way
from crmbook.analysis.rates import Rate
from crmbook.i18n import _

NOTHING: Final = "—"


def is_rate(metric: str) -> bool:
    """Whether a 指标 is a share, shown in percent."""
    return metric.endswith("率")


def value_text(metric: str, number: float) -> str:
    """Return a figure as its 指标 is read: a rate in percent."""
    return f"{number:.1%}" if is_rate(metric) else f"{round(number, 2):g}"


def gap_text(metric: str, gap: float) -> str:
    """Return a difference, of rates in points; with a minus sign, which does not end a line."""
    points = _("{points:+.1f} points").format(points=gap * 100)
    text = points if is_rate(metric) else f"{round(gap, 2):+g}"
    return text.replace("-", "−")


def problem_text(miss: Miss) -> str:
    """Return what was missed, by how much, and against what."""
    text = (
        _("{metric} {actual}, target {reference} ({gap})")
        if miss.against_target
        else _("{metric} {actual}, the month before {reference} ({gap})")
    )
    return text.format(
        metric=miss.metric,
        actual=value_text(miss.metric, miss.actual),
        reference=value_text(miss.metric, miss.reference),
        gap=gap_text(miss.metric, miss.gap),
    )


def cause_text(one: Diagnosis) -> str:
    """Return what most likely moved the figure, with its numbers; that it is unknown where it is."""
    cause = one.cause
    if cause is None:
        return _("unknown: too few leads, or no part stands out") if one.movers else NOTHING
    texts = {
        Way.RATE: _("{by} {name}: conversion {before} → {after}, {leads:+.1f} signings"),
        Way.MIX: _("{by} {name}: share of leads {before} → {after}, {leads:+.1f} signings"),
        Way.COUNT: _("{by} {name}: {first} → {last}, {leads:+.0f}"),
    }
    if one.miss.metric == LOSS_RATE:
        texts[Way.RATE] = _("{by} {name}: loss rate {before} → {after}, {leads:+.1f} lost leads")
        texts[Way.MIX] = _(
            "{by} {name}: share of leads {before} → {after}, {leads:+.1f} lost leads"
        )
    return texts[cause.way].format(
        by=cause.dimension, name=cause.name, leads=cause.leads, before=rate_text(cause.before),
        after=rate_text(cause.after), first=cause.before.part, last=cause.after.part,
    )  # fmt: skip


def rate_text(rate: Rate) -> str:
    """Return a rate with its part and whole, a dash over nothing."""
    if rate.value is None:
        return NOTHING
    return f"{rate.value:.1%} ({rate.part}/{rate.whole})"
