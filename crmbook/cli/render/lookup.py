"""``lookup`` as text and as JSON (DESIGN 5): 已报备：张三，3月5日，3天前跟进 (U18)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import click

from crmbook.book import Book
from crmbook.cli.printable import printable
from crmbook.cli.render.envelope import dumps, envelope, plain
from crmbook.i18n import _, ngettext
from crmbook.model.words import labelled, series
from crmbook.workflows.lookup import Hit


def lookup_json(book: Book, today: dt.datetime, hits: Sequence[Hit]) -> str:
    """Return all hits, best first."""
    return dumps({**envelope("lookup", book, today), "hits": [_hit(one) for one in hits]})


def _hit(one: Hit) -> dict[str, Any]:
    return {
        "id": one.id,
        "sheet": one.sheet,
        "row": one.row,
        "company": one.company or None,
        "owner": one.owner or None,
        "status": one.status or None,
        "registered": plain(one.registered),
        "last_contact": plain(one.last_contact),
        "score": one.score,
        "reasons": [*one.reasons],
        "mine": one.mine,
        "disputed_with": [*one.rivals],
    }


def lookup_text(hits: Sequence[Hit], text: str, today: dt.datetime) -> Iterator[str]:
    """Yield each hit in two lines: what it is, and who has it."""
    if not hits:
        yield printable(_("nobody has “{text}”").format(text=text)) + "\n"
    for one in hits:
        head = f"{one.id}  {one.company}  {one.score:.0%}"
        yield click.style(printable(head), bold=True) + "\n"
        yield printable("  " + series(_said(one, today))) + "\n"
        yield printable("  " + "；".join(one.reasons)) + "\n"


def _said(one: Hit, today: dt.datetime) -> Iterator[str]:
    if not one.owner:
        yield _("nobody's yet")
    elif one.mine:
        yield _("yours")
    else:
        yield labelled(_("reported"), one.owner)
    if one.registered is not None:
        yield _day(one.registered, today)
    yield _contacted(one.last_contact, today)
    if one.status:
        yield one.status
    if one.rivals:
        names = "、".join(one.rivals)
        yield labelled(_("ownership dispute with"), names)


def _day(when: dt.datetime, today: dt.datetime) -> str:
    if when.year != today.year:
        return f"{when:%Y-%m-%d}"
    return _("{month}/{day}").format(month=when.month, day=when.day)


def _contacted(when: dt.datetime | None, today: dt.datetime) -> str:
    if when is None:
        return _("never contacted")
    days = (today.date() - when.date()).days
    if days == 0:
        return _("contacted today")
    return ngettext("contacted {days} day ago", "contacted {days} days ago", days).format(days=days)
