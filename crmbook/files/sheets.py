"""Whole sheets put in, renamed, removed; what refers to their rows."""

from __future__ import annotations

from functools import singledispatch

from crmbook.files.package import Package
from crmbook.model.edits import MoveRows, PutSheet, RemoveSheet, RenameSheet, SheetLevel


def edit_sheet(package: Package, edit: SheetLevel) -> None:
    """Carry out an edit of a whole sheet. Raises UsageError, FileRefused."""
    _edit(edit, package)


@singledispatch
def _edit(edit: object, package: Package) -> None:
    raise TypeError(edit, package)


@_edit.register
def _put(edit: PutSheet, package: Package) -> None:
    from crmbook.files.graft import graft_sheet  # noqa: PLC0415 - lxml, for whole sheets only

    graft_sheet(package, edit.name, edit.workbook, edit.after)


@_edit.register
def _move(edit: MoveRows, package: Package) -> None:
    from crmbook.files.moved_rows import move_rows  # noqa: PLC0415 - for whole sheets only

    move_rows(package, edit)


@_edit.register
def _rename(edit: RenameSheet, package: Package) -> None:
    from crmbook.files.tabs.renaming import rename_sheet  # noqa: PLC0415 - for whole sheets only

    rename_sheet(package, edit)


@_edit.register
def _remove(edit: RemoveSheet, package: Package) -> None:
    from crmbook.files.tabs.removing import remove_sheet  # noqa: PLC0415 - for whole sheets only

    remove_sheet(package, edit)
