"""线索评分: budget, urgency and authority against their thresholds; all reached is a 销售机会 (§2.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.facts.status import open_leads
from crmbook.i18n import N_, _
from crmbook.qualify.amounts import budgets
from crmbook.qualify.bands import AUTHORITY, BUDGET, URGENCY, Band, Bands, bands
from crmbook.qualify.titles import titles
from crmbook.qualify.urgency import urgencies
from crmbook.schema.numerals import plain
from crmbook.schema.sheets import leads
from crmbook.schema.words.qualifying import TITLES


class Dimension(Enum):
    """The three dimensions: key of the JSON, and in words."""

    BUDGET = "budget", N_("budget")
    URGENCY = "urgency", N_("urgency")
    AUTHORITY = "authority", N_("authority")

    @property
    def key(self) -> str:
        """What JSON calls it."""
        return self.value[0]

    @property
    def words(self) -> str:
        """What people call it."""
        return _(self.value[1])


class Outcome(Enum):
    """What the three together say."""

    OPPORTUNITY = "是"
    NEARLY = "差一项"
    INCOMPLETE = "待补"
    SHORT = "否"

    @property
    def cell(self) -> str:
        """What stands in 销售机会: 是, 否 or 待补."""
        return Outcome.SHORT.value if self is Outcome.NEARLY else self.value


class Points(NamedTuple):
    """The points of one dimension, by which row of 规则, what was read and where."""

    points: float
    rule: str
    said: str
    where: str


@dataclass(frozen=True)
class Part:
    """One dimension of one lead; ``points`` None: nobody has said."""

    dimension: Dimension
    points: Points | None
    bands: Bands

    @property
    def short(self) -> float:
        """How many points the threshold is missed by; 0 where it is reached, or nothing is known."""
        return (
            0.0 if self.points is None else max(self.bands.needed.points - self.points.points, 0.0)
        )

    @property
    def shown(self) -> str:
        """``13/15``; ``待补/15``."""
        points = "待补" if self.points is None else plain(self.points.points)
        return f"{points}/{plain(self.bands.most)}"


@dataclass(frozen=True)
class Score:
    """One open lead's score."""

    record: int
    parts: tuple[Part, ...]

    @property
    def total(self) -> float:
        """The points that are known, added up."""
        return sum(one.points.points for one in self.parts if one.points is not None)

    @property
    def missing(self) -> tuple[Part, ...]:
        """What nobody has said."""
        return tuple(one for one in self.parts if one.points is None)

    @property
    def short(self) -> tuple[Part, ...]:
        """What does not reach its threshold."""
        return tuple(one for one in self.parts if one.short)

    @property
    def outcome(self) -> Outcome:
        """Whether it is an opportunity."""
        if self.missing:
            return Outcome.INCOMPLETE
        if not self.short:
            return Outcome.OPPORTUNITY
        return Outcome.NEARLY if len(self.short) == 1 else Outcome.SHORT

    @property
    def shown(self) -> str:
        """``13/15 · 8/10 · 7/10 = 28/35``: never a percentage, which reads as a conversion rate."""
        most = sum(one.bands.most for one in self.parts)
        return f"{' · '.join(one.shown for one in self.parts)} = {plain(self.total)}/{plain(most)}"


@dataclass(frozen=True)
class Scoring:
    """Every open lead of a register. ``points``: by dimension, one (or None) for each lead."""

    register: Register
    open: NDArray[np.int64]
    points: dict[Dimension, NDArray[Any]]
    bands: dict[Dimension, Bands]

    def __iter__(self) -> Iterator[Score]:
        return map(self.of, self.open.tolist())

    def __len__(self) -> int:
        return len(self.open)

    @property
    def closed(self) -> int:
        """How many leads were left out: signed, lost, invalid, merged."""
        return len(self.register) - len(self.open)

    def of(self, record: int) -> Score:
        """Return the score of one lead."""
        return Score(
            record,
            tuple(Part(one, found[record], self.bands[one]) for one, found in self.points.items()),
        )

    @cached_property
    def by_outcome(self) -> dict[Outcome, list[Score]]:
        """The open leads by what comes out, the best first."""
        found: dict[Outcome, list[Score]] = {one: [] for one in Outcome}
        for score in self:
            found[score.outcome].append(score)
        for some in found.values():
            some.sort(key=lambda one: (len(one.missing), -one.total, one.record))
        return found


def score(ledger: Ledger) -> Scoring | None:
    """Return the score of every open lead; None where the book has no leads."""
    register = ledger.leads
    if register is None:
        return None
    tables = {
        one: bands(ledger.rules, prefix)
        for one, prefix in zip(Dimension, (BUDGET, URGENCY, AUTHORITY), strict=True)
    }
    points = {
        Dimension.BUDGET: _each(
            budgets(register), lambda one: _of_budget(one, tables[Dimension.BUDGET])
        ),
        Dimension.URGENCY: _each(urgencies(ledger, register), _of_urgency),
        Dimension.AUTHORITY: _of_authority(ledger, register, tables[Dimension.AUTHORITY]),
    }
    return Scoring(register, open_leads(ledger, register), points, tables)


def _each(found: NDArray[Any], points: Any) -> NDArray[Any]:
    """Return the points of each distinct thing found, spread over the leads."""
    known: dict[int, Points | None] = {}
    result: NDArray[Any] = np.full(len(found), None, dtype=object)
    for at in np.flatnonzero(found != None).tolist():  # noqa: E711 - elementwise
        one = found[at]
        if id(one) not in known:
            known[id(one)] = points(one)
        result[at] = known[id(one)]
    return result


def _of_budget(amount: Any, table: Bands) -> Points:
    band = table.reached(amount.low) or Band(0.0, table.needed.rule)
    return Points(band.points, band.rule, amount.said, amount.where)


def _of_urgency(soon: Any) -> Points:
    return Points(soon.band.points, soon.band.rule, soon.said, soon.where)


def _of_authority(ledger: Ledger, register: Register, table: Bands) -> NDArray[Any]:
    """Return the points of 决策权限, else of what the title stands for."""
    by_title = _each(titles(ledger, register), lambda one: _titled(one, table))
    typed = register.values(leads.AUTHORITY)
    header = leads.AUTHORITY.header
    known = {
        value: Points(band.points, band.rule, value, header)
        for value in set(typed.tolist()) - {None}
        if (band := table.words.get(value)) is not None
    }
    for record in np.flatnonzero(typed != None).tolist():  # noqa: E711 - elementwise
        by_title[record] = known.get(typed[record], by_title[record])
    return by_title


def _titled(statement: Any, table: Bands) -> Points | None:
    band = table.words.get(statement.value)
    if band is None:
        return None
    said = f"{statement.words}→{statement.value}（{TITLES}）"
    return Points(band.points, band.rule, said, leads.POSITION.header)
