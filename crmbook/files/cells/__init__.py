"""Cells written into the XML of a foreign sheet: only the rows that change are new bytes."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from crmbook.files.calculation import ask_for_calculation, formulas
from crmbook.files.cells.dates import CellFormats
from crmbook.files.cells.dialect import guard
from crmbook.files.cells.guards import Guards
from crmbook.files.cells.markup import SheetMarkup
from crmbook.files.cells.sheet import SheetWriter
from crmbook.files.cells.stored import StoredValues
from crmbook.files.cells.values import check_value
from crmbook.files.inflate import MAX_STREAM
from crmbook.files.package import Package
from crmbook.files.spans import Splice
from crmbook.files.workbook_part import (
    SheetEntry,
    WorkbookPart,
    read_workbook_part,
    refuse_signed_or_tracked,
)
from crmbook.i18n import _
from crmbook.model.cells import CellRef, parse_a1
from crmbook.model.edits import SetCell
from crmbook.model.errors import FileRefused, UsageError
from crmbook.model.receipt import CellChange

__all__ = ["has_formulas", "parse_address", "set_cells"]

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_Cells = dict[tuple[int, int], SetCell]


def set_cells(package: Package, edits: Iterable[SetCell]) -> tuple[CellChange, ...]:
    """Put values into cells; return those that changed, sheet by sheet.

    Of several values for one cell the last counts. A cell that holds its value already is left
    alone; a part in which nothing changes stays as it is.

    Raises UsageError for sheets, addresses and values that cannot be; FileRefused for what cannot
    be edited without loss (signed or revision-tracked books, formula cells, merged interiors,
    titles of tables …). The package is then to be thrown away.
    """
    workbook = read_workbook_part(package)
    wanted = _by_sheet(workbook, edits)
    if not wanted:
        return ()
    refuse_signed_or_tracked(package, workbook)
    formats = CellFormats(package, workbook)
    stored = StoredValues(package, workbook, formats)
    changes: list[CellChange] = []
    for sheet, cells in wanted.items():
        part = _part(workbook, sheet)
        markup = SheetMarkup.read(package.read(part, MAX_STREAM))
        guards = Guards(package, part, markup)
        writer = SheetWriter(sheet.name, markup, guards, formats, stored)
        found = _put(writer, cells)
        if found:
            package.replace(part, _sound(writer.part()))
        changes += found
    formats.save()
    if changes and has_formulas(package, workbook):
        splice = Splice(package.read(workbook.part))
        ask_for_calculation(splice)
        package.replace(workbook.part, splice.finish())
    return tuple(changes)


def has_formulas(package: Package, workbook: WorkbookPart) -> bool:
    """Whether any sheet of the book holds a formula."""
    if workbook.related("calcChain") is not None:
        return True
    parts = (sheet.part for sheet in workbook.sheets if sheet.part is not None)
    return any(_may_hold_formulas(package, part) for part in parts)


def _may_hold_formulas(package: Package, part: str) -> bool:
    pieces = package.chunks(part)
    first = next(pieces, b"")
    wide = first.startswith(_UTF16)  # too rare to be decoded: one calculation too many does no harm
    return wide or any(True for _text in formulas(chain([first], pieces)))


def _by_sheet(workbook: WorkbookPart, edits: Iterable[SetCell]) -> dict[SheetEntry, _Cells]:
    found: dict[SheetEntry, _Cells] = {}
    for edit in edits:
        sheet = workbook.sheet(edit.sheet)
        value = check_value(edit.value)
        place = parse_address(edit.cell)
        found.setdefault(sheet, {})[place] = replace(edit, sheet=sheet.name, value=value)
    return found


def parse_address(cell: str) -> tuple[int, int]:
    """Return (row, column) of an address. Raises UsageError when it is none."""
    try:
        return parse_a1(cell)
    except ValueError:
        raise UsageError(
            _("“{cell}” is no cell").format(cell=cell), _("write it like G7")
        ) from None


def _part(workbook: WorkbookPart, sheet: SheetEntry) -> str:
    shared = [other for other in workbook.sheets if other.part == sheet.part]
    if sheet.part is None or sheet.kind != "worksheet" or len(shared) > 1:
        raise FileRefused(
            _("the sheet “{name}” is no worksheet of its own").format(name=sheet.name),
            _("name a sheet with cells, or save the workbook again in Excel or WPS"),
        )
    return sheet.part


def _put(writer: SheetWriter, cells: _Cells) -> list[CellChange]:
    changes = []
    for (row, column), edit in cells.items():
        old, changed = writer.put(row, column, edit.value)
        if changed:
            ref = CellRef(edit.sheet, row, column)
            changes.append(CellChange(ref, old, edit.value, edit.reason))
    return changes


def _sound(part: bytes) -> bytes:
    """Return a part that was spliced, after a last look: none is written that does not parse."""
    guard(part)
    return part
