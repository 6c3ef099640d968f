"""What a write may touch: packages compared member by member, as stdlib's zipfile sees them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Collection
from pathlib import Path


def raw_members(data: bytes) -> dict[str, tuple[bytes, bytes]]:
    """Return name → (its bytes in the file, its directory entry's facts), in order."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            name_length, extra_length = struct.unpack_from("<2H", data, info.header_offset + 26)
            start = info.header_offset
            end = start + 30 + name_length + extra_length + info.compress_size
            facts = (info.flag_bits, info.compress_type, info.date_time, info.external_attr)
            found[info.filename] = (
                data[start:end],
                repr((facts, info.extra, info.comment)).encode(),
            )
    return found


def assert_budget(
    before: bytes, after: bytes, *, changed: Collection[str], added: Collection[str] = ()
) -> None:
    """Assert that exactly these parts differ; all others are identical, packed bytes included."""
    old, new = raw_members(before), raw_members(after)
    assert list(new) == [*old, *(name for name in new if name not in old)]
    assert set(new) - set(old) == set(added)
    assert {name for name in old if old[name] != new[name]} == set(changed)
    with zipfile.ZipFile(io.BytesIO(before)) as a, zipfile.ZipFile(io.BytesIO(after)) as b:
        assert a.comment == b.comment
        assert all(a.read(name) != b.read(name) for name in changed)


def corpus(shared: Path) -> list[Path]:
    """Return the foreign workbooks; fails when the corpus shrinks."""
    books = sorted((shared / "corpus" / "books").iterdir())
    assert len(books) >= 60
    return books


def content(path: Path) -> dict[str, bytes]:
    """Return a folder's files and their bytes: what must be the same after a refusal."""
    return {file.name: file.read_bytes() for file in path.iterdir() if file.is_file()}
