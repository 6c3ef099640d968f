"""Cells, rows and columns of a foreign sheet: only the rows that change are new bytes."""

from __future__ import annotations

from collections.abc import Iterable

from crmbook.files.cells.book import BookCells
from crmbook.files.cells.planning import plan_edit
from crmbook.files.package import Package
from crmbook.model.edits import CellLevel
from crmbook.model.receipt import CellChange

__all__ = ["edit_cells"]


def edit_cells(
    package: Package, edits: Iterable[CellLevel], notes: list[str] | None = None
) -> tuple[CellChange, ...]:
    """Carry out edits of cells, rows and columns; return the cells that changed, sheet by sheet.

    Each sheet is written once, whatever happens to it. Of several values for one cell the last
    counts. A cell that holds its value already is left alone; a part in which nothing changes stays
    as it is. ``notes`` takes what a reader must know.

    Raises UsageError for sheets, addresses and values that cannot be; FileRefused for what cannot
    be edited without loss (signed or revision-tracked books, formula cells, merged interiors,
    titles of tables …). The package is then to be thrown away.
    """
    edits = list(edits)
    if not edits:
        return ()
    book = BookCells.of(package)
    for edit in edits:
        plan_edit(book, edit)
    changes = book.carry_out()
    if notes is not None:
        notes += book.notes
    return changes
