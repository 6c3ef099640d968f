"""Columns at the right end of a region: a title, a width, a place in the table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from crmbook.files.area import Area, meets
from crmbook.files.attributes import whole_number
from crmbook.files.cells.markup import attribute, opening, with_attribute
from crmbook.files.cells.plan import CellEdit, RowEdit, SheetPlan
from crmbook.files.growth.following import COLUMN_WISE, Rightwards, follow_behind
from crmbook.files.growth.parts import PRINTED, follow_names, follow_table
from crmbook.files.growth.region import Region
from crmbook.files.growth.survey import first_filled
from crmbook.files.package import Package
from crmbook.files.spans import Splice, escape
from crmbook.files.workbook_part import WorkbookPart
from crmbook.i18n import _
from crmbook.model.cells import MAX_COLUMN, CellRef, Value
from crmbook.model.errors import FileRefused, UsageError

_LONGEST_TITLE: Final = 255
#: Line breaks and tabs, and an underscore that would be taken for the start of such a code.
_SPECIAL: Final = re.compile(r"[\x00-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")


class NewColumns:
    """The columns that one sheet gets."""

    def __init__(self, package: Package, part: str, sheet: str, region: Region) -> None:
        self._package = package
        self._part = part
        self._sheet = sheet
        self.region = region
        blank = not region.titles and region.table is None  # then the first title makes a row
        self._row = 1 if blank else region.titles
        self._growth = Rightwards(region.left, 0 if blank else region.right, self._row)
        self._titles: list[str] = []

    def lead(self, plan: SheetPlan) -> None:
        """Tell the plan of the sheet what is to follow."""
        self._plan = plan
        plan.before.append(self._wide)
        plan.behind.append(follow_behind(self._growth, COLUMN_WISE))

    @property
    def right(self) -> int:
        """The last column, the new ones among them."""
        return self._growth.right + self._growth.count

    def number(self, key: int | str) -> int:
        """Return the column that a number or the title of a new column means."""
        if isinstance(key, int):
            return key
        if key not in self._titles:
            raise UsageError(_("there is no column “{title}”").format(title=key))
        return self._growth.right + 1 + self._titles.index(key)

    def add(self, title: str, values: Mapping[int, Value], reason: str) -> None:
        """Put a title behind the last one, looking like it. Raises UsageError, FileRefused."""
        column = self.right + 1
        self._refuse_known(title)
        self._refuse_taken(column)
        edit = CellEdit(title, reason=reason)
        edit.style = self.region.title_style
        self._plan.rows.setdefault(self._row, RowEdit()).cells[column] = edit
        for row, value in values.items():
            cell = self._plan.cell(row, column)
            cell.value, cell.reason = value, reason
        self._titles.append(title)
        self._growth.count += 1

    def finish(self, workbook: WorkbookPart) -> None:
        """Let the table and the names that say where the data are follow."""
        if not self._titles:
            return
        if self.region.table is not None:
            follow_table(self._package, self.region.table.part, self._growth)
            self._name_columns(self.region.table.part)
        follow_names(self._package, workbook, self._sheet, self._growth, PRINTED)

    def _name_columns(self, part: str) -> None:
        splice = Splice(self._package.read(part))
        columns = splice.root.find("tableColumns")
        if columns is None:
            return
        known = [whole_number(one.attributes.get("id", "0")) for one in columns.children]
        for number, title in enumerate(self._titles, max([0, *known]) + 1):
            name = _as_name(self._written(number - max([0, *known]) - 1, title))
            splice.append(columns, f'<{columns.prefix}tableColumn id="{number}" name="{name}"/>')
        splice.set(columns, "count", str(len(known) + len(self._titles)))
        self._package.replace(part, splice.finish())

    def _written(self, at: int, title: str) -> str:
        """Return what the title's cell is to hold: a later edit of the plan may have changed it."""
        cell = self._plan.rows[self._row].cells[self._growth.right + 1 + at]
        return cell.value if isinstance(cell.value, str) else title

    def _refuse_known(self, title: str) -> None:
        if not title.strip() or len(title) > _LONGEST_TITLE:
            raise UsageError(
                _("a column's title has 1 to {most} characters").format(most=_LONGEST_TITLE)
            )
        if self._row < 1:
            raise FileRefused(
                _("“{sheet}” has no row of titles, so no column can be added").format(
                    sheet=self._sheet
                ),
                _("show the header row of the table in Excel or WPS"),
            )
        names = [*self.region.known, *self._titles]
        if title.casefold() in (name.casefold() for name in names):
            self._refuse_hidden(title)
            raise UsageError(_("there is a column “{title}” already").format(title=title))

    def _refuse_hidden(self, title: str) -> None:
        """Raise FileRefused for a title that only the table knows: its cell was emptied."""
        table = self.region.table
        names = [name.casefold() for name in table.names] if table else []
        if table is None or title.casefold() not in names:
            return
        column = table.area.first_column + names.index(title.casefold())
        if not first_filled(self._package, self._part, Area(self._row, column, self._row, column)):
            cell = CellRef(self._sheet, self._row, column)
            raise FileRefused(
                _("{cell} is empty, where the table {table} has its title “{title}”").format(
                    cell=cell, table=table.name, title=title
                ),
                _("type the title into it again, in Excel or WPS"),
            )

    def _refuse_taken(self, column: int) -> None:
        region = self.region
        bottom = max(region.bottom, region.last) + bool(region.table and region.table.totals)
        area = Area(self._row, column, max(bottom, self._row), column)
        if column > MAX_COLUMN:
            raise FileRefused(
                _("the sheet “{sheet}” has no column left").format(sheet=self._sheet),
                _("remove columns that nobody needs"),
            )
        taken = first_filled(self._package, self._part, area)
        others = any(meets(other.area, area) for other in region.others)
        if taken or others:
            cell = CellRef(self._sheet, taken or self._row, column)
            raise FileRefused(
                _("{cell} is taken; a new column would go there").format(cell=cell),
                _("move what stands right of the data, in Excel or WPS"),
            )

    def _wide(self, before: bytes, mask: bytes) -> bytes:
        """Return what stands before the rows with new columns as wide as the last one."""
        if not self._titles:
            return before
        right, prefix = self._growth.right, self.region.prefix
        found = {_span(match[1]): match for match in opening(prefix + b"col").finditer(mask)}
        model = next((span for span in found if span[0] <= right <= span[1]), None)
        first, last = right + 1, right + self._growth.count
        free = all(high < first or low > last for low, high in found)
        if model is None or not free:
            return before
        attributes = with_attribute(found[model][1], b"min", b"%d" % first)
        attributes = with_attribute(attributes, b"max", b"%d" % last)
        for hiding in (b"hidden", b"collapsed", b"outlineLevel"):
            attributes = with_attribute(attributes, hiding, None)
        at = (
            _behind(mask, found[model].end(), prefix) if not found[model][2] else found[model].end()
        )
        return before[:at] + b"<%scol%s/>" % (prefix, attributes) + before[at:]


def _behind(mask: bytes, at: int, prefix: bytes) -> int:
    return mask.index(b">", mask.index(b"</%scol" % prefix, at)) + 1


def _span(attributes: bytes) -> tuple[int, int]:
    low, high = (whole_number(attribute(attributes, name) or b"0") for name in (b"min", b"max"))
    return low, high


def _as_name(title: str) -> str:
    """Return a title as a table names it: with ``_x000a_`` for what an attribute cannot hold."""
    return escape(_SPECIAL.sub(lambda found: f"_x{ord(found[0]):04x}_", title))
