"""The rows that an import could not take, as a workbook to mend and to import again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from xlsxwriter.worksheet import Worksheet

from crmbook.model.cells import UNCACHED, CellError, Raw
from crmbook.report.headings import write_headers
from crmbook.report.memory_book import MemoryBook
from crmbook.report.palette import TAB_GENERATED
from crmbook.report.values import date_format, width_of, write_value

#: The name of its one sheet.
SHEET: Final = "未导入"
_WIDEST: Final = 40
_REASON: Final = 44
_SAMPLED: Final = 50


def rejects_book(titles: Sequence[str], rows: Sequence[Sequence[Raw]]) -> bytes:
    """Return the workbook: titles in row 1, the rows below with their values as they stood.

    Text stays text (``=1+1``, 0571, 1.38E+10); cells are text cells, so that a phone that is typed
    anew keeps its digits. The last column is 原因.
    """
    book = MemoryBook()
    worksheet = book.sheet(SHEET, TAB_GENERATED, grid=True)
    for column, title in enumerate(titles):
        reason = column == len(titles) - 1
        width = _REASON if reason else _width(title, [row[column] for row in rows[:_SAMPLED]])
        worksheet.set_column(column, column, width, book.format(num_format="@"))
    write_headers(book, worksheet, 0, titles)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _cell(book, worksheet, (number, column), value)
    worksheet.autofilter(0, 0, max(len(rows), 1), len(titles) - 1)
    worksheet.freeze_panes(1, 0)
    return book.finish()


def _cell(book: MemoryBook, worksheet: Worksheet, place: tuple[int, int], value: Raw) -> None:
    if value is None or value is UNCACHED:
        return
    if isinstance(value, CellError):
        value = str(value)
    if isinstance(value, dt.datetime | dt.timedelta):
        style = book.format(num_format=date_format(value), align="left")
    elif isinstance(value, str):
        style = book.format(num_format="@", valign="top")
    else:
        style = book.format()
    write_value(worksheet, *place, value, style)


def _width(title: str, values: Sequence[Raw]) -> int:
    longest = max((width_of(str(value)) for value in values if value is not None), default=0)
    return min(_WIDEST, max(8, width_of(title) + 2, longest + 2))
