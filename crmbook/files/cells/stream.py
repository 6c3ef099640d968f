"""A worksheet part read as a stream: what stands before the rows, rows in batches, what follows.

The sheet of a full register is 534 MB; only batches in which a row changes are looked at closely.
A part in which something may hide (comments, CDATA, instructions), or that is written in UTF-16, is
taken whole, as one batch.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from operator import le
from typing import Final, TypeVar

from crmbook.files.cells.dialect import Guard, codec_of, masked, no_worksheet
from crmbook.files.cells.markup import muddled, opening, row_number
from crmbook.files.inflate import MAX_PART, refuse_large
from crmbook.files.package import Package
from crmbook.model.cells import MAX_ROW

_BATCH: Final = 1 << 20
_Found = TypeVar("_Found")
_DECLARATION: Final = 3  # an XML declaration stands at the very beginning, or behind a BOM


class Hiding(Exception):
    """Something hides in the part."""


class SheetStream:
    """The pieces of a worksheet part, in UTF-8, cut where it can be edited.

    ``before`` ends with the start tag of ``sheetData`` (``closed``: it is self-closed), ``behind``
    begins after the rows, with its end tag; it is there once :meth:`batches` has ended. The masks
    are as long, with what hides blanked out; the same objects where nothing does. ``codec`` is what
    the part was written in.

    ``checked``: all of it must be well-formed, else only what stands before the rows. Raises
    FileRefused for broken XML, a DOCTYPE, another encoding, no worksheet; Hiding.
    """

    def __init__(self, part: Iterable[bytes], *, checked: bool, whole: bool = False) -> None:
        self._pieces = _joined(part) if whole else iter(part)
        self._whole = whole
        self._checked = checked
        self._guard = Guard()
        self._buffer = self._mask = b""
        self.codec = "utf-8"
        self.behind = self.behind_mask = b""
        self._read_head()

    def batches(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield whole rows, many at a time, with their mask."""
        row = b"<" + self.prefix + b"row"
        searched = 0
        while not self.closed:
            at = self._end(searched)
            if at >= 0:
                yield self._drop(at)
                break
            cut = self._mask.rfind(row) if len(self._buffer) > _BATCH else 0
            if cut > 0:
                yield self._drop(cut)
            searched = max(0, len(self._buffer) - len(self.prefix) - len(b"</sheetData"))
            if not self._more():
                raise muddled()
        while self._more():
            pass
        if self._checked:
            self._guard.close()
        self.behind, self.behind_mask = self._buffer, self._mask

    def _end(self, start: int) -> int:
        """Return where the end tag of ``sheetData`` stands, -1 if it is not there yet."""
        if self._mask.find(b"sheetData", start) < 0:  # longer, so faster to be found missing
            return -1
        return self._mask.find(b"</" + self.prefix + b"sheetData", start)

    def _read_head(self) -> None:
        while self._more():
            if self._guard.prefix is None:
                continue
            match = opening(self._guard.prefix + b"sheetData").search(self._mask)
            if match is not None:
                self.prefix, self.closed = self._guard.prefix, bool(match[2])
                self.before, self.before_mask = self._drop(match.end())
                self.table_at = match.start()
                return
        self._guard.close()
        raise no_worksheet()

    def _drop(self, end: int) -> tuple[bytes, bytes]:
        """Take what stands before ``end`` out of the buffer."""
        taken = self._buffer[:end]
        mask = self._mask[:end] if self._whole else taken
        self._buffer = self._buffer[end:]
        self._mask = self._mask[end:] if self._whole else self._buffer
        return taken, mask

    def _more(self) -> bool:
        """Read another piece; return whether there was one."""
        piece = next(self._pieces, b"")
        if not piece:
            return False
        if self._checked or self._guard.prefix is None:
            self._guard.feed(piece)
        if self._whole:
            self.codec = codec_of(piece)
            self._buffer = piece if self.codec == "utf-8" else piece.decode(self.codec).encode()
            self._mask = masked(self._buffer)
            return True
        start = max(0, len(self._buffer) - 1)
        self._buffer += piece
        if _hides(self._buffer, start) or codec_of(piece) != "utf-8":
            raise Hiding
        self._mask = self._buffer
        return True


def read_through(package: Package, part: str, look: Callable[[SheetStream], _Found]) -> _Found:
    """Return what a look through a part finds, which is taken whole where something hides in it."""
    try:
        return look(SheetStream(package.chunks(part), checked=False))
    except Hiding:
        return look(SheetStream(package.chunks(part), checked=False, whole=True))


def _hides(buffer: bytes, start: int) -> bool:
    # One character is found ten times as fast as two, and these two hardly ever stand anywhere.
    exclaims = buffer.find(b"!", start) >= 0 and buffer.find(b"<!", start) >= 0
    start = max(start, _DECLARATION + 1)
    return exclaims or (buffer.find(b"?", start) >= 0 and buffer.find(b"<?", start) >= 0)


def _joined(part: Iterable[bytes]) -> Iterator[bytes]:
    pieces, size = [], 0
    for piece in part:
        size += len(piece)
        if size > MAX_PART:
            raise refuse_large("sheetData", MAX_PART)
        pieces.append(piece)
    yield b"".join(pieces)


def row_numbers(rows: bytes, prefix: bytes, last: int) -> list[int] | None:
    """Return the numbers of some rows, which follow row ``last``; None: they must be looked at.

    Rows as programs write them cost 0.4 µs each. Raises FileRefused when they are not in order.
    """
    numbers = list(map(int, _numbered(prefix).findall(rows)))
    dense = numbers and numbers[-1] - numbers[0] + 1 == len(numbers)  # no room for one without r
    dense = dense and _ends_are_numbered(rows, prefix)
    if not dense and len(numbers) != rows.count(b"<" + prefix + b"row"):
        return None
    if numbers and not (
        all(map(le, [last, *numbers], numbers)) and numbers[0] > 0 and numbers[-1] <= MAX_ROW
    ):
        raise muddled()
    return numbers


def _ends_are_numbered(rows: bytes, prefix: bytes) -> bool:
    """Whether the first and the last row are: before and behind them there is always room."""
    row, numbered = b"<" + prefix + b"row", _numbered(prefix)
    return all(numbered.match(rows, at) for at in (rows.find(row), rows.rfind(row)))


def last_number(rows: bytes, prefix: bytes, last: int) -> int:
    """Return the number of the last of some rows of any dialect, which follow row ``last``.

    Raises FileRefused when they are not in order.
    """
    for match in opening(prefix + b"row").finditer(rows):
        last = row_number(match[1], last)
    return last


@lru_cache(maxsize=16)
def _numbered(prefix: bytes) -> re.Pattern[bytes]:
    return re.compile(b"<" + re.escape(prefix) + rb'row r="([0-9]{1,7})"[ />]')
