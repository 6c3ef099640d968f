"""``crmbook undo BOOK``: the last change taken back."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _


@click.command(name="undo", help=_("Take back what crmbook wrote last; once more: put it back."))
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@click.option(
    "--cells", is_flag=True, help=_("Only the cells that still hold what crmbook wrote there.")
)
@click.option("--dry-run", is_flag=True, help=_("Say what would be taken back; write nothing."))
@common("text", "json")
def command(options: Common, book: Path, *, cells: bool, dry_run: bool) -> int:
    """Restore the version before; where somebody saved since, offer single cells instead."""
    from crmbook.cli.render.output import emit
    from crmbook.cli.render.undo import undo_json, undo_text
    from crmbook.workflows.undo import SavedSince, undo

    try:
        done = undo(book, cells=cells, dry_run=dry_run)
    except SavedSince as since:
        if dry_run or not (since.undo.taken_back and _wanted(since)):
            raise
        done = undo(book, cells=True)
    if options.format == "json":
        emit(undo_json(done, options.today or dt.date.today()), options, (book,))
    else:
        emit("\n".join(undo_text(done)), options, (book,))
    return 0


def _wanted(since: Exception) -> bool:
    """Ask, where there is somebody to be asked: at a terminal, never in a script."""
    from crmbook.cli.printable import printable

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    click.echo(printable(str(since)), err=True)
    return click.confirm(_("Take back these cells now?"), err=True)
