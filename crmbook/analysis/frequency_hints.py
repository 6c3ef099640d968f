"""What a rhythm suggests: too little, too much, or nothing; each hint quotes its numbers (M88)."""

from __future__ import annotations

from collections.abc import Iterator

from crmbook.analysis.frequency import Rhythm
from crmbook.analysis.rates import Rate
from crmbook.i18n import _
from crmbook.schema.rules import HINT_FREQUENT, HINT_RARE, SMALL_SAMPLE, RuleBook


def hints(one: Rhythm, rules: RuleBook) -> list[tuple[str, str]]:
    """Return (hint, measure of 规则) pairs of a grade; of few leads nothing is claimed."""
    if one.leads < rules.number(SMALL_SAMPLE):
        return []
    return list(_hints(one, rules))


def _hints(one: Rhythm, rules: RuleBook) -> Iterator[tuple[str, str]]:
    if one.rare.whole and one.rare.whole >= rules.number(HINT_RARE) * one.leads:
        text = _("{part} of {whole} leads were silent for more than {days:g} days").format(
            part=one.rare.whole, whole=one.leads, days=one.latest
        )
        yield text + _losses(one.rare, one.fit, rules), str(rules["措施.跟进.不足"])
    if one.frequent.whole and one.frequent.whole >= rules.number(HINT_FREQUENT) * one.leads:
        text = _("{part} of {whole} leads were called again within less than {days:g} days").format(
            part=one.frequent.whole, whole=one.leads, days=one.earliest
        )
        yield text + _losses(one.frequent, one.fit, rules), str(rules["措施.跟进.过密"])


def _losses(part: Rate, fit: Rate, rules: RuleBook) -> str:
    """Return how much more such leads were lost, where chance would hardly have it so."""
    least, mine, others = rules.number(SMALL_SAMPLE), part.interval, fit.interval
    if min(part.whole, fit.whole) < least or mine is None or others is None or mine[0] <= others[1]:
        return ""
    return "\n" + _("{part}/{whole} of them lost, of those in the window {lost}/{fit}").format(
        part=part.part, whole=part.whole, lost=fit.part, fit=fit.whole
    )
