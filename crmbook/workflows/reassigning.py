"""The writing side of ``assign``: owners filled in, 改派 for a manager to decide, and carried out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from crmbook.book.decisions import Answers
from crmbook.facts.status import TO_CONTACT, UNASSIGNED
from crmbook.files.edit import apply
from crmbook.i18n import _, ngettext
from crmbook.model.cells import Value
from crmbook.model.edits import Plan
from crmbook.model.proposals import Proposal as Line
from crmbook.model.proposals import Settled, settle
from crmbook.model.receipt import Receipt
from crmbook.schema.decisions import (
    GIVEN,
    LEAD,
    LEAD_COMPANY,
    NOW_WITH,
    REASON,
    REASSIGN,
    SUGGESTED,
)
from crmbook.schema.sheets import leads
from crmbook.workflows.assigning import AssignReport, Moved
from crmbook.workflows.backups import retention
from crmbook.workflows.decisions import Told, decision_edit, earlier_answers
from crmbook.workflows.record_edits import RecordEdits


@dataclass(frozen=True, slots=True)
class Given:
    """What was written: leads given out, owners changed after a 是, and what waits in 改派."""

    receipt: Receipt
    given: int
    moved: int
    open: int


def write_owners(report: AssignReport, *, state: bool = True) -> Given:
    """Give out what nobody has, and move what a manager decided in 改派.

    Raises what every write raises.
    """
    book = report.book
    edits = RecordEdits(book.path.name)
    given = [one for one in report.given if edits.writable(report.register, one.request.record)]
    for one in given:
        _put(report, edits, one.request.record, one.owner, "；".join(one.reasons))
    answers = earlier_answers(book, REASSIGN)
    fits = [one for one in report.moves if one.proposal.owner]
    moves = {_key(report, one): one for one in fits}
    settled = settle([_line(report, one) for one in fits], answers.by_key)
    blocked: dict[tuple[str, ...], str] = {}
    for line in settled.agreed:
        owner = _decided(answers, line)
        if report.staff.get(owner) is None:
            blocked[line.key] = _("“{name}” is nobody in 人员").format(name=owner)
        else:
            _put(
                report,
                edits,
                moves[line.key].proposal.request.record,
                owner,
                _reason(moves[line.key]),
            )
    plan = edits.plan()
    if settled.agreed or settled.open or settled.refused or answers.by_key:
        plan = Plan(
            (*plan, decision_edit(book, REASSIGN, settled, answers, _told(settled, blocked)))
        )
    receipt = apply(
        book.path, plan, command="assign", expected_sha256=book.sha256,
        keep=retention(book.rules) if state else None,
    )  # fmt: skip
    return Given(receipt, len(given), len(settled.agreed) - len(blocked), len(settled.open))


def _put(report: AssignReport, edits: RecordEdits, record: int, owner: str, reason: str) -> None:
    """Put an owner in, since when, and that the lead is now to be contacted."""
    register = report.register
    why = _("assigned to {owner}: {reason}").format(owner=owner, reason=reason)
    edits.put(register, record, leads.OWNER, owner, why)
    edits.put(register, record, leads.ASSIGNED, _moment(report.today), why)
    if leads.STATUS in register and register.values(leads.STATUS)[record] in {None, UNASSIGNED}:
        edits.put(register, record, leads.STATUS, TO_CONTACT, why)


def _moment(today: dt.datetime) -> Value:
    """Return the minute; the day alone where only a day was asked for."""
    if today.time() == dt.time(23, 59, 59):
        return today.date()
    return today.replace(second=0, microsecond=0)


def _key(report: AssignReport, move: Moved) -> tuple[str, ...]:
    request = move.proposal.request
    return report.register.id(request.record), request.given_back


def _line(report: AssignReport, move: Moved) -> Line:
    record, register = move.proposal.request.record, report.register
    assigned = register.values(leads.ASSIGNED)[record]
    cells: dict[str, Value] = {
        LEAD: register.id(record),
        LEAD_COMPANY: register.text(leads.COMPANY, record),
        GIVEN: f"{assigned:%Y-%m-%d}" if isinstance(assigned, dt.datetime) else "",
        NOW_WITH: move.proposal.request.given_back,
        SUGGESTED: move.proposal.owner,
        REASON: _reason(move),
    }
    return Line(_key(report, move), 0.0, cells, {LEAD: register.cell(record, leads.OWNER)})


def _reason(move: Moved) -> str:
    if move.late is None:
        why = _("given back")
    else:
        why = _("not contacted for {days} days").format(days=move.late.days)
    return "；".join((why, *move.proposal.reasons))


def _decided(answers: Answers, line: Line) -> str:
    """Return whom the manager agreed to: what stood in the line, or was typed there instead."""
    answer = answers.by_key.get(line.key)
    shown = "" if answer is None else answer.cells.get(SUGGESTED, "")
    return shown or str(line.cells[SUGGESTED])


def _told(settled: Settled, blocked: dict[tuple[str, ...], str]) -> Told:
    waiting = len(settled.open) + len(blocked)
    return Told(
        title=ngettext(
            "改派: {count} lead to decide", "改派: {count} leads to decide", waiting
        ).format(count=waiting),
        done=_("moved"),
        refused=_("stays"),
        notes=(
            _(
                "是 gives the lead to 建议负责人 (type another name to choose yourself); 否 is remembered."
            ),
        ),
        blocked=blocked,
    )
