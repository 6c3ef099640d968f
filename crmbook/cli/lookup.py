"""``crmbook lookup TEXT BOOK``: who has this company, phone or person."""

from __future__ import annotations

from pathlib import Path

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _


@click.command(name="lookup", help=_("Say who has a company, a phone or a person."))
@click.argument("text", metavar="TEXT")
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@click.option("--as", "asker", metavar="NAME", help=_("Who asks: says whether it is theirs."))
@common("text", "json")
def command(options: Common, text: str, book: Path, asker: str | None) -> int:
    """Look it up."""
    from crmbook.book import open_books
    from crmbook.cli.render.lookup import lookup_json, lookup_text
    from crmbook.cli.render.output import emit
    from crmbook.workflows.lookup import lookup

    if not book.exists() and Path(text).is_file():  # every other command names the book first
        text, book = str(book), Path(text)
    opened = open_books((book,), with_=options.with_, encoding=options.encoding)
    hits = lookup(opened, text, options.today, asker=asker)
    today = opened.ledger(options.today).today
    rendered = (
        lookup_json(opened, today, hits)
        if options.format == "json"
        else lookup_text(hits, text, today)
    )
    emit(rendered, options, (book, *options.with_))
    return 0
