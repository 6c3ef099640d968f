"""``crmbook check BOOK…``: problems by cell, verdict first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _

if TYPE_CHECKING:
    from crmbook.workflows.check import CheckReport


@click.command(name="check", help=_("Say which cells are wrong, who must mend them, and how."))
@click.argument("books", metavar="BOOK…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--select", multiple=True, metavar="CODES", help=_("Only these checks (V1, X401)."))
@click.option("--ignore", multiple=True, metavar="CODES", help=_("Leave these checks out."))
@click.option("--owner", metavar="NAME", help=_("Only what this person must mend."))
@common("text", "json")
def command(
    options: Common,
    books: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    owner: str | None,
) -> int:
    """Check the books; 1 when there is anything that must be mended."""
    from crmbook.checks import beside

    beside.start()
    try:
        report = _report(options, books, (_codes(select), _codes(ignore), owner))
    finally:
        beside.stop()
    from crmbook.cli.render import check_json, check_text, emit

    write = check_json if options.format == "json" else check_text
    emit(write(report), options, (*books, *options.with_))
    return 1 if report.errors else 0


def _report(options: Common, books: tuple[Path, ...], filters: tuple[Any, ...]) -> CheckReport:
    from crmbook import book
    from crmbook.workflows.check import Filters, check

    opened = book.open_books(books, with_=options.with_, encoding=options.encoding)
    return check(opened, options.today, Filters(*filters))


def _codes(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code.strip() for word in words for code in word.split(",") if code.strip())
