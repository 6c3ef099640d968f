"""``due`` as text and as JSON (DESIGN 5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from crmbook.cli.printable import printable
from crmbook.cli.render.envelope import envelope, plain, streamed
from crmbook.followups.item import Item, Kind
from crmbook.i18n import _, ngettext
from crmbook.workflows.day_lines import KINDS, DayWords, resting
from crmbook.workflows.due import Day, DueReport

#: Lines a person, where several are told; --owner tells all of one.
_MOST = 15
_RESTS = 8


def due_json(report: DueReport) -> Iterator[str]:
    """Yield everybody to be contacted or not, in the order of the day."""
    words = DayWords(report.ledger, report.heads)
    return streamed(
        {
            **envelope("due", report.book, report.today),
            "items": (_item(words, one) for one in report.agenda.items),
            "cleanup": (_item(words, one) for one in report.agenda.cleanup),
            "owners": [_owner(day) for day in report.days],
            "notes": list(report.notes),
        }
    )


def _item(words: DayWords, item: Item) -> dict[str, Any]:
    register, record = item.register, item.record
    return {
        "id": item.id,
        "company": item.company or None,
        "owner": item.owner or None,
        "grade": item.grade or None,
        "contact": words.contact(item) or None,
        "phone": words.phone(item) or None,
        "last_contact": plain(item.last),
        "next_step": words.next_step(item) or None,
        "kind": item.kind.value,
        "earliest": None if item.earliest is None else item.earliest.isoformat(),
        "latest": None if item.latest is None else item.latest.isoformat(),
        "days_late": item.days_late,
        "way": item.way or None,
        "goal": item.goal or None,
        "rule": item.rule,
        "reason": item.reason,
        "today": item.today,
        "sheet": register.places[int(register.place[record])].sheet,
        "row": int(register.rows[record]),
        "due": None if item.day is None else item.day.isoformat(),
        "working_days_late": item.working_late,
        "escalation": None if item.step is None else item.step.value,
        "also": [kind.value for kind in item.also],
        "appointment": item.appointment,
        "instead": item.with_ or None,
        "preference": words.preference(item) or None,
    }


def _owner(day: Day) -> dict[str, Any]:
    return {
        "owner": day.owner or None,
        "today": len(day.today),
        "tomorrow": len(day.tomorrow),
        **{kind.value: count for kind, count in day.counts.items()},
    }


def due_text(report: DueReport, *, whole: bool) -> Iterator[str]:
    """Yield the verdict, then each person's day; ``whole``: all of it, however long."""
    for line in _lines(report, None if whole else _MOST):
        yield line + "\n"


def _lines(report: DueReport, most: int | None) -> Iterator[str]:
    words = DayWords(report.ledger, report.heads)
    yield click.style(_verdict(report), bold=True)
    for day in report.days:
        yield ""
        yield click.style(printable(words.headline(day)), bold=True)
        for number, item in enumerate(day.today[:most], 1):
            yield from _told(words, number, item)
        yield from _below(words, day, most)
    if report.notes:
        yield ""
        yield from map(printable, report.notes)


def _verdict(report: DueReport) -> str:
    counts = sum((len(day.today) for day in report.days), 0)
    if not counts:
        return _("Nobody has to be contacted today")
    by_kind = [
        (kind, sum(day.counts[kind] for day in report.days)) for kind in KINDS
    ]  # fmt: skip
    parts = "、".join(f"{_(KINDS[kind])} {count:,}" for kind, count in by_kind if count)
    told = ngettext(
        "{count} to contact today: {parts}", "{count} to contact today: {parts}", counts
    )
    return told.format(count=f"{counts:,}", parts=parts)


def _told(words: DayWords, number: int, item: Item) -> Iterator[str]:
    parts = (words.why(item), item.grade, f"{words.company(item)} {item.id}", words.contact(item),
             words.phone(item))  # fmt: skip
    yield printable(f"{number:>3}. " + "  ".join(filter(None, parts)))
    last, until = words.last(item), words.until(item)
    told = [
        _("last: {last}").format(last=last) if last else "",
        _("to do: {task}").format(task=words.task(item)),
        words.way(item),
        _("at the latest {day}").format(day=until) if until and item.kind is not Kind.STALE else "",
    ]
    yield "     " + printable("；".join(filter(None, told)))


def _below(words: DayWords, day: Day, most: int | None) -> Iterator[str]:
    hidden = 0 if most is None else len(day.today) - most
    if hidden > 0:
        told = _("… {count} more today (--owner {owner} lists all)")
        yield "     " + printable(told.format(count=hidden, owner=day.owner or _("nobody")))
    if day.tomorrow:
        told = _("{count} more are put off until tomorrow (每日跟进上限)")
        yield "     " + told.format(count=len(day.tomorrow))
    if day.rests:
        told = _("Do not contact today: {who}")
        who = resting(words, day.rests, len(day.rests) if most is None else _RESTS)
        yield "     " + printable(told.format(who=who))
