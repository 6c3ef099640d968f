"""Rows of a generated sheet that change places: what people tied to them follows.

When a month turns up that is earlier than those shown, the rows of the others move down. As when a
person inserts a row in Excel, formulas, names, charts and links go on speaking of the same month,
and notes and drawings on the sheet move with it; a reference to a row that is no more becomes
``#REF!``. What cannot follow: text that INDIRECT makes a reference of, and other workbooks.
"""

from __future__ import annotations

from crmbook.files.moved_rows.notes import move_notes
from crmbook.files.moved_rows.objects import move_objects
from crmbook.files.moved_rows.parts import follow
from crmbook.files.moved_rows.references import Followed
from crmbook.files.moved_rows.rows import Rows
from crmbook.files.package import Package
from crmbook.files.workbook_part import read_workbook_part
from crmbook.model.edits import MoveRows

__all__ = ["move_rows"]


def move_rows(package: Package, edit: MoveRows) -> None:
    """Let everything that is tied to the rows of a sheet follow them; its cells stay.

    Raises UsageError when there is no such sheet, FileRefused for a part that is damaged.
    """
    sheet = read_workbook_part(package).sheet(edit.sheet)
    if sheet.part is None:
        return
    rows = Rows(edit.rows, *edit.below)
    if rows.reordered:
        follow(package, sheet.part, Followed(sheet.name, rows))
    move_notes(package, sheet.part, rows)
    move_objects(package, sheet.part, rows)
