"""Where the rows of a generated sheet come to stand, so that what people tied to them follows.

A month that is earlier than those shown gets its row above theirs: 转化分析表 is read from top to
bottom. Then =转化分析表!B5 goes on speaking of the month it spoke of, as when Excel inserts a row.
A sheet's rows are known by their first column: the month, the source, the lead's number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from crmbook.facts.months import parse_month
from crmbook.files.grid import Grid
from crmbook.files.header import locate
from crmbook.i18n import _
from crmbook.model.edits import MoveRows
from crmbook.report.monthly_sheets import GeneratedSheet
from crmbook.schema.sheets import CHANNELS, DETAIL


def moves(grid: Grid, sheet: GeneratedSheet) -> MoveRows | None:
    """Return which rows of ``grid`` stand elsewhere in the ``sheet`` that replaces it, if any do."""
    block = locate(grid)
    if block is None:
        return None
    filled = _first_column(grid, block.last_row)
    old = _rows(filled, sheet)
    if not old:
        return None
    new = _unique(enumerate(map(_label, sheet.rows), sheet.first_row))
    rows = {row: new.get(label) for label, row in _unique(old.items()).items()}
    below = max(old) + 1
    start = below if below in filled else below + 1  # most have an empty row between
    lines = next(n for n in range(len(filled) + 1) if start + n not in filled)
    by = sheet.first_row + len(sheet.rows) + sheet.below - (below + lines)
    if not by and all(before == after for before, after in rows.items()):
        return None
    return MoveRows(
        grid.name, rows, (below, by), _("the rows of {sheet} move").format(sheet=grid.name)
    )


def _first_column(grid: Grid, header: int) -> dict[int, str]:
    """Return the texts of the first column under the header, by row."""
    found = ((row, grid.value(row, 1)) for row in grid.rows[grid.rows > header].tolist())
    return {row: text for row, text in found if isinstance(text, str)}


def _rows(filled: dict[int, str], sheet: GeneratedSheet) -> dict[int, str]:
    """Return the rows of the table, without the lines under it."""
    if sheet.name == CHANNELS:
        last = max((row for row, text in filled.items() if text in sheet.rows), default=0)
        return {row: text for row, text in filled.items() if row <= last}
    if sheet.name == DETAIL:
        return filled
    return {row: _label(text) for row, text in filled.items() if parse_month(text) is not None}


def _label(text: str) -> str:
    """Return a row's name: a month's own, however it was typed."""
    month = parse_month(text)
    return text if month is None else month.label


def _unique(rows: Iterable[tuple[int, str]]) -> dict[str, int]:
    """Return the row of each name that only one bears."""
    known = list(rows)
    often = Counter(label for _row, label in known)
    return {label: row for row, label in known if often[label] == 1}
