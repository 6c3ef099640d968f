"""Weights after Fellegi and Sunter, fitted on the book itself (expectation maximisation).

What the book shows is added to what :mod:`crmbook.match.fields` expects: a small book keeps the
defaults, a large one finds its own. A book has as many pairs as records squared, and nearly all are
strangers: that is where the weights start from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crmbook.match.comparison import Compared
from crmbook.match.evidence import Evidence
from crmbook.match.fields import (
    ADDRESS,
    MISSING,
    NAME,
    OUTPOST,
    PERSON,
    REGION,
    TITLE,
    Field,
)

#: How many pairs of a class must be seen until they count as much as the defaults.
_BELIEF: Final = 60.0
#: Pairs a record, of each class, until the book shows otherwise, and how much that weighs.
_EXPECTED: Final = 0.02
_DOUBT: Final = 0.1
_TURNS: Final = 25
_STILL: Final = 1e-4
_LEAST: Final = 1e-40
#: Of those that are the same, this many have another name.
_RENAMED: Final = 0.05
#: The classes that make two records one.
_ONE: Final = frozenset({"same", "renamed"})
#: Odds (log) of two being one where nothing says which one: a contact of a common name, the same
#: need and size are shared by many. Measured on a register of 600: three of its four "duplicates".
_UNIDENTIFIED: Final = -30.0
#: That they are of one company, elsewhere or in one house is what makes the other classes.
_SEEN_WITHIN: Final = frozenset({"site", "branch"})
_FIXED: Final = (NAME, TITLE, OUTPOST, ADDRESS, REGION)
_LEAST_ODDS: Final = 1e-15
#: Of a list that comes in, as much is expected to be known.
_MATCHED: Final = 0.2
#: Of few pairs nothing is more likely than this before they are compared.
_MOST: Final = 0.1
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Weighed:
    """For every pair the log odds that it is the same lead, and the probabilities of a relation.

    ``role``: another contact of the company; ``branch``: the company, or a namesake, elsewhere;
    ``moved``: the same contact, at another company.
    """

    same: Floats
    role: Floats
    branch: Floats
    moved: Floats

    def only(self, wanted: NDArray[np.bool_]) -> Weighed:
        """Return what was found of some of the pairs."""
        return Weighed(
            self.same[wanted], self.role[wanted], self.branch[wanted], self.moved[wanted]
        )


@dataclass(frozen=True)
class Population:
    """The pairs there are, of which those compared are few.

    Two registers to be linked are two populations: pairs across (``across``: which of the compared
    ones), where many may be the same, and pairs within either, which show what strangers in one
    house look like. ``totals`` and ``expected`` (of any class): within, across.
    """

    totals: tuple[float, float]
    expected: tuple[float, float]
    across: NDArray[np.int8]

    @classmethod
    def within(cls, records: int, pairs: int) -> Population:
        """Return the pairs of one list of records, ``pairs`` of them compared."""
        total = max(records * (records - 1) / 2, 1.0)
        return cls((total, 1.0), (_EXPECTED * records, 0.0), np.zeros(pairs, dtype=np.int8))

    @classmethod
    def of_two(cls, sizes: tuple[int, int], across: NDArray[np.bool_]) -> Population:
        """Return the pairs of two lists of records."""
        one, other = sizes
        total = max((one * (one - 1) + other * (other - 1)) / 2, 1.0)
        expected = (_EXPECTED * (one + other), _MATCHED * min(one, other))
        return cls((total, max(one * other, 1.0)), expected, across.astype(np.int8))


@dataclass
class Class:
    """One class of pairs: a table a field (level 0, missing, says nothing), and its odds.

    A table is None where the class agrees in the field as strangers do.
    """

    name: str
    fields: list[Field]
    population: Population

    def __post_init__(self) -> None:
        self.odds = [a / b for a, b in zip(self.expected, self.population.totals, strict=True)]
        self.shares = [_shares(one, self.name) for one in self.fields]
        self.tables = [_table(one) if one else None for one in self.shares]

    @property
    def expected(self) -> tuple[float, float]:
        """How many pairs are expected of the class, within and across."""
        within, across = self.population.expected
        if self.name == "same":
            return within, across
        if self.name in {"renamed", "moved"}:
            return _RENAMED * within, _RENAMED * across
        return within, within / self.population.totals[0] * self.population.totals[1]

    def fit(self, compared: Sequence[Compared], weight: Floats) -> None:
        """Take over what pairs of this ``weight`` show."""
        for at, one in enumerate(compared):
            if self.shares[at] and (self.name == "same" or one.field not in _FIXED):
                self.tables[at] = _fitted(one, weight, self.shares[at])
        seen = np.bincount(self.population.across, weights=weight, minlength=2)
        self.odds = [
            (float(found) + _DOUBT * expected) / ((1 + _DOUBT) * total)
            for found, expected, total in zip(
                seen, self.expected, self.population.totals, strict=True
            )
        ]
        if self.name in _SEEN_WITHIN and self.population.expected[1]:
            self.odds[1] = self.odds[0]  # as it is within a list


class Model:
    """The classes of pairs, fitted to what was compared."""

    def __init__(self, compared: Sequence[Compared], population: Population) -> None:
        self.compared = compared
        self.population = population
        fields = [one.field for one in compared]
        # Where nobody is named, a record is its company: there are no roles.
        # Only where a company stands can tell that it changed its name.
        names = ["same"]
        names += ["role", "moved"] if PERSON in fields else []
        names += ["site", "branch", "renamed"] if ADDRESS in fields else ["branch"]
        self.classes = [Class(name, fields, population) for name in names]
        self.met = [_table(one.chance) for one in fields]
        evidence = Evidence(compared)
        wanted = dict.fromkeys(_ONE, evidence.of_one())
        wanted |= {"role": evidence.of_one_company(), "moved": evidence.of_one_person()}
        self.unidentified = {
            name: np.where(there, 0.0, _UNIDENTIFIED) for name, there in wanted.items()
        }

    def fit(self) -> Weighed:
        """Fit until the expected number of duplicates stands still."""
        before, logs = -1.0, self._logs()
        for _turn in range(_TURNS):
            found = _shared_out(logs)
            now = float(found[0].sum())
            if abs(now - before) <= _STILL * max(now, 1.0):
                break
            before = now
            self._maximise(found)
            logs = self._logs()
        return self._weighed(logs)

    def _weighed(self, found: list[Floats]) -> Weighed:
        names = [one.name for one in self.classes]
        logs = dict(zip(names, found, strict=True))
        shares = dict(zip(names, _shared_out(list(logs.values())), strict=True))
        nothing = np.zeros_like(logs["same"])
        same = np.logaddexp.reduce([logs[one] for one in names if one in _ONE])
        rest = np.logaddexp.reduce([nothing, *(logs[one] for one in names if one not in _ONE)])
        role, moved = (shares.get(one, nothing) for one in ("role", "moved"))
        return Weighed(same - rest, role, shares["branch"], moved)

    def _logs(self) -> list[Floats]:
        """Return each class's log odds against strangers, for every pair."""
        across = self.population.across
        logs = [np.log(np.clip(one.odds, _LEAST_ODDS, _MOST))[across] for one in self.classes]
        for at, (one, met) in enumerate(zip(self.compared, self.met, strict=True)):
            chance = _chance(one, met)
            for number, kind in enumerate(self.classes):
                if (table := kind.tables[at]) is not None:
                    said = np.log(table)[one.levels] - chance
                    logs[number] += np.where(one.levels == MISSING, 0.0, said)
        for number, kind in enumerate(self.classes):
            if (unlikely := self.unidentified.get(kind.name)) is not None:
                logs[number] += unlikely
        return logs

    def _maximise(self, found: Sequence[Floats]) -> None:
        strangers = 1.0 - np.add.reduce(found)
        for kind, weight in zip(self.classes, found, strict=True):
            kind.fit(self.compared, weight)
        for at, one in enumerate(self.compared):
            if not one.field.sought:
                self.met[at] = _fitted(one, strangers, one.field.chance)


def _shared_out(logs: Sequence[Floats]) -> list[Floats]:
    """Return the probability of each class, strangers being the rest."""
    top = np.maximum(np.maximum.reduce(logs), 0.0)
    weights = [np.exp(log - top) for log in logs]
    whole = np.add.reduce([np.exp(-top), *weights])
    return [weight / whole for weight in weights]


def _shares(field: Field, name: str) -> tuple[float, ...]:
    found: tuple[float, ...] = getattr(field, name)
    return field.same if name == "renamed" and not found else found


def _table(shares: Sequence[float] | Floats) -> Floats:
    """Return shares by level; what is missing (level 0) is as likely anywhere."""
    found: Floats = np.maximum(np.array([1.0, *shares]), _LEAST)
    return found


def _fitted(one: Compared, weight: Floats, shares: Sequence[float]) -> Floats:
    """Return the shares of levels that pairs of this weight show, on top of those expected."""
    size = len(shares) + 1
    seen = np.bincount(one.levels, weights=weight, minlength=size)[1:]
    found = seen + _BELIEF * np.array(shares)
    return _table(found / max(float(found.sum()), _LEAST))


def _chance(one: Compared, met: Floats) -> Floats:
    """Return the log chance of each pair's level: that of its value where it is known."""
    table: Floats = np.log(met)[one.levels]
    return np.where(np.isnan(one.chance), table, one.chance)
