"""阶段矩阵: when leads entered each 销售阶段, how many went on, and how long it took (M62, M85).

A lead has reached a stage when its log names it or a later one: a stage that nobody wrote down was
passed all the same, on a day that nobody knows. Every lead begins in the first stage, and a signed
one has reached 成交签约.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from crmbook.analysis.balance import Mismatch, balance
from crmbook.analysis.cases import Case
from crmbook.analysis.rates import Rate
from crmbook.analysis.spread import Spread, spread
from crmbook.analysis.visits import Visit
from crmbook.facts.ledger import Ledger
from crmbook.facts.status import LOST
from crmbook.schema.sheets import followups

SIGNED_STAGE = "成交签约"


@dataclass(slots=True)
class Passage:
    """One lead's way: ``furthest`` stage reached, and the day it entered each that is dated."""

    furthest: int = 0
    entered: dict[int, dt.datetime] = field(default_factory=dict)

    def enter(self, stage: int, when: dt.datetime) -> None:
        """Note that the lead is in a stage; where it was before, or further, it stays entered."""
        self.furthest = max(self.furthest, stage)
        self.entered.setdefault(stage, when)

    def days(self, stage: int) -> int | None:
        """Return the days from entering a stage to entering a later one, None while unknown."""
        start = self.entered.get(stage)
        later = [when for at, when in self.entered.items() if at > stage]
        if start is None or not later or min(later) < start:
            return None
        return (min(later).date() - start.date()).days


@dataclass(frozen=True, slots=True)
class StageFigures:
    """One stage of a cohort: ``reached`` = went on + ``staying`` + ``lost`` there.

    ``onward`` is the rate into the next stage (None behind the last), ``days`` how long those who
    went on had been in it, as far as both days are known.
    """

    stage: str
    reached: int
    onward: Rate | None
    staying: int
    lost: int
    dated: int
    days: Spread


def stages_of(ledger: Ledger) -> tuple[str, ...]:
    """Return the stages that the team knows, in order (字典 销售阶段, else the documents' six)."""
    words = ledger.vocabularies.get(followups.STAGE.vocabulary)
    return words.values if words is not None else ()


def passages(
    found: Sequence[Case], visits: Sequence[Visit], stages: Sequence[str]
) -> list[Passage]:
    """Return each case's passage, in the order of the cases."""
    ranks = {stage: at for at, stage in enumerate(stages)}
    ways = [Passage() for _case in found]
    for case, way in zip(found, ways, strict=True):
        if case.begun is not None:
            way.enter(0, case.begun)
        if case.signed is not None and SIGNED_STAGE in ranks:
            way.enter(ranks[SIGNED_STAGE], case.signed)
    for visit in visits:
        if visit.case is not None and visit.stage in ranks:
            way, stage = ways[visit.case], ranks[visit.stage]
            known = way.entered.get(stage)
            if known is not None and visit.when < known:
                way.entered[stage] = visit.when
            way.enter(stage, visit.when)
    return ways


def matrix(
    found: Sequence[Case], ways: Sequence[Passage], stages: Sequence[str]
) -> list[StageFigures]:
    """Return the figures of each stage for the counted ones among some cases (a cohort)."""
    mine = [pair for pair in zip(found, ways, strict=True) if pair[0].row.counted]
    return [_stage(mine, stages, at) for at in range(len(stages))]


def _stage(mine: Sequence[tuple[Case, Passage]], stages: Sequence[str], at: int) -> StageFigures:
    here = [case for case, way in mine if way.furthest == at]
    reached = sum(way.furthest >= at for _case, way in mine)
    lost = sum(case.row.state == LOST for case in here)
    days = [way.days(at) for _case, way in mine]
    return StageFigures(
        stage=stages[at],
        reached=reached,
        onward=Rate(reached - len(here), reached) if at + 1 < len(stages) else None,
        staying=len(here) - lost,
        lost=lost,
        dated=sum(at in way.entered for _case, way in mine),
        days=spread(one for one in days if one is not None),
    )


def matrix_balance(figures: Sequence[StageFigures], total: int) -> Iterator[Mismatch]:
    """Yield what does not add up: the first stage is everybody, each is those after it and its own."""
    if figures:
        yield from balance(f"{figures[0].stage} = 线索总数", total, [figures[0].reached])
    onward = [one.reached for one in figures[1:]] + [0]
    for one, after in zip(figures, onward, strict=True):
        yield from balance(one.stage, one.reached, (after, one.staying, one.lost))
