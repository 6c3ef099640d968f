"""``crmbook score BOOK``: 线索评分, which leads are opportunities, and what the others are short of."""

from __future__ import annotations

from pathlib import Path

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _


@click.command(
    name="score",
    help=_("Score budget, urgency and authority; list opportunities, and what others lack."),
)
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@click.option("--apply", "applied", is_flag=True, help=_("Write 线索评分 and 销售机会."))
@click.option("--owner", metavar="NAME", help=_("Only the leads of this person."))
@common("text", "json")
def command(options: Common, book: Path, owner: str | None, *, applied: bool) -> int:
    """Score the open leads; with --apply write the scores into columns of their own."""
    from crmbook.book import open_books
    from crmbook.cli.render.output import emit
    from crmbook.cli.render.score import score_json, score_text
    from crmbook.workflows.scoring import score_book, write_scores

    opened = open_books((book,), with_=options.with_, encoding=options.encoding)
    report = score_book(opened, options.today)
    receipt = write_scores(report, state=not options.no_state) if applied else None
    render = score_json if options.format == "json" else score_text
    emit(render(report, owner, receipt), options, (book, *options.with_))
    return 0
