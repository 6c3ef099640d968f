"""When leads come in and what becomes of them, so that each month's plan comes out exactly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from random import Random

from sample_data.story.calendar import FIRST, LAST, days, office_hour
from sample_data.story.lead import Fate, Lead
from sample_data.story.months import ALLOCATION, CONVERTING, FOLLOWING, PLANS, MonthPlan, plan_of

_OPENING = days(FIRST, LAST)
_SHORTEST, _LONGEST = 8, 118  # days from 获取时间 to 签约日期
#: stage → (least, most) days from 获取时间 to 流失日期.
_LOSS_DAYS = {ALLOCATION: (4, 15), FOLLOWING: (10, 60), CONVERTING: (18, 85)}
_REASONS = {
    ALLOCATION: ("联系不上", "需求取消或推迟"),
    FOLLOWING: ("价格高", "需求取消或推迟", "联系不上", "产品不匹配", "决策人变更"),
    CONVERTING: ("选了竞品", "价格高", "预算取消", "交期不满足", "决策人变更"),
}
Pair = tuple[dt.date, dt.date]


def leads(rng: Random) -> list[Lead]:
    """Return all leads but the documents' two, in order of 获取时间, without names yet."""
    fixed = [lead for plan in PLANS for lead in (*_won(plan, rng), *_lost(plan, rng))]
    fixed += _undated(rng)
    for plan in PLANS:
        have = sum(plan.holds(lead.acquired.date()) for lead in fixed)
        fixed += _rest(plan, plan.total - have - _given(plan), rng)
        fixed += _uncounted(plan, rng)
    return sorted(fixed, key=lambda lead: lead.acquired)


def _given(plan: MonthPlan) -> int:
    """Return how many of a month's leads are the documents' own (March: two)."""
    return 2 if plan is PLANS[-1] else 0


def _won(plan: MonthPlan, rng: Random) -> Iterator[Lead]:
    for acquired, signed in _pairs(plan, rng):
        yield Lead(office_hour(rng, acquired), Fate.WON, signed=signed)


def _pairs(plan: MonthPlan, rng: Random) -> list[Pair]:
    """Return (acquired, signed) days whose mean distance is exactly the plan's cycle."""
    pool = [
        (acquired, signed)
        for signed in days(plan.first, min(plan.last, LAST))
        for acquired in _OPENING
        if _SHORTEST <= (signed - acquired).days <= _LONGEST
    ]
    rng.shuffle(pool)
    pool.sort(key=lambda pair: abs(_length(pair) - plan.cycle) * rng.random())
    chosen = pool[: plan.signed]
    for _attempt in range(100_000):
        missing = plan.cycle * plan.signed - sum(map(_length, chosen))
        if not missing:
            return chosen
        at = rng.randrange(len(chosen))
        step = max(-9, min(9, missing))
        better = [pair for pair in pool if _length(pair) == _length(chosen[at]) + step]
        if better:
            chosen[at] = rng.choice(better)
    message = f"no days give {plan.label} a mean cycle of {plan.cycle}"
    raise ValueError(message)


def _length(pair: Pair) -> int:
    return (pair[1] - pair[0]).days


def _lost(plan: MonthPlan, rng: Random) -> Iterator[Lead]:
    for stage, count in zip((ALLOCATION, FOLLOWING, CONVERTING), plan.lost, strict=True):
        least, most = _LOSS_DAYS[stage]
        pool = [
            (acquired, lost)
            for lost in days(plan.first, min(plan.last, LAST))
            for acquired in _OPENING
            if least <= (lost - acquired).days <= most
        ]
        for acquired, lost in rng.sample(pool, count):
            yield Lead(
                office_hour(rng, acquired), Fate.LOST, lost=lost, lost_stage=stage,
                lost_reason=rng.choice(_REASONS[stage]),
            )  # fmt: skip


def _undated(rng: Random) -> list[Lead]:
    """Return the two signings without a date (张三's, then 李四's, as FORMS.md names them)."""
    return [
        Lead(office_hour(rng, dt.date(2023, 12, 14)), Fate.UNDATED),
        Lead(office_hour(rng, dt.date(2024, 1, 11)), Fate.UNDATED),
    ]


def _rest(plan: MonthPlan, count: int, rng: Random) -> Iterator[Lead]:
    """Yield the leads that are neither signed nor lost by the end of March."""
    opening = days(max(plan.first, FIRST), min(plan.last, LAST))
    for _ in range(count):
        day = rng.choice(opening)
        yield Lead(office_hour(rng, day), _open_fate(day, rng))


def _open_fate(day: dt.date, rng: Random) -> Fate:
    age = (LAST - day).days
    if age <= 1:
        return rng.choice((Fate.WAITING, Fate.WAITING, Fate.UNASSIGNED, Fate.OPEN))
    paused = 0.6 if age > 100 else 0.25 if age > 60 else 0.04
    return Fate.PAUSED if rng.random() < paused else Fate.OPEN


def _uncounted(plan: MonthPlan, rng: Random) -> Iterator[Lead]:
    opening = days(max(plan.first, FIRST), min(plan.last, LAST))
    for fate, count in ((Fate.INVALID, plan.invalid), (Fate.DUPLICATE, plan.duplicate)):
        for _ in range(count):
            yield Lead(office_hour(rng, rng.choice(opening[3:])), fate)


__all__ = ["leads", "plan_of"]
