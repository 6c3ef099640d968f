"""How well pairs that were found agree with the pairs that are true: pairwise and B-cubed."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

Pair = tuple[str, str]


@dataclass(frozen=True)
class Quality:
    """Precision, recall and F1 of pairs; the F1 of B-cubed."""

    precision: float
    recall: float
    f1: float
    b_cubed: float


def pair(one: str, other: str) -> Pair:
    """Return two keys as a pair: the same whichever was named first."""
    return (one, other) if one < other else (other, one)


def clusters(pairs: Iterable[Pair]) -> list[set[str]]:
    """Close pairs: whatever hangs together is one cluster (no cluster of one is listed)."""
    held: dict[str, set[str]] = {}
    for one, other in pairs:
        mine, theirs = held.setdefault(one, {one}), held.setdefault(other, {other})
        if mine is not theirs:
            small, large = sorted((mine, theirs), key=len)
            large |= small
            held.update(dict.fromkeys(small, large))
    return list({id(members): members for members in held.values()}.values())


def within(found: Iterable[Collection[str]], sides: Mapping[str, str]) -> frozenset[Pair]:
    """Return the pairs in clusters; of two lists that are linked only the pairs across."""
    every = itertools.chain.from_iterable(itertools.combinations(one, 2) for one in found)
    return frozenset(
        pair(one, other) for one, other in every if not sides or sides.get(one) != sides.get(other)
    )


def best_links(scored: Mapping[Pair, float]) -> list[Pair]:
    """Return one link a key at most, the best first: for lists that name nothing twice."""
    taken: set[str] = set()
    links = []
    for (one, other), _score in sorted(scored.items(), key=lambda item: (-item[1], item[0])):
        if one not in taken and other not in taken:
            taken |= {one, other}
            links.append((one, other))
    return links


def quality(
    found: Iterable[Pair], truth: frozenset[Pair], keys: Collection[str], sides: Mapping[str, str]
) -> Quality:
    """Measure pairs, closed to clusters first, against the truth over all ``keys``."""
    mine, true = clusters(found), clusters(truth)
    said = within(mine, sides)
    precision, recall = _share(len(said & truth), len(said)), _share(len(said & truth), len(truth))
    return Quality(precision, recall, _f1(precision, recall), _b_cubed(mine, true, keys))


def _b_cubed(mine: list[set[str]], true: list[set[str]], keys: Collection[str]) -> float:
    """Return the F1 of B-cubed (Bagga and Baldwin 1998): means over the keys, singles too."""
    my_cluster = {key: cluster for cluster in mine for key in cluster}
    true_cluster = {key: cluster for cluster in true for key in cluster}
    precision = recall = 0.0
    for key in keys:
        my, its = my_cluster.get(key, {key}), true_cluster.get(key, {key})
        both = len(my & its)
        precision += both / len(my)
        recall += both / len(its)
    return _f1(_share(precision, len(keys)), _share(recall, len(keys)))


def _share(part: float, whole: int) -> float:
    """Nothing said is nothing wrong, and nothing true is nothing missed."""
    return part / whole if whole else 1.0


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
