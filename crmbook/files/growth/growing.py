"""One sheet that grows: where new rows and columns go, and what they bring with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

from crmbook.files.area import Area, meets
from crmbook.files.cells.plan import KEEP, CellEdit, RowEdit, SheetPlan
from crmbook.files.cells.stored import StoredValues
from crmbook.files.cells.values import check_value
from crmbook.files.growth.column import NewColumns
from crmbook.files.growth.filling import Filling
from crmbook.files.growth.following import ROW_WISE, Downwards, follow_behind
from crmbook.files.growth.parts import follow_names, follow_pivots, follow_table
from crmbook.files.growth.region import region_of
from crmbook.files.growth.rules import follow_rules
from crmbook.files.package import Package
from crmbook.files.workbook_part import SheetEntry, WorkbookPart
from crmbook.i18n import _
from crmbook.model.cells import MAX_COLUMN, MAX_ROW, CellRef, Value
from crmbook.model.errors import FileRefused, UsageError


class GrowingSheet:
    """A sheet of a book to whose region rows and columns are added."""

    def __init__(
        self, package: Package, workbook: WorkbookPart, sheet: SheetEntry, columns: NewColumns
    ) -> None:
        self._package = package
        self._workbook = workbook
        self._sheet = sheet
        self._region = region = columns.region
        self._filling = Filling(sheet.name, region)
        self._growth = Downwards(region.left, region.right, region.first, region.last)
        self._columns = columns

    @classmethod
    def of(
        cls,
        package: Package,
        workbook: WorkbookPart,
        sheet: SheetEntry,
        part: str,
        stored: StoredValues,
    ) -> Self:
        """Look through a sheet. Raises FileRefused when its region cannot be told, or is damaged."""
        region = region_of(package, part, sheet.name, stored)
        return cls(package, workbook, sheet, NewColumns(package, part, sheet.name, region))

    def lead(self, plan: SheetPlan) -> None:
        """Tell the plan of the sheet what is to follow, whatever else happens to its cells."""
        self._plan = plan
        plan.behind.append(follow_behind(self._growth, ROW_WISE))
        plan.behind.append(follow_rules(self._growth, self._sheet.name))
        self._columns.lead(plan)

    def append(
        self, rows: Sequence[Sequence[Value] | Mapping[int | str, Value]], reason: str
    ) -> None:
        """Put rows below the last one. Raises UsageError, FileRefused for rows that do not fit."""
        first = self._free_row()
        self._refuse_taken(first, first + len(rows) - 1)
        for number, values in enumerate(rows, first):
            row = self._row(number, self._placed(values), reason)
            planned = self._plan.rows.get(number)
            if planned is not None:  # beside the region, or a mark
                row.cells = {**planned.cells, **_marked(planned, row)}
            self._plan.rows[number] = row
        self._growth.count = first + len(rows) - 1 - self._growth.last

    def add_column(self, title: str, values: Mapping[int, Value], reason: str) -> None:
        """Put a column behind the last one. Raises UsageError, FileRefused where that cannot be."""
        self._columns.add(title, values, reason)

    def finish(self) -> None:
        """Let what other parts say of the region follow, once the sheet is written."""
        self._columns.finish(self._workbook)
        if not self._growth.count:
            return
        if self._region.table is not None and self._growth.bottom > self._region.bottom:
            follow_table(self._package, self._region.table.part, self._growth)
        follow_names(self._package, self._workbook, self._sheet.name, self._growth)
        follow_pivots(self._package, self._workbook, self._sheet, self._growth)

    def _free_row(self) -> int:
        """Return the row below the last one, those that earlier edits of the plan fill among them."""
        left, right = self._region.left, max(self._region.right, self._columns.right)
        filled = [
            row
            for row, column, edit in self._plan.places()
            if left <= column <= right
            and row < self._region.below
            and (edit.formula or edit.value not in {KEEP, None})
        ]
        return max([self._growth.bottom, *filled]) + 1

    def _row(self, number: int, given: Mapping[int, Value], reason: str) -> RowEdit:
        model = self._region.model
        looks = model.cells if model else {}
        row = RowEdit(attributes=model.looks() if model else b"", reason=reason)
        for column in sorted({*given, *looks, *self._filling.columns}):
            if column < self._region.left or column > max(self._region.right, *given, 0):
                continue
            cell = CellEdit(KEEP, reason=reason, fresh=True)
            cell.style = looks[column].style if column in looks else None
            value = given.get(column)
            if column in self._filling.columns:
                self._refuse_value(value, number, column)
                cell.formula, cell.gives_way = self._filling.formula(column, number), True
            elif value is not None:
                cell.value = value
            row.cells[column] = cell
        return row

    def _refuse_value(self, value: Value, row: int, column: int) -> None:
        if value is not None:
            raise FileRefused(
                _("{cell} is computed; it takes no value").format(
                    cell=CellRef(self._sheet.name, row, column)
                ),
                _("leave this column empty: its formula is filled down"),
            )

    def _placed(self, row: Sequence[Value] | Mapping[int | str, Value]) -> dict[int, Value]:
        """Return the values of a row by column. Raises UsageError for what does not fit."""
        if isinstance(row, Mapping):
            by_column = {self._columns.number(key): value for key, value in row.items()}
        else:
            by_column = dict(enumerate(row, self._region.left))
        most = self._columns.right if self._region.table else MAX_COLUMN
        if by_column and not self._region.left <= min(by_column) <= max(by_column) <= most:
            raise UsageError(
                _("a row of {count} values does not fit into {most} columns").format(
                    count=len(row), most=most - self._region.left + 1
                ),
                _("add the columns first"),
            )
        return {column: check_value(value) for column, value in by_column.items()}

    def _refuse_taken(self, first: int, last: int) -> None:
        region, table = self._region, self._region.table
        if last > MAX_ROW:
            raise FileRefused(
                _("the sheet “{sheet}” is full: it has {most} rows").format(
                    sheet=self._sheet.name, most=MAX_ROW
                ),
                _("begin a new workbook, and keep this one as an archive"),
            )
        if last >= region.below:
            totals = table is not None and table.totals and region.below == region.bottom + 1
            raise FileRefused(
                _("row {row} of “{sheet}” is taken; new rows would go there").format(
                    row=region.below, sheet=self._sheet.name
                ),
                _("turn the totals row (汇总行) off in Excel, then run this again")
                if totals
                else _("insert rows above it in Excel or WPS, then run this again"),
            )
        for other in region.others:
            if meets(other.area, Area(first, region.left, last, region.right)):
                raise FileRefused(
                    _("the table {table} stands where new rows would go").format(table=other.name),
                    _("move it to a sheet of its own, in Excel or WPS"),
                )


def _marked(planned: RowEdit, row: RowEdit) -> dict[int, CellEdit]:
    """Return the cells of a new row with the marks that the plan puts on them already."""
    for column, cell in row.cells.items():
        if column in planned.cells:
            cell.fill = planned.cells[column].fill
    return row.cells
