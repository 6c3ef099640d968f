"""Editing any workbook: a plan carried out, or ``with crmbook.edit(path) as edit``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Final, Self, cast

from crmbook.files.cells import edit_cells
from crmbook.files.cells.marking import check_mark
from crmbook.files.cells.planning import parse_address
from crmbook.files.cells.values import check_value
from crmbook.files.history import Purpose, remember
from crmbook.files.locks import refuse_open
from crmbook.files.package import Package
from crmbook.files.places import refuse_cache
from crmbook.files.save import changed_meanwhile, save, sha256_of, writing
from crmbook.files.sheets import edit_sheet
from crmbook.files.state import Retention
from crmbook.files.tabs.sheet_names import refuse_name
from crmbook.files.workbook_part import WorkbookPart, read_workbook_part
from crmbook.i18n import _
from crmbook.model.cells import Value
from crmbook.model.edits import (
    AddColumn,
    AppendRows,
    CellLevel,
    EmptyRow,
    MarkCell,
    Plan,
    PutSheet,
    RemoveSheet,
    RenameSheet,
    SetCell,
    SheetLevel,
)
from crmbook.model.edits import Edit as Planned
from crmbook.model.errors import CrmbookError, FileRefused, UsageError
from crmbook.model.receipt import CellChange, Receipt

__all__ = ["Edit", "apply", "edit"]

_KEEP: Final = Retention()


def apply(
    path: Path | str,
    plan: Plan,
    *,
    command: str,
    expected_sha256: str | None = None,
    keep: Retention | None = _KEEP,
) -> Receipt:
    """Carry out a plan in a workbook, all of it or nothing, and say what was done.

    ``command`` stands in the history; ``expected_sha256`` is the hash of the book that the plan was
    made from; ``keep`` how long backups are kept (None: nothing is kept outside of the book). An
    empty plan, or one that changes nothing, leaves the file alone.

    Raises UsageError, FileRefused, OpenElsewhere, ChangedMeanwhile, CannotWrite; the file is then
    byte-identical to before, and nothing is left beside it.
    """
    if not plan:
        return Receipt(Path(path), changed=False, sha256_before=expected_sha256 or "")
    with _opened(Path(path)) as (target, package):
        if expected_sha256 is not None and package.sha256 != expected_sha256:
            raise changed_meanwhile(target)
        return _carry_out(package, target, plan, Purpose(command, keep))


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
        self._made: set[str] = set()  # sheets that the edits make
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
        self._refuse_unknown(sheet)
        self._edits.append(SetCell(sheet, cell, value, reason))

    def empty_row(self, sheet: str, row: int, reason: str = "") -> None:
        """Empty the cells of a row; its formulas stay, and so does the row: none ever moves.

        Raises UsageError for a sheet that is not there.
        """
        self._refuse_unknown(sheet)
        self._edits.append(EmptyRow(sheet, row, reason))

    def mark_cell(
        self, sheet: str, cell: str, fill: str = "", note: str = "", reason: str = ""
    ) -> None:
        """Colour a cell that has no colour (``"FFC7CE"``), put a note on one that has none.

        A colour, note or threaded comment of somebody else's stays; a coloured cell gets a border
        instead. Formula cells may be marked. Raises UsageError for a sheet, an address, a colour or
        a note that cannot be.
        """
        edit = MarkCell(sheet, cell, fill, note, reason)
        parse_address(cell)
        check_mark(edit)
        self._refuse_unknown(sheet)
        self._edits.append(edit)

    def append_rows(
        self,
        sheet: str,
        rows: Iterable[Sequence[Value] | Mapping[int | str, Value]],
        reason: str = "",
    ) -> None:
        """Put rows below the last one of the sheet's table, or of its data where it has no table.

        The first value of each row goes into the first column; or a row names its columns: by
        number, or by the title of one that was added before. What reached to the last row (table,
        filter, validations, formats, print area, names, pivot sources) follows, columns that
        compute are filled down (give None there). Raises UsageError for a sheet or a value that
        cannot be.
        """
        given = tuple(rows)
        for row in given:
            _check_row(row)
        self._refuse_unknown(sheet)
        self._edits.append(AppendRows(sheet, given, reason))

    def add_column(self, sheet: str, title: str, reason: str = "") -> None:
        """Put a column with a title at the right end of the sheet's table, or of its data.

        Raises UsageError for a sheet or a title that cannot be.
        """
        self._refuse_unknown(sheet)
        self._edits.append(AddColumn(sheet, title, reason))

    def put_sheet(
        self, name: str, workbook: bytes, reason: str = "", after: str | None = None
    ) -> None:
        """Graft the one sheet of a workbook made by XlsxWriter in; one of that name is replaced.

        ``after`` names the sheet behind which a new one is put (None: at the end).
        """
        self._made.add(name)
        self._edits.append(PutSheet(name, workbook, reason, after))

    def rename_sheet(self, old: str, new: str, reason: str = "") -> None:
        """Give a sheet another name; formulas, names, charts, links and pivots follow.

        Raises UsageError when there is no such sheet, or no sheet can have that name.
        """
        self._refuse_unknown(old)
        refuse_name(new)
        self._made.add(new)
        self._edits.append(RenameSheet(old, new, reason))

    def remove_sheet(self, name: str, reason: str = "") -> None:
        """Remove a sheet; one that anything else refers to is refused when the block ends.

        Raises UsageError when there is no such sheet.
        """
        self._refuse_unknown(name)
        self._edits.append(RemoveSheet(name, reason))

    def _refuse_unknown(self, sheet: str) -> None:
        """Raise UsageError for a sheet that neither the book has nor these edits make."""
        if self._workbook is not None and sheet not in self._made:
            self._workbook.sheet(sheet)

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
                    purpose = Purpose("edit")
                    self.receipt = _carry_out(self._package, self._target, plan, purpose)


def _check_row(row: object) -> None:
    """Raise UsageError for what is no row of values."""
    if isinstance(row, str) or not isinstance(row, Sequence | Mapping):
        raise UsageError(
            _("a row is a list of values, not a {type}").format(type=type(row).__name__)
        )
    for value in row.values() if isinstance(row, Mapping) else row:
        check_value(value)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[Path, Package]]:
    """Hold a book for writing: (its real path, its package)."""
    with _naming(path):
        target = Path(os.path.realpath(path))
        if not target.is_file():
            Package.open(target)  # says why it cannot be
        refuse_cache(target)
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


def refusal_of(path: Path, edit: Planned) -> CrmbookError | None:
    """Return why an edit would be refused, None when it could be made; nothing is written.

    Locks and places do not matter here. Raises FileRefused for what is no package.
    """
    with closing(Package.open(path)) as package:
        try:
            _edited(package, Plan((edit,)), [])
        except CrmbookError as refusal:
            return refusal
    return None


def changes_of(path: Path, plan: Plan) -> tuple[CellChange, ...]:
    """Return the cells that a plan would change; nothing is written. Raises as :func:`apply` does.

    Locks and places do not matter here.
    """
    with closing(Package.open(path)) as package:
        return _edited(package, plan, [])


def _edited(package: Package, plan: Plan, notes: list[str]) -> tuple[CellChange, ...]:
    """Make the edits in the package, runs of cells at once; return the cells that change.

    ``notes`` takes what a reader must know.
    """
    cells: list[CellChange] = []
    for in_sheets, edits in groupby(plan, key=lambda edit: isinstance(edit, CellLevel)):
        if in_sheets:
            cells += edit_cells(package, cast("Iterator[CellLevel]", edits), notes)
        else:
            for edit in edits:
                edit_sheet(package, cast("SheetLevel", edit))
    return tuple(cells)


def _carry_out(package: Package, target: Path, plan: Plan, purpose: Purpose) -> Receipt:
    before, notes = package.sha256, list[str]()
    cells = _edited(package, plan, notes)
    if not (package.changed or package.added or package.removed):
        return Receipt(target, changed=False, sha256_before=before, sha256_after=before)
    saved = save(package, target, purpose.keep)
    receipt = Receipt(
        target,
        changed=True,
        cells=cells,
        sheets=tuple(edit.name for edit in plan if isinstance(edit, PutSheet)),
        parts_changed=package.changed,
        parts_added=package.added,
        parts_removed=package.removed,
        backup=saved.backup,
        sha256_before=before,
        sha256_after=saved.sha256,
        notes=(*dict.fromkeys(notes), *saved.notes),
    )
    return remember(receipt, plan, saved.when, purpose)
