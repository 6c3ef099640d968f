"""Rows as they are written: which of their cells somebody filled in, how those look, what they compute."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Final

from crmbook.files.attributes import whole_number
from crmbook.files.cells.markup import Element, Rows, attribute, opening
from crmbook.model.cells import MAX_ROW

_KEPT: Final = (b"s", b"customFormat", b"ht", b"customHeight")
_TRUE: Final = frozenset({b"1", b"true"})


@dataclass(frozen=True, slots=True)
class Formula:
    """The formula of a cell: its ``text`` ("" where it shares that of ``group``), its kind ``t``."""

    text: str
    kind: str = ""
    group: bytes = b""


@dataclass(frozen=True, slots=True)
class CellXml:
    """One cell of a row: its style, its formula, whether it holds a value that is no result."""

    style: int
    formula: Formula | None
    filled: bool
    xml: bytes


@dataclass(frozen=True)
class RowXml:
    """One row: its number, and its bytes with and without what hides in them."""

    number: int
    data: bytes
    mask: bytes
    prefix: bytes

    @cached_property
    def cells(self) -> dict[int, CellXml]:
        """Its cells by column. Raises FileRefused when they are not where they say."""
        rows, row = self._parsed
        return {cell.number: self._cell(cell) for cell in rows.cells(row)} if row else {}

    def filled(self, left: int, right: int) -> list[int]:
        """Return the columns between two in which somebody filled something in."""
        if b"<%sv" % self.prefix not in self.mask and b"<%sis" % self.prefix not in self.mask:
            return []
        return [at for at, cell in self.cells.items() if cell.filled and left <= at <= right]

    def looks(self) -> bytes:
        """Return the attributes that make a row below look like this one."""
        row = self._parsed[1]
        said = {name: attribute(row.attributes, name) for name in _KEPT} if row else {}
        if said.get(b"customFormat") not in _TRUE:
            said.pop(b"s", None)
        if (
            said.get(b"customHeight") not in _TRUE
        ):  # as high as its text needs: the next has another
            said.pop(b"ht", None)
        return b"".join(b' %s="%s"' % one for one in said.items() if one[1] is not None)

    @cached_property
    def _parsed(self) -> tuple[Rows, Element | None]:
        rows = Rows(self.data, self.mask, self.prefix, self.number - 1)
        return rows, rows.row(self.number)

    def _cell(self, cell: Element) -> CellXml:
        inside = self.mask[cell.head : cell.tail]
        formula = self._formula(inside)
        value = any(
            (found := opening(self.prefix + name).search(inside)) is not None and not found[2]
            for name in (b"v", b"is")
        )
        return CellXml(
            whole_number(attribute(cell.attributes, b"s") or b"0"),
            formula,
            value and formula is None,
            self.data[cell.start : cell.end],
        )

    def _formula(self, inside: bytes) -> Formula | None:
        found = opening(self.prefix + b"f").search(inside)
        if found is None:
            return None
        end = found.end() if found[2] else inside.find(b"<", found.end())
        return Formula(
            unescape(inside[found.end() : end].decode()),
            (attribute(found[1], b"t") or b"").decode(),
            attribute(found[1], b"si") or b"",
        )


def upwards(data: bytes, mask: bytes, prefix: bytes, last: int) -> Iterator[RowXml]:
    """Yield some rows from the last one up; ``last`` is the number of the row before them.

    Rows that carry their numbers are found one by one, so that a look at the last costs nothing.
    """
    tag, end = opening(prefix + b"row"), len(mask)
    while (start := mask.rfind(b"<%srow" % prefix, 0, end)) >= 0:
        match = tag.match(mask, start)
        number = None if match is None else attribute(match[1], b"r")
        if number is None or not number.isdigit() or not 0 < int(number) <= MAX_ROW:
            yield from reversed(list(downwards(data[:end], mask[:end], prefix, last)))
            return
        yield RowXml(int(number), data[start:end], mask[start:end], prefix)
        end = start


def downwards(data: bytes, mask: bytes, prefix: bytes, last: int) -> Iterator[RowXml]:
    """Yield some rows from the first one down. Raises FileRefused when they are out of order."""
    for number, start, end in Rows(data, mask, prefix, last).places():
        yield RowXml(number, data[start:end], mask[start:end], prefix)
