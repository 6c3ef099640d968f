"""Inflating and deflating members, with caps that no claim of the file can talk away.

isal inflates about twice as fast as zlib; where it is not to be had (PyPy), zlib does the same.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Final

from crmbook.files.archive import DEFLATED, STORED, Member, damaged
from crmbook.files.source import Source
from crmbook.i18n import _
from crmbook.model.errors import FileRefused

_fast: Any
try:
    from isal import isal_zlib as _fast
except ImportError:  # the same interface, slower
    _fast = zlib

MAX_PART: Final = 256 << 20
MAX_STREAM: Final = 2 << 30
_SLICE: Final = 128 << 10
#: What one slice may become at once: a sheet of the same text over and over is packed 120 : 1.
_PIECE: Final = 2 << 20
_SMALL: Final = 8 << 20
_LEAST: Final = 1 << 10  # what packing may add to a few kilobytes


def crc32(data: bytes, before: int = 0) -> int:
    """Return the checksum that a zip archive keeps of ``data``, which follows what had ``before``."""
    return int(_fast.crc32(data, before))


def refuse_large(name: str, limit: int) -> FileRefused:
    """Return the refusal of a part of more than ``limit`` bytes."""
    return FileRefused(
        _("its part {part} is larger than {size} MB").format(part=name, size=limit >> 20),
        _("split the workbook, or ask where the file comes from"),
    )


def inflate(archive: Source, member: Member, limit: int = MAX_PART) -> bytes:
    """Return a member's content. Raises FileRefused: over ``limit`` bytes, wrong size or CRC."""
    if member.size > limit:
        raise refuse_large(member.name, limit)
    packed = archive.read(member.data, member.data + member.packed)
    content, ended = _whole(packed, member)
    if not ended or len(content) != member.size or crc32(content) != member.crc:
        raise _wrong(member)
    return content


def stream(archive: Source, member: Member, limit: int = MAX_STREAM) -> Iterator[bytes]:
    """Yield a member's content in pieces. Raises FileRefused as :func:`inflate`, at the end."""
    if member.size > limit:
        raise refuse_large(member.name, limit)
    crc = size = 0
    for piece in _pieces(archive, member):
        size += len(piece)
        if size > member.size:
            raise _wrong(member)
        crc = _fast.crc32(piece, crc)
        yield piece
    if size != member.size or crc != member.crc:
        raise _wrong(member)


def head(archive: Source, member: Member, length: int) -> bytes:
    """Return the first ``length`` bytes of a member; fewer, or none, of one that is damaged."""
    packed = archive.read(member.data, member.data + min(member.packed, length + _LEAST))
    if member.method != DEFLATED:
        return packed[:length] if member.method == STORED else b""
    try:
        return bytes(_fast.decompressobj(wbits=-15).decompress(packed, max_length=length))
    except (zlib.error, _fast.error):
        return b""


def deflate(content: bytes, method: int) -> bytes:
    """Return ``content`` packed by ``method``."""
    packer = Packer(method, len(content))
    return packer.pack(content) + packer.finish()


class Packer:
    """Packs content by ``method``; what is expected to be large faster, 10 % larger."""

    def __init__(self, method: int, expected: int) -> None:
        self._packer: Any = None
        if method != STORED:
            large = expected > _SMALL and _fast is not zlib
            self._packer = (
                _fast.compressobj(level=2, wbits=-15)
                if large
                else zlib.compressobj(6, zlib.DEFLATED, -15)
            )

    def pack(self, piece: bytes) -> bytes:
        """Return what can be told so far."""
        return piece if self._packer is None else bytes(self._packer.compress(piece))

    def finish(self) -> bytes:
        """Return the rest."""
        return b"" if self._packer is None else bytes(self._packer.flush())


def unpacked(pieces: Iterable[bytes], method: int) -> Iterator[bytes]:
    """Yield what crmbook itself packed."""
    unpacker = None if method == STORED else _fast.decompressobj(wbits=-15)
    for piece in pieces:
        yield from (piece,) if unpacker is None else _unpacked(unpacker, piece)


def _whole(packed: bytes, member: Member) -> tuple[bytes, bool]:
    if member.method == STORED:
        return packed, len(packed) == member.size
    unpacker = _unpacker(member)
    try:
        content = unpacker.decompress(packed, max_length=member.size + 1)
    except (zlib.error, _fast.error) as error:
        raise _wrong(member) from error
    return content, unpacker.eof


def _pieces(archive: Source, member: Member) -> Iterator[bytes]:
    stop = member.data + member.packed
    if member.method == STORED:
        yield from archive.pieces(member.data, stop, _SLICE)
        return
    unpacker = _unpacker(member)
    for packed in archive.pieces(member.data, stop, _SLICE):
        try:
            yield from _unpacked(unpacker, packed)
        except (zlib.error, _fast.error) as error:
            raise _wrong(member) from error
        if unpacker.eof:
            return
    raise _wrong(member)


def _unpacked(unpacker: Any, packed: bytes) -> Iterator[bytes]:
    """Yield what a slice becomes, a piece at a time."""
    full = True
    while (packed or full) and not unpacker.eof:
        piece = unpacker.decompress(packed, max_length=_PIECE)
        packed, full = unpacker.unconsumed_tail, len(piece) == _PIECE
        if piece:
            yield piece


def _unpacker(member: Member) -> Any:
    if member.method != DEFLATED:
        raise FileRefused(
            _("its part {part} is packed by a method that spreadsheets do not use").format(
                part=member.name
            ),
            _("open it in Excel or WPS and save it again"),
        )
    return _fast.decompressobj(wbits=-15)


def _wrong(member: Member) -> FileRefused:
    return damaged(_("wrong checksum of {part}").format(part=member.name), member.data)
