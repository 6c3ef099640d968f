"""A first look through a sheet that is to grow: where its rows end, and what they look like."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from itertools import islice
from typing import Final

from crmbook.files.area import Area
from crmbook.files.cells.markup import attribute, opening
from crmbook.files.cells.stream import SheetStream, read_through
from crmbook.files.growth.row_xml import RowXml, downwards, upwards
from crmbook.files.package import Package
from crmbook.model.cells import MAX_COLUMN, MAX_ROW, column_letters

_HEAD: Final = 30  # rows among which the titles are looked for
_TAIL: Final = 200  # rows at the end, of which some may be totals and notes
_BATCHES: Final = 2  # batches at the end that are kept: a megabyte each, with hundreds of rows

_Batch = tuple[bytes, bytes, int]


@dataclass(frozen=True, slots=True)
class Header:
    """The last row of a sheet's titles (0: none), its columns, and what the titles say."""

    row: int
    left: int
    right: int
    titles: tuple[str, ...] = ()


def _fullest(head: list[RowXml]) -> Header:
    """Return the row of the first ones that has most cells, for the titles."""
    counted = ((row.filled(1, MAX_COLUMN), row.number) for row in head)
    columns, row = max(counted, key=lambda one: len(one[0]), default=([1], 0))
    return Header(row, columns[0], columns[-1])


@dataclass(slots=True)
class Survey:
    """What was seen of a sheet.

    ``head`` and ``tail`` are the first and the last rows in which somebody filled something in,
    ``tail`` within the columns and above the end of ``area`` (None: within those of the titles);
    ``below`` the first such row under it. ``shared``: formulas that cells share, by group: (cell,
    formula).
    """

    area: Area | None
    locate: Callable[[list[RowXml]], Header | None] = field(default=lambda _head: None)
    head: list[RowXml] = field(default_factory=list)
    tail: list[RowXml] = field(default_factory=list)
    below: int = MAX_ROW + 1
    shared: dict[bytes, tuple[str, str]] = field(default_factory=dict)
    prefix: bytes = b""
    _header: Header | None = None
    _kept: deque[_Batch] = field(default_factory=lambda: deque(maxlen=_BATCHES))

    def look(self, stream: SheetStream) -> Survey:
        """Look through the whole part once.

        Raises FileRefused for rows that are not where they say.
        """
        last, self.prefix = 0, stream.prefix
        for data, mask in stream.batches():
            batch = data, mask, last
            self._see_shared(mask, stream.prefix)
            if len(self.head) < _HEAD:
                rows = downwards(*batch[:2], stream.prefix, last)
                filled = (row for row in rows if row.filled(1, MAX_COLUMN))
                self.head += islice(filled, _HEAD - len(self.head))
            last = self._see_end(batch, stream.prefix)
        for data, mask, before in reversed(self._kept):
            rows = upwards(data, mask, stream.prefix, before)
            held = islice((row for row in rows if self._holds(row)), _TAIL - len(self.tail))
            self.tail[:0] = reversed(list(held))
        return self

    @property
    def header(self) -> Header:
        """Where the titles stand: found as `check` finds them, else the row with most cells."""
        if self._header is None:
            self._header = self.locate(self.head) or _fullest(self.head)
        return self._header

    @property
    def columns(self) -> tuple[int, int]:
        """The first and the last column of the area, or of the titles."""
        if self.area is not None:
            return self.area.first_column, self.area.last_column
        return self.header.left, self.header.right

    def _see_end(self, batch: _Batch, prefix: bytes) -> int:
        """Note what a batch says of the end; return the number of its last row."""
        last, held = 0, False
        for row in upwards(batch[0], batch[1], prefix, batch[2]):
            last = last or row.number
            if row.number > self._bottom:
                if row.filled(*self.columns):
                    self.below = min(self.below, row.number)
            elif self._holds(row):
                held = True
                break
        if held:
            self._kept.append(batch)
        return last or batch[2]

    def _see_shared(self, mask: bytes, prefix: bytes) -> None:
        """Note the formulas that a cell shares with others: those that name the cells (``ref``)."""
        if b"shared" not in mask or b" ref=" not in mask:
            return
        for said in opening(prefix + b"f").finditer(mask):
            group, end = attribute(said[1], b"si"), mask.find(b"<", said.end())
            if group is None or said[2] or end == said.end():
                continue
            cell = opening(prefix + b"c").match(mask, mask.rfind(b"<%sc" % prefix, 0, said.start()))
            place = attribute(cell[1], b"r") if cell else None
            if place is not None:
                self.shared[group] = place.decode(), unescape(mask[said.end() : end].decode())

    def _holds(self, row: RowXml) -> bool:
        return row.number <= self._bottom and bool(row.filled(*self.columns))

    @property
    def _bottom(self) -> int:
        return MAX_ROW if self.area is None else self.area.last_row


def first_filled(package: Package, part: str, area: Area) -> int:
    """Return the first row of an area in which somebody filled something in, 0: none."""
    return read_through(package, part, lambda stream: _first_filled(stream, area))


def _first_filled(stream: SheetStream, area: Area) -> int:
    wanted = b"|".join(
        column_letters(at).encode() for at in range(area.first_column, area.last_column + 1)
    )
    cell = opening(stream.prefix + b"c")
    place = re.compile(rb"\br\s*=\s*[\"'](?:" + wanted + rb")[0-9]+[\"']", re.IGNORECASE)
    found = last = 0
    for data, mask in stream.batches():
        batch = data, mask, stream.prefix, last
        last = next((row.number for row in upwards(*batch)), last)
        placed = mask.count(b'<%sc r="' % stream.prefix) == len(cell.findall(mask))
        if not found and (place.search(mask) or not placed):
            held = (row.number for row in downwards(*batch) if _in(row, area))
            found = next(held, 0)
    return found


def _in(row: RowXml, area: Area) -> bool:
    inside = area.first_row <= row.number <= area.last_row
    return inside and bool(row.filled(area.first_column, area.last_column))
