"""行动项 and 复盘 drawn: the typed columns on yellow, what is closed in grey, one row a line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from crmbook.i18n import _
from crmbook.model.cells import Raw, column_letters
from crmbook.model.kept import KeptRow
from crmbook.report.headings import add_table, write_headers, write_title
from crmbook.report.memory_book import MemoryBook
from crmbook.report.palette import FAINT, INPUT, LINE, TAB_GENERATED
from crmbook.report.paper import set_paper
from crmbook.report.values import date_format, lines_of, write_value
from crmbook.schema.kept import KeptColumn, KeptForm, KeptLook

_OWN_WIDTH: Final = 18
_LINE_HEIGHT: Final = 15.5
_TALLEST: Final = 409.0
_SPARE: Final = 50  # rows under the last one that still offer the drop-down


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A sheet to draw: ``faint`` tells which rows are history, ``number`` the format of a figure.

    ``plain``: without a table; ``texts``: dates as texts, for a book that counts them from 1904.
    """

    form: KeptForm
    title: str
    note: str
    rows: Sequence[KeptRow]
    extra: Sequence[str]
    faint: Callable[[KeptRow], bool]
    number: Callable[[KeptRow, str], str]
    plain: bool = False
    texts: bool = False


def kept_sheet(page: KeptPage) -> bytes:
    """Return a workbook with the sheet alone, ready to be grafted."""
    book = MemoryBook()
    worksheet = book.sheet(page.form.name, TAB_GENERATED)
    titles = [*page.form.headers, *page.extra]
    for at, column in enumerate(page.form.columns):
        worksheet.set_column(at, at, column.width, None, {"hidden": column.hidden})
    if page.extra:
        worksheet.set_column(len(page.form.columns), len(titles) - 1, _OWN_WIDTH)
    write_title(book, worksheet, page.title)
    worksheet.write_string(1, 0, page.note, book.format(font_color=FAINT, font_size=9))
    last = 2 + max(len(page.rows), 1)
    add_table(worksheet, (2, 0, last, len(titles) - 1), page.form.table, titles, plain=page.plain)
    write_headers(book, worksheet, 2, titles)
    for line, row in enumerate(page.rows, 3):
        _write_row(book, worksheet, page, (line, row))
    _offer(worksheet, page.form, last + _SPARE)
    worksheet.freeze_panes(3, 3)
    worksheet.ignore_errors(
        {"number_stored_as_text": f"A4:{column_letters(len(titles))}{last + 1}"}
    )
    set_paper(worksheet, page.form.name, (2, 2))
    book.mark_generated(page.form.name)
    return book.finish()


def _write_row(
    book: MemoryBook, worksheet: Worksheet, page: KeptPage, what: tuple[int, KeptRow]
) -> None:
    line, row = what
    ink: dict[str, Any] = {"font_color": FAINT} if page.faint(row) else {}
    tallest = 1
    for at, column in enumerate(page.form.columns):
        value = _value(page, row.cells.get(column.header))
        look = {**_look(column, value, page.number(row, column.header), texts=page.texts), **ink}
        if column.typed and not ink:
            look["bg_color"] = INPUT
        write_value(worksheet, line, at, value, book.format(**look))
        if column.look is KeptLook.WRAPPED and value is not None:
            tallest = max(tallest, lines_of(str(value), column.width))
    for at, header in enumerate(page.extra, len(page.form.columns)):
        value = _value(page, row.extra.get(header))
        shown = date_format(value) if isinstance(value, dt.datetime | dt.timedelta) else "General"
        style = book.format(bottom=1, bottom_color=LINE, text_wrap=True, num_format=shown, **ink)
        write_value(worksheet, line, at, value, style)
    worksheet.set_row(line, min(tallest * _LINE_HEIGHT + 4, _TALLEST))


def _value(page: KeptPage, value: Raw) -> Raw:
    if not page.texts or not isinstance(value, dt.datetime | dt.timedelta):
        return value
    if isinstance(value, dt.timedelta):
        return str(value)
    return value.isoformat(" ", "minutes") if value.time() != dt.time() else f"{value:%Y-%m-%d}"


def _look(column: KeptColumn, value: Raw, number: str, *, texts: bool) -> dict[str, Any]:
    look: dict[str, Any] = {"bottom": 1, "bottom_color": LINE, "num_format": "@"}
    wrapped = column.hidden or column.look is KeptLook.WRAPPED  # else it flows into its neighbour
    look |= {"text_wrap": True} if wrapped else {"align": "center"}
    if isinstance(value, dt.datetime | dt.timedelta):
        look["num_format"] = date_format(value)
    elif column.look is KeptLook.DATE and value is None and not texts:
        look["num_format"] = "yyyy-mm-dd"
    elif isinstance(value, int | float) and not isinstance(value, bool):
        look["num_format"] = number
    return look


def _offer(worksheet: Worksheet, form: KeptForm, last: int) -> None:
    """Offer the words of a typed column; others may be written too."""
    for at, column in enumerate(form.columns):
        if column.choices:
            said = _(column.prompt) if column.prompt else ""
            worksheet.data_validation(3, at, last, at, {
                "validate": "list", "source": list(column.choices), "show_error": False,
                "input_title": column.header if said else "", "input_message": said,
            })  # fmt: skip
