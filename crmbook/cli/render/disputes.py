"""撞单 as text and as JSON: who holds what, who was first, what the manager ruled (U18)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from crmbook.cli.render.envelope import plain
from crmbook.i18n import _, ngettext
from crmbook.match.disputes import Dispute
from crmbook.match.members import Member
from crmbook.match.survivors import registered
from crmbook.model.words import labelled, series
from crmbook.schema.decisions import DISPUTES
from crmbook.workflows.claims import Claims, day, doubts, order
from crmbook.workflows.disputes import Rulings

_DIGITS: Final = 4


def dispute_json(one: Dispute, claims: Claims) -> dict[str, Any]:
    """Return one dispute; what only this machine's checks know stands under ``since``."""
    return {
        "company": one.company or None,
        "suggested": one.first.owner,
        "confidence": round(one.confidence, _DIGITS),
        "sides": [
            {"owner": side.owner, "records": [_record(member, claims) for member in side.members]}
            for side in one.sides
        ],
        "rulings": [*one.rulings],
        "reasons": [*order(one), *one.reasons],
    }


def _record(member: Member, claims: Claims) -> dict[str, Any]:
    seen = claims.seen(member)
    since = None if seen is None else {
        "first_seen": day(seen.seen),
        "absent": day(seen.absent),
        "doubt": claims.doubt(member) or None,
    }  # fmt: skip
    return {
        "id": member.id,
        "sheet": member.sheet,
        "row": member.row,
        "registered": plain(registered(member.register, member.record)),
        "last_contact": plain(claims.last_contact(member)),
        "since": since,
    }


def dispute_lines(one: Dispute, claims: Claims) -> Iterator[str]:
    """Yield a dispute: the company, each side, who is suggested and why."""
    yield f"  {one.company}"
    for side in one.sides:
        when = day(registered(side.claim.register, side.claim.record)) or _("no date")
        ids = "、".join(member.id for member in side.members)
        yield "    " + labelled(side.owner, series([ids, when]))
    why = "；".join((*order(one), *doubts(one, claims), *one.reasons))
    yield "    " + _("suggested: {owner} ({why})").format(owner=one.first.owner, why=why)


def ruled_json(rulings: Rulings | None) -> dict[str, Any]:
    """Return what was ruled, and what waits for whom."""
    if rulings is None:
        return {}
    ruled = rulings.carried_out.items()
    return {
        "ruled": [{"pair": [*key], "owner": name} for key, name in sorted(ruled)],
        "open_disputes": len(rulings.settled.open),
        "waiting_disputes": [
            {"pair": [*key], "why": why} for key, why in sorted(rulings.blocked.items())
        ],
    }


def ruled_lines(rulings: Rulings | None, path: str) -> Iterator[str]:
    """Yield what was ruled, what had to wait, and where the others are decided."""
    if rulings is None:
        return
    if count := len(rulings.carried_out):
        yield ngettext(
            "{count} ownership dispute ruled", "{count} ownership disputes ruled", count
        ).format(count=count)
    for key, why in sorted(rulings.blocked.items()):
        yield _("{pair} not ruled: {why}").format(pair=" / ".join(key), why=why)
    if count := len(rulings.settled.open):
        yield ngettext(
            "{count} ownership dispute to rule: 是/否 or a name in “{sheet}” of {path},"
            " then run this again",
            "{count} ownership disputes to rule: 是/否 or a name in “{sheet}” of {path},"
            " then run this again",
            count,
        ).format(count=count, sheet=DISPUTES.name, path=path)
