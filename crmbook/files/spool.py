"""New content of a part, packed as it is made: a large one goes to disk and never into memory."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO, Final

from crmbook.files.inflate import MAX_STREAM, Packer, crc32, refuse_large, unpacked

_IN_MEMORY: Final = 4 << 20
_PIECE: Final = 1 << 20


class Spool:
    """Takes the content of one part piece by piece; afterwards hands it out, packed or not.

    What does not fit into 4 MB lies, packed, in a file without a name in the folder of the book.
    """

    def __init__(self, name: str, method: int, expected: int, folder: Path) -> None:
        self.method = method
        self.crc = self.size = self.packed = 0
        self.dropped = False
        self._name = name
        self._packer = Packer(method, expected)
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(folder))  # noqa: SIM115
        self._closing = weakref.finalize(self, self._file.close)

    def write(self, piece: bytes) -> None:
        """Take the next piece. Raises FileRefused over 2 GB, OSError when the disk is full."""
        self.size += len(piece)
        if self.size > MAX_STREAM:
            raise refuse_large(self._name, MAX_STREAM)
        self.crc = crc32(piece, self.crc)
        self._put(self._packer.pack(piece))

    def finish(self) -> None:
        """Say that there is no more."""
        self._put(self._packer.finish())

    def copy(self, out: BinaryIO) -> None:
        """Write the packed content."""
        out.writelines(self._pieces())

    def chunks(self) -> Iterator[bytes]:
        """Yield the content, unpacked, in pieces."""
        return unpacked(self._pieces(), self.method)

    def drop(self) -> None:
        """Say that the part is to stay as it was."""
        self.dropped = True

    def close(self) -> None:
        """Forget it."""
        self._closing()

    def _put(self, packed: bytes) -> None:
        self.packed += len(packed)
        self._file.write(packed)

    def _pieces(self) -> Iterator[bytes]:
        at = 0
        while True:
            self._file.seek(at)
            piece = self._file.read(_PIECE)
            if not piece:
                return
            at += len(piece)
            yield piece
