"""Removing a sheet to which nothing else in the book refers, with all that belongs to it alone."""

from __future__ import annotations

from typing import Final

from crmbook.files.attributes import whole_number
from crmbook.files.calculation import ask_for_calculation, drop_chain
from crmbook.files.content_types import drop_content_type
from crmbook.files.formulas import has_formulas
from crmbook.files.owned import private_parts
from crmbook.files.package import Package
from crmbook.files.relationships import remove_relationships
from crmbook.files.spans import Span, Splice
from crmbook.files.tabs.referring import refuse_referred
from crmbook.files.tabs.structure import refuse_locked, tabs_of
from crmbook.files.tabs.titles import drop_title
from crmbook.files.workbook_part import SheetEntry, WorkbookPart, read_workbook_part
from crmbook.i18n import _
from crmbook.model.edits import RemoveSheet
from crmbook.model.errors import FileRefused

_VISIBLE: Final = "visible"


def remove_sheet(package: Package, edit: RemoveSheet) -> None:
    """Remove a sheet, its own names, and the parts that only it leads to.

    Raises UsageError when there is no such sheet; FileRefused when something else refers to it,
    when it is the last one that is shown, and for a book whose sheets must stay as they are.
    """
    workbook = read_workbook_part(package)
    sheet = workbook.sheet(edit.sheet)
    splice = Splice(package.read(workbook.part))
    refuse_locked(package, workbook, splice.root)
    _refuse_last(workbook, sheet)
    _refuse_shared(workbook, sheet)
    private = set() if sheet.part is None else private_parts(package, sheet.part)
    refuse_referred(package, workbook, sheet, private)
    part = sheet.part or ""
    if has_formulas(package, workbook, {part: False}):
        ask_for_calculation(splice)  # INDIRECT and SHEETS may have seen it
    _unlist(splice, workbook, sheet)
    package.replace(workbook.part, splice.finish())
    drop_chain(package, workbook, sheet.sheet_id)
    remove_relationships(package, workbook.part, {sheet.relation_id})
    for name in sorted(private | ({part} if part else set())):
        package.remove(name)
        drop_content_type(package, name)
    drop_title(package, sheet.name)


def _refuse_shared(workbook: WorkbookPart, sheet: SheetEntry) -> None:
    """Raise FileRefused for a tab whose cells are those of another one, too."""
    if any(one is not sheet and one.part == sheet.part for one in workbook.sheets if one.part):
        raise FileRefused(
            _("the sheet “{name}” is no worksheet of its own").format(name=sheet.name),
            _("name a sheet with cells, or save the workbook again in Excel or WPS"),
        )


def _refuse_last(workbook: WorkbookPart, sheet: SheetEntry) -> None:
    others = [one for one in workbook.sheets if one is not sheet]
    if not any(one.state == _VISIBLE for one in others):
        raise FileRefused(
            _("“{sheet}” is the last sheet that is shown").format(sheet=sheet.name),
            _("a workbook needs one; show or add another and retry"),
        )


def _unlist(splice: Splice, workbook: WorkbookPart, sheet: SheetEntry) -> None:
    """Take the sheet out of the workbook part; what counts tabs counts on without it."""
    index = workbook.sheets.index(sheet)
    splice.replace(tabs_of(splice.root)[index], "")
    _drop_names(splice, index)
    active = _next_tab(workbook, index)
    for view in _children(splice.root, "bookViews"):
        _count_down(splice, view, "firstSheet", index)
        if int(view.attributes.get("activeTab", "0")) == index:
            splice.set(view, "activeTab", str(active - (active > index)))
        else:
            _count_down(splice, view, "activeTab", index)
    for view in _children(splice.root, "customWorkbookViews"):
        if view.attributes.get("activeSheetId") == str(sheet.sheet_id):
            splice.set(view, "activeSheetId", str(workbook.sheets[active].sheet_id))


def _drop_names(splice: Splice, index: int) -> None:
    names = _children(splice.root, "definedNames")
    own = [name for name in names if name.attributes.get("localSheetId") == str(index)]
    container = splice.root.find("definedNames")
    if own and len(own) == len(names) and container is not None:
        splice.replace(container, "")  # an empty list is against the schema
        return
    for name in own:
        splice.replace(name, "")
    for name in names:
        if name not in own:
            _count_down(splice, name, "localSheetId", index)


def _next_tab(workbook: WorkbookPart, index: int) -> int:
    """Return the index of the tab to show instead: the next that is shown, else the one before."""
    shown = [at for at, one in enumerate(workbook.sheets) if one.state == _VISIBLE and at != index]
    return next((at for at in shown if at > index), shown[-1])


def _count_down(splice: Splice, span: Span, attribute: str, index: int) -> None:
    number = whole_number(span.attributes.get(attribute, "0"))
    if number > index:
        splice.set(span, attribute, str(number - 1))


def _children(root: Span, name: str) -> list[Span]:
    container = root.find(name)
    return [] if container is None else list(container.children)
