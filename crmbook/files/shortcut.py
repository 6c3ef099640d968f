"""A Windows shortcut (.lnk) as bytes, after [MS-SHLLINK]: header, LinkInfo, strings, one data block.

There is no LinkTargetIDList: its items need the short names and dates of the folders on the very
computer. The EnvironmentVariableDataBlock names the target in Unicode, so a user called 王芳 has a
working shortcut as well; LinkInfo names it once more for readers that know no such block.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from crmbook.i18n import _
from crmbook.model.errors import UsageError

_HEADER_SIZE: Final = 0x4C
_CLASS: Final = UUID("00021401-0000-0000-C000-000000000046").bytes_le
_MAGIC: Final = struct.pack("<I", _HEADER_SIZE) + _CLASS
#: HasLinkInfo, HasName, HasArguments, IsUnicode, HasExpString (2.1.1).
_FLAGS: Final = 0x2 | 0x4 | 0x20 | 0x80 | 0x200
_ARCHIVE, _NORMAL_WINDOW = 0x20, 1
_INFO_HEADER, _LOCAL_PATH, _FIXED_DRIVE = 0x24, 1, 3
_BLOCK_SIZE, _ENVIRONMENT = 0x314, 0xA0000001
#: Characters of a path that the block holds, without the NUL at its end.
LONGEST: Final = 259
#: Begins the comment of every shortcut made here, and tells it from one of the same name.
MARK: Final = "crmbook · "


@dataclass(frozen=True, slots=True)
class Shortcut:
    """What a shortcut starts: a program (a Windows path, ``%NAME%`` allowed), and its arguments."""

    program: str
    arguments: str
    comment: str


def shortcut_bytes(made: Shortcut, *, ansi: str = "gbk") -> bytes:
    """Return the file; ``ansi`` is the code page of readers that know no Unicode.

    Raises UsageError when the program's path is longer than a shortcut can hold.
    """
    if len(made.program.encode("utf-16-le")) > 2 * LONGEST:
        raise UsageError(
            _("the program's path is too long for a shortcut"),
            _("a shortcut holds {count} characters").format(count=LONGEST),
        )
    path = made.program.encode(ansi, "replace")[:LONGEST]
    strings = (MARK + made.comment, made.arguments)
    return b"".join(
        (
            _header(),
            _link_info(path, made.program),
            *map(_string, strings),
            _block(path, made.program),
        )
    )


def is_ours(data: bytes) -> bool:
    """Whether bytes are a shortcut that crmbook made."""
    return data.startswith(_MAGIC) and MARK.encode("utf-16-le") in data


def _header() -> bytes:
    times = bytes(3 * 8)  # of the target, which nobody looks at
    size, icon = 0, 0
    rest = struct.pack("<IiIHHII", size, icon, _NORMAL_WINDOW, 0, 0, 0, 0)
    return _MAGIC + struct.pack("<II", _FLAGS, _ARCHIVE) + times + rest


def _link_info(path: bytes, text: str) -> bytes:
    """Return LinkInfo (2.3): a fixed drive, the path in both encodings, an empty suffix."""
    volume = struct.pack("<IIII", 0x11, _FIXED_DRIVE, 0, 0x10) + b"\0"
    local, wide = path + b"\0", text.encode("utf-16-le") + b"\0\0"
    at_local = _INFO_HEADER + len(volume)
    at_suffix = at_local + len(local)
    at_wide = at_suffix + 1
    at_wide_suffix = at_wide + len(wide)
    head = struct.pack(
        "<9I", at_wide_suffix + 2, _INFO_HEADER, _LOCAL_PATH, _INFO_HEADER, at_local, 0, at_suffix,
        at_wide, at_wide_suffix,
    )  # fmt: skip
    return head + volume + local + b"\0" + wide + b"\0\0"


def _string(text: str) -> bytes:
    """Return StringData (2.4): its length in UTF-16 units, then the text without an end."""
    data = text.encode("utf-16-le")
    return struct.pack("<H", len(data) // 2) + data


def _block(path: bytes, text: str) -> bytes:
    """Return EnvironmentVariableDataBlock (2.5.4) and the terminal block."""
    wide = text.encode("utf-16-le").ljust(2 * (LONGEST + 1), b"\0")
    head = struct.pack("<II", _BLOCK_SIZE, _ENVIRONMENT)
    return head + path.ljust(LONGEST + 1, b"\0") + wide + bytes(4)
