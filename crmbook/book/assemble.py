"""From tables to a ledger: settings first, because they say how the other registers are parsed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from crmbook.book.archive import archived_numbers, is_archive
from crmbook.book.look import look_of, merged_of
from crmbook.book.own_columns import vocabularies_of
from crmbook.book.registers import Part, own_of, part_of, register_of
from crmbook.book.tables import Table
from crmbook.facts.dates import resolve_dates
from crmbook.facts.ledger import Ledger, Skipped
from crmbook.facts.register import Register
from crmbook.facts.settings import required_columns, rule_book, vocabularies
from crmbook.facts.tabs import read_tabs
from crmbook.schema.column import Sheet
from crmbook.schema.kinds.base import Context, Vocabulary
from crmbook.schema.sheets import PEOPLE, SETTINGS, SHEETS
from crmbook.schema.sheets.conversion import CONVERSION
from crmbook.schema.vocabularies import default_vocabulary

_FIRST: tuple[Sheet, ...] = (*SETTINGS, PEOPLE)


def assemble(tables: Iterable[Table], today: dt.datetime) -> Ledger:
    """Return the ledger of all tables that are registers, as of ``today``."""
    found = list(tables)
    parts = [part_of(table) for table in found if table.sheet is not None]
    settings = _registers(parts, _FIRST, today, None)
    words = {**vocabularies(settings), **vocabularies_of(found)}
    rest = tuple(sheet for sheet in (*SHEETS, CONVERSION) if sheet not in _FIRST)
    registers = {**_registers(parts, rest, today, words), **settings}
    tabs = read_tabs(registers, words, today)
    for name, register in registers.items():
        resolve_dates(register, today, tabs.get(name, ()))
    return Ledger(
        today=today,
        registers=registers,
        rules=rule_book(settings),
        vocabularies=words,
        required=required_columns(settings),
        skipped=tuple(
            Skipped(part.place.book, part.place.sheet, one.row, one.kind, one.text)
            for part in parts
            if part.table.sheet is not CONVERSION  # its notes are crmbook's own
            for one in part.records.skipped
        ),
        merged=tuple(area for part in parts for area in merged_of(part)),
        looks=tuple(look_of(part) for part in parts if part.table.sheet is not CONVERSION),
        tabs=tabs,
        stacked=tuple(table.grid.name for table in found if table.stacked),
        archived=frozenset[str]().union(
            *(archived_numbers(table.grid) for table in found if is_archive(table.grid))
        ),
    )


def _registers(
    parts: Sequence[Part],
    sheets: Sequence[Sheet],
    today: dt.datetime,
    words: Mapping[str, Vocabulary] | None,
) -> dict[str, Register]:
    found = {}
    for sheet in sheets:
        own = [part for part in parts if part.table.sheet is sheet]
        if own:
            context = Context(today=today)
            contexts = {
                column.header: replace(context, vocabulary=_words(column.vocabulary, words))
                for column in (*sheet.columns, *own_of(own))
            }
            found[sheet.name] = register_of(sheet, own, contexts)
    return found


def _words(name: str, words: Mapping[str, Vocabulary] | None) -> Vocabulary | None:
    if not name:
        return None
    return default_vocabulary(name) if words is None else words[name]
