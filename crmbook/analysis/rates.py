"""Rates with both their numbers, and how sure they are: 30/200, 15 %, Wilson's 95 % (M79, M84)."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Final

CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Rate:
    """``part`` of ``whole``: the denominator is always told (§2.8)."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The rate as a fraction, None over a zero denominator."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval (fractions), None where the rate is no share of its whole.

        On the period basis more may be signed in a month than were acquired in it: no interval.
        """
        if not 0 <= self.part <= self.whole or not self.whole:
            return None
        return wilson(self.part, self.whole)


def wilson(part: int, whole: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Return Wilson's score interval of ``part`` successes in ``whole`` ≥ 1 trials.

    Wilson's, because the plain one says 0–0 % of a source that brought three leads and no signing.
    """
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    rate, spread = part / whole, z * z / whole
    middle = (rate + spread / 2) / (1 + spread)
    half = z * sqrt(rate * (1 - rate) / whole + spread / whole / 4) / (1 + spread)
    low = 0.0 if part == 0 else max(middle - half, 0.0)
    return low, 1.0 if part == whole else min(middle + half, 1.0)
