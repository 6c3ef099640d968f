"""归档 alone: the rows taken out of the registers, as they stood (M39)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from crmbook.model.cells import Value
from crmbook.report.memory_book import MemoryBook
from crmbook.report.palette import TAB_CONFIG
from crmbook.report.values import date_format, write_value
from crmbook.schema.archive import ARCHIVE, TITLES

_WIDTH: Final = 16


def archive_sheet(titles: Sequence[str], rows: Sequence[Mapping[str, Value]]) -> bytes:
    """Return a workbook with 归档 alone, ready to be grafted: people's data, no table, row 1 titles."""
    book = MemoryBook()
    worksheet = book.sheet(ARCHIVE, TAB_CONFIG, grid=True)
    worksheet.set_column(0, len(titles) - 1, _WIDTH)
    for at, title in enumerate(titles):
        worksheet.write_string(0, at, title, book.format(bold=True, bottom=1, text_wrap=True))
    for line, row in enumerate(rows, 1):
        for at, title in enumerate(titles):
            value = row.get(title)
            if value is not None:
                write_value(worksheet, line, at, value, book.format(num_format=_shown(value)))
    worksheet.freeze_panes(1, len(TITLES))
    return book.finish()


def _shown(value: Value) -> str:
    if isinstance(value, str):
        return "@"
    return "General" if isinstance(value, bool | int | float) else date_format(value)
