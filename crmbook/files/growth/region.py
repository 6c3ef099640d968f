"""The region of a sheet that is to grow: the table's, or where its data stand when it has none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from crmbook.files.cells.stored import CellXml as StoredCell
from crmbook.files.cells.stored import Shared, StoredValues
from crmbook.files.cells.stream import read_through
from crmbook.files.growth.row_xml import RowXml
from crmbook.files.growth.survey import Survey
from crmbook.files.growth.tables import Table, main_table, tables_of
from crmbook.files.package import Package
from crmbook.model.cells import MAX_ROW, Raw

_SUMS: Final = ("SUM(", "SUBTOTAL(", "AGGREGATE(", "COUNTA(")


@dataclass(frozen=True, slots=True)
class Region:
    """Columns ``left`` to ``right``; data from row ``first`` to ``last`` (first - 1: none yet).

    ``bottom`` is the last row of the table, however blank, and ``last`` where there is none;
    ``below`` the first row under it that is taken. ``model`` is the row that new ones look like.
    ``titles``: the row of titles, 0: none; ``title_style`` is that of the last.
    ``others`` are further tables on the sheet.
    """

    left: int
    right: int
    titles: int
    first: int
    last: int
    bottom: int
    below: int
    model: RowXml | None
    table: Table | None
    others: tuple[Table, ...]
    title_style: int | None
    prefix: bytes
    shared: dict[bytes, tuple[str, str]]


def region_of(package: Package, part: str, sheet: str, stored: StoredValues) -> Region:
    """Return the region of a sheet. Raises FileRefused when it cannot be told, or is damaged."""
    tables = tables_of(package, part)
    table = main_table(tables, sheet)
    area = table.area if table else None
    survey = read_through(package, part, lambda stream: Survey(area).look(stream))
    others = tuple(one for one in tables if one is not table)
    return _of_table(table, survey, others) if table else _of_data(survey, others, stored)


def _of_table(table: Table, survey: Survey, others: tuple[Table, ...]) -> Region:
    area = table.area
    first = area.first_row + table.titles
    records = [row for row in survey.tail if row.number >= first]
    below = area.last_row + 1 if table.totals else survey.below
    return Region(
        left=area.first_column,
        right=area.last_column,
        titles=area.first_row if table.titles else 0,
        first=first,
        last=records[-1].number if records else first - 1,
        bottom=area.last_row,
        below=below,
        model=records[-1] if records else None,
        table=table,
        others=others,
        title_style=_style(survey, area.first_row, area.last_column),
        prefix=survey.prefix,
        shared=survey.shared,
    )


def _of_data(survey: Survey, others: tuple[Table, ...], stored: StoredValues) -> Region:
    titles = survey.titles
    top = titles.number if titles else 0
    rows = [row for row in survey.tail if row.number > top]
    closing = _closing(rows, survey, stored)
    records = rows[: len(rows) - len(closing)]
    left, right = survey.columns
    last = records[-1].number if records else top
    return Region(
        left=left,
        right=right,
        titles=top,
        first=top + 1,
        last=last,
        bottom=last,
        below=closing[0].number if closing else MAX_ROW + 1,
        model=records[-1] if records else None,
        table=None,
        others=others,
        title_style=_style(survey, top, right),
        prefix=survey.prefix,
        shared=survey.shared,
    )


def _style(survey: Survey, titles: int, column: int) -> int | None:
    found = next((row.cells for row in survey.head if row.number == titles), {})
    return found[column].style if column in found else None


def _closing(rows: list[RowXml], survey: Survey, stored: StoredValues) -> list[RowXml]:
    """Return the rows at the end that are no records: totals, notes, signatures."""
    suspects = list(
        _suspects(rows, len(survey.titles.filled(*survey.columns)) if survey.titles else 0)
    )
    if not suspects:
        return []
    from crmbook.files.header.kinds import closes_table  # noqa: PLC0415 - numpy, 70 ms

    values = _values(suspects, stored)
    found: list[RowXml] = []
    for row in suspects:
        if not (closes_table(values[row.number]) or _sums(row, rows)):
            break
        found.insert(0, row)
    return found


def _suspects(rows: list[RowXml], titles: int) -> Iterator[RowXml]:
    """Yield the rows from the last one up that hold little, or sums: texts are dear to look up."""
    for row in reversed(rows):
        if sum(cell.filled for cell in row.cells.values()) * 2 > titles and not _sums(row, rows):
            return
        yield row


def _sums(row: RowXml, rows: list[RowXml]) -> bool:
    """Whether a row sums what stands above it; a column that computes does so in each row."""
    above = next((one for one in reversed(rows) if one.number < row.number), None)
    return any(
        cell.formula is not None
        and any(name in cell.formula.text.upper() for name in _SUMS)
        and not (above and above.cells.get(column) and above.cells[column].formula)
        for column, cell in row.cells.items()
    )


def _values(rows: Iterable[RowXml], stored: StoredValues) -> dict[int, list[Raw]]:
    held: dict[int, list[Raw | Shared]] = {
        row.number: [
            stored.value(StoredCell(cell.xml)) for cell in row.cells.values() if cell.filled
        ]
        for row in rows
    }
    wanted = {one for values in held.values() for one in values if isinstance(one, Shared)}
    texts = stored.texts(wanted)
    return {
        row: [texts[one] if isinstance(one, Shared) else one for one in values]
        for row, values in held.items()
    }
