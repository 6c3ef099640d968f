"""今日跟进: the day of each person on paper, a page each, with two columns to write in (FORMS.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from xlsxwriter.worksheet import Worksheet

from crmbook.report.headings import write_headers, write_title
from crmbook.report.memory_book import MemoryBook
from crmbook.report.palette import BAD, BRAND_PALE, GOOD, INPUT, LINE, NEUTRAL, WHITE
from crmbook.report.paper import set_paper
from crmbook.report.values import lines_of, write_value

NAME: Final = "今日跟进"
HEADERS: Final = (
    "序", "为什么", "等级", "公司/编号", "联系人", "电话·微信", "上次跟进", "今天要做", "方式→目标",
    "最晚", "结果", "下次",
)  # fmt: skip
_WIDTHS: Final = (4, 16, 6, 20, 12, 15, 23, 20, 20, 9, 16, 9)
_TYPED: Final = ("结果", "下次")
_WHY: Final = HEADERS.index("为什么")
_HEADER: Final = 1  # its row, 0-based; repeated on every page with the title above it
_LINE_HEIGHT: Final = 15.0
_LEAST_HEIGHT: Final = 34.0  # room for what is written in by hand
_BREAK_LIMIT: Final = 1_023
#: What an item's sign and fill say alike: late, near, in good time.
LOOKS: Final = {"●": BAD, "▲": NEUTRAL, "○": GOOD, "": (WHITE, "#1F2933")}


@dataclass(frozen=True, slots=True)
class DayLine:
    """One line: ``sign`` (a key of LOOKS) and the texts of the columns between 序 and 结果."""

    sign: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayPage:
    """One person's page; ``below``: whom not to contact, and what is put off."""

    headline: str
    lines: Sequence[DayLine]
    below: Sequence[str]


def put_day(book: MemoryBook, title: str, pages: Sequence[DayPage], tab: str) -> None:
    """Add the sheet to a workbook; a page break before each person but the first."""
    worksheet = book.sheet(NAME, tab)
    for at, width in enumerate(_WIDTHS):
        worksheet.set_column(at, at, width)
    write_title(book, worksheet, title)
    write_headers(book, worksheet, _HEADER, HEADERS)
    worksheet.freeze_panes(_HEADER + 1, 0)
    row, breaks = _HEADER + 1, list[int]()
    for page in pages:
        breaks.append(row)
        row = _put_page(book, worksheet, page, row)
    worksheet.ignore_errors({"number_stored_as_text": f"A1:L{row + 1}"})
    set_paper(worksheet, NAME, (0, _HEADER))
    worksheet.set_h_pagebreaks(breaks[1:][:_BREAK_LIMIT])
    worksheet.print_area(0, 0, max(row - 1, _HEADER), len(HEADERS) - 1)


def _put_page(book: MemoryBook, worksheet: Worksheet, page: DayPage, row: int) -> int:
    """Write a person's page; return the row below it."""
    band = book.format(bold=True, font_size=12, bg_color=BRAND_PALE)
    for at in range(len(HEADERS)):
        worksheet.write_blank(row, at, None, band)
    worksheet.write_string(row, 0, page.headline, band)
    worksheet.set_row(row, 24)
    for number, line in enumerate(page.lines, 1):
        _put_line(book, worksheet, row + number, (number, line))
    row += len(page.lines) + 1
    style = book.format(text_wrap=True, valign="top")
    for text in page.below:
        worksheet.merge_range(row, 0, row, len(HEADERS) - 1, text, style)
        worksheet.set_row(row, _LINE_HEIGHT * lines_of(text, sum(_WIDTHS)) + 3)
        row += 1
    return row + 1


def _put_line(book: MemoryBook, worksheet: Worksheet, row: int, line: tuple[int, DayLine]) -> None:
    number, told = line
    rule = {"border": 1, "border_color": LINE, "text_wrap": True}
    text = book.format(num_format="@", **rule)
    fill, ink = LOOKS[told.sign]
    worksheet.write_number(row, 0, number, book.format(align="center", **rule))
    tall = 1
    for at, value in enumerate(told.cells, 1):
        style = book.format(bg_color=fill, font_color=ink, **rule) if at == _WHY else text
        shown = f"{told.sign} {value}".strip() if at == _WHY else value
        write_value(worksheet, row, at, shown, style)
        tall = max(tall, lines_of(shown, _WIDTHS[at]))
    for at in range(len(HEADERS) - len(_TYPED), len(HEADERS)):
        worksheet.write_blank(row, at, None, book.format(bg_color=INPUT, **rule))
    worksheet.set_row(row, max(_LINE_HEIGHT * tall + 4, _LEAST_HEIGHT))
