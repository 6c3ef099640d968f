"""Inflating and deflating members, with caps that no claim of the file can talk away.

isal inflates about twice as fast as zlib; where it is not to be had (PyPy), zlib does the same.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, Final

from crmbook.files.archive import DEFLATED, STORED, Member, damaged
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
_SMALL: Final = 8 << 20


def crc32(data: bytes) -> int:
    """Return the checksum that a zip archive keeps of ``data``."""
    return int(_fast.crc32(data))


def refuse_large(name: str, limit: int) -> FileRefused:
    """Return the refusal of a part of more than ``limit`` bytes."""
    return FileRefused(
        _("its part {part} is larger than {size} MB").format(part=name, size=limit >> 20),
        _("split the workbook, or ask where the file comes from"),
    )


def inflate(archive: bytes, member: Member, limit: int = MAX_PART) -> bytes:
    """Return a member's content. Raises FileRefused: over ``limit`` bytes, wrong size or CRC."""
    if member.size > limit:
        raise refuse_large(member.name, limit)
    packed = archive[member.data : member.data + member.packed]
    content, ended = _whole(packed, member)
    if not ended or len(content) != member.size or crc32(content) != member.crc:
        raise _wrong(member)
    return content


def stream(archive: bytes, member: Member, limit: int = MAX_STREAM) -> Iterator[bytes]:
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


def deflate(content: bytes, method: int) -> bytes:
    """Return ``content`` packed by ``method``; large parts faster, 10 % larger."""
    if method == STORED:
        return content
    if len(content) > _SMALL and _fast is not zlib:
        packer = _fast.compressobj(level=2, wbits=-15)
    else:
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return bytes(packer.compress(content) + packer.flush())


def _whole(packed: bytes, member: Member) -> tuple[bytes, bool]:
    if member.method == STORED:
        return packed, len(packed) == member.size
    unpacker = _unpacker(member)
    try:
        content = unpacker.decompress(packed, max_length=member.size + 1)
    except (zlib.error, _fast.error) as error:
        raise _wrong(member) from error
    return content, unpacker.eof


def _pieces(archive: bytes, member: Member) -> Iterator[bytes]:
    stop = member.data + member.packed
    if member.method == STORED:
        for at in range(member.data, stop, _SLICE):
            yield archive[at : min(at + _SLICE, stop)]
        return
    unpacker = _unpacker(member)
    for at in range(member.data, stop, _SLICE):
        try:
            piece = unpacker.decompress(archive[at : min(at + _SLICE, stop)])
        except (zlib.error, _fast.error) as error:
            raise _wrong(member) from error
        if piece:
            yield piece
        if unpacker.eof:
            return
    raise _wrong(member)


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
    return damaged(_("wrong checksum of {part}").format(part=member.name))
