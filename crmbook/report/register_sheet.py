"""One register in a new workbook: everything about it follows from its declaration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from crmbook.model.cells import column_letters
from crmbook.report.column_look import FOLDED, cell_format, head_format, lines
from crmbook.report.entry_rules import LAST_ROW, add_entry_rule
from crmbook.report.headings import add_table
from crmbook.report.highlights import Highlights
from crmbook.report.lead_names import cell_formula, table_formula
from crmbook.report.memory_book import MemoryBook
from crmbook.report.palette import INPUT, TAB_CONFIG, TAB_REGISTER
from crmbook.report.paper import set_paper, set_wide
from crmbook.report.values import write_formula, write_value
from crmbook.schema.column import Column, Sheet
from crmbook.schema.sheets import LEADS, RULES, followups, settings

Row = Mapping[str, object]
#: How many columns stay in view when one scrolls to the right.
_FROZEN: Final = {"线索登记表": 2, "跟进记录表": 2, "客户档案": 2, "人员": 1, "规则": 2}

_LINE_HEIGHT: Final = 15.5


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a register's sheet depends on besides its declaration.

    ``sheets``: those of the same workbook, by name; ``plain``: no tables (U16).
    """

    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    plain: bool = False


def shown_columns(sheet: Sheet) -> list[Column]:
    """Return the columns a new workbook has; some come only when an import brings them."""
    return [column for column in sheet.columns if not column.only_import]


def draw_register(
    book: MemoryBook, sheet: Sheet, rows: Sequence[Row], around: Surroundings
) -> Worksheet:
    """Draw a register with its header in row 1 and its rows below."""
    columns = shown_columns(sheet)
    worksheet = book.sheet(sheet.name, TAB_CONFIG if sheet.config else TAB_REGISTER, grid=True)
    _set_columns(book, worksheet, columns)
    last = max(len(rows), 1)
    area = (0, 0, last, len(columns) - 1)
    named = followups.COMPANY_NAME in columns and LEADS.name in around.sheets
    headings = [_heading(column, named=named) for column in columns]
    add_table(worksheet, area, sheet.table, headings, plain=around.plain)
    _write_head(book, worksheet, columns)
    _write_rows(book, worksheet, (sheet, columns), rows)
    if named:
        _write_names(book, worksheet, (columns, around.plain), rows)
    for at, column in enumerate(columns):
        add_entry_rule(worksheet, at, column, around.sheets)
    if not sheet.config:
        Highlights(book, worksheet, columns).add(sheet)
    _finish(worksheet, sheet, columns)
    return worksheet


def _set_columns(book: MemoryBook, worksheet: Worksheet, columns: Sequence[Column]) -> None:
    folded = False
    for at, column in enumerate(columns):
        options: dict[str, Any] = {}
        if column.group in FOLDED:
            options = {"level": 1, "hidden": True}
        elif folded:
            options = {"collapsed": True}
        folded = column.group in FOLDED
        worksheet.set_column(at, at, column.width + 1, cell_format(book, column), options)
    if folded:
        worksheet.set_column(len(columns), len(columns), None, None, {"collapsed": True})


def _write_head(book: MemoryBook, worksheet: Worksheet, columns: Sequence[Column]) -> None:
    worksheet.set_row(0, 34)
    for at, column in enumerate(columns):
        worksheet.write_string(0, at, column.header, head_format(book, column))


def _write_rows(
    book: MemoryBook,
    worksheet: Worksheet,
    what: tuple[Sheet, Sequence[Column]],
    rows: Sequence[Row],
) -> None:
    sheet, columns = what
    for line, row in enumerate(rows, 1):
        tallest = max(lines(column, row.get(column.header)) for column in columns)
        if tallest > 1:
            worksheet.set_row(line, _LINE_HEIGHT * tallest)
        for at, column in enumerate(columns):
            value = row.get(column.header)
            if value is not None:
                write_value(worksheet, line, at, value, cell_format(book, column, value))
    if sheet is RULES:
        _mark_values(book, worksheet, rows)


def _mark_values(book: MemoryBook, worksheet: Worksheet, rows: Sequence[Row]) -> None:
    """Show which column of 规则 is there to be changed."""
    at = RULES.columns.index(settings.RULE_VALUE)
    for line, row in enumerate(rows, 1):
        value = row.get(settings.RULE_VALUE.header)
        shown = "@" if isinstance(value, str) else "General"
        style = book.format(bg_color=INPUT, align="left", num_format=shown, text_wrap=True)
        write_value(worksheet, line, at, value, style)


def _heading(column: Column, *, named: bool) -> dict[str, str]:
    looked_up = named and column is followups.COMPANY_NAME
    return {"header": column.header, **({"formula": table_formula()} if looked_up else {})}


def _write_names(
    book: MemoryBook,
    worksheet: Worksheet,
    what: tuple[Sequence[Column], bool],
    rows: Sequence[Row],
) -> None:
    """Let 公司名称 of the log look the number up; the name in the row is its cached result."""
    columns, plain = what
    at = columns.index(followups.COMPANY_NAME)
    style = cell_format(book, followups.COMPANY_NAME)
    blank: Row = {}
    for line, row in enumerate(rows or ([] if plain else [blank]), 1):
        name = row.get(followups.COMPANY_NAME.header, "")
        formula = cell_formula(line + 1) if plain else table_formula()
        write_formula(worksheet, (line, at), formula, style, name)


def _finish(worksheet: Worksheet, sheet: Sheet, columns: Sequence[Column]) -> None:
    worksheet.freeze_panes(1, _FROZEN.get(sheet.name, 0))
    text = [at for at, column in enumerate(columns) if column.kind.number_format == "@"]
    spans = " ".join(f"{column_letters(at + 1)}2:{column_letters(at + 1)}{LAST_ROW}" for at in text)
    if spans:
        worksheet.ignore_errors({"number_stored_as_text": spans})
    set_paper(worksheet, sheet.title or sheet.name, (0, 0))
    shown = [column.width + 1 for column in columns if column.group not in FOLDED]
    if set_wide(worksheet, shown) > 1:
        worksheet.repeat_columns(0, max(_FROZEN.get(sheet.name, 1), 1) - 1)
