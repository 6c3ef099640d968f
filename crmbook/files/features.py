"""What a workbook carries, told from the kinds of its parts."""

from __future__ import annotations

from pathlib import Path

from crmbook.files.package import Package
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
