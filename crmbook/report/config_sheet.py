"""A sheet that steers crmbook, alone, for a team's own workbook that lacks it (``adopt``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crmbook.report.memory_book import MemoryBook
from crmbook.report.register_sheet import Surroundings, draw_register
from crmbook.schema.column import Sheet


def config_sheet(sheet: Sheet, rows: Sequence[Mapping[str, object]], *, plain: bool) -> bytes:
    """Return a workbook with the sheet alone, ready to be grafted; ``plain``: without a table."""
    book = MemoryBook()
    draw_register(book, sheet, rows, Surroundings(plain=plain))
    return book.finish()
