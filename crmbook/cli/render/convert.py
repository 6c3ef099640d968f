"""``convert`` as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from crmbook.cli.printable import printable
from crmbook.cli.render.envelope import envelope, plain, streamed
from crmbook.cli.render.suggested import MOST, lead_keys, lead_line, titled
from crmbook.customers.conversion import Conversion
from crmbook.customers.handing_over import HAND_OVER, HandOver
from crmbook.i18n import _, ngettext
from crmbook.schema.column import Column
from crmbook.schema.decisions import CONVERT
from crmbook.schema.sheets import LEADS, leads, orders
from crmbook.workflows.converted import Converted
from crmbook.workflows.converting import ConvertReport


def convert_json(report: ConvertReport, done: Converted | None) -> Iterator[str]:
    """Yield what is proposed, what was written, and what is to be handed over."""
    written = {} if done is None else {
        "written": done.receipt.changed, "open": done.open,
        "backup": None if done.receipt.backup is None else str(done.receipt.backup),
    }  # fmt: skip
    return streamed(
        {
            **envelope("convert", report.book, report.today),
            **written,
            "leads": [_lead(report, one, done) for one in report.proposed],
            "already": [
                {**lead_keys(report.register, at), "customer": number}
                for at, number in report.already
            ],
            "hand_over": [_hand_over(report, one) for one in report.late],
        }
    )


def _lead(report: ConvertReport, one: Conversion, done: Converted | None) -> dict[str, Any]:
    keys = lead_keys(report.register, one.record)
    became = None if done is None else done.linked.get(keys["id"])
    return {
        **keys,
        "signed": plain(one.signed),
        "link": None if one.target is None else one.target.number,
        "score": round(one.confidence, 4),
        "reasons": [] if one.target is None else list(one.target.reasons),
        "blocked": one.blocked or None,
        "remarks": list(one.remarks),
        "customer": became,
        "new": done is not None and keys["id"] in done.new,
    }


def _hand_over(report: ConvertReport, one: HandOver) -> dict[str, Any]:
    register = report.ledger.registers[one.sheet]
    return {
        "id": register.id(one.record),
        "sheet": one.sheet,
        "row": int(register.rows[one.record]),
        "owner": register.text(_owner(one), one.record) or None,
        "signed": plain(one.signed),
        "handed_over": plain(one.handed_over),
        "late": one.late,
        "to_the_day": one.to_the_day,
    }


def _owner(one: HandOver) -> Column:
    return leads.OWNER if one.sheet == LEADS.name else orders.OWNER


def convert_text(report: ConvertReport, done: Converted | None) -> Iterator[str]:
    """Yield the verdict, then each lead with what speaks for it, then what is to be handed over."""
    for line in _lines(report, done):
        yield line + "\n"


def _lines(report: ConvertReport, done: Converted | None) -> Iterator[str]:
    yield click.style(_verdict(report, done), bold=True)
    most = len(report.proposed) if report.named else 4 * MOST
    for one in report.proposed[:most]:
        yield from _told(report, one, done)
    if len(report.proposed) > most:
        yield "  " + _("… {count} more (--format json lists all)").format(
            count=f"{len(report.proposed) - most:,}")  # fmt: skip
    for at, number in report.already:
        line = lead_line(report.register, at, leads.CUSTOMER_ID)
        yield printable(f"  {line}  " + _("is customer {number} already").format(number=number))
    if done is not None and done.receipt.changed and done.receipt.backup is not None:
        yield printable(_("the version before is in {path}").format(path=done.receipt.backup))
        yield from map(printable, done.receipt.notes)
    yield from _late(report)


def _verdict(report: ConvertReport, done: Converted | None) -> str:
    if done is not None and (done.linked or done.open or report.proposed):
        told = ngettext("{count} lead became a customer ({new} new)",
                        "{count} leads became customers ({new} new)", len(done.linked))  # fmt: skip
        text = told.format(count=len(done.linked), new=len(done.new))
        if not done.open:
            return text
        return _("{text}; {open} to decide in “{sheet}”").format(
            text=text, open=done.open, sheet=CONVERT.name
        )
    if not report.proposed:
        return _("No signed lead is waiting to become a customer")
    told = ngettext("{count} lead can become a customer", "{count} leads can become customers",
                    len(report.proposed))  # fmt: skip
    return told.format(count=f"{len(report.proposed):,}")


def _told(report: ConvertReport, one: Conversion, done: Converted | None) -> Iterator[str]:
    line = lead_line(report.register, one.record, leads.COMPANY)
    became = "" if done is None else done.linked.get(report.register.id(one.record), "")
    if one.target is None:
        target = _("a new customer")
    else:
        target = _("customer {number} ({score})").format(
            number=one.target.number, score=f"{one.target.score:.0%}"
        )
    yield printable(f"  {line}  → {became or target}")
    told = [*(one.target.reasons if one.target else ()), *one.remarks]
    if told:
        yield "      " + printable("；".join(told))
    if one.blocked:
        yield "    ! " + printable(one.blocked)


def _late(report: ConvertReport) -> Iterator[str]:
    lines = [printable("  " + _hand_text(report, one)) for one in report.late[: 2 * MOST]]
    title = _("To be handed over to service and delivery (规则 {rule})").format(rule=HAND_OVER)
    yield from titled(title, lines, len(report.late) - 2 * MOST)


def _hand_text(report: ConvertReport, one: HandOver) -> str:
    register = report.ledger.registers[one.sheet]
    column = leads.SIGNED if one.sheet == LEADS.name else orders.HANDED_OVER
    where = register.cell(one.record, column)
    text = _("{where}  {id}  signed on {signed}").format(
        where=where, id=register.id(one.record), signed=f"{one.signed:%Y-%m-%d}"
    )
    owner = register.text(_owner(one), one.record)
    state = _("late") if one.late else _("still to do")
    if one.late and one.handed_over is not None:
        state = _("handed over late, on {day}").format(day=f"{one.handed_over:%Y-%m-%d}")
    day = f"（{_('judged to the day only')}）" if one.to_the_day and one.late else ""
    return "  ".join(filter(None, (text, owner, state + day)))
