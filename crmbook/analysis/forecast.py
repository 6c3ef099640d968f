"""The month's forecast: what is signed so far, and what open leads of a stage became in past months.

For each of the past months, the leads that were open on the same day of that month are looked up
where they stood then; the share of them that was signed by its end is the rate of their stage. So
a rate answers the very question that is asked of today's open leads, with both its numbers.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import ceil, floor, sqrt
from statistics import NormalDist
from typing import Final

from crmbook.analysis.balance import Mismatch, balance
from crmbook.analysis.cases import Case
from crmbook.analysis.rates import CONFIDENCE, Rate
from crmbook.analysis.stages import Passage
from crmbook.facts.months import Month, MonthRule
from crmbook.facts.status import CLOSED

#: So many months before this one say what becomes of an open lead.
PAST: Final = 6


@dataclass(frozen=True, slots=True)
class StageOutlook:
    """The open leads of a stage today, and the ``rate`` of past leads that were signed in time."""

    stage: str
    waiting: int
    rate: Rate

    @property
    def expected(self) -> float:
        """How many of them a month like the past ones would sign."""
        return self.waiting * (self.rate.value or 0.0)

    @property
    def variance(self) -> float:
        """Variance of how many are signed (beta-binomial, Jeffreys): the rate is uncertain, too."""
        won, lost = self.rate.part + 0.5, self.rate.whole - self.rate.part + 0.5
        share, weight = won / (won + lost), won + lost
        return self.waiting * share * (1 - share) * (weight + self.waiting) / (weight + 1)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Signings of ``month``: ``signed`` so far, ``stages`` of what is open, ``past`` leads looked at.

    ``interval``: 95 % of months like this one end within it, both ends counted.
    """

    month: Month
    signed: int
    stages: tuple[StageOutlook, ...]
    past: int

    @property
    def expected(self) -> float:
        """Signings at the end of the month."""
        return self.signed + sum(one.expected for one in self.stages)

    @property
    def interval(self) -> tuple[int, int]:
        """Return the least and the most, as whole leads."""
        half = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2) * sqrt(
            sum(one.variance for one in self.stages)
        )
        most = self.signed + sum(one.waiting for one in self.stages)
        low = max(floor(self.expected - half), self.signed)
        return low, min(ceil(self.expected + half), most)


def forecast(
    found: Sequence[Case],
    ways: Sequence[Passage],
    stages: Sequence[str],
    today: dt.datetime,
    rule: MonthRule,
) -> Forecast | None:
    """Return the forecast of the month of ``today``, None where no month before it says anything.

    Only dated leads that count are looked at; without a log all stand in the first stage.
    """
    month = rule.month(today)
    known = [
        pair for pair in zip(found, ways, strict=True) if pair[0].row.counted and pair[0].begun
    ]
    became = _past(known, today - rule.start(month), month, rule)
    names = tuple(stages) or ("",)
    waiting = Counter(
        _stage_at(way, today)
        for case, way in known
        if case.row.state not in CLOSED and _begun(case, today)
    )
    past = Counter(at for at, _signed in became)
    won = Counter(at for at, signed in became if signed)
    if not past:
        return None
    return Forecast(
        month=month,
        signed=sum(case.row.first and case.row.signed_month == month for case, _way in known),
        stages=tuple(
            StageOutlook(name, waiting[at], Rate(won[at], past[at]))
            for at, name in enumerate(names)
            if waiting[at]
        ),
        past=past.total(),
    )


def forecast_balance(
    made: Forecast, found: Sequence[Case], today: dt.datetime
) -> Iterator[Mismatch]:
    """Yield what does not add up: the stages hold every open lead that is dated, once."""
    waiting = sum(
        case.row.counted and case.row.state not in CLOSED and _begun(case, today) for case in found
    )
    yield from balance(f"{made.month.label} 在跟", waiting, [one.waiting for one in made.stages])


def _past(
    known: Sequence[tuple[Case, Passage]], passed: dt.timedelta, month: Month, rule: MonthRule
) -> list[tuple[int, bool]]:
    """Return (stage, signed by the end) of each lead that was open so far into a past month.

    Months before the first lead say nothing, and hold none.
    """
    spells = [(case.begun, _ended(case), case.signed, way) for case, way in known]
    return [
        (_stage_at(way, then), signed is not None and signed < end)
        for then, end in islice(_moments(passed, month, rule), PAST)
        for begun, ended, signed, way in spells
        if begun is not None and begun <= then < ended
    ]


def _moments(
    passed: dt.timedelta, month: Month, rule: MonthRule
) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    while True:
        month = month.previous()
        end = rule.end(month)
        yield min(rule.start(month) + passed, end - dt.timedelta(seconds=1)), end


def _stage_at(way: Passage, then: dt.datetime) -> int:
    furthest = 0
    for at, when in way.entered.items():
        if at > furthest and when <= then:
            furthest = at
    return furthest


def _begun(case: Case, then: dt.datetime) -> bool:
    return case.begun is not None and case.begun <= then


def _ended(case: Case) -> dt.datetime:
    """Return when a lead was signed or lost; one closed on a day nobody knows was never open."""
    ends = [when for when in (case.signed, case.lost) if when is not None]
    if ends:
        return min(ends)
    return dt.datetime.min if case.row.state in CLOSED else dt.datetime.max
