"""``brief`` as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from crmbook.cli.printable import printable
from crmbook.cli.render.envelope import dumps, envelope, plain
from crmbook.workflows.brief_words import brief_words
from crmbook.workflows.briefing import Brief, Talk


def brief_json(brief: Brief) -> str:
    """Return everything the page says as JSON text."""
    return dumps(
        {
            **envelope("brief", brief.book, brief.today),
            "id": brief.id,
            "company": brief.title,
            "facts": dict(brief.facts),
            "due": brief.due or None,
            "promise": None if brief.promise is None else _talk(brief.promise),
            "grades": brief.grades or None,
            "contacts": brief.contacts,
            "history": [_talk(one) for one in brief.history],
            "objections": [list(one) for one in brief.objections],
            "signals": [list(one) for one in brief.signals],
            "complaints": [list(one) for one in brief.complaints],
            "orders": [list(one) for one in brief.orders],
            "others": list(brief.others),
            "questions": list(brief.questions),
        }
    )


def _talk(one: Talk) -> dict[str, Any]:
    return {
        "when": plain(one.when), "by": one.by or None, "way": one.way or None,
        "content": one.content or None, "feedback": one.feedback or None,
        "next_step": one.next_step or None, "due": plain(one.due),
    }  # fmt: skip


def brief_text(brief: Brief) -> Iterator[str]:
    """Yield the page for a terminal: who and what is due first."""
    page = brief_words(brief)
    yield click.style(printable(f"{page.title}  {page.subtitle}"), bold=True) + "\n"
    if page.due:
        yield click.style(printable(page.due), fg="yellow") + "\n"
    for label, value in page.facts:
        yield printable(f"  {label}：{value}") + "\n"
    for part in page.parts:
        yield "\n" + click.style(printable(part.title), bold=True) + "\n"
        for line in part.lines:
            yield printable("  " + "  ".join(filter(None, line))) + "\n"
    yield "\n" + printable(page.foot) + "\n"
