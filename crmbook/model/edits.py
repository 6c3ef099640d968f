"""Edits: what a plan asks the one writer to do, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crmbook.model.cells import MAX_ROW, Value


@dataclass(frozen=True, slots=True)
class SetCell:
    """Write one value into one cell; its number format stays, text never becomes a formula."""

    sheet: str
    cell: str
    value: Value
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MendCell(SetCell):
    """Write the value that mends a cell; what the file forbids to write is left alone, unsaid.

    A formula, a picture in the cell, a pivot table stay. Where the number format would undo the
    value (a number in a cell of text, the digits of a phone in a cell of numbers), it is mended, too.
    """


@dataclass(frozen=True, slots=True)
class UnmergeCells:
    """Take merged cells apart: ``areas`` such as ``L5:L8``. The values stay in the upper left cells."""

    sheet: str
    areas: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EmptyRow:
    """Empty the cells of one row; formulas stay, and so does the row: none ever moves."""

    sheet: str
    row: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MarkCell:
    """Colour a cell that has no colour (``fill``: RGB), and put a note on one that has none (U05).

    Its value stays; an existing fill, note or threaded comment is never disturbed.
    """

    sheet: str
    cell: str
    fill: str = ""
    note: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AppendRows:
    """Write rows below the last one of a sheet's table, or of its data where it has no table.

    A row is a sequence, whose first value goes into the first column of the table (of the data), or
    values by column: its number, or the title of one that the same plan adds. What follows the rows
    by meaning grows with them: table, filter, validations, formats, names, print area.
    """

    sheet: str
    rows: tuple[Sequence[Value] | Mapping[int | str, Value], ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AddColumn:
    """Add a column with a title at the right end of a sheet's table, or of its data.

    ``values``: what it holds, by row.
    """

    sheet: str
    title: str
    reason: str = ""
    values: Mapping[int, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PutSheet:
    """Graft the one sheet of ``workbook`` (bytes made by XlsxWriter) in as ``name``.

    A sheet of that name is replaced in place. ``after`` names the sheet behind which a new one is
    put (None: at the end, "": before all others).
    """

    name: str
    workbook: bytes = field(repr=False)
    reason: str = ""
    after: str | None = None


@dataclass(frozen=True, slots=True)
class MoveRows:
    """Say that rows of a sheet about to be replaced stand elsewhere in the new one.

    What people tied to them follows: references in formulas, names and charts, notes, objects.
    ``rows``: old → new row, 1-based, None for one that is no more; what is not named stays.
    ``below``: (first row, by how many) for notes and objects under the table.
    """

    sheet: str
    rows: Mapping[int, int | None]
    below: tuple[int, int] = (MAX_ROW, 0)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RenameSheet:
    """Give a sheet another name; what refers to it follows."""

    sheet: str
    name: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RemoveSheet:
    """Remove a sheet to which nothing else in the book refers."""

    sheet: str
    reason: str = ""


CellLevel = SetCell | EmptyRow | MarkCell | UnmergeCells | AppendRows | AddColumn
SheetLevel = PutSheet | MoveRows | RenameSheet | RemoveSheet
Edit = CellLevel | SheetLevel


@dataclass(frozen=True, slots=True)
class Plan:
    """Edits in the order in which they are to be made. An empty plan is false."""

    edits: tuple[Edit, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.edits)

    def __len__(self) -> int:
        return len(self.edits)

    def __iter__(self) -> Iterator[Edit]:
        return iter(self.edits)
