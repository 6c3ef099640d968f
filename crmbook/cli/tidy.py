"""``crmbook tidy BOOK --month 2024-03``: the monthly clean-up of leads and customers."""

from __future__ import annotations

from pathlib import Path

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _


@click.command(
    name="tidy",
    help=_("The monthly clean-up: counts, who went silent, who is worth more, what to archive."),
)
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@click.option(
    "--month", default="", metavar="2024-03", help=_("The month; default the one of today.")
)
@click.option(
    "--apply",
    "applied",
    is_flag=True,
    help=_("Put 整理 into the book, and carry out what was answered there."),
)
@common("text", "json")
def command(options: Common, book: Path, month: str, *, applied: bool) -> int:
    """Say what there is to tidy up; with --apply write what was decided."""
    from crmbook.book import open_books
    from crmbook.cli.render.output import emit
    from crmbook.cli.render.tidy import tidy_json, tidy_text
    from crmbook.workflows.tidying import tidy_book

    opened = open_books((book,), with_=options.with_, encoding=options.encoding)
    report = tidy_book(opened, month, options.today)
    done = None
    if applied:
        from crmbook.workflows.tidied import write_tidy

        done = write_tidy(report, state=not options.no_state)
    render = tidy_json if options.format == "json" else tidy_text
    emit(render(report, done), options, (book, *options.with_))
    return 0
