"""The bands of the score: rows of 规则 that a manager edits, and adds (§2.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from crmbook.schema.rules import RuleBook

BUDGET, URGENCY, AUTHORITY = "评分.预算.", "评分.紧急.", "评分.权限."
_NEEDED: Final = "达标"
_SOON: Final = "个月内"


class Band(NamedTuple):
    """So many points, and the row of 规则 that gives them."""

    points: float
    rule: str


@dataclass(frozen=True)
class Bands:
    """One dimension: ``steps`` from the highest bound down, words by themselves, the threshold."""

    steps: tuple[tuple[float, Band], ...]
    words: dict[str, Band]
    needed: Band

    @property
    def most(self) -> float:
        """The points that can be reached."""
        return max(
            (band.points for band in (*self.words.values(), *(b for _at, b in self.steps))),
            default=0.0,
        )

    def reached(self, amount: float) -> Band | None:
        """Return the band of the highest bound that an amount reaches."""
        return next((band for bound, band in self.steps if amount >= bound), None)

    def within(self, months: float) -> Band | None:
        """Return the band of the shortest time that so many months keep to."""
        return next((band for bound, band in reversed(self.steps) if months <= bound), None)


def bands(rules: RuleBook, prefix: str) -> Bands:
    """Return the bands of one dimension, with those a manager added."""
    steps: list[tuple[float, Band]] = []
    words: dict[str, Band] = {}
    for code, points in rules.family(prefix).items():
        name, band = code.removeprefix(prefix), Band(points, code)
        bound = _bound(name)
        if bound is not None:
            steps.append((bound, band))
        elif name != _NEEDED:
            words[name] = band
    code = f"{prefix}{_NEEDED}"
    steps.sort(key=lambda one: -one[0])
    return Bands(tuple(steps), words, Band(rules.number(code), code))


def _bound(name: str) -> float | None:
    """Return the bound that a row's name says: ≥50万 → 50, >0万 → just above 0, 3个月内 → 3."""
    if name.endswith(_SOON):
        return float(name.removesuffix(_SOON))
    if name[:1] in {"≥", ">"} and name.endswith("万"):
        amount = float(name[1:-1])
        return amount if name.startswith("≥") else amount + 1e-9
    return None
