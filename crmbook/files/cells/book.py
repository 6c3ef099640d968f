"""One book whose cells are edited: a plan for each sheet, and what its sheets share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crmbook.files.calculation import ask_for_calculation
from crmbook.files.cells.formats import CellFormats
from crmbook.files.cells.marking import SheetMarks
from crmbook.files.cells.plan import SheetPlan
from crmbook.files.cells.protection import protection_note
from crmbook.files.cells.sheet import SheetRewriter
from crmbook.files.cells.stored import StoredValues
from crmbook.files.dependents import may_be_read
from crmbook.files.package import Package
from crmbook.files.spans import Splice
from crmbook.files.workbook_part import (
    SheetEntry,
    WorkbookPart,
    read_workbook_part,
    refuse_signed_or_tracked,
)
from crmbook.i18n import _
from crmbook.model.errors import FileRefused
from crmbook.model.receipt import CellChange

if TYPE_CHECKING:
    from crmbook.files.growth import GrowingSheet


@dataclass(slots=True)
class BookCells:
    """The plans of all sheets of one book.

    ``afterwards`` are done when the sheets are written: what other parts owe to the edits;
    ``notes`` are what a reader must know of them.
    """

    package: Package
    workbook: WorkbookPart
    formats: CellFormats
    plans: dict[SheetEntry, SheetPlan] = field(default_factory=dict)
    afterwards: list[Callable[[], None]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _marks: dict[SheetEntry, SheetMarks] = field(default_factory=dict)
    _growing: dict[SheetEntry, GrowingSheet] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Package) -> BookCells:
        """Return a book without plans. Raises FileRefused for one that no edit may touch."""
        workbook = read_workbook_part(package)
        refuse_signed_or_tracked(package, workbook)
        return cls(package, workbook, CellFormats(package, workbook))

    def plan(self, sheet: str) -> SheetPlan:
        """Return the plan of a sheet, whatever the case of its name. Raises UsageError: none."""
        return self.plans.setdefault(self.workbook.sheet(sheet), SheetPlan())

    def marks(self, sheet: str) -> SheetMarks:
        """Return the marks on a sheet. Raises UsageError: none; FileRefused: no worksheet."""
        entry = self.workbook.sheet(sheet)
        if entry not in self._marks:
            marks = SheetMarks(self.package, self.part(entry), self.plan(sheet))
            self.afterwards.append(marks.finish)
            self._marks[entry] = marks
        return self._marks[entry]

    def growing(self, sheet: str) -> GrowingSheet:
        """Return a sheet to which rows or columns are added. Raises as :meth:`marks` does."""
        from crmbook.files.growth import GrowingSheet  # noqa: PLC0415 - growing is rare

        entry = self.workbook.sheet(sheet)
        if entry not in self._growing:
            stored = StoredValues(self.package, self.workbook, self.formats)
            growing = GrowingSheet.of(self.package, self.workbook, entry, self.part(entry), stored)
            growing.lead(self.plan(sheet))
            self.afterwards.append(growing.finish)
            self._growing[entry] = growing
        return self._growing[entry]

    def part(self, sheet: SheetEntry) -> str:
        """Return the part of a worksheet. Raises FileRefused when it has none of its own."""
        shared = [other for other in self.workbook.sheets if other.part == sheet.part]
        if sheet.part is None or sheet.kind != "worksheet" or len(shared) > 1:
            raise FileRefused(
                _("the sheet “{name}” is no worksheet of its own").format(name=sheet.name),
                _("name a sheet with cells, or save the workbook again in Excel or WPS"),
            )
        return sheet.part

    def carry_out(self) -> tuple[CellChange, ...]:
        """Write every sheet once; return the cells whose values change."""
        stored = StoredValues(self.package, self.workbook, self.formats)
        changes: list[CellChange] = []
        formulas: dict[str, bool] = {}
        for sheet, plan in self.plans.items():
            part = self.part(sheet)
            rewriter = SheetRewriter(sheet.name, self.package, part, self.formats, stored)
            changes += rewriter.carry_out(plan)
            if rewriter.locked:
                self.notes.append(protection_note(sheet.name))
            formulas[part] = rewriter.has_formulas
        self.formats.save()
        for finish in self.afterwards:
            finish()
        if changes and self._calculation_is_due(changes, formulas):
            splice = Splice(self.package.read(self.workbook.part))
            ask_for_calculation(splice)
            self.package.replace(self.workbook.part, splice.finish())
        return tuple(changes)

    def _calculation_is_due(self, changes: list[CellChange], formulas: dict[str, bool]) -> bool:
        """Whether formulas are new, or may read what changes; ``formulas``: which parts have any."""
        places = (edit for plan in self.plans.values() for _row, _column, edit in plan.places())
        if any(edit.formula for edit in places):
            return True
        cells = (change.ref for change in changes)
        workbook = read_workbook_part(self.package)  # names may have grown with their rows
        return may_be_read(self.package, workbook, cells, formulas)
