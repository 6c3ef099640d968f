"""Where results go: stdout, or a file that is never overwritten unasked."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

import click

from crmbook.cli.options import Common
from crmbook.cli.printable import printable
from crmbook.i18n import _
from crmbook.model.errors import CannotWrite, UsageError
from crmbook.model.faults import fault_text


def emit(text: str | Iterable[str], options: Common, books: Iterable[Path]) -> None:
    """Print a result, or write it to ``--output``; what stood there is kept as a backup.

    ``text`` may come in pieces, one after the other.

    Raises UsageError when that file exists and ``--force`` was not given, or is one of the
    ``books`` that were read; CannotWrite when it cannot be written.
    """
    target = options.output
    pieces = (text,) if isinstance(text, str) else text
    if target is None:
        show(pieces)
        return
    refuse_book(target, books)
    if target.exists() and not options.force:
        raise UsageError(_("the file exists"), _("name another, or use --force"), path=target)
    from crmbook.files.create import create  # 25 ms that printing does not need

    unstyled = (click.unstyle(piece) for piece in chain(pieces, ["\n"]))
    encoded = (piece.encode("utf-8", "backslashreplace") for piece in unstyled)
    create(target, encoded, keep=not options.no_state)
    tell_written(target, options)


def require_output(options: Common) -> None:
    """Raise UsageError where a workbook is asked for, but no file to write it to."""
    if options.format == "xlsx" and options.output is None:
        raise UsageError(_("a workbook cannot be printed"), _("name a file: -o FILE.xlsx"))


def emit_file(data: bytes, options: Common, books: Iterable[Path]) -> None:
    """Write a file to ``--output``. Raises as :func:`emit`."""
    target = options.output
    assert target is not None  # noqa: S101 - require_output has seen to it
    refuse_book(target, books)
    if target.exists() and not options.force:
        raise UsageError(_("the file exists"), _("name another, or use --force"), path=target)
    from crmbook.files.create import create

    create(target, data, keep=not options.no_state)
    tell_written(target, options)


def tell_written(target: Path, options: Common) -> None:
    """Say where a result went; open it, where ``--open`` asks for that."""
    if not options.quiet:
        click.echo(printable(_("written to {path}").format(path=target)), err=True)
    if options.open:
        from crmbook.cli.opening import open_result

        open_result(target, quiet=options.quiet)


def show(text: str | Iterable[str]) -> None:
    """Print a result, or the pieces of one; a reader who stops early, as ``head`` does, has seen enough.

    Raises CannotWrite when stdout takes nothing, as a file on a full disk.
    """
    try:
        for piece in (text,) if isinstance(text, str) else _gathered(text):
            click.echo(piece, nl=False)
        click.echo()
    except BrokenPipeError:
        _let_the_rest_go()
    except OSError as error:
        raise CannotWrite(
            _("the result could not be printed: {error}").format(error=fault_text(error)),
            _("see to where stdout goes, then run this again"),
        ) from error


def _gathered(pieces: Iterable[str]) -> Iterator[str]:
    """Yield pieces a thousand at a time: each that is printed is flushed."""
    waiting = iter(pieces)
    while some := "".join(islice(waiting, 1000)):
        yield some


def _let_the_rest_go() -> None:
    """Point stdout nowhere: what is left in its buffer would break the pipe once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def refuse_book(target: Path, books: Iterable[Path]) -> None:
    """Raise UsageError when a result would replace one of the books that were read."""
    if any(target.exists() and book.exists() and target.samefile(book) for book in books):
        raise UsageError(
            _("this is the workbook itself, which the result would replace"),
            _("name another file"),
            path=target,
        )
