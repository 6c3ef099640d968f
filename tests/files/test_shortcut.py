"""Windows shortcuts: byte by byte after [MS-SHLLINK], and read back by a reader of its own."""

from __future__ import annotations

import io
import struct
from typing import Any

import LnkParse3
import pytest

from crmbook.files.shortcut import LONGEST, MARK, Shortcut, is_ours, shortcut_bytes
from crmbook.model.errors import UsageError

MADE = Shortcut(r"C:\Users\王芳\bin\crmbook.exe", "menu", "把台账拖到这里")


def _read(data: bytes) -> dict[str, Any]:
    found: dict[str, Any] = LnkParse3.lnk_file(io.BytesIO(data), cp="gbk").get_json()
    return found


def test_the_header_is_the_one_of_the_specification() -> None:
    data = shortcut_bytes(MADE)
    assert data[:20] == bytes.fromhex("4C000000 0114020000000000C000000000000046")
    assert data[20:28] == bytes.fromhex("A6020000 20000000")  # flags; attributes: archive
    assert data[28:52] == bytes(24)  # no times
    assert data[52:76] == struct.pack("<IIIHHII", 0, 0, 1, 0, 0, 0, 0)  # a normal window


def test_link_info_points_to_the_path_in_both_encodings() -> None:
    info = shortcut_bytes(MADE)[76:]
    size, head, flags, volume, local, network, suffix, wide, wide_suffix = struct.unpack_from(
        "<9I", info
    )
    assert (head, flags, volume, network) == (0x24, 1, 0x24, 0)
    assert struct.unpack_from("<IIII", info, volume) == (0x11, 3, 0, 0x10)
    assert info[local:suffix] == MADE.program.encode("gbk") + b"\0"
    assert info[suffix:wide] == b"\0"
    assert info[wide:wide_suffix].decode("utf-16-le") == MADE.program + "\0"
    assert (info[wide_suffix:size], size) == (b"\0\0", wide_suffix + 2)


def test_the_strings_and_the_block_follow_and_then_nothing() -> None:
    data = shortcut_bytes(MADE)
    rest = data[76 + struct.unpack_from("<I", data, 76)[0] :]
    comment, arguments = (MARK + MADE.comment).encode("utf-16-le"), "menu".encode("utf-16-le")
    strings = struct.pack("<H", len(comment) // 2) + comment + struct.pack("<H", 4) + arguments
    assert rest.startswith(strings)
    block = rest[len(strings) :]
    assert struct.unpack_from("<II", block) == (0x314, 0xA0000001)
    assert block[8:268].rstrip(b"\0") == MADE.program.encode("gbk")
    assert block[268:788].decode("utf-16-le").rstrip("\0") == MADE.program
    assert block[788:] == bytes(4)


def test_another_reader_finds_program_arguments_and_comment() -> None:
    found = _read(shortcut_bytes(MADE))
    assert found["header"]["guid"] == "00021401-0000-0000-C000-000000000046"
    assert set(found["header"]["link_flags"]) == {
        "HasLinkInfo", "HasName", "HasArguments", "IsUnicode", "HasExpString",
    }  # fmt: skip
    assert found["data"] == {
        "description": MARK + "把台账拖到这里",
        "command_line_arguments": "menu",
    }
    assert found["link_info"]["local_base_path_unicode"] == MADE.program
    assert (
        found["extra"]["ENVIRONMENTAL_VARIABLES_LOCATION_BLOCK"]["target_unicode"] == MADE.program
    )


def test_a_name_outside_of_the_code_page_stays_whole_in_unicode() -> None:
    made = Shortcut("C:\\Users\\𠮷田\\crmbook.exe", "menu", "")
    data = shortcut_bytes(made, ansi="ascii")
    assert b"C:\\Users\\??\\crmbook.exe\0" in data
    assert _read(data)["link_info"]["local_base_path_unicode"] == made.program


def test_the_longest_path_fits_and_a_longer_one_is_refused() -> None:
    longest = "C:\\" + "王" * (LONGEST - 3)
    data = shortcut_bytes(Shortcut(longest, "", ""))
    assert data[-524:-4].decode("utf-16-le") == longest + "\0"
    with pytest.raises(UsageError):
        shortcut_bytes(Shortcut(longest + "王", "", ""))


@pytest.mark.parametrize(
    ("data", "ours"),
    [
        (shortcut_bytes(MADE), True),
        (shortcut_bytes(MADE).replace(MARK.encode("utf-16-le"), b"x\0" * len(MARK)), False),
        (MARK.encode("utf-16-le"), False),
        (b"", False),
    ],
    ids=["ours", "another's shortcut", "no shortcut", "empty"],
)
def test_a_shortcut_of_ours_is_known(data: bytes, *, ours: bool) -> None:
    assert is_ours(data) is ours
