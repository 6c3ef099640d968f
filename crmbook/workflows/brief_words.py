"""A brief in words: the parts of its page, alike in text and HTML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from crmbook.i18n import _, ngettext
from crmbook.report.brief_page import BriefPage, Part
from crmbook.workflows.briefing import Brief, Talk


def brief_words(brief: Brief) -> BriefPage:
    """Return the page of a brief; parts of which nothing is known are left out."""
    subtitle = "  ".join(filter(None, (brief.id, brief.grades)))
    parts = tuple(part for part in _parts(brief) if part.lines)
    foot = _("{book}, as of {day}; nothing here is guessed: what is blank is unknown").format(
        book=brief.book.path.name, day=f"{brief.today:%Y-%m-%d}"
    )
    return BriefPage(brief.title, subtitle, brief.due, brief.facts, parts, foot)


def _parts(brief: Brief) -> Iterator[Part]:
    if brief.promise is not None and brief.promise.due is not None:
        promise = (
            f"{brief.promise.due:%Y-%m-%d}",
            brief.promise.next_step or "—",
            brief.promise.by,
        )
        yield Part(_("Open promise"), [promise], wide=True)
    shown = len(brief.history)
    title = ngettext("Last contact", "Last contacts", shown)
    if brief.contacts > shown:
        title = _("{title} ({shown} of {count})").format(
            title=title, shown=shown, count=brief.contacts
        )
    yield Part(title, [(_head(one), _body(one)) for one in brief.history], wide=True)
    yield Part(_("Objections"), brief.objections)
    yield Part(_("Signals that a deal is near"), brief.signals)
    yield Part(_("Complaints of three months"), brief.complaints)
    yield Part(_("Orders"), brief.orders)
    yield Part(_("Others of this company"), [(one,) for one in brief.others])
    yield Part(_("Still to be asked (5W1H)"), [(one,) for one in brief.questions])


def _head(one: Talk) -> str:
    return " ".join(filter(None, (_day(one.when), one.by, one.way)))


def _body(one: Talk) -> str:
    step = one.next_step
    if step and one.due is not None:
        step = _("{step} (by {day})").format(step=step, day=f"{one.due:%m-%d}")
    told = one.content if one.feedback in one.content else f"{one.content}｜{one.feedback}"
    return f"{told} → {step}" if step else told


def _day(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%d}" if moment.time() == dt.time() else f"{moment:%Y-%m-%d %H:%M}"
