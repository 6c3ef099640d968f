"""Duplicates of a book: records that are one, colleagues of one company, branches, people who moved.

Within leads, within customers and across both (M21); another contact of the same company is a role,
not a duplicate (M104).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.register import Register
from crmbook.match.clusters import Odds, clusters, components
from crmbook.match.entries import Entries, entries_of
from crmbook.match.linkage import Linkage, probability, within
from crmbook.match.members import Member, members_of, merged
from crmbook.match.reasons import reasons
from crmbook.match.survivors import precedence
from crmbook.match.weights import Floats
from crmbook.schema.sheets import CUSTOMERS, LEADS, customers, leads

#: Two ids of records that somebody decided are not the same.
Apart = Collection[frozenset[str]]
_FIRM: Final = 0.5
_NEVER: Final = -50.0


@dataclass(frozen=True)
class Pair:
    """Two records, how likely (0–1) they are what they are listed as, and why."""

    a: Member
    b: Member
    score: float
    _linkage: Linkage = field(repr=False, compare=False)
    _at: int = field(repr=False, compare=False)

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """What speaks for it, then what against, in words; made when asked for."""
        return reasons(self._linkage, self._at)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Records that are one lead: the survivor first, ``confidence`` 0–1, the pairs compared."""

    members: tuple[Member, ...]
    confidence: float
    pairs: tuple[Pair, ...]

    @property
    def survivor(self) -> Member:
        """The one that stays when they are merged."""
        return self.members[0]


@dataclass(frozen=True, slots=True)
class Group:
    """Different contacts of one company (clusters of duplicates appear by their survivor)."""

    company: str
    members: tuple[Member, ...]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Duplicates:
    """What was found, most confident first.

    ``clusters``; ``roles``; ``related`` branches; ``moved``: one person, now at another company.
    """

    clusters: tuple[Cluster, ...]
    roles: tuple[Group, ...]
    related: tuple[Pair, ...]
    moved: tuple[Pair, ...]
    records: int


def find(registers: Sequence[Register], apart: Apart = ()) -> Duplicates:
    """Find the duplicates among leads and customers; pairs of ids in ``apart`` are never joined."""
    entries = entries_of(registers, [merged(one) for one in registers])
    return _Search(within(entries), apart).run()


class _Search:
    """One run over a linkage."""

    def __init__(self, linkage: Linkage, apart: Apart) -> None:
        self.linkage = linkage
        self.entries: Entries = linkage.entries
        self.members = members_of(self.entries.registers)
        self.at: dict[tuple[int, int], int] = {}
        self.odds = self._odds(apart)
        self.outposts = np.zeros(len(linkage), dtype=bool)
        for one in linkage.compared:
            if one.field.name == "outpost":
                self.outposts = one.levels == 2

    def run(self) -> Duplicates:
        found = [self._cluster(group) for group in clusters(self.odds, self.entries.said)]
        found.sort(key=lambda one: -one.confidence)
        return Duplicates(
            tuple(found),
            tuple(self._roles(found)),
            self._related(),
            self._moved(),
            len(self.entries),
        )

    def _odds(self, apart: Apart) -> Odds:
        """Return the log odds of pairs by (lower, upper) entry.

        Those of records that are likely one with nobody decide nothing and are left out.
        """
        same, (left, right) = self.linkage.weighed.same, self.linkage.pairs
        hopeful = np.zeros(len(self.entries), dtype=bool)
        for side in (left, right):
            hopeful[side[same > 0]] = True
        worth = np.flatnonzero(hopeful[left] & hopeful[right])
        ends = zip(left[worth].tolist(), right[worth].tolist(), strict=True)
        odds = dict(zip(ends, same[worth].tolist(), strict=True))
        self.at = dict(zip(odds, worth.tolist(), strict=True))
        for pair in [pair for pair, one in odds.items() if one > 0 and self._decided(pair, apart)]:
            odds[pair] = _NEVER
        return odds

    def _decided(self, pair: tuple[int, int], apart: Apart) -> bool:
        """Whether a pair was called apart, or is a lead and the customer it became."""
        a, b = (self.members[one] for one in pair)
        return frozenset({a.id, b.id}) in apart or _became(a, b) or _became(b, a)

    def _pair(self, at: int, score: float) -> Pair:
        left, right = (int(side[at]) for side in self.linkage.pairs)
        return Pair(self.members[left], self.members[right], score, self.linkage, at)

    def _cluster(self, group: list[int]) -> Cluster:
        order = sorted(group, key=lambda one: precedence(self.entries, one))
        inside = [pair for pair in combinations(group, 2) if pair in self.at]
        pairs = [self._pair(self.at[pair], probability(self.odds[pair])) for pair in inside]
        pairs.sort(key=lambda one: -one.score)
        likely = [max(self.odds.get(pair, -8.0) for pair in inside if one in pair) for one in group]
        members = tuple(self.members[one] for one in order)
        return Cluster(members, probability(min(likely)), tuple(pairs))

    def _roles(self, found: Sequence[Cluster]) -> list[Group]:
        weighed = self.linkage.weighed
        firm = np.flatnonzero((weighed.role >= _FIRM) & (weighed.same < 0) & ~self.outposts)
        stands = self._stands_for(found)
        pairs: dict[tuple[int, int], int] = {}
        for at in firm.tolist():
            one, other = (stands.get(int(side[at]), int(side[at])) for side in self.linkage.pairs)
            if one != other:
                pairs.setdefault((min(one, other), max(one, other)), at)
        return [self._group(group, pairs) for group in components(pairs)]

    def _group(self, group: list[int], pairs: dict[tuple[int, int], int]) -> Group:
        order = sorted(group, key=lambda one: precedence(self.entries, one))
        inside = [(pair, pairs[pair]) for pair in combinations(group, 2) if pair in pairs]
        role = self.linkage.weighed.role
        return Group(
            self.members[order[0]].company,
            tuple(self.members[one] for one in order),
            tuple(self._pair(at, float(role[at])) for _pair, at in inside),
        )

    def _stands_for(self, found: Sequence[Cluster]) -> dict[int, int]:
        """Return the survivor by each member of a cluster, as entries."""
        at = {(id(one.register), one.record): n for n, one in enumerate(self.members)}
        return {
            at[id(member.register), member.record]: at[
                id(cluster.survivor.register), cluster.survivor.record
            ]
            for cluster in found
            for member in cluster.members
        }

    def _related(self) -> tuple[Pair, ...]:
        """Return branches by name with their head office or each other."""
        related = self.linkage.weighed.branch + self.linkage.weighed.role
        return self._listed(related, (related >= _FIRM) & self.outposts)

    def _moved(self) -> tuple[Pair, ...]:
        """Return the records of one person at two companies."""
        weighed = self.linkage.weighed
        return self._listed(weighed.moved, (weighed.moved >= _FIRM) & ~self.outposts)

    def _listed(self, likely: Floats, wanted: NDArray[np.bool_]) -> tuple[Pair, ...]:
        found = (self._pair(at, float(likely[at])) for at in np.flatnonzero(wanted).tolist())
        return tuple(sorted(found, key=lambda one: -one.score))


def _became(lead: Member, customer: Member) -> bool:
    """Whether a lead names this customer as what it became (M72)."""
    if lead.register.sheet.name != LEADS.name or customer.register.sheet.name != CUSTOMERS.name:
        return False
    number = lead.register.values(leads.CUSTOMER_ID)[lead.record]
    return number is not None and number == customer.register.values(customers.ID)[customer.record]
