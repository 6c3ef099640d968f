"""``log`` as text and as JSON: the rows, and what a person has to look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import click

from crmbook.cli.printable import printable
from crmbook.cli.render.envelope import dumps, envelope, plain
from crmbook.cli.render.suggested import titled
from crmbook.i18n import _, ngettext
from crmbook.match.members import Member
from crmbook.model.receipt import Receipt
from crmbook.schema.sheets import followups, leads
from crmbook.workflows.noting import Doubt, Note, Noting

_SHOWN = 20


def candidate_text(one: Member) -> str:
    """Return how a lead is named in a question: number, company, contact, owner."""
    register, record = one.register, one.record
    texts = (register.text(column, record) for column in (leads.CONTACT, leads.OWNER))
    return " ".join(filter(None, (one.id, one.company, *texts)))


def log_json(found: Noting, receipt: Receipt | None) -> str:
    """Return the rows and the doubts as JSON text."""
    return dumps(
        {
            **envelope("log", found.book, found.today),
            "rows": [_row(one) for one in found.notes],
            "review": [_doubt(one) for one in found.review],
            "known": found.known,
            "written": bool(receipt is not None and receipt.changed),
            "backup": str(receipt.backup) if receipt is not None and receipt.backup else None,
        }
    )


def _row(one: Note) -> dict[str, Any]:
    said = one.spoken
    return {
        "line": one.told.number,
        "id": one.member.id,
        "company": one.member.company or None,
        "when": plain(said.when),
        "by": one.by or None,
        "way": said.way or one.told.way or None,
        "content": said.content or None,
        "feedback": said.feedback or None,
        "next_step": said.next_step or None,
        "due": plain(said.due),
        "grade_change": None if one.change is None else str(one.change),
        "signal": one.signal or None,
        "remarks": list(one.remarks),
    }


def _doubt(one: Doubt) -> dict[str, Any]:
    return {
        "line": one.told.number,
        "text": one.told.text,
        "why": one.why,
        "candidates": [{"id": each.id, "company": each.company} for each in one.candidates],
    }


def log_text(found: Noting, receipt: Receipt | None) -> Iterator[str]:
    """Yield the verdict, the rows as they stand in the log, and what has to be looked at."""
    for line in _lines(found, receipt):
        yield line + "\n"


def _lines(found: Noting, receipt: Receipt | None) -> Iterator[str]:
    yield click.style(_verdict(found, receipt), bold=True)
    for one in found.notes[:_SHOWN]:
        yield from _told(one)
    if len(found.notes) > _SHOWN:
        yield "  " + _("… {count} more (--format json lists all)").format(
            count=len(found.notes) - _SHOWN)  # fmt: skip
    doubts = [line for one in found.review[:_SHOWN] for line in _unclear(one)]
    yield from titled(_("To be looked at by a person"), doubts, len(found.review) - _SHOWN)
    if receipt is not None and receipt.changed and receipt.backup is not None:
        yield printable(_("the version before is in {path}").format(path=receipt.backup))
        yield from map(printable, receipt.notes)


def _verdict(found: Noting, receipt: Receipt | None) -> str:
    count = len(found.notes)
    if not count:
        told = _("Nothing to write down")
    elif receipt is None:
        told = ngettext("{count} row would be written", "{count} rows would be written", count)
    else:
        told = ngettext("{count} row written down", "{count} rows written down", count)
    parts = [told.format(count=count)]
    if found.known:
        parts.append(_("{count} stood there already").format(count=found.known))
    if found.review:
        parts.append(_("{count} to be looked at").format(count=len(found.review)))
    return "；".join(parts)


def _told(one: Note) -> Iterator[str]:
    said = one.spoken
    yield printable(f"  {one.member.id}  {one.member.company}")
    due = "" if said.due is None else _day(said.due)
    change = "" if one.change is None else str(one.change)
    for column, value in (
        (followups.WHEN, " ".join(filter(None, (_day(said.when), one.by, said.way or one.told.way)))),
        (followups.CONTENT, said.content), (followups.FEEDBACK, said.feedback),
        (followups.NEXT_STEP, said.next_step), (followups.DUE, due), (followups.GRADE_CHANGE, change),
    ):  # fmt: skip
        if value:
            yield printable(f"    {column.header}：{value}")
    if one.signal:
        yield printable("    " + _("a deal may be near: {signal}").format(signal=one.signal))
    for remark in one.remarks:
        yield printable(f"    ! {remark}")


def _day(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%d}" if moment.time() == dt.time() else f"{moment:%Y-%m-%d %H:%M}"


def _unclear(one: Doubt) -> Iterator[str]:
    where = _("line {number}").format(number=one.told.number)
    yield printable(f"  {where}  {one.told.text.splitlines()[-1][:60]}")
    yield printable(f"      {one.why}")
    if len(one.candidates) > 1:
        yield printable("      " + "、".join(candidate_text(each) for each in one.candidates[:8]))
