"""Movers: what each channel, rep, grade and region did to a figure between two months (M87, M88).

The effects of a dimension add up to the change of the figure, to the last lead. Whether one of them
may be called a cause is another question: few leads move a rate by chance, and are not accused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import sqrt
from typing import Final

from crmbook.analysis.contribution import Effect, contribution, losses_by, signings
from crmbook.analysis.detail import DetailRow
from crmbook.analysis.rates import Rate
from crmbook.facts.months import Month

Key = Callable[[DetailRow], str]
_Test = Callable[[DetailRow, Month], bool]


class Way(StrEnum):
    """How a part moved a figure: by its own rate, by its share of the leads, or by its number."""

    RATE = "转化"
    MIX = "占比"
    COUNT = "数量"


@dataclass(frozen=True, slots=True)
class Mover:
    """One part of a dimension (来源 展会): ``leads`` is what it did, in leads of the later month.

    ``before`` and ``after`` are its rate of each month (of signings over its leads; for MIX and
    COUNT its leads over those of all); ``sure``: chance alone would hardly have done it.
    """

    dimension: str
    name: str
    way: Way
    before: Rate
    after: Rate
    leads: float
    sure: bool


def _begun(row: DetailRow, month: Month) -> bool:
    return row.month == month and row.counted


def _of_grade(grade: str) -> _Test:
    return lambda row, month: _begun(row, month) and row.grade == grade


#: 指标 that are counts of leads → which leads of a month count.
COUNTS: Final[Mapping[str, _Test]] = {
    "线索总数": _begun,
    **{f"{grade}类线索数": _of_grade(grade) for grade in "ABC"},
    "签约客户数": lambda row, month: row.signed_month == month and row.first,
}
RATE: Final = "转化率"
LOSS_RATE: Final = "流失率"
LOSS_STAGE: Final = "流失阶段"  # a dimension of 流失率 alone: leads that stay have no stage of loss
_Rated = Callable[[Sequence[DetailRow], Month, Key], dict[str, Rate]]
_RATES: Final[Mapping[str, _Rated]] = {RATE: signings, LOSS_RATE: losses_by}
_Z: Final = 1.96  # of 95 %


def movers(
    rows: Sequence[DetailRow], metric: str, months: tuple[Month, Month], key: tuple[str, Key],
    least: float,
) -> list[Mover]:  # fmt: skip
    """Return what the parts of a dimension did to a 指标, what took most from it first.

    Empty where the 指标 has no parts, a month has no leads (a rate), or all is one part. ``least``:
    a part with fewer leads is never sure.
    """
    if metric == LOSS_RATE and key[0] == LOSS_STAGE:
        found = _of_stages(rows, months, key, least)
    elif metric in _RATES:
        found = _of_rate(rows, (_RATES[metric], months), key, least)
    elif metric in COUNTS:
        found = _of_count(rows, (COUNTS[metric], months), key, least)
    else:
        found = []
    found.sort(key=lambda one: (one.leads, one.name))
    return found if len(found) > 1 else []


def _of_rate(
    rows: Sequence[DetailRow], what: tuple[_Rated, tuple[Month, Month]], key: tuple[str, Key],
    least: float,
) -> list[Mover]:  # fmt: skip
    rated, months = what
    first, last = (rated(rows, month, key[1]) for month in months)
    made = contribution(first, last)
    if made is None:
        return []
    wholes = (made.before.whole, made.after.whole)
    return [_mover(key[0], effect, wholes, least) for effect in made.effects]


def _of_stages(
    rows: Sequence[DetailRow], months: tuple[Month, Month], key: tuple[str, Key], least: float
) -> list[Mover]:
    """Return what each stage lost of all leads of the month: its effects are differences alone."""
    wholes = [sum(_begun(row, month) for row in rows) for month in months]
    if not all(wholes):
        return []
    lost = [Counter(key[1](row) for row in rows if row.lost_month == month) for month in months]
    made = []
    for name in {**lost[0], **lost[1]}:
        rates = [Rate(count[name], whole) for count, whole in zip(lost, wholes, strict=True)]
        before, after = rates
        effect = Fraction(after.part, after.whole) - Fraction(before.part, before.whole)
        sure = min(wholes) >= least and _apart(before, after)
        made.append(Mover(key[0], name, Way.RATE, before, after, float(effect * after.whole), sure))
    return made


def _mover(dimension: str, one: Effect, wholes: tuple[int, int], least: float) -> Mover:
    way = Way.RATE if abs(one.rate) >= abs(one.mix) else Way.MIX
    if way is Way.RATE:
        before, after = one.before, one.after
        enough = min(before.whole, after.whole) >= least
    else:
        before, after = Rate(one.before.whole, wholes[0]), Rate(one.after.whole, wholes[1])
        enough = max(before.part, after.part) >= least
    sure = enough and not one.late and _apart(before, after)
    return Mover(dimension, one.name, way, before, after, float(one.total * wholes[1]), sure)


def _apart(before: Rate, after: Rate) -> bool:
    """Whether Wilson's intervals of two rates do not touch."""
    first, last = before.interval, after.interval
    return first is not None and last is not None and (first[1] < last[0] or last[1] < first[0])


def _of_count(
    rows: Sequence[DetailRow], what: tuple[_Test, tuple[Month, Month]], key: tuple[str, Key],
    least: float,
) -> list[Mover]:  # fmt: skip
    test, months = what
    first, last = (Counter(key[1](row) for row in rows if test(row, month)) for month in months)
    wholes = (first.total(), last.total())
    return [
        Mover(key[0], name, Way.COUNT, Rate(first[name], wholes[0]), Rate(last[name], wholes[1]),
              last[name] - first[name],
              sure=max(first[name], last[name]) >= least and _differ(first[name], last[name]))
        for name in {**first, **last}
    ]  # fmt: skip


def _differ(before: int, after: int) -> bool:
    """Whether two counts differ by more than counts of that size do by chance (Poisson, 95 %)."""
    return abs(after - before) > _Z * sqrt(before + after)
