"""``handover`` as text and as JSON: each lead with what its new owner has to know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from crmbook.cli.printable import printable
from crmbook.cli.render.envelope import envelope, plain, streamed
from crmbook.i18n import _, ngettext
from crmbook.schema.decisions import HANDOVER
from crmbook.schema.sheets import LEADS
from crmbook.workflows.handing import Handed, HandoverReport, Passed

_SHOWN = 30


def handover_json(report: HandoverReport, done: Handed | None) -> Iterator[str]:
    """Yield everything that goes over."""
    written = {} if done is None else {
        "written": done.receipt.changed, "moved": done.moved, "kept": done.kept,
        "backup": None if done.receipt.backup is None else str(done.receipt.backup),
    }  # fmt: skip
    return streamed(
        {
            **envelope("handover", report.book, report.ledger.today),
            "from": report.old,
            "to": report.new,
            **written,
            "items": [_item(one) for one in report.passed],
            "notes": list(report.notes),
        }
    )


def _item(one: Passed) -> dict[str, Any]:
    register, at = one.record.register, one.record.at
    return {
        "id": one.record.id,
        "sheet": register.places[int(register.place[at])].sheet,
        "row": int(register.rows[at]),
        "company": one.company or None,
        "standing": one.standing or None,
        "last": one.last or None,
        "next_step": one.next_step or None,
        "planned": plain(one.by_when),
    }


def handover_text(report: HandoverReport, done: Handed | None) -> Iterator[str]:
    """Yield the verdict, then each lead and customer with its last contact and its plan."""
    for line in _lines(report, done):
        yield line + "\n"


def _lines(report: HandoverReport, done: Handed | None) -> Iterator[str]:
    yield click.style(printable(_verdict(report, done)), bold=True)
    for one in report.passed[:_SHOWN]:
        parts = (one.record.id, one.company, one.standing)
        yield printable("  " + "  ".join(filter(None, parts)))
        plan = "" if one.by_when is None else f"（{one.by_when:%Y-%m-%d}）"
        told = (one.last, f"{one.next_step}{plan}" if one.next_step or plan else "")
        if any(told):
            yield printable("      " + " → ".join(filter(None, told)))
    if len(report.passed) > _SHOWN:
        yield "  " + _("… {count} more (--format json lists all)").format(
            count=len(report.passed) - _SHOWN)  # fmt: skip
    yield from (printable(f"! {note}") for note in report.notes)
    if done is not None and done.receipt.changed and done.receipt.backup is not None:
        yield printable(_("the version before is in {path}").format(path=done.receipt.backup))
        yield from map(printable, done.receipt.notes)


def _verdict(report: HandoverReport, done: Handed | None) -> str:
    if not report.passed:
        return _("{old} has nothing open").format(old=report.old)
    own = sum(one.record.register.sheet is LEADS for one in report.passed)
    what = _("{leads} open leads, {customers} customers").format(
        leads=own, customers=len(report.passed) - own
    )
    if done is None:
        told = _("{old} → {new}: {what}; --apply hands them over")
        return told.format(old=report.old, new=report.new, what=what)
    told = ngettext("{old} → {new}: {count} handed over, see “{sheet}”",
                    "{old} → {new}: {count} handed over, see “{sheet}”", done.moved)  # fmt: skip
    text = told.format(old=report.old, new=report.new, count=done.moved, sheet=HANDOVER.name)
    return (
        text
        if not done.kept
        else _("{text}; {kept} kept back by a 否").format(text=text, kept=done.kept)
    )
