"""A record gets another owner: the one before helps from then on, the log keeps its authors (M22)."""

from __future__ import annotations

from crmbook.facts.record import Record
from crmbook.i18n import _
from crmbook.match.members import Member
from crmbook.schema.column import Column
from crmbook.schema.kinds.person import collaborators
from crmbook.schema.sheets import LEADS, customers, leads
from crmbook.schema.text import fold
from crmbook.workflows.record_edits import RecordEdits


def why_not(member: Member, edits: RecordEdits) -> str:
    """Return why a record cannot get another owner, "" when it can."""
    if not edits.writable(member.register, member.record):
        return _("{id} stands in another file").format(id=member.id)
    if "!" in member.id:
        return _("{id} has no number yet: crmbook check --fix issues one").format(id=member.id)
    column = _columns(member)[0]
    data = member.register.data.get(column.header)
    if data is not None and member.record in data.formulas | data.filled:
        where = member.register.cell(member.record, column)
        return _("{cell} holds a formula or is merged").format(cell=where)
    return ""


def hand_over(member: Member, owner: str, edits: RecordEdits) -> None:
    """Write a manager's ruling into a record: its owner, who helps, and the ruling itself."""
    record, (mine, helping) = Record(member.register, member.record), _columns(member)
    before = record.value(mine)
    if fold(str(before)) != fold(owner):
        reason = _("ownership dispute ruled for {owner}, held by {before}").format(
            owner=owner, before=before
        )
        edits.put(member.register, member.record, mine, owner, reason)
        helpers = _helpers(record, helping, owner, before)
        if helpers != record.text(helping):
            edits.put(member.register, member.record, helping, helpers, reason)
    if member.register.sheet is LEADS and record.blank(leads.RULING):
        reason = _("ownership dispute ruled for {owner}").format(owner=owner)
        edits.put(member.register, member.record, leads.RULING, owner, reason)


def _helpers(record: Record, column: Column, owner: str, before: object) -> str:
    held = record.value(column)
    names = [str(held), *collaborators(held)] if held is not None else []
    names += [str(before), *collaborators(before)]
    known = {fold(one): one for one in names if fold(one) != fold(owner)}
    return "/".join(known.values())


def _columns(member: Member) -> tuple[Column, Column]:
    if member.register.sheet is LEADS:
        return leads.OWNER, leads.COLLABORATOR
    return customers.OWNER, customers.COLLABORATOR
