"""Decision sheets: proposals line by line, a drop-down 是/否/待定 in front of each (DESIGN 4)."""

from __future__ import annotations

from typing import Any, Final

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from crmbook.i18n import _
from crmbook.model.cells import Value, quote_sheet
from crmbook.model.proposals import Decision
from crmbook.report.decision_page import DecisionLine, DecisionPage
from crmbook.report.headings import add_table, write_headers, write_title
from crmbook.report.memory_book import MemoryBook
from crmbook.report.palette import FAINT, GOOD, INPUT, LINE, TAB_GENERATED
from crmbook.report.paper import set_paper
from crmbook.report.values import lines_of, write_value
from crmbook.schema.decisions import STATE, DecisionForm, FormColumn, Look

_OWN_WIDTH: Final = 18
_LINE_HEIGHT: Final = 15.5
_TALLEST: Final = 409.0
_LINK: Final = "#0563C1"
_LINKED: Final = 20_000  # lines whose records are linked: Excel takes 65,530 links on a sheet


def decision_sheet(page: DecisionPage) -> bytes:
    """Return a workbook with the sheet alone, ready to be grafted."""
    book = MemoryBook()
    worksheet = book.sheet(page.form.name, TAB_GENERATED)
    for at, width in enumerate(_widths(page)):
        worksheet.set_column(at, at, width)
    header = _write_head(book, worksheet, page)
    titles = [*page.form.headers, *page.extra]
    last = header + max(len(page.lines), 1)
    area = (header, 0, last, len(titles) - 1)
    add_table(worksheet, area, page.form.table, titles, plain=page.plain)
    write_headers(book, worksheet, header, titles)
    for row, line in enumerate(page.lines, header + 1):
        _write_line(book, worksheet, (page, row), line)
    _offer_answers(worksheet, page, header + 1, last)
    worksheet.freeze_panes(header + 1, 1)
    worksheet.ignore_errors({"number_stored_as_text": f"A{header + 2}:Z{last + 1}"})
    set_paper(worksheet, page.title, (header, header))
    book.mark_generated(page.form.name)
    return book.finish()


def _widths(page: DecisionPage) -> list[int]:
    return [*(column.width for column in page.form.columns), *(_OWN_WIDTH for _one in page.extra)]


def _write_head(book: MemoryBook, worksheet: Worksheet, page: DecisionPage) -> int:
    """Write what stands above the lines; return the row of the headers (0-based)."""
    write_title(book, worksheet, page.title)
    for row, note in enumerate(page.notes, 1):
        worksheet.write_string(row, 0, note, book.format(font_color=FAINT))
    return len(page.notes) + 1


def _write_line(
    book: MemoryBook, worksheet: Worksheet, where: tuple[DecisionPage, int], line: DecisionLine
) -> None:
    page, row = where
    tallest = 1
    for at, column in enumerate(page.form.columns):
        value = _shown(line, column)
        look = _format(book, column, line)
        if column.header in line.links and row < _LINKED:
            target = f"internal:{_address(line.links[column.header])}"
            worksheet.write_url(row, at, target, look, str(value))
        else:
            write_value(worksheet, row, at, value, look)
        if column.look is Look.WRAPPED and value is not None:
            tallest = max(tallest, lines_of(str(value), column.width))
    for at, header in enumerate(page.extra, len(page.form.columns)):
        write_value(worksheet, row, at, line.typed.get(header), _plain(book, line))
    worksheet.set_row(row, min(tallest * _LINE_HEIGHT + 4, _TALLEST))


def _shown(line: DecisionLine, column: FormColumn) -> Value:
    if column.look is Look.DECISION:
        return line.said or (None if line.decision is Decision.OPEN else str(line.decision))
    return (line.state or None) if column.header == STATE else line.cells.get(column.header)


def _plain(book: MemoryBook, line: DecisionLine) -> Format:
    ink = {"font_color": FAINT} if line.settled else {}
    return book.format(text_wrap=True, bottom=1, bottom_color=LINE, **ink)


def _format(book: MemoryBook, column: FormColumn, line: DecisionLine) -> Format:
    look: dict[str, Any] = {"bottom": 1, "bottom_color": LINE, "num_format": "@"}
    if line.settled:
        look["font_color"] = FAINT
    if column.look is Look.WRAPPED:
        look["text_wrap"] = True
    else:
        look["align"] = "center"
    if column.look is Look.PERCENT:
        look["num_format"] = "0%"
    if column.look is Look.DECISION:
        fill = GOOD[0] if line.decision is Decision.YES and line.settled else INPUT
        look |= {"bg_color": fill, "bold": True}
    if column.header in line.links and not line.settled:
        look |= {"font_color": _LINK, "underline": 1}
    return book.format(**look)


def _offer_answers(worksheet: Worksheet, page: DecisionPage, first: int, last: int) -> None:
    at = page.form.headers.index(page.form.decision)
    worksheet.data_validation(first, at, last, at, {
        "validate": "list",
        "source": [str(decision) for decision in Decision],
        "input_title": page.form.decision,
        "input_message": _message(page.form),
        "error_message": _("是, 否 or 待定"),
        "show_error": not page.form.names,
    })  # fmt: skip


def _message(form: DecisionForm) -> str:
    if form.names:
        return _("是: as suggested. Or type the owner's name. 否: both keep theirs.")
    return _("是: do it at the next --apply. 否: never propose it again.")


def _address(place: str) -> str:
    sheet, _bang, cell = place.rpartition("!")
    return place if sheet.startswith("'") else f"{quote_sheet(sheet)}!{cell}"
