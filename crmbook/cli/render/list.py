"""``list`` as text and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import click

from crmbook.cli.printable import printable
from crmbook.cli.render.envelope import envelope, plain, streamed
from crmbook.cli.render.suggested import lead_keys
from crmbook.i18n import _, ngettext
from crmbook.schema.sheets import leads
from crmbook.workflows.filtering import Listed

_SHOWN = 50
_TAGS = 8


def list_json(found: Listed) -> Iterator[str]:
    """Yield every lead that fits, and how many of each grade and tag there are."""
    return streamed(
        {
            **envelope("list", found.book, found.today),
            "leads": (_lead(found, at) for at in found.records),
            "grades": dict(found.by_grade),
            "tags": dict(found.by_tag.most_common()),
        }
    )


def _lead(found: Listed, at: int) -> dict[str, Any]:
    register = found.register
    return {
        **lead_keys(register, at),
        "contact": register.text(leads.CONTACT, at) or None,
        "grade": found.grades[at],
        "status": str(found.states[at]),
        "source": register.text(leads.SOURCE, at) or None,
        "tags": register.text(leads.TAGS, at) or None,
        "last_contact": plain(found.last[at]),
    }


def list_text(found: Listed) -> Iterator[str]:
    """Yield the count, by grade and tag, then a line a lead."""
    for line in _lines(found):
        yield line + "\n"


def _lines(found: Listed) -> Iterator[str]:
    count = len(found.records)
    told = ngettext("{count} lead", "{count} leads", count).format(count=f"{count:,}")
    grades = _counts(found.by_grade, len(found.by_grade))
    yield click.style(f"{told}（{grades}）" if grades else told, bold=True)
    tags = _counts(found.by_tag, _TAGS)
    if tags:
        yield printable(_("Tags: {tags}").format(tags=tags))
    for at in found.records[:_SHOWN]:
        yield printable("  " + _line(found, at))
    if count > _SHOWN:
        more = _("… {count} more (--format json lists all)")
        yield "  " + more.format(count=f"{count - _SHOWN:,}")


def _counts(found: Counter[str], most: int) -> str:
    return "、".join(f"{name or _('ungraded')} {count}" for name, count in found.most_common(most))


def _line(found: Listed, at: int) -> str:
    register = found.register
    last = found.last[at]
    parts = (
        register.cell(at, leads.COMPANY), register.id(at) if "!" not in register.id(at) else "",
        register.text(leads.COMPANY, at), register.text(leads.CONTACT, at), found.grades[at] or "",
        str(found.states[at]), register.text(leads.OWNER, at) or _("nobody"),
        "" if last is None else f"{last:%Y-%m-%d}", register.text(leads.TAGS, at),
    )  # fmt: skip
    return "  ".join(filter(None, parts))
