"""The job of ``new``: a workbook made from the declarations."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from crmbook.files.create import create
from crmbook.i18n import _
from crmbook.model.errors import CannotWrite, UsageError
from crmbook.report.new_workbook import NewOptions, build_workbook, sheet_names
from crmbook.sample import load


@dataclass(frozen=True, slots=True)
class NewBook:
    """What the new workbook holds: sample rows, all sheets, tables or none (U16)."""

    sample: bool = False
    full: bool = False
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """The file made and its sheets in order."""

    path: Path
    sheets: tuple[str, ...]


def new(path: Path, wanted: NewBook, *, force: bool = False, dry_run: bool = False) -> Made:
    """Write a new workbook.

    Raises UsageError when the file exists (``force`` replaces it, after a backup) or is not called
    .xlsx, CannotWrite when the folder does not let it be written.
    """
    if path.suffix.lower() != ".xlsx":
        raise UsageError(_("a new workbook is an .xlsx file"), _("name it ….xlsx"), path=path)
    if path.is_dir():
        raise UsageError(_("this is a folder, not a workbook"), _("name another file"), path=path)
    if not path.parent.is_dir():
        raise CannotWrite(
            _("there is no folder {folder}").format(folder=path.parent),
            _("make it first, or name another"),
            path=path,
        )
    if path.exists() and not force:
        raise UsageError(_("the file exists"), _("name another, or use --force"), path=path)
    options = NewOptions(
        sample=load(full=wanted.full) if wanted.sample else None,
        full=wanted.full,
        plain=wanted.plain,
        book_id=secrets.token_hex(6),
    )
    if not dry_run:
        create(path, build_workbook(options), command="new")
    return Made(path, sheet_names(options))
