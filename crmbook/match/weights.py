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
from crmbook.match.fields import ADDRESS, NAME, PERSON, SAME, Field

#: How many pairs of a class must be seen until they count as much as the defaults.
_BELIEF: Final = 60.0
#: Pairs a record, of each class, until the book shows otherwise, and how much that weighs.
_EXPECTED: Final = 0.02
_DOUBT: Final = 0.1
_TURNS: Final = 25
_STILL: Final = 1e-4
_LEAST: Final = 1e-9
#: Of few pairs nothing is more likely than this before they are compared.
_MOST: Final = 0.1
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Weighed:
    """The probability for every pair that it is the same lead, and that it is another role."""

    same: Floats
    role: Floats


@dataclass
class Class:
    """One class of pairs: its tables, one a field (level 0, missing, says nothing), and its odds."""

    name: str
    tables: list[Floats]
    expected: float
    odds: float = 0.0

    def fit(self, compared: Sequence[Compared], weight: Floats, total: float) -> None:
        """Take over what pairs of this ``weight`` show."""
        for at, one in enumerate(compared):
            # That they are of one company, or in one house, is what makes the other classes.
            if self.name == "same" or one.field not in (NAME, ADDRESS):
                self.tables[at] = _fitted(one, weight, _shares(one.field, self.name))
        self.odds = (float(weight.sum()) + _DOUBT * self.expected) / ((1 + _DOUBT) * total)


class Model:
    """The classes of pairs, fitted to what was compared; ``total``: how many pairs there are."""

    def __init__(self, compared: Sequence[Compared], total: float, records: int) -> None:
        self.compared = compared
        self.total = max(total, 1.0)
        fields = [one.field for one in compared]
        # Where nobody is named, a record is its company: there are no roles.
        names = ["same", *(["role"] if PERSON in fields else []), *(["site"] if ADDRESS in fields else [])]
        self.classes = [
            Class(name, [_table(_shares(one, name)) for one in fields], _EXPECTED * records)
            for name in names
        ]
        for one in self.classes:
            one.odds = one.expected / self.total
        self.met = [_table(one.chance) for one in fields]

    def fit(self) -> Weighed:
        """Fit until the expected number of duplicates stands still."""
        before, found = -1.0, self._posterior()
        for _turn in range(_TURNS):
            self._maximise(found)
            found = self._posterior()
            now = float(found[0].sum())
            if abs(now - before) <= _STILL * max(now, 1.0):
                break
            before = now
        known = dict(zip((one.name for one in self.classes), found, strict=True))
        return Weighed(known["same"], known.get("role", np.zeros_like(known["same"])))

    def _posterior(self) -> list[Floats]:
        size = len(self.compared[0].levels) if self.compared else 0
        logs = [np.full(size, np.log(min(one.odds, _MOST))) for one in self.classes]
        for at, (one, met) in enumerate(zip(self.compared, self.met, strict=True)):
            chance = _chance(one, met)
            for kind, log in zip(self.classes, logs, strict=True):
                log += np.log(kind.tables[at])[one.levels] - chance
                if kind.name != "same" and (one.field.personal or not _shares(one.field, kind.name)):
                    pass
        top = np.maximum(np.maximum.reduce(logs), 0.0)
        weights = [np.exp(log - top) for log in logs]
        whole = sum(weights, np.exp(-top))
        return [weight / whole for weight in weights]

    def _maximise(self, found: Sequence[Floats]) -> None:
        stranger = 1.0 - sum(found, np.zeros(1))
        for kind, weight in zip(self.classes, found, strict=True):
            kind.fit(self.compared, weight, self.total)
        self.met = [_met(one, stranger, self.total) for one in self.compared]
