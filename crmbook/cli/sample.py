"""``crmbook sample BOOK --week``: the supervisor's weekly spot check, drawn by lot."""

from __future__ import annotations

from pathlib import Path

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _


@click.command(
    name="sample",
    help=_("Draw a few leads of each person by lot, for the supervisor's weekly spot check."),
)
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@click.option("--week", is_flag=True, help=_("Of the week of --today (the default)."))
@click.option("--seed", default="", metavar="TEXT", help=_("Another lot of the same week."))
@click.option("--apply", "applied", is_flag=True, help=_("Put the score sheet 抽查 into the book."))
@common("text", "json")
def command(options: Common, book: Path, *, week: bool, seed: str, applied: bool) -> int:
    """Draw the lot; with --apply put the score sheet in."""
    del week  # there is no other period yet
    from crmbook.book import open_books
    from crmbook.cli.render.output import emit
    from crmbook.cli.render.sample import sample_json, sample_text
    from crmbook.workflows.sampling import sample_book, write_sample

    opened = open_books((book,), with_=options.with_, encoding=options.encoding)
    found = sample_book(opened, options.today, seed)
    receipt = write_sample(found, state=not options.no_state) if applied else None
    render = sample_json if options.format == "json" else sample_text
    emit(render(found, receipt), options, (book, *options.with_))
    return 0
