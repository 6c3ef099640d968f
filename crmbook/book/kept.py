"""What stands in 行动项 or 复盘: crmbook's rows and people's own, top to bottom."""

from __future__ import annotations

from collections.abc import Mapping

from crmbook.files.grid import Grid
from crmbook.model.cells import CellError, Raw, Uncached, a1
from crmbook.model.kept import KeptRow, KeptSheet
from crmbook.schema.headers import fold_header
from crmbook.schema.kept import KeptForm

_LEAST = 0.5  # of its headers; people rename one, or delete a column


def kept_sheet_in(grid: Grid, form: KeptForm) -> KeptSheet:
    """Return a sheet's rows under its header, the row that bears most of the form's headers."""
    rows: list[int] = grid.rows.tolist()
    head = max(rows, key=lambda row: len(_own(grid, row, form)), default=None)
    own = {} if head is None else _own(grid, head, form)
    if head is None or len(own) < _LEAST * len(form.columns):
        return KeptSheet(known=not rows)
    below = [row for row in rows if row > head]
    extra = _extra(grid, head, own)
    known = {**own, **extra}
    strays = [
        a1(row, at)
        for row in below
        for at in sorted(grid.columns)
        if at not in known and grid.value(row, at) is not None
    ]
    found = (KeptRow(_cells(grid, row, own), _cells(grid, row, extra)) for row in below)
    kept = tuple(row for row in found if row.cells or row.extra)
    return KeptSheet(kept, tuple(extra.values()), tuple(strays))


def _own(grid: Grid, row: int, form: KeptForm) -> dict[int, str]:
    """Return the columns of the form's own headers in a row; the first of two of one name."""
    names = {fold_header(header): header for header in form.headers}
    found: dict[str, int] = {}
    for at in sorted(grid.columns):
        title = grid.value(row, at)
        if isinstance(title, str) and (name := names.get(fold_header(title))):
            found.setdefault(name, at)
    return {at: name for name, at in found.items()}


def _extra(grid: Grid, head: int, own: Mapping[int, str]) -> dict[int, str]:
    """Return people's headers by column, unique whatever their case: a table wants them so."""
    taken = {name.casefold() for name in own.values()}
    found: dict[int, str] = {}
    for at in sorted(grid.columns):
        title = grid.value(head, at)
        if at in own or title is None:
            continue
        name, number = str(title), 1
        while name.casefold() in taken:
            number += 1
            name = f"{title}_{number}"
        taken.add(name.casefold())
        found[at] = name
    return found


def _cells(grid: Grid, row: int, columns: Mapping[int, str]) -> dict[str, Raw]:
    found = {name: grid.value(row, at) for at, name in columns.items()}
    return {name: _plain(value) for name, value in found.items() if value is not None}


def _plain(value: Raw) -> Raw:
    """Return what can be written back: an error as its text, a formula without result as a blank."""
    if isinstance(value, Uncached):
        return None
    return str(value) if isinstance(value, CellError) else value
