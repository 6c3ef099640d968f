"""Packages: a workbook's zip archive, held as the bytes it was read as.

Edits are kept in memory, large ones in a file without a name. What is not edited is copied into the
written file as it lies in the read one: local header, packed bytes, descriptor, order, comment.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from crmbook.files.archive import (
    DEFLATED,
    DESCRIPTOR,
    UTF8,
    Directory,
    Member,
    central_record,
    end_record,
    local_header,
    read_directory,
)
from crmbook.files.container import open_container
from crmbook.files.inflate import (
    MAX_PART,
    MAX_STREAM,
    crc32,
    inflate,
    stream,
)
from crmbook.files.part_names import PartNames, plain_name
from crmbook.files.prolog import refuse_doctypes
from crmbook.files.source import InMemory, Source
from crmbook.files.spool import Spool
from crmbook.model.errors import FileRefused

__all__ = ["Package", "plain_name"]

_EXCELS_MOMENT: Final = 0x00210000  # 1980-01-01 00:00, which Excel writes into every member


@dataclass(frozen=True, slots=True)
class _New:
    """A member to be written instead of, or besides, those that were read."""

    content: Spool
    old: Member | None


class Package:
    """The parts of a workbook, by name; nothing reaches the disk before :meth:`write`."""

    def __init__(self, data: bytes | Source, path: Path) -> None:
        self.path = path
        self._source = InMemory(data) if isinstance(data, bytes) else data
        with self._naming():
            self._directory: Directory = read_directory(self._source)
            self._members = {member.name: member for member in self._directory.members}
            self._names = PartNames(member.name for member in self._directory.members)
            refuse_doctypes(self._source, self._directory.members)
        self._edits: dict[str, _New] = {}
        self._removed: dict[str, Member] = {}

    @classmethod
    def open(cls, path: Path) -> Package:
        """Open a package on disk; its file is held open until :meth:`close`.

        Raises FileRefused, with what to do about it: see :func:`open_container` and
        :func:`~crmbook.files.archive.read_directory`; also for two parts of one name, for names
        that climb out of the package, and for a DOCTYPE in any XML part.
        """
        try:
            source = open_container(path)
        except FileRefused as error:
            error.path = str(path)
            raise
        try:
            return cls(source, path)
        except BaseException:
            source.close()
            raise

    def close(self) -> None:
        """Let the file go; the package is of no use afterwards."""
        self._source.close()

    @property
    def sha256(self) -> str:
        """The hash of the file as it is read."""
        return self._source.sha256

    @property
    def members(self) -> tuple[Member, ...]:
        """The members of the archive that was read, in its order."""
        return self._directory.members

    @property
    def names(self) -> tuple[str, ...]:
        """The part names as the archive writes them, in its order; folders are not parts."""
        kept = [name for name in self._members if name not in self._removed]
        added = [name for name in self._edits if name not in self._members]
        return tuple(name for name in kept + added if not name.endswith(("/", "\\")))

    @property
    def changed(self) -> tuple[str, ...]:
        """The parts that will be written with other content."""
        return tuple(name for name in self._members if name in self._edits)

    @property
    def added(self) -> tuple[str, ...]:
        """The parts that will be new."""
        return tuple(name for name in self._edits if name not in self._members)

    @property
    def removed(self) -> tuple[str, ...]:
        """The parts that will be gone."""
        return tuple(self._removed)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._names.taken(name)

    def find(self, name: str) -> str | None:
        r"""Return the part's name as the archive has it; case, ``\`` and ``%20`` do not matter."""
        with self._naming():
            return self._names.find(name)

    def free_name(self, name: str) -> str:
        """Return a part name that is free: this one, else ``styles2.xml`` for ``styles.xml``."""
        stem, dot, extension = name.rpartition(".")
        found, number = name, 1
        while found in self:
            number += 1
            found = f"{stem}{number}{dot}{extension}"
        return found

    def read(self, name: str, limit: int = MAX_PART) -> bytes:
        """Return a part's content, edits included.

        Raises KeyError when there is none of that name; FileRefused when it is over ``limit``
        bytes, damaged, or its checksum is wrong.
        """
        real = self._real(name)
        if real in self._edits:
            return b"".join(self._edits[real].content.chunks())
        with self._naming():
            return inflate(self._source, self._members[real], limit)

    def size(self, name: str) -> int:
        """Return how many bytes a part holds, unpacked. Raises KeyError."""
        real = self._real(name)
        return self._edits[real].content.size if real in self._edits else self._members[real].size

    def chunks(self, name: str, limit: int = MAX_STREAM) -> Iterator[bytes]:
        """Yield a part's content in pieces of a few hundred kilobytes; raises as :meth:`read`."""
        real = self._real(name)
        if real in self._edits:
            yield from self._edits[real].content.chunks()
            return
        with self._naming():
            yield from stream(self._source, self._members[real], limit)

    def replace(self, name: str, data: bytes) -> None:
        """Give a part other content; content that it has already is no edit."""
        real = self._real(name)
        old = self._members.get(real)
        if old is not None and self._same(old, data):
            self._edits.pop(real, None)
            return
        self._put(real, data, old)

    @contextmanager
    def rewriting(self, name: str) -> Iterator[Spool]:
        """Hand out what takes the new content of a part, piece by piece, while the old is read.

        It is taken when the block ends, unless it was dropped. Raises KeyError; as :class:`Spool`.
        """
        real = self._real(name)
        spool = self._spool(real, self._members.get(real), self.size(real))
        try:
            with self._naming():
                yield spool
                spool.finish()
        except BaseException:
            spool.close()
            raise
        if spool.dropped:
            spool.close()
        else:
            self._edits[real] = _New(spool, self._members.get(real))

    def add(self, name: str, data: bytes) -> None:
        """Add a part. Raises ValueError when there is one of that name."""
        if name in self:
            raise ValueError(name)
        self._names.add(name)
        old = self._removed.pop(name, None)
        if old is None or not self._same(old, data):
            self._put(name, data, old)

    def _put(self, name: str, data: bytes, old: Member | None) -> None:
        spool = self._spool(name, old, len(data))
        with self._naming():
            spool.write(data)
        spool.finish()
        self._edits[name] = _New(spool, old)

    def _spool(self, name: str, old: Member | None, expected: int) -> Spool:
        method = DEFLATED if old is None else old.method
        return Spool(name, method, expected, self.path.parent)

    def remove(self, name: str) -> None:
        """Remove a part. Raises KeyError when there is none of that name."""
        real = self._real(name)
        self._names.remove(real)
        self._edits.pop(real, None)
        if real in self._members:
            self._removed[real] = self._members[real]

    def write(self, out: BinaryIO) -> None:
        """Write the package: what was not edited as it was read, new parts behind the old ones."""
        if not self._edits and not self._removed:
            self._source.copy(out, 0, self._source.size)
            return
        at = 0
        records: dict[str, bytes] = {}
        by_place = sorted(self._directory.members, key=lambda member: member.start)
        for member in by_place:
            if member.name in self._removed:
                continue
            if member.name in self._edits:
                at = self._write_new(out, member.name, at, records)
                continue
            self._source.copy(out, member.start, member.end)
            records[member.name] = member.moved(at)
            at += member.end - member.start
        for name in self.added:
            at = self._write_new(out, name, at, records)
        self._write_directory(out, records, at)

    def _write_new(self, out: BinaryIO, name: str, at: int, records: dict[str, bytes]) -> int:
        new = self._edits[name]
        old = new.old
        content = new.content
        raw = old.raw_name if old is not None else name.encode()
        flags = (old.flags & ~DESCRIPTOR) if old is not None else (0 if name.isascii() else UTF8)
        member = Member(
            name, raw, flags, content.method,
            old.moment if old is not None else _EXCELS_MOMENT,
            content.crc, content.packed, content.size, at, 0, 0,
            old.record if old is not None else b"",
        )  # fmt: skip
        header = local_header(member)
        out.write(header)
        content.copy(out)
        records[name] = central_record(member)
        return at + len(header) + content.packed

    def _write_directory(self, out: BinaryIO, records: dict[str, bytes], at: int) -> None:
        order = [name for name in (*self._members, *self.added) if name in records]
        directory = b"".join(records[name] for name in order)
        out.write(directory)
        out.write(end_record(len(order), at, len(directory), self._directory.comment))
        out.write(self._directory.trailer)

    def _real(self, name: str) -> str:
        real = self.find(name)
        if real is None:
            raise KeyError(name)
        return real

    def _same(self, member: Member, data: bytes) -> bool:
        return (
            len(data) == member.size
            and crc32(data) == member.crc
            and inflate(self._source, member, MAX_STREAM) == data
        )

    @contextmanager
    def _naming(self) -> Iterator[None]:
        """Name this file in refusals that only know its bytes."""
        try:
            yield
        except FileRefused as error:
            error.path = error.path or str(self.path)
            raise
