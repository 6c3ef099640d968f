"""Editing any workbook: a plan carried out, or ``with crmbook.edit(path) as edit``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Self, cast

from crmbook.files.cells import edit_cells
from crmbook.files.cells.planning import parse_address
from crmbook.files.cells.values import check_value
from crmbook.files.locks import refuse_open
from crmbook.files.package import Package
from crmbook.files.save import Saved, changed_meanwhile, save, sha256_of, writing
from crmbook.files.sheets import edit_sheet
from crmbook.files.state import BookState
from crmbook.files.workbook_part import WorkbookPart, read_workbook_part
from crmbook.i18n import _
from crmbook.model.cells import Value
from crmbook.model.edits import CellLevel, Plan, PutSheet, SetCell, SheetLevel
from crmbook.model.edits import Edit as Planned
from crmbook.model.errors import CrmbookError, FileRefused
from crmbook.model.faults import fault_text
from crmbook.model.receipt import CellChange, Receipt

__all__ = ["Edit", "apply", "edit"]


def apply(
    path: Path | str, plan: Plan, *, command: str, expected_sha256: str | None = None
) -> Receipt:
    """Carry out a plan in a workbook, all of it or nothing, and say what was done.

    ``command`` stands in the history; ``expected_sha256`` is the hash of the book that the plan was
    made from. An empty plan, or one that changes nothing, leaves the file alone.

    Raises UsageError, FileRefused, OpenElsewhere, ChangedMeanwhile, CannotWrite; the file is then
    byte-identical to before, and nothing is left beside it.
    """
    if not plan:
        return Receipt(Path(path), changed=False, sha256_before=expected_sha256 or "")
    with _opened(Path(path)) as (target, package):
        if expected_sha256 is not None and package.sha256 != expected_sha256:
            raise changed_meanwhile(target)
        return _carry_out(package, target, plan, command)


def edit(path: Path | str) -> Edit:
    """Return a context in which any .xlsx or .xlsm is edited; see :class:`Edit`."""
    return Edit(path)


class Edit:
    """Edits collected in a ``with`` block and written, all or none, when it ends.

    Other crmbooks wait meanwhile. An exception in the block writes nothing. ``receipt`` says what
    was done, once the block has ended.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.receipt: Receipt | None = None
        self._edits: list[Planned] = []
        self._held = ExitStack()
        self._workbook: WorkbookPart | None = None

    def __enter__(self) -> Self:
        """Open the book. Raises FileRefused, OpenElsewhere, CannotWrite."""
        with ExitStack() as held:
            self._target, self._package = held.enter_context(_opened(self.path))
            self._workbook = read_workbook_part(self._package)
            self._held = held.pop_all()
        return self

    def set_cell(self, sheet: str, cell: str, value: Value, reason: str = "") -> None:
        """Write a value into a cell (``"G7"``); its number format stays, text is never a formula.

        None or "" empties the cell. Raises UsageError for a sheet, an address or a value that
        cannot be; what the file itself forbids (formula cells …) is raised when the block ends.
        """
        parse_address(cell)
        value = check_value(value)
        put = {edit.name for edit in self._edits if isinstance(edit, PutSheet)}
        if self._workbook is not None and sheet not in put:
            self._workbook.sheet(sheet)
        self._edits.append(SetCell(sheet, cell, value, reason))

    def put_sheet(
        self, name: str, workbook: bytes, reason: str = "", after: str | None = None
    ) -> None:
        """Graft the one sheet of a workbook made by XlsxWriter in; one of that name is replaced.

        ``after`` names the sheet behind which a new one is put (None: at the end).
        """
        self._edits.append(PutSheet(name, workbook, reason, after))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Write what was collected. Raises as :func:`apply` does."""
        with self._held:
            if kind is None:
                plan = Plan(tuple(self._edits))
                with _naming(self.path):
                    self.receipt = _carry_out(self._package, self._target, plan, "edit")


@contextmanager
def _opened(path: Path) -> Iterator[tuple[Path, Package]]:
    """Hold a book for writing: (its real path, its package)."""
    with _naming(path):
        target = Path(os.path.realpath(path))
        if not target.is_file():
            Package.open(target)  # says why it cannot be
        refuse_open(target)
        with writing(target), closing(Package.open(target)) as package:
            package.sha256  # noqa: B018 - of what is read from here on
            try:
                yield target, package
            except FileRefused:  # it may be damaged only because somebody is overwriting it
                if sha256_of(target) != package.sha256:
                    raise changed_meanwhile(target) from None
                raise


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Let refusals name the file as the user named it."""
    try:
        yield
    except CrmbookError as error:
        error.path = str(path)
        raise


def _carry_out(package: Package, target: Path, plan: Plan, command: str) -> Receipt:
    before = package.sha256
    cells: list[CellChange] = []
    for in_sheets, edits in groupby(plan, key=lambda edit: isinstance(edit, CellLevel)):
        if in_sheets:
            cells += edit_cells(package, cast("Iterator[CellLevel]", edits))
        else:
            for edit in edits:
                edit_sheet(package, cast("SheetLevel", edit))
    if not (package.changed or package.added or package.removed):
        return Receipt(target, changed=False, sha256_before=before, sha256_after=before)
    saved = save(package, target)
    receipt = Receipt(
        target,
        changed=True,
        cells=tuple(cells),
        sheets=tuple(edit.name for edit in plan if isinstance(edit, PutSheet)),
        parts_changed=package.changed,
        parts_added=package.added,
        parts_removed=package.removed,
        backup=saved.backup,
        sha256_before=before,
        sha256_after=saved.sha256,
        notes=() if saved.confirmed else (_("the disk has not confirmed the write"),),
    )
    return _remembered(receipt, saved, plan, command)


def _remembered(receipt: Receipt, saved: Saved, plan: Plan, command: str) -> Receipt:
    """Write the history; a fault of it is a note, for the book itself is written by now."""
    state = BookState(receipt.path)
    try:
        state.record(
            {
                "when": saved.when.isoformat(timespec="seconds"),
                "command": command,
                "cells": [_line(change) for change in receipt.cells],
                "sheets": list(receipt.sheets),
                "reasons": sorted({edit.reason for edit in plan if edit.reason}),
                "backup": str(saved.backup),
                "sha256_before": receipt.sha256_before,
                "sha256_after": receipt.sha256_after,
            }
        )
        state.prune(saved.when)
    except OSError as error:
        note = _("the history could not be written: {error}").format(error=fault_text(error))
        return replace(receipt, notes=(*receipt.notes, note))
    return receipt


def _line(change: CellChange) -> dict[str, object]:
    """Return a change of a cell as JSON holds it; dates and durations as their ISO text."""
    return {
        "cell": str(change.ref),
        "old": _json(change.old),
        "new": _json(change.new),
        "reason": change.reason,
    }


def _json(value: object) -> object:
    return value if value is None or isinstance(value, str | int | float) else str(value)
