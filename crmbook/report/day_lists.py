"""The lists that go with 今日跟进: whom to call, whom to write to, what was left lying (M68, M106)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from xlsxwriter.worksheet import Worksheet

from crmbook.report.headings import write_headers, write_title
from crmbook.report.memory_book import MemoryBook
from crmbook.report.palette import FAINT, INPUT, LINE
from crmbook.report.paper import set_paper
from crmbook.report.values import lines_of, write_formula, write_value

_LINE_HEIGHT: Final = 15.0
_LINK_LIMIT: Final = 65_530  # what Excel takes on one sheet


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list. ``typed``: people fill it in, from ``choices`` where it has some."""

    header: str
    width: int
    typed: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DayList:
    """A list: rows of texts, one a column that nobody types into; ``links``: by (row, column)."""

    name: str
    title: str
    columns: tuple[ListColumn, ...]
    rows: Sequence[Sequence[str]]
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    note: str = ""


def put_list(book: MemoryBook, page: DayList, tab: str) -> None:
    """Add the list to a workbook; A4, its header on every page."""
    worksheet = book.sheet(page.name, tab)
    for at, column in enumerate(page.columns):
        worksheet.set_column(at, at, column.width)
    write_title(book, worksheet, page.title)
    worksheet.write_string(1, 0, page.note, book.format(font_color=FAINT))
    write_headers(book, worksheet, 2, [column.header for column in page.columns])
    for number, row in enumerate(page.rows):
        _put_row(book, worksheet, page, (number, row))
    last = max(len(page.rows) + 2, 3)
    for at, column in enumerate(page.columns):
        if column.choices:
            choice = {"validate": "list", "source": list(column.choices), "error_type": "warning"}
            worksheet.data_validation(3, at, last, at, choice)
    worksheet.autofilter(2, 0, last, len(page.columns) - 1)
    worksheet.freeze_panes(3, 0)
    worksheet.ignore_errors({"number_stored_as_text": f"A1:Z{last + 1}"})
    set_paper(worksheet, page.name, (0, 2))


def _hyperlink(link: str, text: str) -> str:
    """Return a link as a formula: what XlsxWriter knows of links does not include ``tel:``."""
    return '=HYPERLINK("{}","{}")'.format(*(part.replace('"', '""') for part in (link, text)))


def _put_row(
    book: MemoryBook, worksheet: Worksheet, page: DayList, row: tuple[int, Sequence[str]]
) -> None:
    number, cells = row
    rule = {"border": 1, "border_color": LINE, "text_wrap": True}
    values, tall = iter(cells), 1
    for at, column in enumerate(page.columns):
        if column.typed:
            worksheet.write_blank(number + 3, at, None, book.format(bg_color=INPUT, **rule))
            continue
        value, link = next(values), page.links.get((number, at))
        tall = max(tall, lines_of(value, column.width))
        if link is None or len(page.links) > _LINK_LIMIT:
            write_value(worksheet, number + 3, at, value, book.format(num_format="@", **rule))
        else:
            style = book.format(font_color="#0563C1", underline=1, num_format="@", **rule)
            write_formula(worksheet, (number + 3, at), _hyperlink(link, value), style, value)
    worksheet.set_row(number + 3, max(_LINE_HEIGHT * tall + 4, 22))
