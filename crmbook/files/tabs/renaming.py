"""Renaming a sheet: what refers to it goes on referring to it."""

from __future__ import annotations

from crmbook.files.package import Package
from crmbook.files.spans import Splice
from crmbook.files.tabs.formulas import Renamed
from crmbook.files.tabs.parts import parts_with_formulas, rewrite
from crmbook.files.tabs.sheet_names import refuse_name
from crmbook.files.tabs.structure import refuse_locked, tabs_of
from crmbook.files.tabs.titles import rename_title
from crmbook.files.workbook_part import WorkbookPart, read_workbook_part
from crmbook.i18n import _
from crmbook.model.edits import RenameSheet
from crmbook.model.errors import UsageError


def rename_sheet(package: Package, edit: RenameSheet) -> None:
    """Give a sheet another name, in every formula, name, chart, rule, link, pivot and title too.

    Parts that do not speak of it stay as they are. Macros do not follow, as they do not in Excel.

    Raises UsageError when there is no such sheet or it cannot have that name, FileRefused for a
    book whose sheets must stay as they are.
    """
    workbook = read_workbook_part(package)
    sheet = workbook.sheet(edit.sheet)
    refuse_locked(package, workbook, Splice(package.read(workbook.part)).root)
    if sheet.name == edit.name:
        return
    refuse_name(edit.name)
    _refuse_taken(workbook, sheet.name, edit.name)
    renamed = Renamed(sheet.name, edit.name)
    for part in parts_with_formulas(package):
        rewrite(package, part, renamed.formula)
    splice = Splice(package.read(workbook.part))
    splice.set(tabs_of(splice.root)[workbook.sheets.index(sheet)], "name", edit.name)
    package.replace(workbook.part, splice.finish())
    rename_title(package, renamed)


def _refuse_taken(workbook: WorkbookPart, old: str, new: str) -> None:
    others = (sheet.name.casefold() for sheet in workbook.sheets if sheet.name != old)
    if new.casefold() in others:
        raise UsageError(_("there is another sheet “{name}”").format(name=new))
