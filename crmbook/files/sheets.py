"""Whole sheets put in, renamed, removed."""

from __future__ import annotations

from functools import singledispatch

from crmbook.files.package import Package
from crmbook.model.edits import PutSheet, SheetLevel


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
