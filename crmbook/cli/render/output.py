"""Where results go: stdout, or a file that is never overwritten unasked."""

from __future__ import annotations

import click

from crmbook.cli.options import Common
from crmbook.i18n import _
from crmbook.model.errors import CannotWrite, UsageError


def emit(text: str, options: Common) -> None:
    """Print a result, or write it to ``--output``.

    Raises UsageError when that file exists and ``--force`` was not given, CannotWrite when it
    cannot be written.
    """
    target = options.output
    if target is None:
        click.echo(text)
        return
    if target.exists() and not options.force:
        raise UsageError(_("the file exists"), _("name another, or use --force"), path=target)
    try:
        target.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise CannotWrite(str(error.strerror), _("choose another folder"), path=target) from error
    if not options.quiet:
        click.echo(_("written to {path}").format(path=target), err=True)
