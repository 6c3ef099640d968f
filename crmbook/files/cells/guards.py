"""Cells that must not be written: what Excel itself would not let a user change one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crmbook.files.cells.markup import SheetMarkup, attribute, opening
from crmbook.files.grid import Area
from crmbook.files.package import Package
from crmbook.files.relationships import related
from crmbook.files.spans import Span, parse
from crmbook.i18n import N_, _
from crmbook.model.cells import parse_a1
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
    """The areas of one sheet in which single cells are not to be written."""

    def __init__(self, package: Package, part: str, markup: SheetMarkup) -> None:
        self._zones = [*_spread(markup), *_merged(markup)]
        for table in related(package, part, "table"):
            self._zones += _table(parse(package.read(table)))
        for pivot in related(package, part, "pivotTable"):
            self._zones += _pivot(parse(package.read(pivot)))

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


def area_of(reference: str) -> Area | None:
    """Return the area of a reference such as ``A1:B2``, None when it is none."""
    first, _colon, last = reference.partition(":")
    try:
        (top, left), (bottom, right) = parse_a1(first), parse_a1(last or first)
    except ValueError:
        return None
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def _spread(markup: SheetMarkup) -> Iterator[_Zone]:
    table = markup.table
    if _SPREAD.search(markup.mask, table.head, table.tail) is None:
        return
    for formula in opening(markup.tag(b"f")).finditer(markup.mask, table.head, table.tail):
        if _SPREAD.search(formula[1]):
            yield from _zones(attribute(formula[1], b"ref"), _FORMULA)


def _merged(markup: SheetMarkup) -> Iterator[_Zone]:
    for merged in opening(markup.tag(b"mergeCell")).finditer(markup.behind):
        for zone in _zones(attribute(merged[1], b"ref"), _MERGED):
            anchor = (zone.area.first_row, zone.area.first_column)
            yield _Zone(zone.area, _MERGED, free=anchor)


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
