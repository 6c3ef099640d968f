"""Where the titles of a sheet stand that has no table: found as ``check`` finds them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from crmbook.files.cells.stored import CellXml, Shared, StoredValues
from crmbook.files.growth.row_xml import RowXml
from crmbook.files.growth.survey import Header
from crmbook.model.cells import Raw

_DEEPEST: Final = 5_000  # rows from the top: what begins further down is no common list


class HeaderFinder:
    """Finds the header block among the first rows of a sheet."""

    def __init__(self, stored: StoredValues) -> None:
        self._stored = stored

    def find(self, head: list[RowXml]) -> Header | None:
        """Return the titles, None where nothing looks like some."""
        from crmbook.files.columns import grid_from_rows  # noqa: PLC0415 - numpy, 70 ms
        from crmbook.files.header import locate  # noqa: PLC0415

        values = values_of(head, self._stored)
        last = max(values, default=0)
        width = max((max(row, default=0) for row in values.values()), default=0)
        if last > _DEEPEST:
            return None
        rows = [
            [values.get(number, {}).get(column) for column in range(1, width + 1)]
            for number in range(1, last + 1)
        ]
        block = locate(grid_from_rows("", rows)) if rows else None
        if block is None or not block.columns or block.last_row < block.first_row:
            return None
        titled = [column for column in block.columns if column in block.titles]
        left = min(titled or block.columns)  # a mark in front of the titles is no column of theirs
        return Header(block.last_row, left, max(block.columns), tuple(block.titles.values()))


def values_of(rows: Iterable[RowXml], stored: StoredValues) -> dict[int, dict[int, Raw]]:
    """Return row → column → what somebody filled in; shared texts are looked up all at once."""
    held: dict[int, dict[int, Raw | Shared]] = {
        row.number: {
            column: stored.value(CellXml(cell.xml))
            for column, cell in row.cells.items()
            if cell.filled
        }
        for row in rows
    }
    wanted = {one for row in held.values() for one in row.values() if isinstance(one, Shared)}
    texts = stored.texts(wanted)
    return {
        number: {
            column: texts[one] if isinstance(one, Shared) else one for column, one in row.items()
        }
        for number, row in held.items()
    }
