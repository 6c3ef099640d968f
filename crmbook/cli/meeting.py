"""``crmbook meeting BOOK``: the weekly meeting on one page, in a file of its own (U16)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _

if TYPE_CHECKING:  # it loads XlsxWriter
    from crmbook.workflows.meeting import Meeting


@click.command(name="meeting", help=_("Put what the weekly meeting looks at on one page."))
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=_("Say what would be made; write nothing."))
@common("html", "wechat", opens=True)
def command(options: Common, book: Path, *, dry_run: bool) -> int:
    """Gather the figures; write the page beside the book, or print the lines for the group."""
    from crmbook.book import open_books
    from crmbook.checks import beside
    from crmbook.cli.render.output import emit
    from crmbook.workflows.meeting import meeting

    beside.start()
    try:
        opened = open_books((book,), with_=options.with_, encoding=options.encoding)
        made = meeting(opened, options.today, state=not options.no_state)
    finally:
        beside.stop()
    read = (book, *options.with_)
    if options.format == "wechat":
        from crmbook.cli.render.meeting_wechat import meeting_wechat

        _require_file(options)
        emit(meeting_wechat(made), options, read)
        return 0
    target = options.output or _beside(book, made.report.today)
    if dry_run:
        from crmbook.cli.render import show

        show(_("{path} would be written").format(path=target))
        return 0
    ours = options.output is None and _is_ours(target)
    _put(made, replace(options, output=target, force=options.force or ours), read)
    return 0


def _put(made: Meeting, options: Common, read: tuple[Path, ...]) -> None:
    """Write the page, or a workbook where that is what the output is called."""
    from crmbook.cli.render.output import emit, emit_file
    from crmbook.workflows.meeting_words import meeting_words

    page = meeting_words(made)
    if options.output is not None and options.output.suffix.lower() == ".xlsx":
        from crmbook.report.meeting_book import meeting_book

        emit_file(meeting_book(page), options, read)
    else:
        from crmbook.report.meeting_page import meeting_page

        emit(meeting_page(page), options, read)


def _require_file(options: Common) -> None:
    from crmbook.model.errors import UsageError

    if options.open and options.output is None:
        raise UsageError(_("--open has nothing to open"), _("name a file: -o FILE"))


def _beside(book: Path, today: dt.datetime) -> Path:
    """Return the page's name: beside the book, with the day of the meeting."""
    return book.with_name(f"{book.stem}-周会-{today:%Y%m%d}.html")


def _is_ours(target: Path) -> bool:
    """Whether a page of ours lies there, which is made anew; what stood there stays as a backup."""
    from crmbook.report.meeting_page import GENERATOR

    if not target.is_file():
        return False
    with target.open("rb") as file:
        return GENERATOR.encode() in file.read(2000)
