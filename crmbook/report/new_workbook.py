"""A new workbook, and each register alone, from the declarations (M01–M04, U16, DESIGN 3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from crmbook.analysis.closed import figures_of_row
from crmbook.analysis.monthly import MonthFigures
from crmbook.facts.months import Month, parse_month
from crmbook.report.conversion_sheet import draw_conversion
from crmbook.report.dictionary_rows import (
    dictionary_rows,
    list_names,
    people_name,
    rule_rows,
    used_vocabularies,
)
from crmbook.report.manual_sheet import draw_manual
from crmbook.report.memory_book import MemoryBook
from crmbook.report.monthly_report import MonthlyReport
from crmbook.report.register_sheet import Row, Surroundings, draw_register
from crmbook.schema.column import Sheet
from crmbook.schema.sheets import (
    CONVERSION,
    CUSTOMERS,
    DICTIONARY,
    FIELDS,
    FOLLOWUPS,
    HOLIDAYS,
    LEADS,
    MANUAL,
    ORDERS,
    PEOPLE,
    RULES,
    SERVICES,
    SHEETS,
    TARGETS,
)
from crmbook.schema.sheets.conversion import PERIOD

SampleRows = Mapping[str, Sequence[Row]]
_CONFIG = (RULES, DICTIONARY, FIELDS, TARGETS, HOLIDAYS)
_FULL = (CUSTOMERS, ORDERS, SERVICES)
_BY_NAME: Mapping[str, Sheet] = {sheet.name: sheet for sheet in SHEETS}


@dataclass(frozen=True, slots=True)
class NewOptions:
    """What a new workbook holds: rows by sheet name, all sheets, tables or none (U16), its number."""

    sample: SampleRows | None = None
    full: bool = False
    plain: bool = False
    book_id: str = ""


def sheet_names(options: NewOptions) -> tuple[str, ...]:
    """Return the sheets in tab order; the first is active."""
    full = tuple(sheet.name for sheet in _FULL) if options.full else ()
    config = tuple(sheet.name for sheet in _CONFIG)
    return (LEADS.name, FOLLOWUPS.name, *full, CONVERSION, PEOPLE.name, MANUAL, *config)


def build_workbook(options: NewOptions) -> bytes:
    """Return the bytes of a new .xlsx: same options (and language), same bytes."""
    return _build(sheet_names(options), options, used_vocabularies(SHEETS))


def build_register(name: str) -> bytes:
    """Return a workbook with one register, 转化分析表 included, and the 字典 of its drop-downs."""
    sheet = _BY_NAME.get(name)
    words = [] if sheet is None else used_vocabularies([sheet])
    return _build((name, *([DICTIONARY.name] if words else [])), NewOptions(), words)


def _build(names: Sequence[str], options: NewOptions, words: Sequence[str]) -> bytes:
    rows = {RULES.name: rule_rows(options.book_id), DICTIONARY.name: dictionary_rows(words),
            **(options.sample or {})}  # fmt: skip
    sheets = {name: _BY_NAME[name] for name in names if name in _BY_NAME}
    around = Surroundings(sheets, plain=options.plain)
    book = MemoryBook()
    for name in names:
        if name == CONVERSION:
            draw_conversion(book, _uncounted(rows.get(name, ()), plain=options.plain))
        elif name == MANUAL:
            draw_manual(book, names)
        else:
            draw_register(book, sheets[name], rows.get(name, ()), around)
    _name_lists(book, sheets, words, len(rows.get(PEOPLE.name, ())))
    return book.finish()


def _name_lists(
    book: MemoryBook, sheets: Mapping[str, Sheet], words: Iterable[str], people: int
) -> None:
    lists = list(list_names(words)) if DICTIONARY.name in sheets else []
    if PEOPLE.name in sheets:
        lists.append(people_name(people))
    for name, area in lists:
        book.workbook.define_name(name, area)


def _uncounted(rows: Sequence[Row], *, plain: bool) -> MonthlyReport:
    """Return 转化分析表 as it is before the first count: months and what people wrote, if any."""
    months = [figures for row in rows if (figures := _typed(row)) is not None]
    return MonthlyReport(
        months=months,
        detail=(),
        month=Month(1900, 1),
        channels=(),
        remarks=(),
        missing=(),
        basis=(),
        plain=plain,
    )


def _typed(row: Row) -> MonthFigures | None:
    month = parse_month(str(row.get(PERIOD.header, "")))
    typed = {header: value for header, value in row.items() if isinstance(value, str)}
    return None if month is None else replace(figures_of_row(month, typed), closed=False)
