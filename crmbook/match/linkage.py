"""Linkage: every pair worth comparing, how it agrees, and how likely it is the same lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from crmbook.match.blocking import Pairs, candidates
from crmbook.match.comparison import Compared, compare
from crmbook.match.entries import Entries
from crmbook.match.weights import Model, Population, Weighed

#: Up to here, what strangers look like is learnt within the lists that are linked.
_SMALL: Final = 5000


@dataclass(frozen=True)
class Linkage:
    """Entries, the pairs of them that were compared, and what came out, aligned with ``pairs``."""

    entries: Entries
    pairs: Pairs
    compared: Sequence[Compared]
    weighed: Weighed

    def __len__(self) -> int:
        return len(self.pairs[0])


def within(entries: Entries) -> Linkage:
    """Return the linkage of records with each other."""
    pairs = candidates(entries)
    return _weighed(entries, pairs, Population.within(len(entries), len(pairs[0])))


def across(entries: Entries, split: int) -> Linkage:
    """Return the linkage of the first ``split`` entries with the others, pairs across alone."""
    pairs = candidates(entries)
    crossing = (pairs[0] < split) & (pairs[1] >= split)
    if len(entries) > _SMALL:
        pairs, crossing = _only(pairs, crossing), np.ones(int(crossing.sum()), dtype=bool)
    sizes = (split, len(entries) - split)
    found = _weighed(entries, pairs, Population.of_two(sizes, crossing))
    return found if crossing.all() else _part(found, crossing)


def _weighed(entries: Entries, pairs: Pairs, population: Population) -> Linkage:
    compared = compare(entries, pairs)
    if not compared:
        never, none = np.full(len(pairs[0]), -np.inf), np.zeros(len(pairs[0]))
        return Linkage(entries, pairs, (), Weighed(never, none, none, none))
    return Linkage(entries, pairs, compared, Model(compared, population).fit())


def _only(pairs: Pairs, wanted: np.ndarray) -> Pairs:
    return pairs[0][wanted], pairs[1][wanted]


def _part(whole: Linkage, wanted: np.ndarray) -> Linkage:
    """Return the linkage of some of its pairs."""
    weighed = whole.weighed
    return Linkage(
        whole.entries,
        _only(whole.pairs, wanted),
        [Compared(one.field, one.levels[wanted], one.chance[wanted]) for one in whole.compared],
        weighed.only(wanted),
    )


def probability(odds: float) -> float:
    """Return the probability that log odds stand for."""
    return float(1.0 / (1.0 + np.exp(-max(-50.0, min(odds, 50.0)))))
