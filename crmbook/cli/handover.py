"""``crmbook handover BOOK FROM TO``: what somebody leaves behind goes to somebody else."""

from __future__ import annotations

from pathlib import Path

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _


@click.command(
    name="handover",
    help=_("Hand a person's open leads and customers over, with what has to be known of each."),
)
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@click.argument("old", metavar="FROM")
@click.argument("new", metavar="TO")
@click.option(
    "--apply", "applied", is_flag=True, help=_("Change 负责人, and put 交接 into the book.")
)
@common("text", "json")
def command(options: Common, book: Path, old: str, new: str, *, applied: bool) -> int:
    """Say what would go over; with --apply hand it over."""
    from crmbook.book import open_books
    from crmbook.cli.render.handover import handover_json, handover_text
    from crmbook.cli.render.output import emit
    from crmbook.workflows.handing import handover_book, write_handover

    opened = open_books((book,), with_=options.with_, encoding=options.encoding)
    report = handover_book(opened, old, new, options.today)
    done = write_handover(report, state=not options.no_state) if applied else None
    render = handover_json if options.format == "json" else handover_text
    emit(render(report, done), options, (book, *options.with_))
    return 0
