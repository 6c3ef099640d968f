"""Clusters: records that are one, by average linkage, so that chains of likeness do not run together.

A and B alike, B and C alike, A and C strangers: three of them are one only if the evidence for it
outweighs that against.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Any, Final

Odds = dict[tuple[int, int], float]
#: A pair that shares no key at all; and what a single pair may weigh.
_STRANGERS: Final = -8.0
_MOST: Final = 12.0


def components(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the connected groups of what pairs name, each ascending, in order of their first."""
    root: dict[int, int] = {}

    def find(at: int) -> int:
        while root.setdefault(at, at) != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    for a, b in pairs:
        one, other = find(a), find(b)
        root[max(one, other)] = min(one, other)
    groups: dict[int, list[int]] = defaultdict(list)
    for at in sorted(root):
        groups[find(at)].append(at)
    return list(groups.values())


def clusters(odds: Odds, key: Callable[[int], Any]) -> list[list[int]]:
    """Return the groups of two and more whose log odds (by pair, lower first) speak for one lead.

    ``key`` breaks ties by what an entry says, so that the order of rows decides nothing.
    """
    found: list[list[int]] = []
    for group in components(pair for pair, one in odds.items() if one > 0):
        found += [group] if len(group) == 2 else _agglomerated(group, odds, key)
    return sorted(found)


def _agglomerated(group: list[int], odds: Odds, key: Callable[[int], Any]) -> list[list[int]]:
    order = sorted(group, key=lambda at: (key(at), at))
    parts = [[at] for at in order]
    sums = {
        (i, j): _between(order[i], order[j], odds) for i, j in combinations(range(len(order)), 2)
    }
    alive = set(range(len(order)))
    while sums:
        best, (i, j) = min(
            (-round(total / (len(parts[a]) * len(parts[b])), 6), (a, b))
            for (a, b), total in sums.items()
        )
        if best >= 0:
            break
        parts[i] += parts[j]
        alive.discard(j)
        del sums[i, j]
        for other in alive - {i}:
            gone = sums.pop((min(j, other), max(j, other)))
            sums[min(i, other), max(i, other)] += gone
    return [sorted(parts[at]) for at in sorted(alive) if len(parts[at]) > 1]


def _between(one: int, other: int, odds: Odds) -> float:
    found = odds.get((min(one, other), max(one, other)), _STRANGERS)
    return max(-_MOST, min(_MOST, found))
