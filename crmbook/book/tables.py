"""Tables: which sheet of a book is which register, where its header and its records are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from crmbook.files.grid import Grid, SourceBook
from crmbook.files.header import HeaderBlock, locate
from crmbook.schema.column import Column, Sheet
from crmbook.schema.headers import match_headers, recognise
from crmbook.schema.sheets import GENERATED, LEADS, MANUAL, SHEETS, leads
from crmbook.schema.sheets.conversion import CONVERSION

#: Sheets that hold nothing to check: what crmbook makes over and over, and the manual.
NOT_READ = frozenset({*GENERATED, MANUAL}) - {CONVERSION.name}


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet with its header block. ``sheet`` None: no declaration fits; it is left alone.

    ``columns``: sheet column → declaration; ``doubled``: (column, title, declared header) of
    columns that claim what another already is.
    """

    source: SourceBook
    grid: Grid
    block: HeaderBlock | None
    sheet: Sheet | None = None
    columns: Mapping[int, Column] = field(default_factory=dict)
    doubled: tuple[tuple[int, str, str], ...] = ()

    @classmethod
    def bare(cls, source: SourceBook, grid: Grid) -> Table:
        """Return a sheet in which no header block was found."""
        return cls(source, grid, None)


def company_lists(tables: Iterable[Table]) -> Iterator[Table]:
    """Yield tables read as lead lists because they name companies, though little else.

    Asked only of a book in which no register was recognised: exchange lists, name lists.
    """
    for table in tables:
        found = None if table.block is None else match_headers(table.block.titles, LEADS)
        if table.sheet is None and found is not None and leads.COMPANY in found.columns.values():
            yield replace(table, sheet=LEADS, columns=found.columns)
        else:
            yield table


def find_tables(source: SourceBook) -> Iterator[Table]:
    """Yield the sheets of a book that hold a table; what crmbook generated is no register."""
    for grid in source.grids:
        if grid.name in NOT_READ:
            continue
        block = locate(grid)
        if block is None:
            continue
        sheets = (CONVERSION,) if grid.name == CONVERSION.name else SHEETS
        found = recognise(block.titles, sheets, grid.name)
        if found is None:
            yield Table(source, grid, block)
        else:
            doubled = tuple(
                (one.number, one.title, one.column.header) for one in found.match.duplicates
            )
            yield Table(source, grid, block, found.sheet, found.match.columns, doubled)
