"""Lists to be imported: every table of a source, wherever it stands, as the intake wants it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from crmbook.book.archive import is_archive
from crmbook.files.area import Area, area_of
from crmbook.files.cutting import cut
from crmbook.files.grid import Grid, SourceBook
from crmbook.files.header import HeaderBlock, locate
from crmbook.files.header.bottom import data_rows
from crmbook.files.header.shape import Shape
from crmbook.files.read import read_book
from crmbook.files.records import fill_down, records
from crmbook.i18n import _
from crmbook.intake.content import is_datum
from crmbook.intake.source import LeftOut, SourceColumn, SourceTable
from crmbook.model.cells import MAX_COLUMN, MAX_ROW
from crmbook.model.errors import UsageError
from crmbook.schema.sheets import GENERATED, MANUAL
from crmbook.schema.spellings import is_known

#: Where an .xls ends: a list of that length may have lost its tail.
XLS_ROWS = 65_536


def read_tables(
    path: str | Path, *, sheet: str = "", area: str = "", encoding: str | None = None
) -> list[SourceTable]:
    """Return the tables of a list: all, or those of one ``sheet``, of an ``area`` such as E3:J90.

    Raises FileRefused when it cannot be read, UsageError for a sheet or an area that is not there.
    """
    book = read_book(path, encoding)
    grids = _named(book, sheet) if sheet else _likely(book)
    if area:
        wanted = _area(area)
        grids = [cut(grid, wanted) for grid in (grids if sheet else grids[:1])]
    found = [table for grid in grids for table in tables_of(book, grid)]
    if found:
        return found
    raise UsageError(
        _("there is no table in it"), _("name its sheet: --source-sheet NAME"), path=book.path
    )


def _named(book: SourceBook, sheet: str) -> list[Grid]:
    found = [grid for grid in book.grids if grid.name.strip() == sheet.strip()]
    if not found:
        names = "、".join(grid.name for grid in book.grids)
        raise UsageError(
            _("there is no sheet “{name}”").format(name=sheet),
            _("it has {names}").format(names=names),
            path=book.path,
        )
    return found


def _likely(book: SourceBook) -> list[Grid]:
    """Return the sheets that may hold a list: those that are shown, and are none of our own."""
    own = {*GENERATED, MANUAL}
    kept = [grid for grid in book.grids if grid.name not in own and not is_archive(grid)]
    shown = [grid for grid in kept if grid.visibility == "visible"]
    return shown or kept


def _area(text: str) -> Area:
    found = area_of(text.replace("$", "").strip().upper())
    if found is None:
        raise UsageError(
            _("“{text}” is no range of cells").format(text=text), _("write --range B3:H200")
        )
    single = ":" not in text  # a corner: from there on
    return replace(found, last_row=MAX_ROW, last_column=MAX_COLUMN) if single else found


def tables_of(book: SourceBook, grid: Grid) -> Iterator[SourceTable]:
    """Yield the tables of a sheet: the one that is described first, then those beside it."""
    block = locate(grid)
    if block is None or _is_data(grid, block):
        bare = _single(grid) if len(grid.columns) == 1 else _bare(grid)
        if bare is not None:
            yield _table(book, grid, bare)
        return
    yield _table(book, grid, block)
    for first, last in _beside(block):
        part = cut(grid, Area(block.first_row, first, MAX_ROW, last))
        other = locate(part)
        if other is not None:
            yield _table(book, part, other)


def _beside(block: HeaderBlock) -> Iterator[tuple[int, int]]:
    """Yield the (first, last) column of runs of titles that are not the main table's."""
    main = set(block.columns)
    others = sorted(number for number in block.titles if number not in main)
    run: list[int] = []
    for number in others:
        if run and (number > run[-1] + 1):
            yield run[0], run[-1]
            run = []
        run.append(number)
    if len(run) > 1:
        yield run[0], run[-1]


def _is_data(grid: Grid, block: HeaderBlock) -> bool:
    """Whether what looks like a header is the first record of a list without one."""
    if block.first_row != block.last_row or any(map(is_known, block.titles.values())):
        return False
    return any(is_datum(grid.value(block.first_row, number)) for number in block.titles)


def _bare(grid: Grid) -> HeaderBlock | None:
    """Return the block of a list without a header; its columns go by their letters."""
    if not len(grid.rows) or len(grid.columns) < 2:
        return None
    first = int(grid.rows[0])
    columns = tuple(sorted(grid.columns))
    shape = Shape(grid, columns, {}, (0, len(grid.rows)))
    start, last = data_rows(shape, first - 1)
    return HeaderBlock(first, first - 1, start, last, {}, columns)


def _single(grid: Grid) -> HeaderBlock | None:
    """Return the block of a list of one column: phones, or names under a title that is known."""
    (number, column), rows = next(iter(grid.columns.items())), grid.rows
    title = column.at(0)
    if isinstance(title, str) and is_known(title) and len(rows) > 1:
        first, last = int(rows[0]), int(rows[-1])
        return HeaderBlock(first, first, int(rows[1]), last, {number: title}, (number,))
    if all(is_datum(value) for value in column.values):
        first = int(rows[0])
        return HeaderBlock(first, first - 1, first, int(rows[-1]), {}, (number,))
    return None


def _table(book: SourceBook, grid: Grid, block: HeaderBlock) -> SourceTable:
    found = records(grid, block)
    filled, _where = fill_down(grid, found)
    numbers = [number for number in block.columns if number in filled.columns]
    columns = tuple(
        SourceColumn(
            number,
            block.titles.get(number, ""),
            filled.columns[number].codes[found.positions],
            filled.columns[number].values,
        )
        for number in numbers
    )
    rows = grid.rows[found.positions]
    header = (0, 0) if block.last_row < block.first_row else (block.first_row, block.last_row)
    return SourceTable(
        path=book.path,
        sheet=grid.name,
        columns=columns,
        rows=rows,
        first_row=header[0],
        last_row=header[1],
        data_first_row=block.data_first_row,
        data_last_row=block.data_last_row,
        groups=dict(block.groups),
        left_out=tuple(LeftOut(one.row, one.kind, one.text) for one in found.skipped),
        notes=tuple(_notes(book, grid, rows, columns)),
    )


def _notes(
    book: SourceBook, grid: Grid, rows: np.ndarray, columns: tuple[SourceColumn, ...]
) -> Iterator[str]:
    hidden = sum(row in grid.hidden_rows for row in rows.tolist()) if grid.hidden_rows else 0
    if hidden:
        yield _("hidden rows are imported as well: {count}").format(count=hidden)
    if book.format == "xls" and len(rows) and int(rows[-1]) >= XLS_ROWS:
        yield _("the .xls is full ({count} rows): what came after it was cut off").format(
            count=XLS_ROWS
        )
    titled = max((one.number for one in columns if one.title), default=MAX_COLUMN)
    untitled = [one for one in columns if one.number > titled]
    spilt = [int(rows[at]) for one in untitled for at in np.flatnonzero(one.codes >= 0).tolist()]
    if spilt and book.format == "csv":
        yield _(
            "rows with more cells than the header: {count}, the first is row {row}; look at them"
        ).format(count=len(set(spilt)), row=min(spilt))
