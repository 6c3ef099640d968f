"""``crmbook desktop``: shortcuts for people without a terminal (U01)."""

from __future__ import annotations

from pathlib import Path

import click

from crmbook.cli.printable import printable
from crmbook.i18n import _


@click.command(
    name="desktop",
    help=_("Put shortcuts on the Windows desktop and into 发送到: drop a workbook onto them."),
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FOLDER",
    help=_("Put one shortcut into this folder instead."),
)  # fmt: skip
@click.option(
    "--program", default="", metavar="PATH", help=_("Where crmbook.exe lies on that computer.")
)
@click.option("--quiet", is_flag=True, help=_("No notes on stderr."))
@click.option(
    "--debug", is_flag=True, expose_value=False, help=_("Show the traceback of an error.")
)
def command(output: Path | None, program: str, *, quiet: bool) -> int:
    """Write the shortcuts, and say which."""
    from crmbook.workflows.desktop import ELSEWHERE, desktop, on_windows

    for placed in desktop(output, program):
        told = (
            _("written to {path}") if placed.written else _("{path} is up to date: nothing written")
        )
        click.echo(printable(told.format(path=placed.path)))
    if not on_windows() and not quiet:
        note = _(
            "not tried on Windows; it starts {program}: copy it to the desktop and to {folder}"
        )
        told = note.format(
            program=program or ELSEWHERE, folder=r"%APPDATA%\Microsoft\Windows\SendTo"
        )
        click.echo(printable(told), err=True)
    return 0
