"""What follows the data by meaning: ranges that reached to their end go on doing so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Protocol

from crmbook.files.area import Area, area_of
from crmbook.files.cells.behind import children
from crmbook.model.cells import a1

#: Where the ranges of a child of the worksheet stand: in its own tag, or in those of its children.
_OWN: Final = frozenset({b"autoFilter", b"conditionalFormatting"})
_INNER: Final = frozenset({b"dataValidations", b"ignoredErrors", b"protectedRanges"})
_EXTENSIONS: Final = b"extLst"
_RANGES: Final = re.compile(rb"\s(?:sq)?ref\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
SPARKLINES: Final = re.compile(
    rb"<(?:[\w.-]+:)?sparklineGroups\b.*?</(?:[\w.-]+:)?sparklineGroups>", re.DOTALL
)
_EXTENSION_RANGES: Final = re.compile(rb"<(?:[\w.-]+:)?sqref>([^<]*)<")


class Growth(Protocol):
    """How a region grows."""

    def grown(self, area: Area) -> Area:
        """Return what an area of the sheet covers now: the same, if it has nothing to do with it."""


@dataclass(slots=True)
class Downwards:
    """Data that reach from row ``first`` to ``last`` get ``count`` rows more."""

    left: int
    right: int
    first: int
    last: int
    count: int = 0

    @property
    def bottom(self) -> int:
        """The last row of the data now."""
        return self.last + self.count

    def grown(self, area: Area) -> Area:
        """Extend an area that reaches to the last row or a blank one below, but not far enough.

        One that holds a single row, not the first, is about that row and stays.
        """
        beside = area.last_column < self.left or area.first_column > self.right
        single = area.first_row == area.last_row and area.first_row > self.first
        if beside or single or area.first_row > self.last + 1:
            return area
        whole = area.first_column <= self.left and area.last_column >= self.right
        titles = self.last < self.first and area.last_row == self.last and whole
        reaches = titles or max(self.last, self.first) <= area.last_row < self.bottom
        return replace(area, last_row=self.bottom) if reaches else area


@dataclass(slots=True)
class Rightwards:
    """A region with its titles in row ``titles`` gets ``count`` columns behind column ``right``."""

    left: int
    right: int
    titles: int
    count: int = 0

    def grown(self, area: Area) -> Area:
        """Extend an area over the titles that reaches from the first column to the last one."""
        whole = area.first_column <= self.left and area.last_column == self.right
        if not whole or not area.first_row <= self.titles <= area.last_row:
            return area
        return replace(area, last_column=self.right + self.count)


def follow_behind(growth: Growth, names: frozenset[bytes]) -> Callable[[bytes, bytes], bytes]:
    """Return what lets the ranges in those elements behind the rows of a sheet follow."""

    def change(behind: bytes, mask: bytes) -> bytes:
        pieces, at = [], 0
        for start, end in _ranges(mask, names):
            new = grown_ranges(behind[start:end].decode(), growth).encode()
            pieces += [behind[at:start], new]
            at = end
        return b"".join([*pieces, behind[at:]])

    return change


#: What follows when rows are added.
ROW_WISE: Final = _OWN | _INNER | {_EXTENSIONS}
#: What follows when a column is added: rules about other columns say nothing of a new one.
COLUMN_WISE: Final = frozenset({b"autoFilter"})


def grown_ranges(text: str, growth: Growth) -> str:
    """Return a list of areas (``A2:A9 C2``) in which those that follow do; the rest as written."""
    return " ".join(_grown(one, growth) for one in text.split(" "))


def _grown(reference: str, growth: Growth) -> str:
    area = area_of(reference)
    new = None if area is None else growth.grown(area)
    if new is None or new == area:
        return reference
    return f"{a1(new.first_row, new.first_column)}:{a1(new.last_row, new.last_column)}"


def _ranges(mask: bytes, names: frozenset[bytes]) -> Iterator[tuple[int, int]]:
    """Yield where each list of areas stands."""
    found = list(children(mask))
    for child, following in pairwise(found):
        if child.name not in names:
            continue
        end = mask.index(b">", child.start) if child.name in _OWN else following.start
        if child.name == _EXTENSIONS:
            yield from _in_extensions(mask, child.start, end)
        else:
            for match in _RANGES.finditer(mask, child.start, end):
                yield match.span(1 if match[1] is not None else 2)


def _in_extensions(mask: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the areas of rules; those of sparklines say where each of them stands."""
    lines = [match.span() for match in SPARKLINES.finditer(mask, start, end)]
    for match in _EXTENSION_RANGES.finditer(mask, start, end):
        if not any(low <= match.start() < high for low, high in lines):
            yield match.span(1)
