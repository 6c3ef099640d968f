"""Zip archives byte by byte: the directory, checked against what it points at.

zipfile cannot hand over a member as it lies in the file, takes the last of two members of one name
and never compares local with central headers; an editor that promises identical bytes needs both.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from crmbook.files.source import Source
from crmbook.i18n import _
from crmbook.model.errors import FileRefused

MAX_PARTS: Final = 2_000
STORED: Final = 0
DEFLATED: Final = 8
ENCRYPTED: Final = 0x1
DESCRIPTOR: Final = 0x8
UTF8: Final = 0x800

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_END64 = struct.Struct("<4sQ2H2I4Q")
_LOCATOR64 = struct.Struct("<4sIQI")
_BIG: Final = 0xFFFFFFFF
_MANY: Final = 0xFFFF
_OFFSET_AT: Final = 42  # of the local header's offset in a central record


@dataclass(frozen=True, slots=True)
class Member:
    """One member: where its bytes lie and what the directory says of them.

    ``start`` … ``end`` is all of it in the file: local header, data, descriptor, padding.
    """

    name: str
    raw_name: bytes
    flags: int
    method: int
    moment: int
    crc: int
    packed: int
    size: int
    start: int
    data: int
    end: int
    record: bytes

    def moved(self, start: int) -> bytes:
        """Return its central record, pointing at ``start`` instead."""
        if struct.unpack_from("<I", self.record, _OFFSET_AT)[0] != _BIG:
            return (
                self.record[:_OFFSET_AT] + struct.pack("<I", start) + self.record[_OFFSET_AT + 4 :]
            )
        at = _offset_in_extra(self.record)
        return self.record[:at] + struct.pack("<Q", start) + self.record[at + 8 :]


@dataclass(frozen=True, slots=True)
class Directory:
    """The members in the directory's order, the archive's comment and what follows it."""

    members: tuple[Member, ...]
    comment: bytes
    trailer: bytes


def damaged(what: str = "", at: int | None = None) -> FileRefused:
    """Return the refusal of an archive that is cut short or contradicts itself, ``at`` which byte."""
    text = _("the workbook is damaged or cut short")
    place = "" if at is None else _("at byte {at}").format(at=f"{at:,}")
    details = _(", ").join(part for part in (what, place) if part)
    return FileRefused(
        f"{text} ({details})" if details else text,
        _("copy or download it again, or let Excel or WPS repair it"),
    )


def read_directory(source: Source) -> Directory:
    """Return the directory of a zip archive, each member checked against its local header.

    Raises FileRefused: cut short, several volumes, bytes before the archive, too many members,
    encrypted members, overlapping members, headers that disagree.
    """
    end = _find_end(source)
    try:
        start, stop, count, comment_end = _bounds(source, end)
        members = list(_records(source.read(start, stop)))
        if len(members) != count:
            raise damaged(_("its directory does not count its parts rightly"))
        members = _located(source, members, start)
    except (struct.error, IndexError) as error:
        raise damaged() from error
    comment = source.read(end + _END.size, comment_end)
    return Directory(tuple(members), comment, source.read(comment_end, source.size))


def _find_end(source: Source) -> int:
    before = max(0, source.size - _END.size - _MANY)
    data = source.read(before, source.size)
    at = data.rfind(b"PK\5\6")
    while at >= 0:
        if at + _END.size <= len(data):
            length = struct.unpack_from("<H", data, at + 20)[0]
            if at + _END.size + length <= len(data):
                return before + at
        at = data.rfind(b"PK\5\6", 0, at)
    raise damaged(_("it ends without a directory"), source.size)


def _bounds(source: Source, end: int) -> tuple[int, int, int, int]:
    """Return (start and stop of the directory, its count of members, end of the comment)."""
    record = source.read(end, end + _END.size)
    _sig, disk, first, here, count, size, start, length = _END.unpack(record)
    stop = end
    locator = source.read(max(0, end - _LOCATOR64.size), end)
    if len(locator) == _LOCATOR64.size and locator.startswith(b"PK\6\7"):
        stop = _LOCATOR64.unpack(locator)[2]
        (_sig, _size, _made, _need, disk, first, here, count, size, start) = _END64.unpack(
            source.read(stop, stop + _END64.size)
        )
        if _sig != b"PK\6\6":
            raise damaged()
    if disk or first or here != count:
        raise FileRefused(
            _("this is one piece of a zip archive in several volumes"),
            _("copy or download the whole workbook again"),
        )
    if start + size != stop:
        raise damaged(_("its directory is not where it should be"), start)
    return start, stop, count, end + _END.size + length


def _records(data: bytes) -> Iterator[Member]:
    seen = at = 0
    stop = len(data)
    while at < stop:
        fields = _CENTRAL.unpack_from(data, at)
        signature, _made, _need, flags, method, time, day, crc, packed, size = fields[:10]
        name_length, extra_length, comment_length, disk = fields[10:14]
        length = _CENTRAL.size + name_length + extra_length + comment_length
        if signature != b"PK\1\2" or at + length > stop or disk not in {0, _MANY}:
            raise damaged()
        seen += 1
        if seen > MAX_PARTS:
            raise FileRefused(
                _("the workbook has more than {count} parts").format(count=MAX_PARTS),
                _("ask where the file comes from; crmbook does not read it"),
            )
        raw = data[at + _CENTRAL.size : at + _CENTRAL.size + name_length]
        size, packed, start = _big_fields(data[at : at + length], size, packed, fields[16])
        yield Member(
            _decoded(raw, flags), raw, flags, method, time | day << 16, crc, packed, size,
            start, 0, 0, data[at : at + length],
        )  # fmt: skip
        at += length


def _decoded(raw: bytes, flags: int) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        if flags & UTF8:
            raise damaged() from None
        return raw.decode("cp437")


def _zip64(record: bytes) -> tuple[int, int]:
    """Return (start, end) of the values in the zip64 field of a central record; (0, 0) if none."""
    name_length, extra_length = struct.unpack_from("<2H", record, 28)
    at = _CENTRAL.size + name_length
    stop = at + extra_length
    while at + 4 <= stop:
        kind, length = struct.unpack_from("<2H", record, at)
        if kind == 1:
            return at + 4, min(at + 4 + length, stop)
        at += 4 + length
    return 0, 0


def _big_fields(record: bytes, *fields: int) -> tuple[int, ...]:
    """Return size, packed size and offset, those of 0xFFFFFFFF from the zip64 field."""
    if _BIG not in fields:
        return fields
    at, stop = _zip64(record)
    found = []
    for field in fields:
        if field == _BIG:
            if at + 8 > stop:
                raise damaged()
            field = struct.unpack_from("<Q", record, at)[0]  # noqa: PLW2901 - the real value
            at += 8
        found.append(field)
    return tuple(found)


def _offset_in_extra(record: bytes) -> int:
    before = list(struct.unpack_from("<2I", record, 20)).count(_BIG)
    return _zip64(record)[0] + 8 * before


def _located(source: Source, members: list[Member], stop: int) -> list[Member]:
    """Return the members with the places of their bytes; refuse gaps in logic, not in layout."""
    starts = sorted(member.start for member in members)
    following = dict(pairwise([*starts, stop]))
    if len(following) != len(members):
        raise damaged(_("two parts share the same bytes"))
    if starts and starts[0]:
        raise damaged(_("something stands before its first part"))
    return [_checked(source, member, following[member.start]) for member in members]


def _checked(source: Source, member: Member, end: int) -> Member:
    at = member.start + _LOCAL.size
    header = source.read(member.start, at + len(member.raw_name))
    fields = _LOCAL.unpack_from(header)
    signature, _need, flags, method, _time, _day, crc, packed, size, name_length, extra = fields
    begin = at + name_length + extra
    if (member.flags | flags) & ENCRYPTED:
        raise FileRefused(
            _("the workbook has a password (encrypted zip parts)"),
            _("save a copy without a password and use that"),
        )
    honest = (member.crc, member.packed, member.size)
    told = (crc, packed, size)
    allowed = {_BIG, 0} if flags & DESCRIPTOR else {_BIG}
    same = all(said == is_ or said in allowed for said, is_ in zip(told, honest, strict=True))
    same &= name_length == len(member.raw_name)
    if (
        signature != b"PK\3\4"
        or header[_LOCAL.size :] != member.raw_name
        or method != member.method
        or not same
    ):
        raise damaged(
            _("its two headers of {part} disagree").format(part=member.name), member.start
        )
    if begin + member.packed > end:
        raise damaged(_("two parts share the same bytes"), member.start)
    return replace(member, data=begin, end=end)


def local_header(member: Member) -> bytes:
    """Return a fresh local header for ``member``, without extra fields or a descriptor."""
    return (
        _LOCAL.pack(
            b"PK\3\4", 20, member.flags, member.method, member.moment & 0xFFFF,
            member.moment >> 16, member.crc, member.packed, member.size, len(member.raw_name), 0,
        )
        + member.raw_name
    )  # fmt: skip


def central_record(member: Member) -> bytes:
    """Return a fresh central record; attributes and comment are those of the record it had."""
    made, comment, internal, external = 20, b"", 0, 0
    if member.record:
        made = struct.unpack_from("<H", member.record, 4)[0]
        length, internal, external = struct.unpack_from("<H2xHI", member.record, 32)
        comment = member.record[len(member.record) - length :] if length else b""
    return (
        _CENTRAL.pack(
            b"PK\1\2", made, 20, member.flags, member.method, member.moment & 0xFFFF,
            member.moment >> 16, member.crc, member.packed, member.size, len(member.raw_name),
            0, len(comment), 0, internal, external, member.start,
        )
        + member.raw_name
        + comment
    )  # fmt: skip


def end_record(count: int, start: int, size: int, comment: bytes) -> bytes:
    """Return the end record of a directory of ``count`` members at ``start``."""
    return _END.pack(b"PK\5\6", 0, 0, count, count, size, start, len(comment)) + comment
