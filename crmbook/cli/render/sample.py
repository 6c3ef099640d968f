"""``sample`` as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from crmbook.cli.printable import printable
from crmbook.cli.render.envelope import dumps, envelope
from crmbook.cli.render.suggested import lead_keys
from crmbook.i18n import _, ngettext
from crmbook.model.receipt import Receipt
from crmbook.schema.kept import SPOT_CHECK
from crmbook.schema.sheets import leads
from crmbook.workflows.sampling import Drawn, Sample


def sample_json(found: Sample, receipt: Receipt | None) -> str:
    """Return the lot as JSON text."""
    written = {} if receipt is None else {"written": receipt.changed}
    return dumps(
        {
            **envelope("sample", found.book, found.ledger.today),
            "week": found.week,
            "seed": found.seed or None,
            **written,
            "leads": [_lead(found, one) for one in found.drawn],
        }
    )


def _lead(found: Sample, one: Drawn) -> dict[str, Any]:
    return {
        **lead_keys(found.register, one.record),
        "completeness": round(one.complete, 4),
        "missing": list(one.missing),
    }


def sample_text(found: Sample, receipt: Receipt | None) -> Iterator[str]:
    """Yield the lot, person by person."""
    for line in _lines(found, receipt):
        yield line + "\n"


def _lines(found: Sample, receipt: Receipt | None) -> Iterator[str]:
    people = len({one.owner for one in found.drawn})
    told = ngettext("Spot check of {week}: {count} lead of {people}",
                    "Spot check of {week}: {count} leads of {people}", len(found.drawn))  # fmt: skip
    yield click.style(
        told.format(week=found.week, count=len(found.drawn), people=people), bold=True
    )
    owner = None
    for one in found.drawn:
        if one.owner != owner:
            owner = one.owner
            yield printable(owner or _("nobody"))
        gone = "" if not one.missing else _("missing {what}").format(what="、".join(one.missing))
        register = found.register
        parts = (register.cell(one.record, leads.COMPANY), register.id(one.record),
                 register.text(leads.COMPANY, one.record), f"{one.complete:.0%}", gone)  # fmt: skip
        yield printable("  " + "  ".join(filter(None, parts)))
    if receipt is None:
        yield _("--apply puts the score sheet “{sheet}” into the book").format(
            sheet=SPOT_CHECK.name
        )
    elif receipt.changed:
        yield _("“{sheet}” is in the book: fill in the yellow cells").format(sheet=SPOT_CHECK.name)
        if receipt.backup is not None:
            yield printable(_("the version before is in {path}").format(path=receipt.backup))
        yield from map(printable, receipt.notes)
    else:
        yield _("nothing to write")
