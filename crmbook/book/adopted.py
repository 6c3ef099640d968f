"""What 字段 says of a team's own titles: which declared column each of them is (M08, ``adopt``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from crmbook.files.grid import Grid, SourceBook
from crmbook.files.header import locate
from crmbook.model.cells import Value
from crmbook.schema.column import Column
from crmbook.schema.headers import recognise
from crmbook.schema.sheets import FIELDS, settings

#: Tab → its own title → the declared header that it stands for.
Adopted = Mapping[str, Mapping[str, str]]
#: The title under which 字段 says that the whole tab stands in another sheet too: it is stacked (U06).
STACKED: Final = "*"


def adopted_titles(source: SourceBook) -> Adopted:
    """Return the mapping that a book's 字段 holds, nothing where it has none."""
    grid = next((grid for grid in source.grids if grid.name == FIELDS.name), None)
    return {} if grid is None else _read(grid)


def titles_in(rows: Iterable[Mapping[Column, Value]]) -> Adopted:
    """Return what rows say that 字段 is to have."""
    titles: dict[str, dict[str, str]] = {}
    for row in rows:
        if target := row.get(settings.FIELD_TARGET):
            own = titles.setdefault(str(row[settings.FIELD_SHEET]), {})
            own[str(row[settings.FIELD_HEADER])] = str(target)
    return titles


def _read(grid: Grid) -> Adopted:
    block = locate(grid)
    found = None if block is None else recognise(block.titles, (FIELDS,), grid.name)
    if block is None or found is None:
        return {}
    numbers = {column.header: number for number, column in found.match.columns.items()}
    wanted = [
        numbers.get(column.header)
        for column in (settings.FIELD_SHEET, settings.FIELD_HEADER, settings.FIELD_TARGET)
    ]
    titles: dict[str, dict[str, str]] = {}
    for row in range(block.data_first_row, block.data_last_row + 1):
        tab, title, target = ("" if at is None else _text(grid, row, at) for at in wanted)
        if tab and title and target:
            titles.setdefault(tab, {})[title] = target
    return titles


def _text(grid: Grid, row: int, column: int) -> str:
    value = grid.value(row, column)
    return "" if value is None else str(value).strip()
