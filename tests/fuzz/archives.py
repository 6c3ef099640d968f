"""Zip archives broken on purpose: headers, sizes, checksums, names, order, duplicates, zip64."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from random import Random

Mutation = Callable[[bytes, Random], bytes]

_SIGNATURES = (b"PK\3\4", b"PK\1\2", b"PK\5\6", b"PK\6\6", b"PK\6\7", b"PK\7\x08")
_ODD = (0, 1, 2, 7, 0x7FFF, 0xFFFE, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF)
_NAMES = (
    "../../evil.xml", "/etc/passwd", "C:\\evil.xml", "xl\\workbook.xml", "xl/./workbook.xml",
    "xl//workbook.xml", "xl/WORKBOOK.xml", "xl/work%62ook.xml", "a\0b.xml", "x" * 9000, "", "表.xml",
)  # fmt: skip


def members(data: bytes) -> list[tuple[zipfile.ZipInfo, bytes]]:
    """Return the members and their content, those that zipfile can read."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(info, archive.read(info)) for info in archive.infolist()]


def packed(parts: list[tuple[zipfile.ZipInfo, bytes]], *, zip64: bool = False) -> bytes:
    """Return an archive of these parts, as they come, whatever their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for old, content in parts:
            info = zipfile.ZipInfo(old.filename, old.date_time)
            info.filename = old.filename  # ZipInfo cuts a name at NUL
            info.compress_type = old.compress_type
            with archive.open(info, "w", force_zip64=zip64) as part:
                part.write(content)
    return out.getvalue()


def field(data: bytes, dice: Random) -> bytes:
    """Set a field of a header to a number that does not fit."""
    places = [at for sign in _SIGNATURES for at in _all(data, sign)]
    start = dice.choice(places)
    at = start + dice.randrange(4, 46)
    width = dice.choice("<B <H <I".split())
    size = struct.calcsize(width)
    if at + size > len(data):
        return data[:-1]
    old = struct.unpack_from(width, data, at)[0]
    new = dice.choice((*_ODD, old + 1, old - 1, dice.randrange(1 << 32))) % (1 << 8 * size)
    return data[:at] + struct.pack(width, new) + data[at + size :]


def cut(data: bytes, dice: Random) -> bytes:
    """Take a piece out, or the end."""
    start = dice.randrange(len(data))
    return data[:start] + data[dice.choice((len(data), start + dice.randrange(1, 200))) :]


def noise(data: bytes, dice: Random) -> bytes:
    """Change some bytes anywhere."""
    found = bytearray(data)
    for _time in range(dice.choice((1, 1, 4, 64))):
        found[dice.randrange(len(found))] = dice.randrange(256)
    return bytes(found)


def stretched(data: bytes, dice: Random) -> bytes:
    """Put something before, behind, or into the archive."""
    junk = dice.choice(
        (b"\0" * 30, b"PK\5\6" + b"\0" * 18, b"PK\1\2", data[-40:], dice.randbytes(99))
    )
    at = dice.choice((0, len(data), dice.randrange(len(data))))
    return data[:at] + junk + data[at:]


def named(data: bytes, dice: Random) -> bytes:
    """Give a part another name."""
    parts = members(data)
    info, _content = dice.choice(parts)
    info.filename = dice.choice((*_NAMES, dice.choice(parts)[0].filename, info.filename.upper()))
    return packed(parts)


def twice(data: bytes, dice: Random) -> bytes:
    """Put a part in twice, the second time perhaps with other content."""
    parts = members(data)
    info, content = dice.choice(parts)
    parts.insert(dice.randrange(len(parts) + 1), (info, content[: dice.choice((None, 20))]))
    return packed(parts)


def shuffled(data: bytes, dice: Random) -> bytes:
    """Put the parts in another order, perhaps leave some out."""
    parts = members(data)
    dice.shuffle(parts)
    return packed(parts[: len(parts) - dice.choice((0, 0, 1, 3))])


def method(data: bytes, dice: Random) -> bytes:
    """Pack parts another way, or with the fields of zip64."""
    parts = members(data)
    for info, _content in dice.sample(parts, dice.randrange(1, len(parts))):
        info.compress_type = dice.choice((0, 8, 12, 14))
    return packed(parts, zip64=dice.random() < 0.5)


def crowded(data: bytes, dice: Random) -> bytes:
    """Add many parts, or one that unpacks to very much."""
    parts = members(data)
    if dice.random() < 0.7:
        parts += [(zipfile.ZipInfo(f"xl/{number}.xml"), b"") for number in range(2001)]
        return packed(parts)
    info, content = dice.choice(parts)
    at = dice.randrange(len(content) + 1)
    info.compress_type = zipfile.ZIP_DEFLATED
    grown = content[:at] + b" " * dice.choice((1 << 20, 8 << 20)) + content[at:]
    return packed([(one, grown if one is info else old) for one, old in parts])


def lying(data: bytes, dice: Random) -> bytes:
    """Let a part's deflated bytes say another thing than its headers."""
    info, content = dice.choice(members(data))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.getinfo(info.filename).header_offset
    name_length, extra_length = struct.unpack_from("<2H", data, start + 26)
    at = start + 30 + name_length + extra_length
    other = zlib.compress(content[::-1], 9)[2:-4][: info.compress_size]
    return data[:at] + other + data[at + len(other) :]


def _all(data: bytes, piece: bytes) -> list[int]:
    found, at = [], data.find(piece)
    while at >= 0:
        found.append(at)
        at = data.find(piece, at + 1)
    return found


MUTATIONS: tuple[Mutation, ...] = (
    field, field, field, cut, noise, stretched, named, twice, shuffled, method, crowded, lying,
)  # fmt: skip
