"""流失分析: the leads lost in a month by stage, each stage with its reasons (M83, §2.8, §2.15)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crmbook.analysis.balance import Mismatch, balance
from crmbook.analysis.cases import Case
from crmbook.analysis.detail import UNKNOWN_STAGE
from crmbook.analysis.monthly import STAGES
from crmbook.analysis.rates import Rate
from crmbook.facts.months import Month

UNKNOWN_REASON = "未填原因"


@dataclass(frozen=True, slots=True)
class StageLoss:
    """What one stage lost: ``rate`` over the leads acquired in the month, reasons by count."""

    stage: str
    rate: Rate
    reasons: Mapping[str, int]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MonthLosses:
    """A month's losses over ``total`` leads acquired in it; the three stages, then 未填阶段 if any."""

    month: Month
    total: int
    lost: int
    stages: tuple[StageLoss, ...]

    @property
    def rate(self) -> Rate:
        """All losses of the month over the leads acquired in it."""
        return Rate(self.lost, self.total)


def losses(found: Sequence[Case], months: Sequence[Month]) -> list[MonthLosses]:
    """Return the losses of each month, in the order given."""
    return [_month(found, month) for month in months]


def losses_balance(figures: Sequence[MonthLosses]) -> Iterator[Mismatch]:
    """Yield what does not add up: stages to the month's losses, reasons to each stage's."""
    for one in figures:
        parts = [stage.rate.part for stage in one.stages]
        yield from balance(f"{one.month.label} 流失合计", one.lost, parts)
        for stage in one.stages:
            name = f"{one.month.label} {stage.stage} 流失原因"
            yield from balance(name, stage.rate.part, stage.reasons.values())


def _month(found: Sequence[Case], month: Month) -> MonthLosses:
    lost = [case for case in found if case.row.lost_month == month]
    total = sum(case.row.month == month and case.row.counted for case in found)
    named: dict[str, list[Case]] = {stage: [] for stage in STAGES}
    for case in lost:
        named.setdefault(case.row.lost_stage or UNKNOWN_STAGE, []).append(case)
    stages = tuple(_stage(stage, group, total) for stage, group in named.items())
    return MonthLosses(month, total, len(lost), stages)


def _stage(stage: str, group: Sequence[Case], total: int) -> StageLoss:
    reasons = Counter(case.reason or UNKNOWN_REASON for case in group)
    ordered = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    numbers = tuple(case.row.number for case in group)
    return StageLoss(stage, Rate(len(group), total), dict(ordered), numbers)
