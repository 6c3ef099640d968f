"""``crmbook history BOOK``: what crmbook changed in a book, and where the versions before lie."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _

if TYPE_CHECKING:
    from crmbook.workflows.history import BookHistory


@click.command(name="history", help=_("List what crmbook changed in a book, and its backups."))
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@common("text", "json", "xlsx")
def command(options: Common, book: Path) -> int:
    """List the writes; the book itself is not parsed, and may be gone."""
    from crmbook.cli.render.history import history_json, history_text
    from crmbook.cli.render.output import emit, require_output
    from crmbook.workflows.history import history

    require_output(options)
    found = history(book)
    if options.format == "xlsx":
        _workbook(found, options, book)
    elif options.format == "json":
        emit(history_json(found, options.today or dt.date.today()), options, (book,))
    else:
        emit("".join(history_text(found)).rstrip("\n"), options, (book,))
    return 0


def _workbook(found: BookHistory, options: Common, book: Path) -> None:
    from crmbook.cli.render.output import emit_file
    from crmbook.workflows.history_table import history_workbook

    emit_file(history_workbook(found), options, (book,))
