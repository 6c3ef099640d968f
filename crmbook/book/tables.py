"""Tables: which sheet of a book is which register, where its header and its records are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from crmbook.book.adopted import STACKED, Adopted, adopted_titles
from crmbook.book.archive import is_archive
from crmbook.book.evidence import Names, believed, is_vague, names_in
from crmbook.files.grid import Grid, SourceBook
from crmbook.files.header import HeaderBlock, locate
from crmbook.schema.column import Column, Sheet
from crmbook.schema.headers import Duplicate, match_headers, recognise
from crmbook.schema.sheets import GENERATED, LEADS, MANUAL, SHEETS, leads
from crmbook.schema.sheets.conversion import CONVERSION

#: Sheets that hold nothing to check: what crmbook makes over and over, and the manual.
NOT_READ = frozenset({*GENERATED, MANUAL}) - {CONVERSION.name}


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet with its header block. ``sheet`` None: no declaration fits; it is left alone.

    ``columns``: sheet column → declaration; ``doubled``: columns that claim what another already
    is, or may be; ``stacked``: its records stand in another sheet too, and count there.
    """

    source: SourceBook
    grid: Grid
    block: HeaderBlock | None
    sheet: Sheet | None = None
    columns: Mapping[int, Column] = field(default_factory=dict)
    doubled: tuple[Duplicate, ...] = ()
    stacked: bool = False

    @classmethod
    def bare(cls, source: SourceBook, grid: Grid) -> Table:
        """Return a sheet in which no header block was found."""
        return cls(source, grid, None)


def company_lists(tables: Iterable[Table]) -> Iterator[Table]:
    """Yield tables read as lead lists because they name companies, though little else.

    Asked only of a book in which no register was recognised: exchange lists, name lists. Tables of
    figures, whose 单位 are units of measure, are none.
    """
    for table in tables:
        known = table.sheet is not None or table.stacked
        columns = {} if known else _of_companies(table)
        yield replace(table, sheet=LEADS, columns=columns) if columns else table


def _of_companies(table: Table) -> Mapping[int, Column]:
    """Return the lead columns of a table that names companies, none where it does not."""
    grid, block = table.grid, table.block
    if block is None:
        return {}
    match = match_headers(block.titles, LEADS, None, block.groups)
    at = match.number(leads.COMPANY)
    if at is None:
        return {}
    names = names_in(grid, block, at)
    enough = names is Names.YES or (names is Names.OPEN and not is_vague(match.titles[at]))
    return match.columns if enough else {}


def find_tables(
    source: SourceBook, adopting: Adopted | None = None, *, unstacked: bool = False
) -> Iterator[Table]:
    """Yield the sheets of a book that hold a table; what crmbook generated is no register.

    ``adopting``: what 字段 is about to say of tabs that it says nothing of yet; ``unstacked``: sheets that
    stand in another one are read all the same.
    """
    adopted = {**(adopting or {}), **adopted_titles(source)}
    for grid in source.grids:
        if grid.name in NOT_READ:
            continue
        if is_archive(grid):  # rows taken out of the registers: they count nowhere
            yield Table.bare(source, grid)
            continue
        block = locate(grid)
        if block is None:
            continue
        sheets = (CONVERSION,) if grid.name == CONVERSION.name else SHEETS
        mapping = dict(adopted.get(grid.name, {}))
        if mapping.pop(STACKED, "") and not unstacked:
            yield Table(source, grid, block, stacked=True)
            continue
        titles = dict(block.titles) if mapping else believed(grid, block)
        found = recognise(titles, sheets, grid.name, mapping or None, block.groups)
        if found is None:
            yield Table(source, grid, block)
        else:
            match = found.match
            yield Table(source, grid, block, found.sheet, match.columns, match.duplicates)
