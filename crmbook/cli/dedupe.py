"""``crmbook dedupe BOOK``: which records are one, and why."""

from __future__ import annotations

from pathlib import Path

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _

#: From so many records on it takes more than a second.
_MANY = 20_000


@click.command(
    name="dedupe",
    help=_("Say which leads and customers are the same, with reasons; change nothing."),
)
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@common("text", "json")
def command(options: Common, book: Path) -> int:
    """Find the duplicates."""
    from crmbook.book import open_books
    from crmbook.cli.render.dedupe import dedupe_json, dedupe_text
    from crmbook.cli.render.output import emit
    from crmbook.workflows.dedupe import dedupe, matched_registers

    opened = open_books((book,), with_=options.with_, encoding=options.encoding)
    records = sum(map(len, matched_registers(opened.ledger(options.today))))
    if records >= _MANY and not options.quiet:
        click.echo(_("comparing {count} records…").format(count=f"{records:,}"), err=True)
    report = dedupe(opened, options.today)
    rendered = dedupe_json(report) if options.format == "json" else dedupe_text(report)
    emit(rendered, options, (book, *options.with_))
    return 0
