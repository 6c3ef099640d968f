"""诊断: which targets a month missed, what most likely did it, and what to do (M87, M88, 002 §五).

A cause is named only where the data carry it: enough leads (规则 渠道.小样本) and a difference that
chance would hardly make. Otherwise the cause is unknown, and said to be. Without a target of its
own a 指标 is compared with the month before, once the month is over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from crmbook.analysis.cases import Case, cases
from crmbook.analysis.detail import UNKNOWN_STAGE, DetailRow
from crmbook.analysis.distribution import region_of
from crmbook.analysis.monthly import STAGES, figures
from crmbook.analysis.movers import LOSS_RATE, LOSS_STAGE, RATE, Key, Mover, Way, movers
from crmbook.analysis.targets import (
    EVERYBODY,
    METRICS,
    Aim,
    Standing,
    is_lower_better,
    targets,
)
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month, MonthRule
from crmbook.schema.rules import SMALL_SAMPLE, TARGET_GAP, RuleBook
from crmbook.schema.sheets import leads

_DROPS: Final = ("线索总数", "A类线索数", "签约客户数", RATE, LOSS_RATE)
#: Those that need a column: without it nothing is known, which is not 0 (§2.1).
_NEEDS: Final = {"签约客户数": leads.SIGNED, RATE: leads.SIGNED, LOSS_RATE: leads.LOST}
_MISSES: Final = (Standing.MISSED, Standing.GRAVE)


@dataclass(frozen=True, slots=True)
class Miss:
    """A figure that is worse than it should be: than its 目标, or than the month before."""

    subject: str
    metric: str
    reference: float
    actual: float
    against_target: bool
    grave: bool
    owner: str = ""
    due: dt.datetime | None = None

    @property
    def gap(self) -> float:
        """Actual − reference, in the unit of the 指标 (a rate as a fraction)."""
        return self.actual - self.reference


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A miss; what moved its figure since the month before, by dimension; the cause, if any."""

    miss: Miss
    movers: Mapping[str, Sequence[Mover]]
    cause: Mover | None
    measure: str

    @property
    def change(self) -> float | None:
        """The change that the movers of each dimension add up to, in leads; None: not split."""
        return next((sum(one.leads for one in part) for part in self.movers.values()), None)


def diagnoses(ledger: Ledger, rows: Sequence[DetailRow], month: Month) -> list[Diagnosis]:
    """Return the misses of a month: those of 目标 in its order, then the drops."""
    found = cases(ledger, rows)
    keys = _keys(ledger, found)
    return [
        _diagnosis(ledger.rules, one, month, (rows, keys)) for one in misses(ledger, found, month)
    ]


def misses(ledger: Ledger, found: list[Case], month: Month) -> list[Miss]:
    """Return what was missed: every 目标 of the month, and drops of what has none for everybody."""
    aims = [one for one in targets(ledger, found) if one.month == month]
    aimed = {one.metric for one in aims if one.subject == EVERYBODY and one.actual is not None}
    missed = [_of_aim(one) for one in aims if one.standing in _MISSES]
    return [*missed, *_drops(ledger, found, (month, aimed))]


def measure(rules: RuleBook, metric: str, cause: Mover | None) -> str:
    """Return the suggestion that 规则 has for a cause; a manager edits it there."""
    if cause is None or (cause.dimension == LOSS_STAGE and cause.name not in STAGES):
        return str(rules["措施.原因未定"])
    kind = "转化" if cause.way is Way.RATE else "数量"
    if metric == LOSS_RATE:
        kind = cause.name if cause.dimension == LOSS_STAGE else "流失"
    return str(rules[f"措施.{cause.dimension}.{kind}"])


def _of_aim(one: Aim) -> Miss:
    assert one.actual is not None  # noqa: S101 - what is unknown is neither met nor missed
    grave = one.standing is Standing.GRAVE
    return Miss(one.subject, one.metric, one.target, one.actual, True, grave, one.owner, one.due)


def _drops(ledger: Ledger, found: list[Case], what: tuple[Month, set[str]]) -> Iterator[Miss]:
    month, aimed = what
    register = ledger.leads
    if register is None or not _ended(ledger, month):
        return
    before, after = figures([one.row for one in found], (month.previous(), month))
    for metric in _DROPS:
        known = metric not in _NEEDS or _NEEDS[metric] in register
        first, last = (METRICS[metric](one, found) for one in (before, after))
        if metric in aimed or not known or first is None or last is None:
            continue
        worse = last - first if is_lower_better(metric) else first - last
        if worse <= 0:
            continue
        grave = not first or worse / first >= ledger.rules.number(TARGET_GAP)
        yield Miss(EVERYBODY, metric, first, last, against_target=False, grave=grave)


def _ended(ledger: Ledger, month: Month) -> bool:
    return MonthRule.of(ledger.rules).end(month) <= ledger.today + dt.timedelta(seconds=1)


def _diagnosis(
    rules: RuleBook, miss: Miss, month: Month, known: tuple[Sequence[DetailRow], Mapping[str, Key]]
) -> Diagnosis:
    rows, keys = known
    if miss.subject != EVERYBODY:
        rows = [row for row in rows if row.owner == miss.subject]
    span, least = (month.previous(), month), rules.number(SMALL_SAMPLE)
    able = {name: key for name, key in keys.items() if _applies(name, miss.metric)}
    parts = {
        name: made for name, key in able.items()
        if (made := movers(rows, miss.metric, span, (name, key), least))
    }  # fmt: skip
    cause = _cause(parts, -1 if is_lower_better(miss.metric) else 1)
    return Diagnosis(miss, parts, cause, measure(rules, miss.metric, cause))


def _applies(dimension: str, metric: str) -> bool:
    return dimension != LOSS_STAGE or metric == LOSS_RATE


def _cause(parts: Mapping[str, Sequence[Mover]], good: int) -> Mover | None:
    """Return the sure mover that did most harm, if half of the fall or more is its doing.

    ``good``: −1 where less is better, and a rise is what a fall is elsewhere.

    A part that is surely worse by a hair explains nothing; a figure that did not fall since the
    month before has no part that made it fall.
    """
    able = [
        one
        for made in parts.values()
        for one in made
        if one.sure and 2 * good * one.leads <= good * sum(part.leads for part in made) < 0
    ]
    return min(able, key=lambda one: good * one.leads, default=None)


def _keys(ledger: Ledger, found: Sequence[Case]) -> dict[str, Key]:
    register = ledger.leads
    keys: dict[str, Key] = {
        "来源": lambda row: row.source,
        "负责人": lambda row: row.owner or "未分配",
        "等级": lambda row: row.grade,
        LOSS_STAGE: lambda row: row.lost_stage or UNKNOWN_STAGE,
    }
    if register is not None and leads.REGION in register:
        values = register.values(leads.REGION)
        regions = {(one.row.sheet, one.row.row): region_of(values[one.record]) for one in found}
        keys["地区"] = lambda row: regions[row.sheet, row.row]
    return keys
