"""Where the box of a note stands, and how large it is: beside its cell, as large as its text."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from unicodedata import east_asian_width

from crmbook.files.cells.markup import attribute, opening
from crmbook.model.cells import MAX_COLUMN, MAX_ROW

#: Pixels at 96 dpi, as Excel counts them in an anchor.
_CHARACTER: Final = 7  # the width of a digit in 11 point type, by which column widths are counted
_COLUMN: Final = 64
_ROW: Final = 20
_POINT: Final = 96 / 72
#: Text of 9 points: a Chinese character is 12 pixels wide, a Latin one about half of that.
_WIDE, _NARROW, _LINE = 12, 7, 16
_MARGIN: Final = 16
_LEAST, _MOST = (108, 40), (360, 640)
_BESIDE, _ABOVE = 15, 10
#: A box over more rows than that lies on hidden ones, where nobody sees it.
_FARTHEST: Final = 256
_LARGEST: Final = 20_000.0
_TRUE: Final = frozenset({b"1", b"true"})


@dataclass(slots=True)
class Metrics:
    """How wide the columns of a sheet are and how high its rows, in pixels.

    ``heights`` holds a row's height where the sheet says one, else -1; rows behind it say none.
    """

    columns: list[tuple[int, int, int]] = field(default_factory=list)
    column: int = _COLUMN
    row: int = _ROW
    heights: array[int] = field(default_factory=lambda: array("h"))

    @classmethod
    def of(cls, before: bytes, prefix: bytes) -> Metrics:
        """Read what stands before the rows of a sheet."""
        found = cls()
        for said in opening(prefix + b"sheetFormatPr").finditer(before):
            found.column = _wide(attribute(said[1], b"defaultColWidth"), _COLUMN)
            found.row = _high(said[1], b"defaultRowHeight", b"zeroHeight", _ROW)
        for col in opening(prefix + b"col").finditer(before):
            first, last = (_number(attribute(col[1], name), 0) for name in (b"min", b"max"))
            hidden = attribute(col[1], b"hidden") in _TRUE
            wide = 0 if hidden else _wide(attribute(col[1], b"width"), found.column)
            found.columns.append((int(first), int(last), wide))
        return found

    def see_row(self, number: int, attributes: bytes) -> None:
        """Take note of a row's height."""
        high = _high(attributes, b"ht", b"hidden", -1)
        if high >= 0:
            missing = number - len(self.heights)
            self.heights.extend([-1] * missing)
            self.heights[number - 1] = high

    def width(self, column: int) -> int:
        """Return the width of a column, 1-based."""
        said = (wide for first, last, wide in self.columns if first <= column <= last)
        return next(said, self.column)

    def height(self, row: int) -> int:
        """Return the height of a row, 1-based."""
        said = self.heights[row - 1] if row <= len(self.heights) else -1
        return self.row if said < 0 else said


def anchor(row: int, column: int, text: str, metrics: Metrics) -> str:
    """Return the ``x:Anchor`` of a note on a cell (1-based): edges as 0-based cell and pixels."""
    width, height = size(text)
    left = _edges((column, _BESIDE), width, metrics.width, MAX_COLUMN)
    above = (row - 2, _ABOVE) if row > 1 else (0, 2)
    top = _edges(above, height, metrics.height, MAX_ROW)
    return ", ".join(str(edge) for edge in (*left[0], *top[0], *left[1], *top[1]))


def size(text: str) -> tuple[int, int]:
    """Return the width and height that a text needs, within what is pleasant to read."""
    lines = [sum(map(_advance, line)) for line in text.split("\n")]
    width = min(max(*lines, _LEAST[0] - _MARGIN), _MOST[0] - _MARGIN)
    # A line that is broken ends up to a character early.
    count = sum(1 if line <= width else -(-line // (width - _WIDE)) for line in lines)
    return width + _MARGIN, min(max(count * _LINE + _MARGIN, _LEAST[1]), _MOST[1])


def _advance(character: str) -> int:
    return _WIDE if east_asian_width(character) in "WFA" else _NARROW


def _edges(
    start: tuple[int, int], length: int, measure: Callable[[int], int], last: int
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return where a box begins and ends along columns or rows; it moves back from the last one."""
    at, offset = start
    offset = min(offset, max(measure(at + 1) - 1, 0)) if at < last else 0
    nearest = max(at - _FARTHEST, 0)
    end = _end(at, offset + length, measure, last)
    while end is None and at > nearest:
        at, offset = at - 1, 0
        end = _end(at, length, measure, last)
    return (at, offset), end or (last - 1, 0)


def _end(at: int, length: int, measure: Callable[[int], int], last: int) -> tuple[int, int] | None:
    """Return the cell in which a length ends, and how far into it; None: behind the last one."""
    for cell in range(at, min(at + _FARTHEST, last)):
        wide = measure(cell + 1)
        if length < wide:
            return cell, length
        length -= wide
    return (at + _FARTHEST, 0) if at + _FARTHEST < last else None


def _wide(said: bytes | None, default: int) -> int:
    return default if said is None else int(_number(said, 0) * _CHARACTER + 0.5)


def _high(attributes: bytes, name: bytes, hidden: bytes, default: int) -> int:
    if attribute(attributes, hidden) in _TRUE:
        return 0
    said = attribute(attributes, name)
    return default if said is None else int(_number(said, 0) * _POINT + 0.5)


def _number(said: bytes | None, default: float) -> float:
    """Return what a size should be; one that is none costs a box its shape, no more."""
    try:
        number = float(said or default)
    except ValueError:
        return default
    return min(max(number, 0.0), _LARGEST) if number == number else default  # noqa: PLR0124 - NaN
