"""``meeting -o X.xlsx``: the same page as a workbook of its own, a sheet for each part (U16)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from crmbook.i18n import _
from crmbook.report.headings import write_headers, write_title
from crmbook.report.meeting_page import Cell, Page, Section
from crmbook.report.memory_book import MemoryBook
from crmbook.report.palette import BAD, BRAND, FAINT, GOOD, LINE, TAB_GENERATED
from crmbook.report.paper import set_paper

_FIRST: Final = "周会"
_LABEL, _VALUE, _NOTE = 24, 16, 70
_NO_NAME: Final = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME: Final = 31
_WIDEST: Final = 36


def meeting_book(page: Page) -> bytes:
    """Return the workbook."""
    book = MemoryBook()
    _front(book, page)
    for part in page.sections:
        if part.rows:
            _sheet(book, part)
    return book.finish()


def _front(book: MemoryBook, page: Page) -> None:
    """Write verdict and cards, then everything that is said and stands in no table."""
    worksheet = book.sheet(_FIRST, TAB_GENERATED)
    for column, width in enumerate((_LABEL, _VALUE, _NOTE)):
        worksheet.set_column(column, column, width)
    write_title(book, worksheet, f"{page.title} · {page.book}")
    fill, ink = GOOD if page.ready else BAD
    verdict = book.format(bold=True, font_size=12, bg_color=fill, font_color=ink, text_wrap=True)
    worksheet.merge_range(1, 0, 1, 2, f"{'✓' if page.ready else '✗'} {page.verdict}", verdict)
    worksheet.set_row(1, 18 * (1 + 2 * len(page.verdict) // (_LABEL + _VALUE + _NOTE)))
    row = _lines(book, worksheet, 2, page.said)
    for card in page.cards:
        worksheet.write_string(row, 0, card.label, book.format())
        worksheet.write_string(
            row,
            1,
            card.value,
            book.format(bold=True, font_size=14, font_color=BRAND, align="right"),
        )
        worksheet.write_string(row, 2, card.note, book.format(font_color=FAINT, indent=1))
        row += 1
    for title, lines in (
        (_("What the book cannot tell"), page.unknown),
        (_("Note:"), page.remarks),
    ):
        if lines:
            worksheet.write_string(row + 1, 0, title, book.format(bold=True))
            row = _lines(book, worksheet, row + 2, lines)
    set_paper(worksheet, page.title, pages=1)


def _lines(book: MemoryBook, worksheet: Worksheet, row: int, lines: Sequence[str]) -> int:
    """Write lines over all columns; return the row after them."""
    for at, line in enumerate(lines, row):
        worksheet.merge_range(at, 0, at, 2, line, book.format(text_wrap=True))
        worksheet.set_row(at, 16 * (1 + 2 * len(line) // (_LABEL + _VALUE + _NOTE)))
    return row + len(lines)


def _sheet(book: MemoryBook, part: Section) -> None:
    name = _NO_NAME.sub(" ", part.title).strip()[:_LONGEST_NAME]
    worksheet = book.sheet(name, TAB_GENERATED)
    write_title(book, worksheet, part.title)
    said = "　".join((*part.said, part.note)).strip()
    worksheet.write_string(1, 0, said, book.format(font_color=FAINT))
    write_headers(book, worksheet, 2, list(part.headers))
    for at, row in enumerate(part.rows, 3):
        for column, cell in enumerate(row):
            _write(book, worksheet, (at, column), cell)
    for column, header in enumerate(part.headers):
        texts = [header + "　", *(row[column].text for row in part.rows)]
        worksheet.set_column(column, column, min(max(map(_width, texts)) + 2, _WIDEST))
    worksheet.autofilter(2, 0, 2 + len(part.rows), len(part.headers) - 1)
    worksheet.freeze_panes(3, 0)
    set_paper(worksheet, part.title, (2, 2))


def _write(book: MemoryBook, worksheet: Worksheet, place: tuple[int, int], cell: Cell) -> None:
    """Write a cell as the number that it is, in the form that its text has."""
    row, column = place
    form: dict[str, Any] = {"bottom": 1, "bottom_color": LINE}
    if cell.number is None or not cell.figure or not cell.text[:1].isdigit():
        align = "left" if cell.number is None or not cell.figure else "right"
        worksheet.write_string(row, column, cell.text, book.format(**form, align=align))
        return
    worksheet.write_number(
        row, column, cell.number, book.format(**form, num_format=_form(cell.text))
    )


def _form(text: str) -> str:
    """Return the number format of ``15.0%``, ``1,511.4`` or ``30``."""
    decimals = len(text.rstrip("%").partition(".")[2])
    return (
        "#,##0" + ("." + "0" * decimals if decimals else "") + ("%" if text.endswith("%") else "")
    )


def _width(text: str) -> int:
    return sum(1 + (char > "⺀") for char in text)
