"""A whole xlsx book: which parts are its sheets, and what each of them holds."""

from __future__ import annotations

from collections.abc import Container, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from crmbook.files.grid import Grid, SourceBook
from crmbook.files.package import Package
from crmbook.files.scan.columns import Meaning, build_grid
from crmbook.files.scan.refusals import missing_sheet
from crmbook.files.scan.sheet import read_cells
from crmbook.files.scan.strings import SharedStrings, read_strings
from crmbook.files.scan.styles import read_styles
from crmbook.files.workbook_part import SheetEntry, WorkbookPart, read_workbook_part
from crmbook.i18n import _
from crmbook.model.errors import FileRefused

_WORKSHEET: Final = "worksheet"


def scan_book(
    source: Package | Path | str,
    *,
    sheets: Container[str] | None = None,
    tokenise: bool = True,
) -> SourceBook:
    """Return a workbook (xlsx, xlsm, xltx, xltm), worksheet by worksheet in tab order.

    ``sheets``: the names of those that are wanted (None: all). Chart, dialog and macro sheets hold
    no table and are left out. ``tokenise=False`` reads by the slower, general way alone; it hands
    out the same. Raises FileRefused, naming the file, for what cannot be read rightly.
    """
    package = source if isinstance(source, Package) else Package.open(Path(source))
    try:
        return _scan(package, sheets, tokenise=tokenise)
    except FileRefused as refusal:
        refusal.path = refusal.path or str(package.path)
        raise


def _scan(package: Package, sheets: Container[str] | None, *, tokenise: bool) -> SourceBook:
    workbook = read_workbook_part(package)
    styles = read_styles(_part(package, workbook, "styles"), _part(package, workbook, "theme"))
    strings = workbook.related("sharedStrings")
    texts = read_strings(package.chunks(strings), split=tokenise) if strings else SharedStrings()
    meaning = Meaning(texts, styles, workbook.date1904)
    grids: list[Grid] = []
    for sheet in workbook.sheets:
        part = _worksheet(sheet)
        if part is not None and (sheets is None or sheet.name in sheets):
            with _naming_sheet(sheet.name):
                cells = read_cells(package.chunks(part), tokenise=tokenise)
                grids.append(build_grid(sheet.name, cells, meaning, sheet.state))
    return SourceBook(
        package.path, _format(package), grids, package.sha256, workbook.date1904, styles
    )


@contextmanager
def _naming_sheet(name: str) -> Iterator[None]:
    """Say in a refusal which sheet it is about."""
    try:
        yield
    except FileRefused as refusal:
        what = _("sheet “{name}”: {what}").format(name=name, what=refusal.what)
        raise FileRefused(what, refusal.remedy, path=refusal.path) from refusal


def _part(package: Package, workbook: WorkbookPart, kind: str) -> bytes | None:
    name = workbook.related(kind)
    return None if name is None else package.read(name)


def _worksheet(sheet: SheetEntry) -> str | None:
    """Return the part of a worksheet, None for sheets of other kinds.

    Raises FileRefused when the sheet is listed, but its part is missing or outside of the file.
    """
    if sheet.part is None:
        raise missing_sheet(sheet.name)
    return sheet.part if sheet.kind == _WORKSHEET else None


def _format(package: Package) -> str:
    types = package.find("[Content_Types].xml")
    return "xlsm" if types and b"macroEnabled" in package.read(types) else "xlsx"
