"""Writing a plan: into the book, into another file, or — when somebody has it open — beside it."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from crmbook.book import Book
from crmbook.files.create import create
from crmbook.files.edit import apply
from crmbook.i18n import _
from crmbook.model.edits import Plan, PutSheet
from crmbook.model.errors import CrmbookError, FileRefused, OpenElsewhere, UsageError
from crmbook.model.receipt import Receipt
from crmbook.report.bundle import bundle

#: Formats that can be edited without loss; others are read, and results go beside them (U20).
EDITABLE = frozenset({"xlsx", "xlsm", "xltx", "xltm"})


@dataclass(frozen=True, slots=True)
class Target:
    """Where a result goes. ``output`` None: the book itself; ``force`` replaces an output."""

    output: Path | None = None
    force: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """Where a result went. ``why_beside`` says why it is not in the book, and what would help."""

    path: Path
    receipt: Receipt | None
    why_beside: str = ""
    remedy: str = ""


def write(book: Book, plan: Plan, *, command: str, label: str, target: Target) -> Written:
    """Apply a plan of generated sheets.

    A book that is open elsewhere, or of a format that cannot be edited, is left alone: the sheets
    go into a file of their own beside it (U02, U20). ``label`` names that file: ``台账-月报-…``.
    """
    if target.output is not None:
        return _into_copy(book, plan, command, target)
    if book.sources[0].format not in EDITABLE:
        why = _("{format} can be read, not written").format(format=book.sources[0].format)
        return _beside(book, plan, label, (why, _("save the book as .xlsx to have it inside")))
    try:
        receipt = apply(book.path, plan, command=command, expected_sha256=book.sha256)
    except OpenElsewhere as held:
        return _beside(
            book, plan, label, (held.what, _("close the book and run again to write it in"))
        )
    return Written(book.path, receipt)


def _into_copy(book: Book, plan: Plan, command: str, target: Target) -> Written:
    output = target.output
    assert output is not None  # noqa: S101 - the caller has seen to it
    if book.sources[0].format not in EDITABLE:
        raise FileRefused(
            _("{format} can be read, not written").format(format=book.sources[0].format),
            _("save it as .xlsx first"),
            path=book.path,
        )
    if output.exists() and not target.force:
        raise UsageError(_("the file exists"), _("name another, or use --force"), path=output)
    _refuse_other_book(book, output)
    backup = create(output, book.path.read_bytes())
    try:
        receipt = apply(output, plan, command=command, expected_sha256=book.sha256)
    except CrmbookError:
        _take_back(output, backup)
        raise
    return Written(output, replace(receipt, backup=backup))  # not that of the copy just made


def _refuse_other_book(book: Book, output: Path) -> None:
    """Raise UsageError when the output is one of the files that are only read."""
    others = (source.path for source in book.sources[1:])
    if output.exists() and any(output.samefile(other) for other in others):
        raise UsageError(_("this file is only read"), _("name another file"), path=output)


def _take_back(output: Path, backup: Path | None) -> None:
    """Leave at ``output`` what was there before it became a copy of the book."""
    with suppress(OSError):
        if backup is None:
            output.unlink()
        else:
            create(output, backup.read_bytes())


def _beside(book: Book, plan: Plan, label: str, why: tuple[str, str]) -> Written:
    today = dt.date.today()
    path = book.path.with_name(f"{book.path.stem}-{label}-{today:%Y%m%d}.xlsx")
    sheets = [(edit.name, edit.workbook) for edit in plan if isinstance(edit, PutSheet)]
    create(path, bundle(sheets))
    return Written(path, None, *why)
