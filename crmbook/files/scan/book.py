"""A whole xlsx book: which parts are its sheets, and what each of them holds."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from crmbook.files.grid import Grid, SourceBook
from crmbook.files.package import Package
from crmbook.files.scan.columns import Meaning, build_grid
from crmbook.files.scan.sheet import read_cells
from crmbook.files.scan.strings import SharedStrings, read_strings
from crmbook.files.scan.styles import read_styles
from crmbook.files.scan.workbook import Workbook, read_workbook
from crmbook.model.errors import FileRefused


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
        if refusal.path is None:
            refusal.path = str(package.path)
        raise


def _scan(package: Package, sheets: Container[str] | None, *, tokenise: bool) -> SourceBook:
    workbook = read_workbook(package)
    styles = read_styles(_part(package, workbook.styles), _part(package, workbook.theme))
    meaning = Meaning(_strings(package, workbook), styles, workbook.date1904)
    grids: list[Grid] = []
    for sheet in workbook.sheets:
        if sheets is None or sheet.name in sheets:
            cells = read_cells(package.chunks(sheet.part), tokenise=tokenise)
            grids.append(build_grid(sheet.name, cells, meaning, sheet.visibility))
    return SourceBook(
        package.path, workbook.format, grids, package.sha256, workbook.date1904, styles
    )


def _strings(package: Package, workbook: Workbook) -> SharedStrings:
    data = _part(package, workbook.strings)
    return SharedStrings() if data is None else read_strings(data)


def _part(package: Package, name: str | None) -> bytes | None:
    return None if name is None else package.read(name)
