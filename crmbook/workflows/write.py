"""Writing a plan: into the book, into another file, or — when somebody has it open — beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
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
from crmbook.workflows.backups import retention

#: Formats that can be edited without loss; others are read, and results go beside them (U20).
EDITABLE = frozenset({"xlsx", "xlsm", "xltx", "xltm"})


@dataclass(frozen=True, slots=True)
class Target:
    """Where a result goes. ``output`` None: the book itself; ``force`` replaces an output.

    ``beside`` makes the plan for a file beside the book, where it is another one: links that lead
    within the book lead nowhere there. ``state`` false: nothing is kept outside of the book, neither
    a backup nor a line of history (``--no-state``).
    """

    output: Path | None = None
    force: bool = False
    beside: Callable[[], Plan] | None = None
    state: bool = True


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
    beside = target.beside or (lambda: plan)
    if book.sources[0].format not in EDITABLE:
        why = _("{format} can be read, not written").format(format=book.sources[0].format)
        return _beside(book, beside(), label, (why, _("save the book as .xlsx to have it inside")))
    try:
        receipt = apply(
            book.path,
            plan,
            command=command,
            expected_sha256=book.sha256,
            keep=retention(book.rules) if target.state else None,
        )
    except OpenElsewhere as held:
        if held.kept is not None:  # it was ready when somebody opened the book
            remedy = _("close the book there and put this file in its place, or run this again")
            return Written(held.kept, None, _("another program has it open"), remedy)
        return _beside(
            book, beside(), label, (held.what, _("close the book and run again to write it in"))
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
    _refuse_other_kind(book, output)
    if output.exists() and not target.force:
        raise UsageError(_("the file exists"), _("name another, or use --force"), path=output)
    _refuse_other_book(book, output)
    before = output.read_bytes() if output.is_file() else None
    backup = create(output, book.path.read_bytes(), keep=target.state)
    keep = retention(book.rules) if target.state else None
    try:
        receipt = apply(output, plan, command=command, expected_sha256=book.sha256, keep=keep)
    except CrmbookError:
        _take_back(output, before)
        raise
    return Written(output, replace(receipt, backup=backup))  # not that of the copy just made


def _refuse_other_kind(book: Book, output: Path) -> None:
    """Raise UsageError for a copy whose name says that it is of another kind than the book."""
    kind = "." + book.sources[0].format
    if output.suffix.lower() not in {kind, book.path.suffix.lower()}:
        raise UsageError(
            _("the result is a workbook like the book, a {kind} file").format(kind=kind),
            _("name it ….{kind}").format(kind=kind[1:]),
            path=output,
        )


def _refuse_other_book(book: Book, output: Path) -> None:
    """Raise UsageError when the output is one of the files that are only read."""
    others = (source.path for source in book.sources[1:])
    if output.exists() and any(output.samefile(other) for other in others):
        raise UsageError(_("this file is only read"), _("name another file"), path=output)


def _take_back(output: Path, before: bytes | None) -> None:
    """Leave at ``output`` what was there before it became a copy of the book."""
    with suppress(OSError):
        if before is None:
            output.unlink()
        else:
            create(output, before, keep=False)


def _beside(book: Book, plan: Plan, label: str, why: tuple[str, str]) -> Written:
    today = dt.date.today()
    path = book.path.with_name(f"{book.path.stem}-{label}-{today:%Y%m%d}.xlsx")
    sheets = [(edit.name, edit.workbook) for edit in plan if isinstance(edit, PutSheet)]
    create(path, bundle(sheets))
    return Written(path, None, *why)
