"""``crmbook doctor BOOK``: what this workbook is and carries, and what crmbook can write in it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _


@click.command(
    name="doctor", help=_("Say what a workbook is and carries, and what can be written in it.")
)
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@common("text", "json")
def command(options: Common, book: Path) -> int:
    """Examine the file; 3 when it cannot be read, after all that can be said of it."""
    from crmbook.cli.render.doctor import doctor_json, doctor_text
    from crmbook.cli.render.output import emit
    from crmbook.workflows.doctor import doctor

    found = doctor(book, options.encoding)
    if options.format == "json":
        emit(doctor_json(found, options.today or dt.date.today()), options, (book,))
    else:
        emit("\n".join(doctor_text(found)), options, (book,))
    return 0 if found.refused is None else found.refused.exit_code
