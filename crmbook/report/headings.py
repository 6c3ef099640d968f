"""Title lines, header rows and tables, alike on every sheet made here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from crmbook.report.memory_book import MemoryBook
from crmbook.report.palette import BRAND, LINE, WHITE

#: A column of a table: its ``header``, perhaps the ``formula`` that Excel fills into new rows.
Heading = Mapping[str, str]
Area = tuple[int, int, int, int]  # first row, first column, last row, last column; 0-based


def write_title(book: MemoryBook, worksheet: Worksheet, text: str) -> None:
    """Write the title into A1."""
    worksheet.set_row(0, 27)
    worksheet.write_string(0, 0, text, book.format(bold=True, font_size=14, font_color=BRAND))


def header_format(book: MemoryBook, fill: str = BRAND, ink: str = WHITE) -> Format:
    """Return the format of a header cell."""
    return book.format(
        bold=True, bg_color=fill, font_color=ink, align="center", text_wrap=True, border=1,
        border_color=LINE,
    )  # fmt: skip


def write_headers(book: MemoryBook, worksheet: Worksheet, row: int, headers: Sequence[str]) -> None:
    """Write a header row (0-based ``row``) in the one colour of generated sheets."""
    worksheet.set_row(row, 30)
    for column, header in enumerate(headers):
        worksheet.write_string(row, column, header, header_format(book))


def add_table(
    worksheet: Worksheet, area: Area, name: str, headers: Sequence[str | Heading], *, plain: bool
) -> None:
    """Put a table (ListObject) over header and rows, or a filter alone where ``plain``.

    To be called before the headers are written: XlsxWriter writes them too, without a format.
    """
    if plain:
        worksheet.autofilter(*area)
        return
    columns = [{"header": one} if isinstance(one, str) else dict(one) for one in headers]
    style = {"name": name, "style": "Table Style Light 1", "banded_rows": False}
    worksheet.add_table(*area, {**style, "columns": columns})
