"""Month sheets and rep sheets of a list, read as one: rows keep their sheet, tabs fill in (U06)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from crmbook.facts.months import Month
from crmbook.facts.settings import PEOPLE_VOCABULARY
from crmbook.facts.tab_names import TabName, read_tab_name
from crmbook.facts.tabs import tab_owners
from crmbook.i18n import _
from crmbook.intake.content import Words
from crmbook.intake.records import Intake, SourceRecord
from crmbook.intake.roles import Role, column_of
from crmbook.intake.source import STEP, Codes, SourceColumn, SourceTable
from crmbook.model.cells import Raw
from crmbook.schema.column import Column
from crmbook.schema.spellings import fold_header
from crmbook.schema.text import fold
from crmbook.schema.vocabularies import default_vocabulary

_MOST = 500  # sheets: a row's number has room for some 1,000


def stack_of(best: SourceTable, tables: Sequence[SourceTable], words: Words) -> SourceTable | None:
    """Return all tables with the titles of the best one as one, None where they are no stack.

    They are where each stands on a sheet of its own, called after a month or a person.
    """
    layout = _layout(best)
    group = [table for table in tables if len(table) and _layout(table) == layout]
    sheets = [table.sheet for table in group]
    single = len(set(sheets)) == len(sheets) and len(layout) == sum(bool(c.title) for c in best)
    if not single or not 1 < len(group) <= _MOST or best not in group:
        return None
    names = [read_tab_name(sheet) for sheet in sheets]
    owners = owners_named(sheets, words)
    if not all(name.month or owner for name, owner in zip(names, owners, strict=True)):
        return None
    return _stacked([group[at] for at in _in_time(names)])


def owners_named(sheets: Sequence[str], words: Words) -> list[str]:
    """Return whom each sheet is called after, "" for nobody."""
    people = words.get(PEOPLE_VOCABULARY) or default_vocabulary(PEOPLE_VOCABULARY)
    return tab_owners([read_tab_name(sheet) for sheet in sheets], people, ())


def _layout(table: SourceTable) -> frozenset[str]:
    return frozenset(fold_header(column.title) for column in table if column.title)


def _in_time(names: Sequence[TabName]) -> list[int]:
    """Return the sheets by month where each names one with its year, else as they stand."""
    dated = all(name.month and name.year for name in names)
    when = [(name.year or 0, name.month or 0) if dated else (0, 0) for name in names]
    return sorted(range(len(names)), key=lambda at: when[at])


def _stacked(group: Sequence[SourceTable]) -> SourceTable:
    first, names = group[0], "、".join(table.sheet for table in group)
    return replace(
        first,
        columns=tuple(_column(column, group) for column in first if column.title),
        rows=np.concatenate([table.rows + at * STEP for at, table in enumerate(group)]),
        left_out=tuple(
            replace(one, row=one.row + at * STEP)
            for at, table in enumerate(group) for one in table.left_out
        ),
        notes=(
            _("read as one list: {names}").format(names=names),
            *dict.fromkeys(chain.from_iterable(table.notes for table in group)),
        ),
        parts=tuple(table.sheet for table in group),
    )  # fmt: skip


def _column(column: SourceColumn, group: Sequence[SourceTable]) -> SourceColumn:
    known: dict[tuple[type, Raw], int] = {}
    codes: list[Codes] = []
    for table in group:
        own = next(one for one in table if fold_header(one.title) == fold_header(column.title))
        at = [known.setdefault((type(value), value), len(known)) for value in own.values]
        codes.append(np.array([*at, -1], dtype=np.int32)[own.codes])  # code -1 takes the last
    return SourceColumn(
        column.number, column.title, np.concatenate(codes), [one for _t, one in known]
    )


def filled_by_tabs(intake: Intake, words: Words, today: dt.datetime) -> Intake:
    """Return a stacked list's records with the owner and the month that their sheet's name says.

    Only what the row itself leaves blank is filled, and the month of a row without any date.
    """
    parts = intake.table.parts
    owner, acquired = (
        column_of(role, intake.mapping.sheet) for role in (Role.OWNER, Role.ACQUIRED)
    )
    owners = owners_named(parts, words)
    months = [_month(read_tab_name(part), today) for part in parts]

    def filled(record: SourceRecord) -> SourceRecord:
        part, values = record.row // STEP, dict(record.values)
        if owner is not None and owners[part]:
            values.setdefault(owner, owners[part])
        month = months[part]
        if acquired is not None and month and not any(map(_is_date, values.values())):
            values.setdefault(acquired, month)
        return replace(record, values=values)

    return replace(intake, records=tuple(map(filled, intake.records))) if parts else intake


def _is_date(value: object) -> bool:
    return isinstance(value, dt.date)


def _month(name: TabName, today: dt.datetime) -> str:
    """Return a sheet's month as people write it; without a year the latest that has begun."""
    if name.month is None:
        return ""
    year = name.year or (today.year if name.month <= today.month else today.year - 1)
    return Month(year, name.month).label


def superseded(intake: Intake, words: Words) -> dict[int, int]:
    """Return the rows of leads carried over to a later month's sheet, and the row that counts.

    Not between the sheets of two people: those are two claims.
    """
    if not intake.table.parts:
        return {}
    owners = owners_named(intake.table.parts, words)
    keys = _Keys(intake)
    last: dict[tuple[object, ...], int] = {}
    for record in intake.records:
        for key in keys.of(record.values):
            last[key, owners[record.row // STEP]] = record.row
    found = {}
    for record in intake.records:
        mine = owners[record.row // STEP]
        later = max((last[key, mine] for key in keys.of(record.values)), default=record.row)
        if later // STEP > record.row // STEP:
            found[record.row] = later
    return {row: _final(found, row) for row in found}


def _final(found: Mapping[int, int], row: int) -> int:
    while row in found:
        row = found[row]
    return row


class _Keys:
    """By what a row of one list is the same lead as another."""

    def __init__(self, intake: Intake) -> None:
        roles = (Role.NUMBER, Role.COMPANY, Role.PHONE, Role.PERSON)
        self._columns = [column_of(role, intake.mapping.sheet) for role in roles]

    def of(self, values: Mapping[Column, object]) -> Iterator[tuple[str, ...]]:
        number, company, phone, person = (
            fold(str(values.get(one) or "")) if one is not None else "" for one in self._columns
        )
        if company and number:
            yield "number", number, company
        if company and phone:
            yield "phone", phone, company
        if company and person:
            yield "person", person, company
