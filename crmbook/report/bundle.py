"""Several one-sheet workbooks as one file: the monthly sheets when their book is open (U02)."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from crmbook.files.graft import graft_sheet
from crmbook.files.package import Package
from crmbook.report.palette import TAB_GENERATED


def bundle(sheets: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a workbook with these sheets, (name, workbook of that one sheet), in order."""
    from crmbook.report.memory_book import MemoryBook  # noqa: PLC0415 - loads XlsxWriter

    base = MemoryBook()
    base.sheet(sheets[0][0], TAB_GENERATED)
    package = Package(base.finish(), Path("bundle.xlsx"))
    for name, workbook in sheets:
        graft_sheet(package, name, workbook)
    out = BytesIO()
    package.write(out)
    return out.getvalue()
