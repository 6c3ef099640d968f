"""Spreads of days: mean, median, P90 and how many, as Excel's own functions give them (M82)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor
from statistics import fmean, median


@dataclass(frozen=True, slots=True)
class Spread:
    """How ``n`` numbers of days spread; None where there are none."""

    n: int
    mean: float | None = None
    median: float | None = None
    p90: float | None = None


def spread(days: Iterable[float]) -> Spread:
    """Return the spread of some days."""
    found = sorted(days)
    if not found:
        return Spread(0)
    return Spread(len(found), fmean(found), float(median(found)), percentile(found, 0.9))


def percentile(ordered: Sequence[float], share: float) -> float:
    """Return what PERCENTILE gives of one value or more, in ascending order: interpolated."""
    place = share * (len(ordered) - 1)
    at = floor(place)
    after = min(at + 1, len(ordered) - 1)
    return ordered[at] + (ordered[after] - ordered[at]) * (place - at)
