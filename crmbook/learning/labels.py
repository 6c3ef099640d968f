"""Values as labels of a card: words that are frequent enough, numbers in monotone bins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.scorecard import BLANK, OTHER, label_of, word_of
from crmbook.learning.examples import Examples
from crmbook.schema.numerals import plain

#: A word of which there are fewer examples is 其他.
_FEWEST: Final = 8
_BINS: Final = 4


def labels_of(found: Examples) -> dict[str, list[str]]:
    """Return the labels of each column that tells anything: two at least that are frequent."""
    labels = {
        header: _bins(values, found.won) if header in found.numeric else _words(values)
        for header, values in found.columns.items()
    }
    return {header: some for header, some in labels.items() if len(some) > 1}


def labelled(values: Sequence[Any] | NDArray[Any], labels: Sequence[str]) -> list[str]:
    """Return the label of each value."""
    known: Mapping[str, None] = dict.fromkeys(labels)
    return [label_of(value, known) for value in values]


def _words(values: NDArray[Any]) -> list[str]:
    counts = Counter(BLANK if value is None else word_of(value) for value in values)
    frequent = sorted(word for word, count in counts.items() if count >= _FEWEST)
    rest = sum(count for count in counts.values() if count < _FEWEST)
    return [*frequent, OTHER] if rest or frequent else frequent


def _bins(values: NDArray[Any], won: NDArray[np.bool_]) -> list[str]:
    """Return bins whose share of won leads only rises, or only falls (isotonic)."""
    there = np.array([value is not None for value in values])
    numbers = values[there].astype(float)
    labels = [BLANK] if int((~there).sum()) >= _FEWEST else []
    if len(numbers) < 2 * _FEWEST:
        return labels
    cuts = np.unique(np.quantile(numbers, np.arange(1, _BINS) / _BINS))
    cuts = cuts[cuts > numbers.min()]
    while len(cuts):
        shares = [float(won[there][inside].mean()) for inside in _inside(numbers, cuts)]
        steps = np.diff(shares)
        if (steps > 0).all() or (steps < 0).all():
            break
        rising = shares[-1] >= shares[0]
        wrong = steps <= 0 if rising else steps >= 0
        cuts = np.delete(cuts, int(np.flatnonzero(wrong)[0]))
    return labels + _named(cuts)


def _inside(numbers: NDArray[np.float64], cuts: NDArray[np.float64]) -> list[NDArray[np.bool_]]:
    place = np.searchsorted(cuts, numbers, side="right")
    return [place == at for at in range(len(cuts) + 1)]


def _named(cuts: NDArray[np.float64]) -> list[str]:
    edges = [plain(round(float(cut), 6)) for cut in cuts]
    if not edges:
        return []
    middle = [f"{low}~{high}" for low, high in pairwise(edges)]
    return [f"<{edges[0]}", *middle, f"≥{edges[-1]}"]
