"""``crmbook FILE…`` at a terminal: the door for people without one (U01).

A book dropped on the shortcut is checked, the result opens, and a menu offers the rest. Nothing
vanishes with the window: it closes when somebody presses Enter.
"""

from __future__ import annotations

import gc
import os
import shlex
from pathlib import Path

import click

from crmbook.cli.choices import Choice, Desk, ask_number, lines, offered
from crmbook.cli.printable import printable
from crmbook.i18n import _
from crmbook.model.errors import UsageError

_REFUSED = 2


@click.command(
    name="menu", help=_("Check the books, open the result, and offer the rest in a menu.")
)
@click.argument("books", metavar="[BOOK]…", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--debug", is_flag=True, expose_value=False, help=_("Show the traceback of an error.")
)
def command(books: tuple[Path, ...]) -> int:
    """Welcome somebody; return the exit code of the check."""
    from crmbook.cli.app import at_terminal

    if not at_terminal():
        raise UsageError(_("a menu needs somebody at a terminal"), _("use crmbook check"))
    gc.enable()  # __main__ switched it off for one command; here many follow one another
    try:
        return _stay(books or _dropped())
    finally:
        _closing()


def _stay(books: tuple[Path, ...]) -> int:
    from crmbook.cli.app import COMMANDS, guarded, run

    desk = Desk(books, _page(books), run)
    if not books:
        return 0
    code = guarded(lambda: _first(desk), debug=False)
    if code < _REFUSED:
        try:
            _serve(desk, offered(COMMANDS))
        except click.Abort:  # Ctrl-C, or the window's keyboard is gone: that is leaving, too
            click.echo()
    return code


def _serve(desk: Desk, choices: list[Choice]) -> None:
    """Offer the menu until somebody leaves it."""
    while True:
        click.echo("\n" + "\n".join(lines(choices)))
        number = ask_number(_("Number"), 0, len(choices))
        if number == 0:
            return
        choice = choices[number - 1]
        click.secho(f"\n── {_(choice.title)} ──", bold=True)
        try:
            choice.act(desk)
        except click.Abort:
            click.echo("\n" + _("left as it was"))
        click.prompt(
            "\n" + _("Press Enter for the menu"), default="", show_default=False, prompt_suffix=""
        )


def _first(desk: Desk) -> int:
    """Say the verdict, and open all that was found in the browser."""
    from crmbook.book import open_books
    from crmbook.checks import beside
    from crmbook.cli.opening import open_result
    from crmbook.files.create import create
    from crmbook.report.check_page import check_page
    from crmbook.workflows.check import check
    from crmbook.workflows.findings import excerpt
    from crmbook.workflows.since import since_last
    from crmbook.workflows.verdict import since_lines, summary_lines, verdict_line

    click.echo(printable(_("checking {books}…").format(books=_names(desk.books))))
    beside.start()
    try:
        report = since_last(check(open_books(desk.books)), keep=True)
    finally:
        beside.stop()
    click.secho(printable(verdict_line(report)), bold=True)
    for line in (*since_lines(report), *summary_lines(report)):
        click.echo(printable(line))
    create(desk.page, check_page(excerpt(report)).encode("utf-8", "backslashreplace"), keep=False)
    open_result(desk.page)
    return 1 if report.errors else 0


def _names(books: tuple[Path, ...]) -> str:
    return "、".join(book.name for book in books)


def _page(books: tuple[Path, ...]) -> Path:
    """Return where the page lies: in the user's own folder, for it is an excerpt of the book."""
    from crmbook.files.state import state_folder

    folder = state_folder() / "pages"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{books[0].stem if books else 'crmbook'}-检查.html"


def _dropped() -> tuple[Path, ...]:
    """Ask for a book: a file dragged into the window arrives there as its name, often in quotes."""
    asked = _("Drag a workbook into this window and press Enter")
    text = click.prompt(asked, default="", show_default=False)
    return tuple(Path(word) for word in dropped_names(text, windows=os.name == "nt"))


def dropped_names(text: str, *, windows: bool) -> list[str]:
    """Return the file names of what was dragged into a terminal.

    Windows quotes names with spaces; elsewhere they are quoted or escaped as a shell reads them. A
    name pasted with spaces and without quotes is taken whole where there is such a file.
    """
    bare = text.strip().strip('"')
    if Path(bare).is_file():
        return [bare]
    try:
        words = shlex.split(text, posix=not windows)
    except ValueError:  # a quote that does not end
        return [bare]
    return [word.strip('"') for word in words]


def _closing() -> None:
    """Keep the window until somebody has read it."""
    try:
        click.prompt(
            "\n" + _("Press Enter to close"), default="", show_default=False, prompt_suffix=""
        )
    except click.Abort:
        click.echo()
