"""``crmbook brief BOOK ID``: one page before a call."""

from __future__ import annotations

from pathlib import Path

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _


@click.command(
    name="brief",
    help=_("Put on one page what to know before a call: who, history, promises, objections."),
)
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@click.argument("wanted", metavar="ID")
@common("text", "json", "html", opens=True)
def command(options: Common, book: Path, wanted: str) -> int:
    """Gather what is known of one lead or customer, and print it or write the page."""
    from crmbook.book import open_books
    from crmbook.cli.render.brief import brief_json, brief_text
    from crmbook.cli.render.output import emit
    from crmbook.workflows.brief_words import brief_words
    from crmbook.workflows.briefing import brief_book

    _require_file(options)
    opened = open_books((book,), with_=options.with_, encoding=options.encoding)
    found = brief_book(opened, wanted, options.today)
    page = options.output is not None and options.output.suffix.lower() in {".html", ".htm"}
    read = (book, *options.with_)
    if options.format == "html" or (page and options.format == "text"):
        from crmbook.report.brief_page import brief_page

        emit(brief_page(brief_words(found)), options, read)
    else:
        render = brief_json if options.format == "json" else brief_text
        emit(render(found), options, read)
    return 0


def _require_file(options: Common) -> None:
    from crmbook.model.errors import UsageError

    if options.open and options.output is None:
        raise UsageError(_("--open has nothing to open"), _("name a file: -o FILE"))
