"""What a workbook carries, told from the kinds of its parts."""

from __future__ import annotations

from pathlib import Path

from crmbook.files.package import Package
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
