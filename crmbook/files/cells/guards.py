"""Cells that must not be written: what Excel itself would not let a user change one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crmbook.files.area import Area, area_of
from crmbook.files.cells.markup import attribute, holds, opening
from crmbook.files.package import Package
from crmbook.files.relationships import related
from crmbook.files.spans import Span, parse
from crmbook.i18n import N_, _
from crmbook.model.errors import FileRefused

_SPREAD = re.compile(rb"""\st\s*=\s*["'](?:array|dataTable)["']""")
_NONE: Final = frozenset({"0", "false"})
_FORMULA: Final = N_("{cell} belongs to a formula over several cells")
_MERGED: Final = N_("{cell} lies inside of a merged cell")
_TITLE: Final = N_("{cell} is a title of the table {table}, which has to match it")
_PIVOT: Final = N_("{cell} belongs to a pivot table")


@dataclass(frozen=True, slots=True)
class _Zone:
    area: Area
    what: str
    table: str = ""
    free: tuple[int, int] | None = None  # the anchor of a merged cell


class Guards:
    """The areas of one sheet in which single cells are not to be written.

    Those that stand in the sheet itself are added while it is read.
    """

    def __init__(self, package: Package, part: str) -> None:
        self._zones: list[_Zone] = []
        for table in related(package, part, "table"):
            self._zones += _table(parse(package.read(table)))
        for pivot in related(package, part, "pivotTable"):
            self._zones += _pivot(parse(package.read(pivot)))

    def see_rows(self, rows: bytes, prefix: bytes) -> None:
        """Take note of the formulas over several cells in some rows."""
        if not (holds(rows, b"y", b"array") or holds(rows, b"b", b"dataTable")):
            return
        for formula in opening(prefix + b"f").finditer(rows):
            if _SPREAD.search(formula[1]):
                self._zones += _zones(attribute(formula[1], b"ref"), _FORMULA)

    def see_behind(self, behind: bytes, prefix: bytes) -> None:
        """Take note of the merged cells in what follows the rows."""
        for merged in opening(prefix + b"mergeCell").finditer(behind):
            for zone in _zones(attribute(merged[1], b"ref"), _MERGED):
                anchor = (zone.area.first_row, zone.area.first_column)
                self._zones.append(_Zone(zone.area, _MERGED, free=anchor))

    def check(self, row: int, column: int, cell: str) -> None:
        """Raise FileRefused when the cell lies in such an area; ``cell`` is its address."""
        for zone in self._zones:
            area = zone.area
            inside = (
                area.first_row <= row <= area.last_row
                and area.first_column <= column <= area.last_column
            )
            if inside and (row, column) != zone.free:
                raise FileRefused(
                    _(zone.what).format(cell=cell, table=zone.table),
                    _("change it in Excel or WPS"),
                )


def _table(root: Span) -> Iterator[_Zone]:
    """Yield the header and totals rows: their texts stand in the table part as well."""
    area = area_of(root.attributes.get("ref", ""))
    if area is None:
        return
    name = root.attributes.get("displayName", "")
    left, right = area.first_column, area.last_column
    if root.attributes.get("headerRowCount", "1") not in _NONE:
        yield _Zone(Area(area.first_row, left, area.first_row, right), _TITLE, name)
    if root.attributes.get("totalsRowCount", "0") not in _NONE:
        yield _Zone(Area(area.last_row, left, area.last_row, right), _TITLE, name)


def _pivot(root: Span) -> Iterator[_Zone]:
    location = root.find("location")
    if location is not None:
        yield from _zones(location.attributes.get("ref", "").encode(), _PIVOT)


def _zones(reference: bytes | None, what: str) -> Iterator[_Zone]:
    area = area_of((reference or b"").decode())
    if area is not None:
        yield _Zone(area, what)
