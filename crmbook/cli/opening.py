"""A result opened with the program that this computer has for it (U01)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

from crmbook.cli.printable import printable
from crmbook.i18n import _


def launch(path: Path) -> bool:
    """Ask the system to open a file; return whether there was somebody to ask.

    Nobody waits for the program, and it gets neither our keyboard nor our screen. Tests replace
    this function, or the programs on PATH.
    """
    target = str(path.resolve())  # absolute: a name that begins with “-” would be an option
    try:
        if sys.platform == "win32":
            os.startfile(target)  # noqa: S606 - the system's own opener
            return True
        program = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
        if program is None:
            return False
        subprocess.Popen(  # noqa: S603 - the system's own opener, no shell
            [program, target],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:  # nothing is known to open this kind of file, or not on this computer
        return False
    return True


def open_result(path: Path, *, quiet: bool = False) -> None:
    """Open a result; where that cannot be, say where it lies, for it was made all the same."""
    if not launch(path) and not quiet:
        told = _("could not be opened here; it lies in {path}").format(path=path.resolve())
        click.echo(printable(told), err=True)
