"""``crmbook score BOOK``: 线索评分, which leads are opportunities, and what the others are short of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _

if TYPE_CHECKING:
    from crmbook.book import Book


@click.command(
    name="score",
    help=_("Score budget, urgency and authority; list opportunities, and what others lack."),
)
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@click.option("--apply", "applied", is_flag=True, help=_("Write 线索评分 and 销售机会."))
@click.option(
    "--learn",
    is_flag=True,
    help=_("Learn a scorecard from won and lost leads; with --apply write it to 规则."),
)
@click.option("--owner", metavar="NAME", help=_("Only the leads of this person."))
@common("text", "json")
def command(options: Common, book: Path, owner: str | None, *, applied: bool, learn: bool) -> int:
    """Score the open leads; with --apply write the scores into columns of their own."""
    from crmbook.book import open_books
    from crmbook.cli.render.output import emit
    from crmbook.cli.render.score import score_json, score_text
    from crmbook.workflows.owners import owner_called
    from crmbook.workflows.scoring import score_book, write_scores

    opened = open_books((book,), with_=options.with_, encoding=options.encoding)
    if learn:
        emit(_learnt(opened, options, applied=applied), options, (book, *options.with_))
        return 0
    report = score_book(opened, options.today)
    whose = None if owner is None else owner_called(owner, opened.ledger(options.today))
    receipt = write_scores(report, state=not options.no_state) if applied else None
    render = score_json if options.format == "json" else score_text
    emit(render(report, whose, receipt), options, (book, *options.with_))
    return 0


def _learnt(book: Book, options: Common, *, applied: bool) -> str | Iterator[str]:
    from crmbook.cli.render.learn import learn_json, learn_text
    from crmbook.workflows.learning import learn, write_card

    report = learn(book, options.today)
    receipt = write_card(report, state=not options.no_state) if applied else None
    return learn_json(report, receipt) if options.format == "json" else learn_text(report, receipt)
