"""``crmbook convert BOOK ID…``: leads that were signed become customers."""

from __future__ import annotations

from pathlib import Path

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _


@click.command(
    name="convert",
    help=_("Make customers of signed leads: linked by number, duplicates looked for first."),
)
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@click.argument("ids", metavar="ID…", nargs=-1)
@click.option(
    "--apply", "applied", is_flag=True,
    help=_("Write the named leads, and 待转客户 for what somebody has to decide."),
)  # fmt: skip
@click.option(
    "--accept", type=click.FloatRange(0, 1), metavar="P",
    help=_("With --apply: take unanswered lines at least so sure as 是."),
)  # fmt: skip
@common("text", "json")
def command(
    options: Common, book: Path, ids: tuple[str, ...], *, applied: bool, accept: float | None
) -> int:
    """Propose customers; with --apply write them."""
    from crmbook.book import open_books
    from crmbook.cli.render.convert import convert_json, convert_text
    from crmbook.cli.render.output import emit
    from crmbook.workflows.converting import convert_book

    opened = open_books((book,), with_=options.with_, encoding=options.encoding)
    report = convert_book(opened, ids, options.today)
    done = None
    if applied:
        from crmbook.workflows.converted import write_customers

        done = write_customers(report, accept, state=not options.no_state)
    render = convert_json if options.format == "json" else convert_text
    emit(render(report, done), options, (book, *options.with_))
    return 0
