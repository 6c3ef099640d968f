"""Where the bytes of a workbook lie: in memory, or on disk, read piece by piece.

A register of a million leads is a file of 108 MB; the one cell that is written into it must not
cost its size in memory.
"""

from __future__ import annotations

import hashlib
import os
import weakref
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Final

_PIECE: Final = 1 << 20


class Source:
    """Bytes of known size, read where they lie."""

    size: int

    def read(self, start: int, end: int) -> bytes:
        """Return the bytes from ``start`` up to ``end``, fewer where there are no more."""
        raise NotImplementedError

    def pieces(self, start: int, end: int, step: int = _PIECE) -> Iterator[bytes]:
        """Yield the bytes from ``start`` up to ``end``, ``step`` at a time."""
        for at in range(start, end, step):
            yield self.read(at, min(at + step, end))

    def copy(self, out: BinaryIO, start: int, end: int) -> None:
        """Write the bytes from ``start`` up to ``end``."""
        out.writelines(self.pieces(start, end))

    @cached_property
    def sha256(self) -> str:
        """The hash of all of it."""
        digest = hashlib.sha256()
        for piece in self.pieces(0, self.size):
            digest.update(piece)
        return digest.hexdigest()

    def close(self) -> None:
        """Let the file go, if there is one."""


class InMemory(Source):
    """Bytes that are in memory already."""

    def __init__(self, data: bytes) -> None:
        self.size = len(data)
        self._data = data

    def read(self, start: int, end: int) -> bytes:
        """Return the bytes from ``start`` up to ``end``."""
        return self._data[start:end]


class OnDisk(Source):
    """A file, held open: whoever replaces it meanwhile does not change what is read here.

    Raises OSError, in :meth:`read` too. It is closed when nobody needs it any more, if not before.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self._closing = weakref.finalize(self, os.close, self._file)
        self.size = os.fstat(self._file).st_size

    def read(self, start: int, end: int) -> bytes:
        """Return the bytes from ``start`` up to ``end``, fewer where the file is shorter."""
        os.lseek(self._file, start, os.SEEK_SET)
        found = os.read(self._file, max(0, end - start))
        while 0 < len(found) < end - start:  # a system may hand out less than was asked for
            more = os.read(self._file, end - start - len(found))
            if not more:
                break
            found += more
        return found

    def close(self) -> None:
        """Close the file."""
        self._closing()
