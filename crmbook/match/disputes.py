"""Disputes (撞单): records of one company that different people hold (U18, M22).

The order of recording names the owner: 获取时间, else 分配时间 (of a customer 建档日期), then the smaller
number; what a manager ruled in the register stands above it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Mask, Register
from crmbook.facts.status import CLOSED, statuses
from crmbook.match.clusters import components
from crmbook.match.duplicates import Duplicates, Pair
from crmbook.match.members import Member
from crmbook.match.survivors import seniority
from crmbook.schema.sheets import LEADS, leads
from crmbook.schema.text import fold

_Key = tuple[str, int]
Settled = frozenset[frozenset[str]]
_NONE: Final[Settled] = frozenset()
#: The confidence where no two of their records were compared with each other.
_LINKED: Final = 0.5


@dataclass(frozen=True, slots=True)
class Side:
    """What one person holds of a company, the earliest record first."""

    owner: str
    members: tuple[Member, ...]

    @property
    def claim(self) -> Member:
        """The record that the claim rests on."""
        return self.members[0]


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two people who hold one company: ``first`` reported it earlier.

    ``pair``: the records of theirs that are most surely of one company, None where only others link
    them; ``rulings``: what stands under 主管裁定 in their records, as typed.
    """

    first: Side
    later: Side
    pair: Pair | None
    rulings: tuple[str, ...] = ()

    @property
    def confidence(self) -> float:
        """How sure (0–1) it is that both hold the same company."""
        return self.pair.score if self.pair else _LINKED

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is taken for the same company, in words."""
        return self.pair.reasons if self.pair else ()

    @property
    def company(self) -> str:
        """The company as the first to report it wrote it."""
        return self.first.claim.company

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both, the first to report it first."""
        return self.first, self.later


def disputes(found: Duplicates, ledger: Ledger, settled: Settled = _NONE) -> tuple[Dispute, ...]:
    """Return who disputes what with whom, by the duplicates and roles that were found.

    Only open records count, and owners that are named and not masked. ``settled``: pairs of ids of
    which somebody said that each keeps theirs; a ruling in the register stands above that too.
    """
    pairs = [*_pairs(found)]
    held = _held(pairs, ledger)
    scored = {frozenset({pair.a.id, pair.b.id}): pair for pair in pairs}
    known = list(held)
    at = {key: number for number, key in enumerate(known)}
    ends = [(at[_key(pair.a)], at[_key(pair.b)]) for pair in pairs]
    companies = [[held[known[one]] for one in group] for group in components(ends)]
    between = [one for members in companies for one in _between(members, scored, settled)]
    between.sort(key=lambda one: (seniority(*_where(one.first)), seniority(*_where(one.later))))
    return tuple(between)


def _pairs(found: Duplicates) -> Iterator[Pair]:
    for cluster in found.clusters:
        yield from cluster.pairs
    for group in found.roles:
        yield from group.pairs


def _key(member: Member) -> _Key:
    return member.register.sheet.name, member.record


def _where(side: Side) -> tuple[Register, int]:
    return side.claim.register, side.claim.record


@dataclass(frozen=True, slots=True)
class _Held:
    """A record and who holds it, "" where that is nobody who could dispute it."""

    member: Member
    owner: str


def _held(pairs: Iterable[Pair], ledger: Ledger) -> dict[_Key, _Held]:
    """Return every record of the pairs with its owner."""
    members = {_key(one): one for pair in pairs for one in (pair.a, pair.b)}
    masks = {one.register.sheet.name: one.register for one in members.values()}
    worked_on = {name: holding(register, ledger) for name, register in masks.items()}
    return {
        key: _Held(one, _owner(one) if worked_on[key[0]][one.record] else "")
        for key, one in members.items()
    }


def _owner(member: Member) -> str:
    column = member.register.sheet.owner
    return member.register.text(column, member.record) if column else ""


def holding(register: Register, ledger: Ledger) -> Mask:
    """Return which records somebody works on whose name is plain."""
    column = register.sheet.owner
    data = register.data.get(column.header) if column else None
    if data is None:
        return np.zeros(len(register), dtype=bool)
    named: Mask = ~data.blank() & ~data.flags(data.parsed.masked)
    if register.sheet.name == LEADS.name:
        named &= ~np.isin(statuses(ledger, register).astype(str), CLOSED)
    return named


def _between(
    company: Sequence[_Held], scored: Mapping[frozenset[str], Pair], settled: Settled
) -> Iterator[Dispute]:
    """Yield the disputes over one company: of everybody later with who was first."""
    by_owner: dict[str, list[Member]] = defaultdict(list)
    owners: dict[str, str] = {}
    for one in sorted(company, key=lambda one: seniority(one.member.register, one.member.record)):
        if one.owner:
            owners.setdefault(fold(one.owner), one.owner)
            by_owner[fold(one.owner)].append(one.member)
    sides = [Side(owners[name], tuple(members)) for name, members in by_owner.items()]
    for later in sides[1:]:
        ids, rulings = _ids(sides[0], later), _rulings(sides[0], later)
        if rulings or settled.isdisjoint(ids):
            yield Dispute(sides[0], later, _surest(ids, scored), rulings)


def _ids(first: Side, later: Side) -> list[frozenset[str]]:
    return [frozenset({one.id, other.id}) for one in first.members for other in later.members]


def _surest(ids: Iterable[frozenset[str]], scored: Mapping[frozenset[str], Pair]) -> Pair | None:
    compared = (scored[one] for one in ids if one in scored)
    return max(compared, key=lambda one: one.score, default=None)


def _rulings(first: Side, later: Side) -> tuple[str, ...]:
    raw = (one.register.raw(leads.RULING, one.record) for one in (*first.members, *later.members))
    said = (str(one).strip() for one in raw if one is not None)
    return tuple(dict.fromkeys(one for one in said if one))
