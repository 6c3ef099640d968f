"""Contribution: which channel, grade or rep moved a rate between two months (M87, M88).

A rate moves because the mix of the leads did (more of those that seldom sign) or because the rates
within did. Both are counted at the middle of the two months, in fractions, so that they add up to
the change exactly: to the last lead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from crmbook.analysis.balance import Mismatch
from crmbook.analysis.detail import DetailRow
from crmbook.analysis.rates import Rate
from crmbook.facts.months import Month

Parts = Mapping[str, Rate]


@dataclass(frozen=True, slots=True)
class Effect:
    """What one part did to the whole rate, in fractions of one (0.01 = a point).

    ``mix``: its share of the leads changed; ``rate``: its own rate did; ``late``: it had signings in
    a month without leads of its own (period basis), which are neither.
    """

    name: str
    before: Rate
    after: Rate
    mix: Fraction
    rate: Fraction
    late: Fraction

    @property
    def total(self) -> Fraction:
        """All that the part did to the whole rate."""
        return self.mix + self.rate + self.late


@dataclass(frozen=True, slots=True)
class Contribution:
    """A change of the whole rate, and the parts that made it: the one that did most first."""

    before: Rate
    after: Rate
    effects: tuple[Effect, ...]

    @property
    def change(self) -> Fraction:
        """The change of the whole rate."""
        return Fraction(*_numbers(self.after)) - Fraction(*_numbers(self.before))

    def leads(self, effect: Effect) -> float:
        """Return an effect in signings of the later month."""
        return float(effect.total * self.after.whole)


def contribution(before: Parts, after: Parts) -> Contribution | None:
    """Return how the parts moved the rate of all, None where a month has no leads at all."""
    first, last = _sum(before), _sum(after)
    if not first.whole or not last.whole:
        return None
    names = dict.fromkeys((*before, *after))
    nothing = Rate(0, 0)
    pairs = [(name, before.get(name, nothing), after.get(name, nothing)) for name in names]
    level = (_level(before, first) + _level(after, last)) / 2
    effects = [_effect(pair, (first.whole, last.whole), level) for pair in pairs]
    return Contribution(
        first, last, tuple(sorted(effects, key=lambda one: (-abs(one.total), one.name)))
    )


def signings(
    rows: Sequence[DetailRow], month: Month, key: Callable[[DetailRow], str]
) -> dict[str, Rate]:
    """Return a month's period rate by key: signed in it over the leads acquired in it (§2.8)."""
    return _by(rows, key, (lambda row: row.signed_month == month and row.first, _begun(month)))


def losses_by(
    rows: Sequence[DetailRow], month: Month, key: Callable[[DetailRow], str]
) -> dict[str, Rate]:
    """Return a month's loss rate by key: lost in it over the leads acquired in it (§2.8)."""
    return _by(rows, key, (lambda row: row.lost_month == month, _begun(month)))


def cohort_signings(
    rows: Sequence[DetailRow], month: Month, key: Callable[[DetailRow], str]
) -> dict[str, Rate]:
    """Return a month's cohort rate by key: of the leads acquired in it, those signed by today."""
    begun = _begun(month)
    return _by(rows, key, (lambda row: begun(row) and row.cohort, begun))


def contribution_balance(found: Contribution) -> Iterator[Mismatch]:
    """Yield the change where the effects do not add up to it, compared exactly."""
    effects = sum((one.total for one in found.effects), Fraction())
    if effects != found.change:
        yield Mismatch("转化率变化", float(found.change), float(effects))


_Test = Callable[[DetailRow], bool]


def _begun(month: Month) -> _Test:
    return lambda row: row.month == month and row.counted


def _by(
    rows: Sequence[DetailRow], key: Callable[[DetailRow], str], tests: tuple[_Test, _Test]
) -> dict[str, Rate]:
    part, whole = tests
    counts: dict[str, list[int]] = {}
    for row in rows:
        hits = (part(row), whole(row))
        if any(hits):
            count = counts.setdefault(key(row), [0, 0])
            count[0] += hits[0]
            count[1] += hits[1]
    return {name: Rate(*count) for name, count in sorted(counts.items())}


def _sum(parts: Parts) -> Rate:
    return Rate(sum(one.part for one in parts.values()), sum(one.whole for one in parts.values()))


def _level(parts: Parts, whole: Rate) -> Fraction:
    """Return the rate of all parts that have leads of their own."""
    return Fraction(sum(one.part for one in parts.values() if one.whole), whole.whole)


def _effect(pair: tuple[str, Rate, Rate], wholes: tuple[int, int], level: Fraction) -> Effect:
    name, before, after = pair
    first, last = wholes
    share_before, share_after = Fraction(before.whole, first), Fraction(after.whole, last)
    rate_before, rate_after = _own(before, after), _own(after, before)
    late = Fraction(0 if after.whole else after.part, last)
    late -= Fraction(0 if before.whole else before.part, first)
    return Effect(
        name, before, after,
        mix=(share_after - share_before) * ((rate_before + rate_after) / 2 - level),
        rate=(rate_after - rate_before) * (share_before + share_after) / 2,
        late=late,
    )  # fmt: skip


def _own(rate: Rate, other: Rate) -> Fraction:
    """Return a part's rate; where it has no leads, the other month's: then only its mix changed."""
    known = rate if rate.whole else other
    return Fraction(*_numbers(known)) if known.whole else Fraction(0)


def _numbers(rate: Rate) -> tuple[int, int]:
    return rate.part, rate.whole
