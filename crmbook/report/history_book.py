"""The history of a book as a workbook of its own: one sheet of writes, one of their cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from crmbook.i18n import N_, _
from crmbook.model.printable import printable
from crmbook.report.headings import write_headers, write_title
from crmbook.report.memory_book import MemoryBook
from crmbook.report.palette import TAB_GENERATED

#: Header and width of each column.
WRITES: Final = (
    (N_("No."), 6), (N_("When"), 17), (N_("Command"), 16), (N_("Who"), 18), (N_("What"), 44),
    (N_("Cells"), 8), (N_("Reason"), 34), (N_("Version before"), 60),
)  # fmt: skip
CELLS: Final = (
    (N_("No."), 6), (N_("When"), 17), (N_("Cell"), 20), (N_("Before"), 28), (N_("After"), 28),
    (N_("Reason"), 40),
)  # fmt: skip
#: Rows of a sheet in Excel, less title and header.
MOST: Final = 1_048_576 - 2
_WHEN: Final = 1


def history_book(
    title: str, writes: Sequence[Sequence[Any]], cells: Iterable[Sequence[Any]]
) -> bytes:
    """Return the workbook; the rows have the columns of ``WRITES`` and ``CELLS``."""
    book = MemoryBook()
    _sheet(book, _("Writes"), title, WRITES, writes)
    _sheet(book, _("Cells changed"), title, CELLS, cells)
    return book.finish()


def _sheet(
    book: MemoryBook,
    name: str,
    title: str,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[Any]],
) -> None:
    worksheet = book.sheet(name, TAB_GENERATED)
    for column, (_header, width) in enumerate(columns):
        worksheet.set_column(column, column, width)
    write_title(book, worksheet, title)
    write_headers(book, worksheet, 1, [_(header) for header, _width in columns])
    last = 1
    for last, values in enumerate(rows, 2):
        _row(book, worksheet, last, values)
    worksheet.autofilter(1, 0, last, len(columns) - 1)
    worksheet.freeze_panes(2, 0)
    worksheet.set_landscape()
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(1)


def _row(book: MemoryBook, worksheet: Worksheet, row: int, values: Sequence[Any]) -> None:
    plain = book.format(valign="top", text_wrap=True)
    date = book.format(valign="top", num_format="yyyy-mm-dd hh:mm", align="left")
    for column, value in enumerate(values):
        if column == _WHEN:
            worksheet.write_datetime(row, column, value, date)
        elif isinstance(value, str):
            worksheet.write_string(row, column, printable(value), plain)
        elif value is not None:
            worksheet.write(row, column, value, plain)
