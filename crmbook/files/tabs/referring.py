"""Who refers to a sheet: what would be lost with it, found before it is removed."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from crmbook.files.owned import reached
from crmbook.files.package import Package
from crmbook.files.relationships import read_relationships, related
from crmbook.files.spans import parse
from crmbook.files.tabs.formulas import Spoken, texts
from crmbook.files.tabs.parts import met, parts_with_formulas
from crmbook.files.workbook_part import SheetEntry, WorkbookPart
from crmbook.i18n import N_, _
from crmbook.model.errors import FileRefused

#: What a sheet may lead to and other parts of the book speak of, too.
_SHARED: Final = {
    "pivotTable": N_("a pivot table"),
    "slicer": N_("a slicer"),
    "timeline": N_("a timeline"),
    "queryTable": N_("a query"),
}
_CODE_NAME: Final = re.compile(rb"<(?:[\w.-]+:)?sheetPr\b[^>]*?\scodeName\s*=")
_LIVE: Final = re.compile(rb"""<(?:[\w.-]+:)?tr\s[^>]*?\bs\s*=\s*["']([0-9]+)["']""")
_NAME: Final = re.compile(rb"""\s(?:name|sourceName)\s*=\s*["']([^"'<>]*)["']""")
_TABLE_ID: Final = re.compile(rb"""\stableId\s*=\s*["']([0-9]+)["']""")
_HEAD: Final = 1 << 16


def refuse_referred(
    package: Package, workbook: WorkbookPart, sheet: SheetEntry, private: Collection[str]
) -> None:
    """Raise FileRefused when the rest of the book refers to a sheet; it says who does.

    ``private`` are the parts that go with it.
    """
    _refuse_shared(package, workbook, sheet)
    tables = [parse(package.read(part)).attributes for part in _tables(package, sheet)]
    words = texts(table.get("displayName", "") for table in tables)
    spoken = Spoken(sheet.name, [one.name for one in workbook.sheets], words)
    for name in workbook.defined_names:
        own = name.local_sheet == workbook.sheets.index(sheet)
        if not own and spoken.by(name.text):
            raise _referred(sheet, _("the name “{name}”").format(name=name.name))
    gone = {*private, sheet.part, workbook.part}
    ids = {table.get("id", "") for table in tables}
    for part in parts_with_formulas(package):
        if part in gone:
            continue
        said = met(package, part, every=bool(words))
        if any(map(spoken.by, said)) or _uses(package, part, words, ids):
            raise _referred(sheet, _owner(package, workbook, part))


def _refuse_shared(package: Package, workbook: WorkbookPart, sheet: SheetEntry) -> None:
    if sheet.part is None:
        return
    sources = [sheet.part, *_tables(package, sheet)]
    kinds = {rel.kind for source in sources for rel in read_relationships(package, source).values()}
    for kind in sorted(kinds & _SHARED.keys()):
        raise _holding(sheet, _(_SHARED[kind]))
    head = next(package.chunks(sheet.part), b"")[:_HEAD]
    if workbook.related("vbaProject") is not None and _CODE_NAME.search(head):
        raise _holding(sheet, _("a module of macros"))
    live = workbook.related("volatileDependencies")
    if live is not None and str(sheet.sheet_id).encode() in _LIVE.findall(package.read(live)):
        raise _holding(sheet, _("live data"))


def _holding(sheet: SheetEntry, what: str) -> FileRefused:
    return FileRefused(
        _("the sheet “{sheet}” holds {what}, which crmbook does not remove").format(
            sheet=sheet.name, what=what
        ),
        _("delete the sheet in Excel or WPS"),
    )


def _referred(sheet: SheetEntry, where: str) -> FileRefused:
    return FileRefused(
        _("the sheet “{sheet}” is still referred to: {where}").format(
            sheet=sheet.name, where=where
        ),
        _("change that first, or delete the sheet in Excel or WPS"),
    )


def _tables(package: Package, sheet: SheetEntry) -> tuple[str, ...]:
    return () if sheet.part is None else related(package, sheet.part, "table")


def _uses(package: Package, part: str, words: frozenset[str], ids: set[str]) -> bool:
    """Whether a pivot's source, a slicer or a connection is one of the tables."""
    kind = part.replace("\\", "/").rpartition("/")[2].casefold()
    if not words or not kind.startswith(("pivotcachedefinition", "slicercache", "connections")):
        return False
    data = package.read(part)
    named = texts(name.decode("utf-8", "replace") for name in _NAME.findall(data))
    return bool(named & words) or bool({one.decode() for one in _TABLE_ID.findall(data)} & ids)


def _owner(package: Package, workbook: WorkbookPart, part: str) -> str:
    """Return what people call a part: the sheet that it belongs to."""
    for sheet in workbook.sheets:
        if sheet.part is not None and part in _belonging(package, sheet.part):
            return _("the sheet “{name}”").format(name=sheet.name)
    return part


def _belonging(package: Package, part: str) -> set[str]:
    return {part, *reached(package, part)}
