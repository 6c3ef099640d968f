"""The table (ListObject) of a sheet that is to grow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crmbook.files.area import Area, area_of
from crmbook.files.package import Package
from crmbook.files.relationships import related
from crmbook.files.spans import Span, parse
from crmbook.i18n import _
from crmbook.model.errors import FileRefused

_NONE: Final = frozenset({"0", "false"})
_FED: Final = frozenset({"queryTable", "xml"})


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its part, its area without the totals row, and what its columns compute.

    ``titles``: rows of titles, 0 or 1; ``formulas``: column of the sheet → formula.
    """

    part: str
    name: str
    area: Area
    titles: int
    totals: bool
    fed: bool
    names: tuple[str, ...]
    formulas: dict[int, str]


def tables_of(package: Package, sheet: str) -> list[Table]:
    """Return the tables on a sheet. Raises FileRefused for a part that is damaged."""
    read = (_table(part, parse(package.read(part))) for part in related(package, sheet, "table"))
    return [table for table in read if table is not None]


def main_table(tables: list[Table], sheet: str) -> Table | None:
    """Return the table that holds the data of a sheet: the longest.

    Raises FileRefused when it cannot be told which, or it is filled by a query.
    """
    if not tables:
        return None
    first, *others = sorted(tables, key=_length, reverse=True)
    if others and _length(others[0]) == _length(first):
        raise FileRefused(
            _("it cannot be told which table of “{sheet}” is to grow: {first} or {second}").format(
                sheet=sheet, first=first.name, second=others[0].name
            ),
            _("put them on sheets of their own, in Excel or WPS"),
        )
    if first.fed:
        raise FileRefused(
            _(
                "the table {table} is filled by a query, which would overwrite what is put in"
            ).format(table=first.name),
            _("write to the source of the query, or cut the connection in Excel"),
        )
    return first


def _length(table: Table) -> int:
    return table.area.last_row - table.area.first_row


def _table(part: str, root: Span) -> Table | None:
    said, area = root.attributes, area_of(root.attributes.get("ref", ""))
    columns = root.find("tableColumns")
    if area is None or columns is None:
        return None
    totals = said.get("totalsRowCount", "0") not in _NONE
    titles = int(said.get("headerRowCount", "1") not in _NONE)
    spans = list(columns.all("tableColumn"))
    return Table(
        part,
        said.get("displayName") or said.get("name", ""),
        Area(area.first_row, area.first_column, area.last_row - totals, area.last_column),
        titles,
        totals,
        said.get("tableType", "worksheet") in _FED or "connectionId" in said,
        tuple(span.attributes.get("name", "") for span in spans),
        dict(_computed(spans, area.first_column)),
    )


def _computed(columns: list[Span], left: int) -> list[tuple[int, str]]:
    found = ((at, span.find("calculatedColumnFormula")) for at, span in enumerate(columns, left))
    return [(at, span.text) for at, span in found if span is not None]
