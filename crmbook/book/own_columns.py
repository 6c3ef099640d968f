"""A team's own columns: what 字段 says of titles that no declaration knows (M08, ``adopt``).

They are read, parsed and checked like ours: of a 类型, with 选项, perhaps 必填.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from crmbook.book.tables import Table
from crmbook.facts.settings import split_aliases
from crmbook.files.grid import Grid, SourceBook
from crmbook.files.header import locate
from crmbook.schema.column import Column
from crmbook.schema.headers import recognise
from crmbook.schema.kinds.base import Context, Kind, Vocabulary
from crmbook.schema.kinds.choice import Choice, canonical
from crmbook.schema.kinds.date import Date
from crmbook.schema.kinds.decision import Boolean
from crmbook.schema.kinds.email import Email
from crmbook.schema.kinds.percent import Percent
from crmbook.schema.kinds.person import Owner
from crmbook.schema.kinds.phone import Phone
from crmbook.schema.kinds.quantity import Money, Number
from crmbook.schema.kinds.tags import Tags
from crmbook.schema.kinds.text import LongText, Text
from crmbook.schema.sheets import FIELDS, PEOPLE, settings
from crmbook.schema.text import fold
from crmbook.schema.vocabularies import default_vocabulary

#: 类型 → kind.
KINDS: Final[Mapping[str, Kind]] = {
    "文本": Text(), "长文本": LongText(), "日期": Date(), "数字": Number(), "金额": Money(exact=True),
    "百分比": Percent(), "选项": Choice(), "多选": Tags(), "是否": Boolean(), "电话": Phone(),
    "邮箱": Email(), "人员": Owner(),
}  # fmt: skip
_ANY_DAY: Final = Context(today=dt.datetime.min)
#: Tab, or declared sheet → its own titles, declared.
OwnColumns = Mapping[str, Mapping[str, Column]]


def is_own(column: Column) -> bool:
    """Whether a column is a team's own."""
    return column.source == FIELDS.name


def own_columns(source: SourceBook) -> OwnColumns:
    """Return the columns that a book's 字段 declares with a 类型 and no 对应列."""
    grid = next((grid for grid in source.grids if grid.name == FIELDS.name), None)
    return {} if grid is None else _read(grid)


def with_own(table: Table, own: OwnColumns) -> Table:
    """Return a table with its own columns, where no declaration claims them."""
    if table.sheet is None or table.block is None:
        return table
    declared = {**own.get(table.sheet.name, {}), **own.get(table.grid.name, {})}
    found = {
        number: declared[title]
        for number, title in ((n, str(t).strip()) for n, t in table.block.titles.items())
        if title in declared and number not in table.columns
    }
    taken = {column.header for column in table.columns.values()}
    fresh = {number: one for number, one in found.items() if one.header not in taken}
    return replace(table, columns={**table.columns, **fresh}) if fresh else table


def vocabularies_of(tables: Iterable[Table]) -> dict[str, Vocabulary]:
    """Return the 选项 of own columns by the name under which they ask for them."""
    return {
        column.vocabulary: Vocabulary(
            column.choices, {fold(one): one for one in column.choices}, complete=True,
            source=FIELDS.name,
        )
        for table in tables
        for column in table.columns.values()
        if column.vocabulary and column.choices and is_own(column)
    }  # fmt: skip


def _read(grid: Grid) -> OwnColumns:
    block = locate(grid)
    found = None if block is None else recognise(block.titles, (FIELDS,), grid.name)
    if block is None or found is None:
        return {}
    numbers = {column.header: number for number, column in found.match.columns.items()}
    declared: dict[str, dict[str, Column]] = {}
    for row in range(block.data_first_row, block.data_last_row + 1):
        said = {header: _text(grid, row, number) for header, number in numbers.items()}
        tab, title = (
            said.get(one.header, "") for one in (settings.FIELD_SHEET, settings.FIELD_HEADER)
        )
        if tab and title and not said.get(settings.FIELD_TARGET.header):
            column = _column(title, said)
            if column is not None:
                declared.setdefault(tab, {})[title] = column
    return declared


def _column(title: str, said: Mapping[str, str]) -> Column | None:
    """Return a declared column; None for a row without a 类型 that is known."""
    typed = said.get(settings.FIELD_KIND.header, "")
    kind = KINDS.get(canonical(typed, default_vocabulary(settings.FIELD_KIND.vocabulary)) or "")
    if kind is None:
        return None
    options = tuple(split_aliases(said.get(settings.FIELD_OPTIONS.header, "")))
    listed = isinstance(kind, Choice) and bool(options)
    needed = Boolean().parse_text(said.get(settings.FIELD_REQUIRED.header, ""), _ANY_DAY).value
    return Column(
        title,
        kind,
        required=needed is True,
        choices=options if listed else (),
        vocabulary=f"{FIELDS.name} {title}"
        if listed
        else PEOPLE.name
        if isinstance(kind, Owner)
        else "",
        source=FIELDS.name,
    )


def _text(grid: Grid, row: int, column: int) -> str:
    value = grid.value(row, column)
    return "" if value is None else str(value).strip()
