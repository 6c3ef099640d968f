"""The bytes of a worksheet part: before its rows, row by row, behind them."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_HIDING = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_TABLE = re.compile(rb"<((?:[\w.-]+:)?)sheetData(?:\s[^<>]*?)?(/?)>")
_NUMBER = re.compile(rb"""\sr\s*=\s*["']\s*([0-9]+)\s*["']""")


@dataclass(frozen=True)
class SheetBytes:
    """A part cut up; ``before`` and ``behind`` by element: name → its bytes, in order."""

    before: dict[bytes, list[bytes]]
    rows: dict[int, bytes]
    behind: dict[bytes, list[bytes]]


def cut(part: bytes) -> SheetBytes:
    """Cut a worksheet part up. A part in UTF-16 is cut as UTF-8."""
    for mark, codec in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if part.startswith(mark):
            part = part.decode(codec).encode()
    mask = _HIDING.sub(lambda found: b" " * len(found[0]), part)
    table = _TABLE.search(mask)
    assert table is not None, "no sheetData"
    prefix, closed = table[1], bool(table[2])
    end = table.end() if closed else mask.index(b"</" + prefix + b"sheetData", table.end())
    rows = {} if closed else _rows(part[table.end() : end], mask[table.end() : end], prefix)
    behind = mask.index(b">", end) + 1 if not closed else end
    before = _children(part[: table.start()], mask[: table.start()])
    return SheetBytes(before, rows, _children(part[behind:], mask[behind:]))


def _rows(part: bytes, mask: bytes, prefix: bytes) -> dict[int, bytes]:
    starts = [one.start() for one in re.finditer(rb"<" + re.escape(prefix) + rb"row[\s/>]", mask)]
    found: dict[int, bytes] = {}
    number = 0
    for start, stop in zip(starts, [*starts[1:], len(mask)], strict=True):
        told = _NUMBER.search(mask[start : mask.index(b">", start)])
        number = int(told[1]) if told else number + 1
        assert number not in found, number
        found[number] = part[start:stop]
    return found


def _children(part: bytes, mask: bytes) -> dict[bytes, list[bytes]]:
    """Return the outermost elements by local name; start and end of the root are ``b""``."""
    found: dict[bytes, list[bytes]] = {}
    depth = start = last = 0
    name = b""
    for tag in re.finditer(rb"<(/?)(?:[\w.-]+:)?([\w.-]+)[^<>]*?(/?)>", mask):
        if tag[2] == b"worksheet":
            continue
        if not tag[1] and depth == 0:
            start, name = tag.start(), tag[2]
            found.setdefault(b"", []).append(part[last:start])
        depth += 0 if tag[3] else (-1 if tag[1] else 1)
        if depth == 0:
            last = tag.end()
            found.setdefault(name, []).append(part[start:last])
    found.setdefault(b"", []).append(part[last:])
    found[b""] = [b"".join(found[b""])]
    return found
