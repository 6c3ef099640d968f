"""The tail of a sheet part: what stands behind its rows and leads to other parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from crmbook.files.package import Package

_OBJECT: Final = re.compile(
    rb"<(?:[\w.-]+:)?(legacyDrawing|legacyDrawingHF|picture)\s[^>]*?\bid\s*=\s*[\"']([^\"']*)[\"']"
)
_HEADER_FOOTER: Final = re.compile(
    rb"<((?:[\w.-]+:)?)headerFooter\b.*?</\1headerFooter>", re.DOTALL
)
_ROWS: Final = re.compile(rb"</(?:[\w.-]+:)?sheetData>|<(?:[\w.-]+:)?sheetData\s*/>")
_LONGEST: Final = 64


@dataclass(frozen=True, slots=True)
class Tail:
    """``objects``: relationship id → the element that speaks of it; the ``headerFooter`` element."""

    objects: dict[str, str]
    header_footer: bytes

    @classmethod
    def of(cls, package: Package, sheet: str) -> Tail:
        """Read what stands behind the rows, which may be half a gigabyte and are not held."""
        tail = _behind_rows(package, sheet)
        objects = {m[2].decode(): m[1].decode() for m in _OBJECT.finditer(tail)}
        header = _HEADER_FOOTER.search(tail)
        return cls(objects, header[0] if header else b"")


def _behind_rows(package: Package, sheet: str) -> bytes:
    tail, found = b"", False
    for chunk in package.chunks(sheet):
        tail += chunk
        if not found:
            match = _ROWS.search(tail)
            found = match is not None
            tail = tail[match.end() :] if match else tail[-_LONGEST:]
    return tail
