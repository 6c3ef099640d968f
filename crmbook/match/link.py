"""Linking: which record of the book each incoming record is, if any (import, M21)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from crmbook.facts.register import Register
from crmbook.match.entries import entries_of
from crmbook.match.linkage import Linkage, across, probability
from crmbook.match.members import Member, members_of, merged
from crmbook.match.reasons import reasons

#: Below this nothing is worth mentioning.
_LEAST: Final = -3.0
#: Two that are alone with each other on both sides are taken for one from here on.
_ALONE: Final = -2.0


@dataclass(frozen=True, slots=True)
class Link:
    """An incoming record and the record of the book that it fits best.

    ``score`` 0–1; ``same``: take them for one (else they are worth a look, no more); ``role``: it is
    another contact of that company rather than the same lead.
    """

    incoming: Member
    existing: Member
    score: float
    same: bool
    role: bool
    reasons: tuple[str, ...]


def link(existing: Sequence[Register], incoming: Sequence[Register]) -> list[Link | None]:
    """Return for each incoming record, in order, its best link, or None when it fits nothing.

    ``existing``: leads and customers of the book (those merged away take no part); ``incoming``:
    registers made of a source's rows (:class:`crmbook.facts.register.Register`, sheet LEADS or
    CUSTOMERS). Several incoming records may be linked with one of the book: the source may hold a
    lead twice.
    """
    registers = (*existing, *incoming)
    nothing = [np.zeros(len(one), dtype=bool) for one in incoming]
    entries = entries_of(registers, [*map(merged, existing), *nothing])
    split = sum(map(len, existing))
    return _Links(across(entries, split), split).best()


class _Links:
    """The pairs across two lists, and who is taken."""

    def __init__(self, linkage: Linkage, split: int) -> None:
        self.linkage = linkage
        self.split = split
        self.members = members_of(linkage.entries.registers)

    def best(self) -> list[Link | None]:
        same, role = self.linkage.weighed.same, self.linkage.weighed.role
        hope = np.maximum(same, np.where(role >= 0.5, _LEAST, -np.inf))
        left, right = self.linkage.pairs
        order = np.lexsort((left, -role, -hope))
        found: list[Link | None] = [None] * (len(self.members) - self.split)
        taken: set[int] = set()
        for at in order.tolist():
            if hope[at] < _LEAST:
                break
            one, other = int(left[at]), int(right[at])
            if found[other - self.split] is None:
                sure = same[at] >= 0 or (same[at] >= _ALONE and one not in taken)
                found[other - self.split] = self._link(at, same=bool(sure))
                if sure:
                    taken.add(one)
        return found

    def _link(self, at: int, *, same: bool) -> Link:
        one, other = (int(side[at]) for side in self.linkage.pairs)
        weighed = self.linkage.weighed
        role = not same and weighed.role[at] >= 0.5
        score = float(weighed.role[at]) if role else probability(float(weighed.same[at]))
        return Link(
            self.members[other],
            self.members[one],
            score,
            same,
            bool(role),
            reasons(self.linkage, at),
        )
