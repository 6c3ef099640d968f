"""What stands in 转化分析表 already: closed months, what people typed, their own columns (M03)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from crmbook.facts.months import Month, parse_month
from crmbook.files.grid import Grid
from crmbook.files.header import locate
from crmbook.model.cells import Raw, a1
from crmbook.schema.column import Column
from crmbook.schema.headers import match_headers
from crmbook.schema.sheets.conversion import ADVICE, CONVERSION, PERIOD, STATE

CLOSED = "已封账"


@dataclass(frozen=True, slots=True)
class OldRow:
    """One month's row as it stands. ``values`` by declared header, ``extra`` by the user's own.

    ``lost``: what 流失分析 says of the month, by stage; None where it says nothing.
    """

    month: Month
    row: int
    values: dict[str, Raw] = field(default_factory=dict)
    extra: dict[str, Raw] = field(default_factory=dict)
    ours: bool = False
    lost: Mapping[str, int] | None = None

    @property
    def kept(self) -> bool:
        """Whether the row stays even without leads: it is closed, or a person typed it."""
        return self.closed or not self.ours

    @property
    def closed(self) -> bool:
        """Whether the month was closed: its row no longer changes (§2.17)."""
        return self.values.get(STATE.header) == CLOSED

    @property
    def advice(self) -> str:
        """What stands in 优化建议."""
        text = self.values.get(ADVICE.header)
        return text if isinstance(text, str) else ""


def old_rows(grid: Grid) -> Iterator[OldRow]:
    """Yield the rows of 转化分析表 that name a month, top to bottom."""
    block = locate(grid)
    if block is None:
        return
    columns = match_headers(block.titles, CONVERSION).columns
    period = next((number for number, column in columns.items() if column is PERIOD), None)
    if period is None:
        return
    for row in grid.rows[grid.rows > block.last_row].tolist():
        label = grid.value(row, period)
        month = parse_month(label) if isinstance(label, str) else None
        if month is not None:
            yield OldRow(month, row, *_cells(grid, row, (columns, block.titles)))


def _cells(
    grid: Grid, row: int, known: tuple[dict[int, Column], dict[int, str]]
) -> tuple[dict[str, Raw], dict[str, Raw]]:
    columns, titles = known
    values: dict[str, Raw] = {}
    extra: dict[str, Raw] = {}
    for number, title in titles.items():
        value = grid.value(row, number)
        if value is None:
            continue
        if number in columns:
            values[columns[number].header] = value
        elif title:
            extra[title] = value
    return values, extra


def is_ours(grid: Grid) -> bool:
    """Whether crmbook made a sheet: the line under its table says so, in every language."""
    first = grid.columns.get(1)
    return first is not None and any(
        isinstance(value, str) and "crmbook" in value for value in first.values
    )


def strays(grid: Grid, *, ours: bool) -> list[str]:
    """Return the addresses of cells that a regeneration of 转化分析表 would not carry over.

    What it carries: the header and the rows that name a month; of a hand-made sheet also the titles
    above. In a sheet of ours the first column below holds our own notes.
    """
    block = locate(grid)
    if block is None:
        return [a1(int(row), number) for row in grid.rows for number in _filled(grid, int(row))]
    months = {row.row for row in old_rows(grid)}
    known = set(block.titles)
    own = {1} if ours else set()
    return [
        a1(row, number)
        for row in grid.rows[grid.rows > block.last_row].tolist()
        for number in _filled(grid, row)
        if number not in (known if row in months else own)
    ]


def beside(grid: Grid) -> list[str]:
    """Return the addresses of cells beside or among the rows of any sheet of ours that are not ours.

    A row of ours has something in its first column; the detail may have 100,000 of them.
    """
    block, first = locate(grid), grid.columns.get(1)
    if block is None or first is None:
        return []
    nameless = (first.codes < 0) & (grid.rows != block.last_row)
    found = [
        (row, number)
        for number, column in grid.columns.items()
        for row in grid.rows[
            (column.codes >= 0) & (nameless if number in block.titles else True)
        ].tolist()
    ]
    return [a1(row, number) for row, number in sorted(found)]


def _filled(grid: Grid, row: int) -> list[int]:
    return [number for number in sorted(grid.columns) if grid.value(row, number) is not None]
