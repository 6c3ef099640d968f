"""优化建议: rule-based hints that quote their numbers; the person decides what to write (M88)."""

from __future__ import annotations

from crmbook.analysis.channel import ChannelFigures
from crmbook.analysis.monthly import MonthFigures
from crmbook.i18n import _
from crmbook.schema.rules import HINT_LOSS, HINT_RATE, SMALL_SAMPLE, RuleBook

#: A suggestion starts with this; a cell that does not is a person's and is kept.
MARK = "（建议）"


def is_suggestion(text: str) -> bool:
    """Whether a cell of 优化建议 holds what crmbook proposed, and not what a person wrote."""
    return text.startswith(MARK)


def suggestion(figures: MonthFigures, channels: list[ChannelFigures], rules: RuleBook) -> str:
    """Return a hint for a month, "" where the figures give no reason for one."""
    hints = (_loss(figures, rules), _rate(figures, rules), _channel(figures, channels, rules))
    found = [hint for hint in hints if hint]
    return MARK + "；".join(found[:2]) if found else ""


def _loss(figures: MonthFigures, rules: RuleBook) -> str:
    if figures.loss_rate is None or figures.loss_rate < rules.number(HINT_LOSS):
        return ""
    words = {
        "分配阶段": _("{stage} lost {count} ({rate:.0%}): confirm new leads within the hour"),
        "跟进阶段": _("{stage} lost {count} ({rate:.0%}): check the follow-up rhythm of B and C"),
        "转化阶段": _("{stage} lost {count} ({rate:.0%}): the head joins the visits to A leads"),
    }
    stage = figures.loss_stage
    return words[stage].format(stage=stage, count=figures.lost[stage], rate=figures.loss_rate)


def _rate(figures: MonthFigures, rules: RuleBook) -> str:
    target = rules.number(HINT_RATE)
    if figures.rate is None or figures.rate >= target:
        return ""
    return _("conversion {rate:.1%} ({signed}/{total}), below {target:.0%}").format(
        rate=figures.rate, signed=figures.signed, total=figures.total, target=target
    )


def _channel(figures: MonthFigures, channels: list[ChannelFigures], rules: RuleBook) -> str:
    enough = [one for one in channels if one.valid >= rules.number(SMALL_SAMPLE)]
    if len(enough) < 2 or figures.rate is None:
        return ""
    worst = min(enough, key=lambda one: (one.rate or 0, -one.valid))
    if (worst.rate or 0) >= figures.rate / 2:
        return ""
    return _("{source} {rate:.1%} ({signed}/{valid}): review what it costs").format(
        source=worst.source, rate=worst.rate or 0, signed=worst.signed, valid=worst.valid
    )
