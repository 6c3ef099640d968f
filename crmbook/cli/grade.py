"""``crmbook grade BOOK``: the grade that the facts suggest, beside the one that people typed."""

from __future__ import annotations

from pathlib import Path

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _


@click.command(
    name="grade",
    help=_("Suggest 意向等级 from need, budget and who decides, each with the words that say so."),
)
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@click.option("--apply", "applied", is_flag=True, help=_("Write 建议等级 beside 意向等级."))
@click.option("--owner", metavar="NAME", help=_("Only the leads of this person."))
@common("text", "json")
def command(options: Common, book: Path, owner: str | None, *, applied: bool) -> int:
    """Suggest grades; with --apply write them into a column of their own."""
    from crmbook.book import open_books
    from crmbook.cli.render.grade import grade_json, grade_text
    from crmbook.cli.render.output import emit
    from crmbook.workflows.grading import grade_book, write_grades
    from crmbook.workflows.owners import owner_called

    opened = open_books((book,), with_=options.with_, encoding=options.encoding)
    report = grade_book(opened, options.today)
    whose = None if owner is None else owner_called(owner, opened.ledger(options.today))
    receipt = write_grades(report, state=not options.no_state) if applied else None
    render = grade_json if options.format == "json" else grade_text
    emit(render(report, whose, receipt), options, (book, *options.with_))
    return 0
