"""``crmbook assign BOOK``: who should have the leads that nobody has, and why."""

from __future__ import annotations

from pathlib import Path

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _


@click.command(
    name="assign",
    help=_("Propose an owner for every lead without one, by region, industry, grade and load."),
)
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@click.option(
    "--apply",
    "applied",
    is_flag=True,
    help=_("Write the owners, and 改派 for what a manager has to decide."),
)
@common("text", "json", "wechat")
def command(options: Common, book: Path, *, applied: bool) -> int:
    """Propose owners; with --apply write them."""
    from crmbook.book import open_books
    from crmbook.cli.render.assign import assign_json, assign_text
    from crmbook.cli.render.assign_wechat import assign_wechat
    from crmbook.cli.render.output import emit
    from crmbook.workflows.assigning import assign_book

    opened = open_books((book,), with_=options.with_, encoding=options.encoding)
    report = assign_book(opened, options.today)
    given = None
    if applied:
        from crmbook.workflows.reassigning import write_owners

        given = write_owners(report, state=not options.no_state)
    if options.format == "wechat":
        emit(assign_wechat(report), options, (book, *options.with_))
    else:
        render = assign_json if options.format == "json" else assign_text
        emit(render(report, given), options, (book, *options.with_))
    return 0
