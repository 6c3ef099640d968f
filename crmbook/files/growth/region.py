"""The region of a sheet that is to grow: the table's, or where its data stand when it has none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crmbook.files.cells.stored import StoredValues
from crmbook.files.cells.stream import read_through
from crmbook.files.growth.header import HeaderFinder, values_of
from crmbook.files.growth.row_xml import RowXml
from crmbook.files.growth.survey import Survey
from crmbook.files.growth.tables import Table, main_table, tables_of
from crmbook.files.package import Package
from crmbook.i18n import _
from crmbook.model.cells import MAX_ROW, Raw, column_letters
from crmbook.model.errors import FileRefused

_COLUMN_RANGE: Final = re.compile(r"(?<![!\w])\$?([A-Za-z]{1,3})\$?\d+:\$?([A-Za-z]{1,3})\$?(\d+)")
_SUMS: Final = ("SUM(", "SUBTOTAL(", "AGGREGATE(", "COUNTA(")


@dataclass(frozen=True, slots=True)
class Region:
    """Columns ``left`` to ``right``; data from row ``first`` to ``last`` (first - 1: none yet).

    ``bottom`` is the last row of the table, however blank, and ``last`` where there is none;
    ``below`` the first row under it that is taken. ``model`` is the row that new ones look like.
    ``titles``: the row of titles, 0: none; ``title_style`` is that of the last,
    ``known`` what they say; ``above`` is the record above the model.
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
    known: tuple[str, ...]
    above: RowXml | None
    title_style: int | None
    prefix: bytes
    shared: dict[bytes, tuple[str, str]]


def region_of(package: Package, part: str, sheet: str, stored: StoredValues) -> Region:
    """Return the region of a sheet. Raises FileRefused when it cannot be told, or is damaged."""
    tables = tables_of(package, part)
    table = main_table(tables, sheet)
    area = table.area if table else None
    finder = HeaderFinder(stored)
    survey = read_through(package, part, lambda stream: Survey(area, finder.find).look(stream))
    if table is not None:
        _refuse_beside(table, survey, sheet)
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
        known=table.names,
        above=records[-2] if len(records) > 1 else None,
        title_style=_style(survey, area.first_row, area.last_column),
        prefix=survey.prefix,
        shared=survey.shared,
    )


def _of_data(survey: Survey, others: tuple[Table, ...], stored: StoredValues) -> Region:
    top = survey.header.row
    rows = [row for row in survey.tail if row.number > top]
    closing = _closing(rows, survey, stored)
    if rows and len(closing) == len(rows) and rows[0].number > top + 1:
        raise _unclear(rows[0].number)
    apart = _apart(rows[: len(rows) - len(closing)], survey)
    records = rows[: len(rows) - len(closing) - len(apart)]
    closing = [*apart, *closing]
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
        known=survey.header.titles,
        above=records[-2] if len(records) > 1 else None,
        title_style=_style(survey, top, right),
        prefix=survey.prefix,
        shared=survey.shared,
    )


def _style(survey: Survey, titles: int, column: int) -> int | None:
    """Return the style of the last title up to a column."""
    found = next((row.cells for row in survey.head if row.number == titles), {})
    last = max((at for at in found if at <= column), default=0)
    return found[last].style if last else None


def _refuse_beside(table: Table, survey: Survey, sheet: str) -> None:
    """Raise FileRefused when the table stands beside what is taken for the sheet's data."""
    area, header = table.area, survey.header
    beside = header.left > area.last_column or header.right < area.first_column
    if beside and header.right > header.left:
        raise FileRefused(
            _("it cannot be told what of “{sheet}” is to grow: the table {table}, or what is beside"
              " it").format(sheet=sheet, table=table.name),
            _("put them on sheets of their own, in Excel or WPS"),
        )  # fmt: skip


def _unclear(row: int) -> FileRefused:
    return FileRefused(
        _("it cannot be told where the data end: from row {row} on there are only notes").format(
            row=row
        ),
        _("put the notes on a sheet of their own, in Excel or WPS"),
    )


def _apart(rows: list[RowXml], survey: Survey) -> list[RowXml]:
    """Return the rows at the end that blank rows part from the data, and that are no records."""
    width = max(len(row.filled(*survey.columns)) for row in rows) if rows else 0
    for at in range(len(rows) - 1, 0, -1):
        behind = rows[at:]
        full = max(len(row.filled(*survey.columns)) for row in behind)
        if full * 2 > width:
            return []
        if rows[at].number > rows[at - 1].number + 1:
            return behind
    return []


def _closing(rows: list[RowXml], survey: Survey, stored: StoredValues) -> list[RowXml]:
    """Return the rows at the end that are no records: totals, notes, signatures."""
    left, right = survey.columns
    suspects = list(_suspects(rows, right - left + 1))
    if not suspects:
        return []
    from crmbook.files.header.kinds import closes_table  # noqa: PLC0415 - numpy, 70 ms

    values = values_of(suspects, stored)
    found: list[RowXml] = []
    for row in suspects:
        held: list[Raw] = [value for value in values[row.number].values() if value is not None]
        if not (closes_table(held) or _sums(row)):
            break
        found.insert(0, row)
    return found


def _suspects(rows: list[RowXml], titles: int) -> Iterator[RowXml]:
    """Yield the rows from the last one up that hold little, or sums: texts are dear to look up."""
    for row in reversed(rows):
        if sum(cell.filled for cell in row.cells.values()) * 2 > titles and not _sums(row):
            return
        yield row


def _sums(row: RowXml) -> bool:
    """Whether a row sums what stands above it in its own columns."""
    return any(
        cell.formula is not None
        and any(name in cell.formula.text.upper() for name in _SUMS)
        and _names_above(cell.formula.text, column, row.number)
        for column, cell in row.cells.items()
    )


def _names_above(formula: str, column: int, row: int) -> bool:
    """Whether a formula names a range of its own column that ends above its row."""
    letters = column_letters(column)
    return any(
        first.upper() == last.upper() == letters and int(end) < row
        for first, last, end in _COLUMN_RANGE.findall(formula)
    )
