"""Cells written into the XML of a foreign sheet: only the rows that change are new bytes."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from crmbook.files.calculation import ask_for_calculation
from crmbook.files.cells.formats import CellFormats
from crmbook.files.cells.plan import SheetPlan
from crmbook.files.cells.sheet import SheetRewriter
from crmbook.files.cells.stored import StoredValues
from crmbook.files.cells.values import check_value
from crmbook.files.package import Package
from crmbook.files.spans import Splice
from crmbook.files.workbook_part import (
    SheetEntry,
    WorkbookPart,
    read_workbook_part,
    refuse_signed_or_tracked,
)
from crmbook.i18n import _
from crmbook.model.cells import parse_a1
from crmbook.model.edits import SetCell
from crmbook.model.errors import FileRefused, UsageError
from crmbook.model.receipt import CellChange

__all__ = ["has_formulas", "parse_address", "set_cells"]

_FORMULA_TAG = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
_LONGEST_TAG = 64
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


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
    for sheet, plan in wanted.items():
        part = _part(workbook, sheet)
        rewriter = SheetRewriter(sheet.name, package, part, formats, stored)
        changes += rewriter.carry_out(plan)
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
    tail = b""
    for piece in package.chunks(part):
        if not tail and piece.startswith(_UTF16):
            return True  # too rare to be decoded: one calculation too many does no harm
        if _starts_formula(tail + piece[:_LONGEST_TAG]) or _starts_formula(piece):
            return True
        tail = piece[-_LONGEST_TAG:]
    return False


def _starts_formula(piece: bytes) -> bool:
    likely = b"<f" in piece or b":f" in piece
    return likely and _FORMULA_TAG.search(piece) is not None


def _by_sheet(workbook: WorkbookPart, edits: Iterable[SetCell]) -> dict[SheetEntry, SheetPlan]:
    found: dict[SheetEntry, SheetPlan] = {}
    for edit in edits:
        sheet = workbook.sheet(edit.sheet)
        row, column = parse_address(edit.cell)
        cell = found.setdefault(sheet, SheetPlan()).cell(row, column)
        cell.value, cell.reason = check_value(edit.value), edit.reason
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
