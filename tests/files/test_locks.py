from __future__ import annotations

import datetime as dt
import os
import struct
from pathlib import Path

import pytest

from crmbook.files.locks import EXCEL, LIBREOFFICE, WPS, find_locks, refuse_open
from crmbook.model.errors import OpenElsewhere


def owner_file(name: str, *, wide: bool = True, encoding: str = "gb18030") -> bytes:
    """Return what Excel writes: 1 + 54 bytes of the name, then 2 + 108 of it in UTF-16."""
    narrow = name.encode(encoding)
    head = bytes([len(narrow)]) + narrow.ljust(54, b" ")
    units = name.encode("utf-16-le") if wide else b""
    return head + struct.pack("<H", len(units) // 2) + units.ljust(108, b" \0"[:1])


@pytest.mark.parametrize(
    ("lock", "content", "kind", "name"),
    [
        ("~$台账2024.xlsx", owner_file("王芳"), EXCEL, "王芳"),
        ("~$台账2024.xlsx", owner_file("王芳", wide=False), EXCEL, "王芳"),
        ("~$台账2024.xlsx", owner_file("Wang", wide=False, encoding="ascii"), EXCEL, "Wang"),
        ("~$台账2024.xlsx", b"", EXCEL, ""),
        ("~$台账2024.XLSX", owner_file("王芳"), EXCEL, "王芳"),
        (".~台账2024.xlsx", owner_file("李雷"), WPS, "李雷"),
        (".~账2024.xlsx", owner_file("李雷"), WPS, "李雷"),
        (".~2024.xlsx", owner_file("李雷"), WPS, "李雷"),
        (".~##2024.xlsx", owner_file("李雷"), WPS, "李雷"),
        (
            ".~lock.台账2024.xlsx#",
            "韩梅,han,PC-07,18.03.2024 10:30,file:///C:/x;".encode(),
            LIBREOFFICE,
            "韩梅 (PC-07)",
        ),
        (".~lock.台账2024.xlsx#", b",han,PC-07,18.03.2024 10:30,;", LIBREOFFICE, "han (PC-07)"),
        (".~lock.台账2024.xlsx#", b"", LIBREOFFICE, ""),
    ],
    ids=[
        "Excel", "Excel in bytes", "Excel in ascii", "Excel, empty", "another case", "WPS",
        "WPS, one dropped", "WPS, two dropped", "WPS, two replaced", "LibreOffice",
        "LibreOffice without a name", "LibreOffice, empty",
    ],
)  # fmt: skip
def test_who_has_the_book_open_is_told(
    lock: str, content: bytes, kind: str, name: str, tmp_path: Path
) -> None:
    book = tmp_path / "台账2024.xlsx"
    book.write_bytes(b"x")
    (tmp_path / lock).write_bytes(content)
    (holder,) = find_locks(book)
    assert (holder.kind, holder.name, holder.lock_path) == (kind, name, tmp_path / lock)
    with pytest.raises(OpenElsewhere) as refusal:
        refuse_open(book)
    assert refusal.value.exit_code == 4
    assert refusal.value.by == name
    assert lock in refusal.value.remedy
    assert name in refusal.value.what


@pytest.mark.parametrize(
    "other",
    [
        "~$台账2025.xlsx",
        "~$旧台账2024.xlsx",
        ".~lock.台账2025.xlsx#",
        ".~24.xlsx",
        "台账2024.xlsx.bak",
    ],
)
def test_the_lock_of_another_book_is_none(other: str, tmp_path: Path) -> None:
    book = tmp_path / "台账2024.xlsx"
    book.write_bytes(b"x")
    (tmp_path / other).write_bytes(owner_file("王芳"))
    assert find_locks(book) == ()
    refuse_open(book)


@pytest.mark.parametrize("name", ["11月.xlsx", "2月.xlsx"], ids=["longer", "as long"])
def test_a_lock_with_the_whole_name_of_another_book_is_that_ones(name: str, tmp_path: Path) -> None:
    book, locked = tmp_path / name, tmp_path / "1月.xlsx"
    for path in (book, locked):
        path.write_bytes(b"x")
    (tmp_path / ".~1月.xlsx").write_bytes(owner_file("王芳"))
    assert find_locks(book) == ()
    assert [holder.name for holder in find_locks(locked)] == ["王芳"]
    locked.unlink()  # nobody else's then: WPS may have replaced the first character
    assert [holder.name for holder in find_locks(book)] == ["王芳"]


def test_control_characters_of_a_lock_file_are_not_shown(tmp_path: Path) -> None:
    book = tmp_path / "台账.xlsx"
    book.write_bytes(b"x")
    (tmp_path / ".~lock.台账.xlsx#").write_bytes(b"\x1b[31mHan\x07,han,\x9bPC,now,x;")
    (holder,) = find_locks(book)
    assert holder.name.isprintable()
    assert "Han" in holder.name


def test_an_old_lock_file_is_said_to_be_perhaps_stale(tmp_path: Path) -> None:
    book = tmp_path / "台账.xlsx"
    lock = tmp_path / "~$台账.xlsx"
    lock.write_bytes(owner_file("王芳"))
    old = dt.datetime(2024, 3, 1, 9, 30).timestamp()
    os.utime(lock, (old, old))
    with pytest.raises(OpenElsewhere, match="2024-03-01 09:30"):
        refuse_open(book)


def test_a_name_of_control_characters_does_not_reach_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "~$台账.xlsx").write_bytes(owner_file("\x1b[2J王\u202e"))
    (holder,) = find_locks(tmp_path / "台账.xlsx")
    assert holder.name == "[2J王"
