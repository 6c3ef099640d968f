"""One register from the parts of it that stand on one or several sheets (U06)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from crmbook.book.own_columns import is_own
from crmbook.book.parsing import Job, parse
from crmbook.book.tables import Table
from crmbook.facts.register import ColumnData, Place, Register
from crmbook.files.grid import Grid, GridColumn
from crmbook.files.records import Records, fill_down, records
from crmbook.model.cells import Raw
from crmbook.model.patterns import lazy
from crmbook.schema.column import Column, Sheet
from crmbook.schema.headers import fold_header
from crmbook.schema.kinds.base import Context, Vocabulary
from crmbook.schema.kinds.choice import Choice
from crmbook.schema.kinds.money import MoneyRange

_IN_YUAN = lazy("(?<![万亿千百])元")
_NOWHERE = np.empty(0, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Part:
    """The records of one sheet: ``table`` says where they stand, ``place`` how they are cited.

    ``grid`` has merged values filled down; ``filled`` says which positions, by column (U07).
    """

    table: Table
    place: Place
    records: Records
    grid: Grid
    filled: Mapping[int, np.ndarray]
    headers: Mapping[str, int]  # declared header → sheet column

    def __len__(self) -> int:
        return len(self.records.positions)


def part_of(table: Table) -> Part:
    """Return a table's records; rows that are none are left out and named (U07)."""
    assert table.block is not None  # noqa: S101 - a recognised table has a header block
    headers = {column.header: number for number, column in table.columns.items()}
    place = Place(
        book=table.source.name,
        sheet=table.grid.name,
        columns=headers,
        visible=table.grid.visibility == "visible",
        yuan=frozenset(
            column.header
            for number, column in table.columns.items()
            if isinstance(column.kind, MoneyRange)
            and _IN_YUAN.search(table.block.titles.get(number, ""))
        ),
    )
    found = records(table.grid, table.block)
    grid, filled = fill_down(table.grid, found)
    return Part(table, place, found, grid, filled, headers)


def register_of(sheet: Sheet, parts: Sequence[Part], contexts: Mapping[str, Context]) -> Register:
    """Return one register of all parts, in the order of the files and tabs."""
    rows = [part.table.grid.rows[part.records.positions] for part in parts]
    sizes = [len(part) for part in parts]
    found = [
        column
        for column in (*sheet.columns, *own_of(parts))
        if any(column.header in part.headers for part in parts)
    ]
    cells = [_read(column, parts) for column in found]
    jobs = [
        Job(column.kind, read.raw, contexts[column.header])
        for column, read in zip(found, cells, strict=True)
    ]
    columns = {
        column.header: ColumnData(column, read.codes, read.raw, parsed, read.formulas, read.filled)
        for column, read, parsed in zip(found, cells, parse(jobs), strict=True)
    }
    return Register(
        sheet=sheet,
        places=tuple(part.place for part in parts),
        place=np.repeat(np.arange(len(parts), dtype=np.int16), sizes),
        rows=np.concatenate(rows).astype(np.int32),
        data={
            header: data
            for header, data in columns.items()
            if not _is_stranger(data, parts, contexts[header].vocabulary)
        },
    )


def own_of(parts: Sequence[Part]) -> list[Column]:
    """Return a team's own columns, each once: of one title in two tabs the first says what it is."""
    found: dict[str, Column] = {}
    for part in parts:
        for column in part.table.columns.values():
            if is_own(column):
                found.setdefault(column.header, column)
    return list(found.values())


def _is_stranger(data: ColumnData, parts: Sequence[Part], vocabulary: Vocabulary | None) -> bool:
    """Whether a column only shares its title with ours: 状态 with 1 and 0, as exports have it.

    It came under another title, and not one of its values is a word of our own vocabulary.
    """
    if vocabulary is None or not isinstance(data.column.kind, Choice) or not data.raw:
        return False
    header = data.column.header
    titles = (
        part.table.block.titles.get(part.headers.get(header, 0), "")
        for part in parts
        if part.table.block is not None
    )
    if vocabulary.source or any(fold_header(title) == header for title in titles):
        return False
    return not any(value in vocabulary.values for value in data.parsed.values)


@dataclass(frozen=True, slots=True)
class _Cells:
    """One column's cells of all parts, one after the other (see ColumnData)."""

    codes: np.ndarray
    raw: list[Raw]
    formulas: frozenset[int]
    filled: frozenset[int]


def _read(column: Column, parts: Sequence[Part]) -> _Cells:
    codes, raw, formulas, filled, start = [], list[Raw](), set[int](), set[int](), 0
    for part in parts:
        data = _cells(part, column.header)
        own = np.where(data.codes >= 0, data.codes + len(raw), -1).astype(np.int32)
        codes.append(own[part.records.positions])
        raw += data.values
        formulas |= _shifted(part, data.formulas, start)
        inside = part.filled.get(part.headers.get(column.header, 0), _NOWHERE)
        filled |= _shifted(part, inside, start)
        start += len(part)
    joined = codes[0] if len(codes) == 1 else np.concatenate(codes)
    return _Cells(joined, raw, frozenset(formulas), frozenset(filled))


def _cells(part: Part, header: str) -> GridColumn:
    found = part.grid.columns.get(part.headers.get(header, 0))
    return found or GridColumn(np.full(len(part.grid.rows), -1, dtype=np.int32), [])


def _shifted(part: Part, positions: np.ndarray, start: int) -> set[int]:
    """Return grid positions as record numbers of the register."""
    if not len(positions):
        return set()
    inside = np.isin(part.records.positions, positions)
    return set((np.flatnonzero(inside) + start).tolist())
