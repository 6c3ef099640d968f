"""``crmbook due BOOK``: whom to contact today, whom not to, and what was left lying."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _

if TYPE_CHECKING:
    from crmbook.workflows.due import DueReport

_FILES = {"xlsx": "xlsx", "ics": "ics"}


@click.command(
    name="due", help=_("Say whom to contact today, whom not to, what is promised and overdue.")
)
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@click.option("--owner", metavar="NAME", help=_("Only the day of this person."))
@common("text", "json", "wechat", "xlsx", "ics", opens=True)
def command(options: Common, book: Path, owner: str | None) -> int:
    """Reckon the day; print it, or write the sheets or the calendar beside the book."""
    from crmbook.book import open_books
    from crmbook.cli.render.output import emit
    from crmbook.workflows.due import due_book
    from crmbook.workflows.owners import owner_called

    opened = open_books((book,), with_=options.with_, encoding=options.encoding)
    whose = None if owner is None else owner_called(owner, opened.ledger(options.today))
    report = due_book(opened, options.today, whose)
    read = (book, *options.with_)
    if options.format in _FILES:
        _put(report, options, read)
        return 0
    _require_file(options)
    emit(_rendered(report, options.format, whole=owner is not None), options, read)
    return 0


def _rendered(report: DueReport, form: str, *, whole: bool) -> str | Iterator[str]:
    from crmbook.cli.render.due import due_json, due_text
    from crmbook.cli.render.due_wechat import due_wechat

    if form == "json":
        return due_json(report)
    return due_wechat(report) if form == "wechat" else due_text(report, whole=whole)


def _put(report: DueReport, options: Common, read: tuple[Path, ...]) -> None:
    """Write the sheets or the calendar, beside the book where no file is named."""
    from crmbook.cli.render.output import emit_file

    target = options.output or _beside(read[0], report, options.format)
    force = options.force or options.output is None
    emit_file(_file(report, options.format), replace(options, output=target, force=force), read)


def _file(report: DueReport, form: str) -> bytes:
    if form == "ics":
        from crmbook.workflows.due_calendar import due_calendar

        return due_calendar(report)
    from crmbook.workflows.due_sheets import due_sheets

    return due_sheets(report)


def _beside(book: Path, report: DueReport, form: str) -> Path:
    """Return the file beside the book: one a day for the sheets, one for all days for a calendar."""
    day = f"-{report.today:%Y%m%d}" if form == "xlsx" else ""
    return book.with_name(f"{book.stem}-今日跟进{day}.{_FILES[form]}")


def _require_file(options: Common) -> None:
    from crmbook.model.errors import UsageError

    if options.open and options.output is None:
        raise UsageError(_("--open has nothing to open"), _("name a file: -o FILE"))
