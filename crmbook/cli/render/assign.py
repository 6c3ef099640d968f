"""``assign`` as text and as JSON (DESIGN 5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from crmbook.cli.printable import printable
from crmbook.cli.render.envelope import envelope, plain, streamed
from crmbook.cli.render.receipt import receipt_lines
from crmbook.cli.render.suggested import MOST, lead_keys, lead_line, titled
from crmbook.facts.clocks import Clock, Late
from crmbook.i18n import N_, _
from crmbook.model.words import labelled
from crmbook.qualify.assignment import Proposal
from crmbook.qualify.customer_files import FILING
from crmbook.schema.decisions import REASSIGN
from crmbook.schema.sheets import customers, leads
from crmbook.workflows.assigning import AssignReport, Load
from crmbook.workflows.reassigning import Given

_CLOCKS = {
    Clock.CONTACT: N_("Not contacted in time (规则 {rule})"),
    Clock.CONFIRM: N_("Not confirmed in time (规则 {rule}); for 主管"),
    Clock.NOTICE: N_("Not told in time (规则 {rule})"),
}


def assign_json(report: AssignReport, given: Given | None) -> Iterator[str]:
    """Yield every proposal with the rule that fired, the loads, what goes to review, what is late."""
    written = {} if given is None else {
        "written": given.receipt.changed, "moved": given.moved, "open": given.open,
        "backup": None if given.receipt.backup is None else str(given.receipt.backup),
    }  # fmt: skip
    return streamed(
        {
            **envelope("assign", report.book, report.today),
            **written,
            "leads": (_proposal(report, one) for one in report.given),
            "moves": (_proposal(report, one.proposal) for one in report.moves),
            "review": (_proposal(report, one) for one in report.review),
            "late": (_late(report, one) for one in report.late),
            "customers_without_contact": [_customer(report, at) for at in report.untouched],
            "files_late": [
                {
                    **_customer(report, one.record),
                    "reviewed": plain(one.reviewed),
                    "due": str(one.due),
                }
                for one in report.late_files
            ],
            "load": [_load(one) for one in report.loads],
            "notes": report.notes,
        }
    )


def _proposal(report: AssignReport, one: Proposal) -> dict[str, Any]:
    return {
        **lead_keys(report.register, one.request.record),
        "grade": one.request.grade or None,
        "current": one.request.given_back or None,
        "suggested": one.owner or None,
        "reasons": list(one.reasons),
    }


def _late(report: AssignReport, one: Late) -> dict[str, Any]:
    return {
        **lead_keys(report.register, one.record),
        "clock": one.clock.value,
        "rule": one.rule,
        "assigned": plain(one.given),
        "days": one.days,
        "to_the_day": one.to_the_day,
    }


def _customer(report: AssignReport, record: int) -> dict[str, Any]:
    register = report.customers
    assert register is not None  # noqa: S101 - it has this record
    return {
        "id": register.id(record),
        "row": int(register.rows[record]),
        "company": register.text(customers.NAME, record) or None,
        "owner": register.text(customers.OWNER, record) or None,
    }


def _load(one: Load) -> dict[str, Any]:
    return {"owner": one.name, "capacity": one.capacity, "before": one.before, "after": one.after}


def assign_text(report: AssignReport, given: Given | None) -> Iterator[str]:
    """Yield the verdict, who gets what and why, what needs a look, what is late, and the loads."""
    for line in _lines(report, given):
        yield line + "\n"


def _lines(report: AssignReport, given: Given | None) -> Iterator[str]:
    yield click.style(_headline(report), bold=True)
    yield from _written(given)
    for owner in sorted({one.owner for one in report.given}):
        some = [one for one in report.given if one.owner == owner]
        load = next(one for one in report.loads if one.name == owner)
        title = _("{owner}: {count} ({before} → {after}{capacity})").format(
            owner=owner, count=len(some), before=load.before, after=load.after,
            capacity="" if load.capacity is None else f" / {load.capacity}",
        )  # fmt: skip
        lines = [line for one in some[:MOST] for line in _told(report, one)]
        yield from titled(printable(title), lines, len(some) - MOST)
    review = [line for one in report.review[: 2 * MOST] for line in _told(report, one)]
    yield from titled(_("To be looked at by a person"), review, len(report.review) - 2 * MOST)
    moves = [
        line for one in report.moved(report.waiting[:MOST]) for line in _told(report, one.proposal)
    ]
    yield from titled(
        _("For a manager to decide in “{sheet}”: {count}").format(
            sheet=REASSIGN.name, count=len(report.waiting)
        ),
        moves,
        len(report.waiting) - MOST,
    )
    yield from _late_lines(report)
    yield from _customer_lines(report)
    yield from _loads(report)
    if report.notes:
        yield ""
        yield from (printable(note) for note in report.notes)


def _headline(report: AssignReport) -> str:
    if not (report.given or report.review or report.waiting):
        return _("Every open lead has an owner")
    return _(
        "{given} leads can be given out, {review} need a look, {moves} are for a manager to decide"
    ).format(
        given=f"{len(report.given):,}",
        review=f"{len(report.review):,}",
        moves=f"{len(report.waiting):,}",
    )


def _written(given: Given | None) -> Iterator[str]:
    if given is None:
        return
    if not given.receipt.changed:
        yield _("nothing to write")
        return
    yield _("{given} given out, {moved} moved, {open} to decide in “{sheet}”").format(
        given=given.given, moved=given.moved, open=given.open, sheet=REASSIGN.name
    )
    yield from receipt_lines(given.receipt)


def _told(report: AssignReport, one: Proposal) -> Iterator[str]:
    grade = one.request.grade or _("ungraded")
    line = lead_line(report.register, one.request.record, leads.OWNER)
    arrow = f"  → {one.owner}" if one.owner and one.request.given_back else ""
    yield printable(f"  {line}  {grade}{arrow}")
    yield "      " + printable("；".join(one.reasons))


def _late_lines(report: AssignReport) -> Iterator[str]:
    for clock, title in _CLOCKS.items():
        some = [one for one in report.late if one.clock is clock]
        lines = [
            "  " + lead_line(report.register, one.record, leads.ASSIGNED) + "  " + _since(one)
            for one in some[:MOST]
        ]
        if some:
            told = _(title).format(rule=some[0].rule)
            yield from titled(labelled(told, str(len(some))), lines, len(some) - MOST)


def _customer_lines(report: AssignReport) -> Iterator[str]:
    """Yield customers nobody has talked to, and files not made in time."""
    some = [_customer_line(report, at) for at in report.untouched[:MOST]]
    title = _("Customers of whom the log says nothing, for a manager to give out: {count}")
    yield from titled(title.format(count=len(report.untouched)), some, len(report.untouched) - MOST)
    late = [
        _customer_line(report, one.record) + "  " + _("due on {day}").format(day=one.due)
        for one in report.late_files[:MOST]
    ]
    title = _("Files not made in time (规则 {rule}): {count}")
    yield from titled(
        title.format(rule=FILING, count=len(report.late_files)), late, len(report.late_files) - MOST
    )


def _customer_line(report: AssignReport, record: int) -> str:
    told = _customer(report, record)
    where = "" if report.customers is None else report.customers.cell(record, customers.OWNER)
    parts = (where, told["id"] if "!" not in told["id"] else "", told["company"], told["owner"])
    return "  " + printable("  ".join(str(part) for part in parts if part))


def _since(one: Late) -> str:
    told = _("given {days} days ago").format(days=one.days)
    return f"{told}（{_('judged to the day only')}）" if one.to_the_day else told


def _loads(report: AssignReport) -> Iterator[str]:
    lines = [
        printable(f"  {one.name}  {one.before} → {one.after}"
                  + ("" if one.capacity is None else f" / {one.capacity}")
                  + (f"  {one.rep.away}" if one.rep is not None and one.rep.away else ""))
        for one in report.loads
    ]  # fmt: skip
    yield from titled(_("Open leads before → after / 容量"), lines, 0)
