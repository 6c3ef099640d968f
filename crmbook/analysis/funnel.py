"""漏斗分析: how far a month's leads came, and its two conversion rates side by side (M79, §2.8).

The steps count the leads acquired in the month (a cohort), so each is part of the one before. What
a lead did later includes what must have come before: a signed one had been contacted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from crmbook.analysis.balance import Mismatch, balance
from crmbook.analysis.cases import Case
from crmbook.analysis.rates import Rate
from crmbook.analysis.stages import Passage
from crmbook.analysis.visits import Visit
from crmbook.facts.months import Month
from crmbook.facts.status import LOST, OPEN, PAUSED, WON

ACQUIRED, CONTACTED, NEED, OFFER, SIGNED = STEPS = (
    "线索总数", "已联系", "需求明确", "方案谈判", "已签约",
)  # fmt: skip
#: What 销售阶段 and 流失阶段 say of how far a lead came; signed is who has a 签约日期, nobody else.
_STAGE_STEPS: Final = {
    "初步接触": 1, "需求深度挖掘": 2, "方案呈现与谈判": 3, "成交签约": 3, "售后跟进": 3,
}  # fmt: skip
_LOSS_STEPS: Final = {"跟进阶段": 1, "转化阶段": 3}
_STATE_STEPS: Final = {OPEN: 1, PAUSED: 1, WON: 3}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: how many came so far, how many of them stopped here, lost or still open.

    ``onward`` is its rate over the step before, ``overall`` over the leads acquired; both None at
    the first.
    """

    name: str
    count: int
    onward: Rate | None
    overall: Rate | None
    lost: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """A month: its steps, the period rate (signed in it / acquired in it) and the cohort rate."""

    month: Month
    steps: tuple[Step, ...]
    period: Rate
    cohort: Rate


def reached(
    found: Sequence[Case], visits: Sequence[Visit], ways: Sequence[Passage], stages: Sequence[str]
) -> list[int]:
    """Return the furthest step of each case, 0–4; the stage of its passage counts where it has one."""
    contacted = {visit.case for visit in visits}
    return [
        max(
            int(at in contacted),
            _STAGE_STEPS.get(stages[way.furthest], 0) if stages else 0,
            _LOSS_STEPS.get(case.row.lost_stage, 0),
            _STATE_STEPS.get(case.row.state, 0),
            4 if case.row.cohort else 0,
        )
        for at, (case, way) in enumerate(zip(found, ways, strict=True))
    ]


def funnels(found: Sequence[Case], steps: Sequence[int], months: Sequence[Month]) -> list[Funnel]:
    """Return the funnel of each month, in the order given."""
    begun: dict[Month | None, list[tuple[Case, int]]] = defaultdict(list)
    for case, step in zip(found, steps, strict=True):
        if case.row.counted:
            begun[case.row.month].append((case, step))
    signed = Counter(case.row.signed_month for case in found if case.row.first)
    return [_funnel(begun[month], signed[month], month) for month in months]


def _funnel(mine: Sequence[tuple[Case, int]], signed: int, month: Month) -> Funnel:
    cohort = sum(case.row.cohort for case, _step in mine)
    return Funnel(month, _steps(mine), Rate(signed, len(mine)), Rate(cohort, len(mine)))


def _steps(mine: Sequence[tuple[Case, int]]) -> tuple[Step, ...]:
    stopped = Counter(step for _case, step in mine)
    counts = [sum(stopped[at] for at in range(first, 5)) for first in range(5)]
    lost = Counter(step for case, step in mine if case.row.state == LOST)
    return tuple(
        Step(
            name=name,
            count=counts[at],
            onward=Rate(counts[at], counts[at - 1]) if at else None,
            overall=Rate(counts[at], counts[0]) if at else None,
            lost=lost[at] if at < 4 else 0,
            waiting=counts[at] - counts[at + 1] - lost[at] if at < 4 else 0,
        )
        for at, name in enumerate(STEPS)
    )


def funnels_balance(found: Sequence[Funnel]) -> Iterator[Mismatch]:
    """Yield what does not add up: each step is the next, its lost and its waiting ones."""
    for one in found:
        name = one.month.label
        for step, after in pairwise(one.steps):
            parts = (after.count, step.lost, step.waiting)
            yield from balance(f"{name} {step.name}", step.count, parts)
        yield from balance(f"{name} {SIGNED}", one.cohort.part, [one.steps[-1].count])
        yield from balance(f"{name} {ACQUIRED}", one.period.whole, [one.steps[0].count])
