"""Rivals: who else holds the company of a record that was looked up (U18)."""

from __future__ import annotations

from collections.abc import Sequence

from crmbook.facts.ledger import Ledger
from crmbook.match.disputes import Settled, holding
from crmbook.match.members import Member
from crmbook.schema.kinds.company_parts import CompanyParts, company_parts
from crmbook.schema.text import fold, simplified


def rivals(members: Sequence[Member], ledger: Ledger, settled: Settled) -> list[tuple[str, ...]]:
    """Return for each record the other owners of its company, by the records given alone.

    Closed records hold nothing, and nobody rivals anybody where both were told to keep theirs.
    """
    masks = {one.sheet: holding(one.register, ledger) for one in members}
    held = [one for one in members if masks[one.sheet][one.record]]
    parts = {id(one): company_parts(simplified(fold(one.company))) for one in held}

    def against(one: Member) -> tuple[str, ...]:
        if id(one) not in parts:
            return ()
        others = (
            _owner(other) for other in held
            if fold(_owner(other)) != fold(_owner(one))
            and _alike(parts[id(one)], parts[id(other)])
            and frozenset({one.id, other.id}) not in settled
        )  # fmt: skip
        return tuple(dict.fromkeys(others))

    return [against(one) for one in members]


def _owner(member: Member) -> str:
    column = member.register.sheet.owner
    return member.register.text(column, member.record) if column else ""


def _alike(one: CompanyParts, other: CompanyParts) -> bool:
    """Whether two names are of one company: only the form differs, or a place is left out."""
    places = not one.places or not other.places or one.places == other.places
    return bool(one.core) and (one.core, one.branch) == (other.core, other.branch) and places
