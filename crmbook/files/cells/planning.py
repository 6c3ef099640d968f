"""What each kind of edit means for the plan of its sheet."""

from __future__ import annotations

from functools import singledispatch

from crmbook.files.area import Area, area_of
from crmbook.files.cells.book import BookCells
from crmbook.files.cells.marking import check_mark
from crmbook.files.cells.plan import KEEP, RowEdit
from crmbook.files.cells.unmerging import unmerged
from crmbook.files.cells.values import check_value
from crmbook.i18n import _
from crmbook.model.cells import MAX_ROW, parse_a1
from crmbook.model.edits import (
    AddColumn,
    AppendRows,
    CellLevel,
    EmptyRow,
    MarkCell,
    MendCell,
    SetCell,
    UnmergeCells,
)
from crmbook.model.errors import UsageError


def plan_edit(book: BookCells, edit: CellLevel) -> None:
    """Take an edit into the plan of its sheet.

    Raises UsageError for a sheet, an address or a value that cannot be; FileRefused for what the
    file forbids.
    """
    _plan(edit, book)


@singledispatch
def _plan(edit: object, book: BookCells) -> None:
    raise TypeError(edit, book)


@_plan.register
def _set_cell(edit: SetCell, book: BookCells) -> None:
    row, column = parse_address(edit.cell)
    cell = book.plan(edit.sheet).cell(row, column)
    cell.value, cell.reason = check_value(edit.value), edit.reason
    cell.mends = isinstance(edit, MendCell)


@_plan.register
def _unmerge_cells(edit: UnmergeCells, book: BookCells) -> None:
    areas = frozenset(map(_area, edit.areas))
    book.plan(edit.sheet).behind.append(unmerged(areas))


@_plan.register
def _empty_row(edit: EmptyRow, book: BookCells) -> None:
    if not 0 < edit.row <= MAX_ROW:
        raise UsageError(_("there is no row {row}").format(row=edit.row))
    row = book.plan(edit.sheet).rows.setdefault(edit.row, RowEdit())
    row.clear, row.reason = True, edit.reason
    for cell in row.cells.values():  # what earlier edits of the plan put there goes, too
        if cell.formula or cell.value is not KEEP:
            cell.value, cell.formula = None, ""


@_plan.register
def _mark_cell(edit: MarkCell, book: BookCells) -> None:
    check_mark(edit)
    book.marks(edit.sheet).put(*parse_address(edit.cell), edit)


@_plan.register
def _append_rows(edit: AppendRows, book: BookCells) -> None:
    book.growing(edit.sheet).append(edit.rows, edit.reason)


@_plan.register
def _add_column(edit: AddColumn, book: BookCells) -> None:
    title = check_value(edit.title)
    if not isinstance(title, str):
        raise UsageError(_("a column needs a title"))
    values = {row: check_value(value) for row, value in edit.values.items()}
    book.growing(edit.sheet).add_column(title, values, edit.reason)


def _area(reference: str) -> Area:
    area = area_of(reference)
    if area is None:
        raise UsageError(_("“{cell}” is no cell").format(cell=reference), _("write it like G7"))
    return area


def parse_address(cell: str) -> tuple[int, int]:
    """Return (row, column) of an address. Raises UsageError when it is none."""
    try:
        return parse_a1(cell)
    except ValueError:
        raise UsageError(
            _("“{cell}” is no cell").format(cell=cell), _("write it like G7")
        ) from None
