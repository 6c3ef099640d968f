"""What a workbook carries, told from the kinds of its parts."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from crmbook.files.package import Package
from crmbook.files.relationships import read_relationships
from crmbook.files.workbook_part import read_workbook_part
from crmbook.model.errors import CrmbookError


def holds_tables(path: Path) -> bool:
    """Whether a workbook has ListObjects; a legacy-shared one cannot hold any (U16).

    Nothing is refused here: what is no package (xls, csv) has none.
    """
    try:
        names = Package.open(path).names
    except CrmbookError:
        return False
    return any("/tables/" in name.replace("\\", "/").lower() for name in names)


def counts_from_1904(path: Path) -> bool:
    """Whether a workbook counts its dates from 1904: no sheet that shows dates can be put in."""
    try:
        return read_workbook_part(Package.open(path)).date1904
    except CrmbookError:
        return False


#: What belongs to cells, or to nobody: the rest was put on a sheet by hand.
_OF_CELLS: Final = frozenset({"table", "hyperlink", "printerSettings", "queryTable"})


def sheets_with_objects(path: Path) -> frozenset[str]:
    """Return the sheets that hold more than cells: notes, charts, pictures, pivot tables."""
    try:
        package = Package.open(path)
        sheets = read_workbook_part(package).sheets
        return frozenset(
            sheet.name
            for sheet in sheets
            if sheet.part is not None
            and {rel.kind for rel in read_relationships(package, sheet.part).values()} - _OF_CELLS
        )
    except CrmbookError:
        return frozenset()


def generated_sheets(path: Path) -> frozenset[str] | None:
    """Return the sheets that crmbook made, told by their local name ``_crmbook``; None: no xlsx."""
    try:
        workbook = read_workbook_part(Package.open(path))
    except CrmbookError:
        return None
    return frozenset(
        workbook.sheets[name.local_sheet].name
        for name in workbook.defined_names
        if name.name == "_crmbook" and name.local_sheet is not None
    )
