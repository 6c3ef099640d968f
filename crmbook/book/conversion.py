"""What stands in 转化分析表 already: closed months, what people typed, their own columns (M03)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from crmbook.facts.months import Month, parse_month
from crmbook.files.grid import Grid
from crmbook.files.header import locate
from crmbook.model.cells import Raw
from crmbook.schema.column import Column
from crmbook.schema.headers import match_headers
from crmbook.schema.sheets.conversion import ADVICE, CONVERSION, PERIOD, STATE

CLOSED = "已封账"


@dataclass(frozen=True, slots=True)
class OldRow:
    """One month's row as it stands. ``values`` by declared header, ``extra`` by the user's own."""

    month: Month
    values: dict[str, Raw] = field(default_factory=dict)
    extra: dict[str, Raw] = field(default_factory=dict)

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
            yield OldRow(month, *_cells(grid, row, (columns, block.titles)))


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
