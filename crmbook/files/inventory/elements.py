"""Features that stand in the XML of a sheet, found while its part goes by once, at any size."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from crmbook.files.cells.dialect import codec_of
from crmbook.files.spans import STRICT

#: Local name of an element → our name of the feature.
ELEMENTS: Final = {
    b"f": "formulas",
    b"mergeCell": "merged cells",
    b"dataValidation": "drop-downs and input rules",
    b"conditionalFormatting": "conditional formats",
    b"sparkline": "sparklines",
    b"sheetProtection": "sheet protection",
    b"autoFilter": "filters",
    b"hyperlink": "links",
    b"is": "inline strings",
}
#: Those that Excel's newer features repeat under a prefix of their own (``x14:sparkline``).
_ANYWHERE: Final = frozenset({b"dataValidation", b"conditionalFormatting", b"sparkline"})
_TAGS = re.compile(rb"<([\w.-]+:)?(" + rb"|".join(ELEMENTS) + rb")(?=[\s/>])([^>]*)")
_SPREAD = re.compile(rb"""\bt\s*=\s*["'](array|dataTable)["']""")
_ON = re.compile(rb"""\bsheet\s*=\s*["'](1|true)["']""")
_UNNUMBERED = (
    rb"(?:row|c)(?:\s+(?!r[\s=])[^\s=<>/]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>"  # no ``r``
)
_ROOT = re.compile(rb"<([\w.-]+:)?worksheet\b([^>]*)>")
_DIMENSION = re.compile(rb"<(?:[\w.-]+:)?dimension\b")
_HEAD: Final = 16 << 10


def look_through(chunks: Iterable[bytes]) -> tuple[Counter[str], frozenset[str]]:
    """Return (feature → how many, the peculiarities of the dialect) of a sheet's part."""
    sheet = _Sheet()
    for piece in _whole_tags(_utf8(chunks, sheet.dialect)):
        sheet.see(piece)
    return sheet.found()


class _Sheet:
    """What has been seen of a sheet so far."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.dialect: set[str] = set()
        self._head = b""
        self._prefix: bytes | None = None
        self._unnumbered: re.Pattern[bytes] | None = None

    def see(self, piece: bytes) -> None:
        """Look at the next piece, which ends between two tags."""
        if len(self._head) < _HEAD:
            self._head += piece[: _HEAD - len(self._head)]
        if self._prefix is None:  # its root has not come by yet, nor anything in it
            root = _ROOT.search(self._head)
            if root is None:
                return
            self._prefix = root[1] or b""
            self._unnumbered = re.compile(b"<" + re.escape(self._prefix) + _UNNUMBERED)
        for prefix, name, attributes in _TAGS.findall(piece):
            if prefix == self._prefix or name in _ANYWHERE:
                self._count(name, attributes)
        if self._unnumbered is not None and self._unnumbered.search(piece):
            self.dialect.add("rows or cells without numbers")
            self._unnumbered = None

    def _count(self, name: bytes, attributes: bytes) -> None:
        if name == b"sheetProtection" and not _ON.search(attributes):
            return  # settings of a protection that is off
        self.counts[ELEMENTS[name]] += 1
        if name == b"f" and _SPREAD.search(attributes):
            self.counts["formulas over several cells"] += 1

    def found(self) -> tuple[Counter[str], frozenset[str]]:
        """Return what was counted, and the dialect."""
        if self.counts.pop("inline strings", 0):
            self.dialect.add("inline strings")
        return self.counts, frozenset(self.dialect | _head_dialect(self._head))


def _utf8(chunks: Iterable[bytes], dialect: set[str]) -> Iterator[bytes]:
    decoder: codecs.IncrementalDecoder | None = None
    for at, chunk in enumerate(chunks):
        if not at:
            codec = codec_of(chunk)
            if codec != "utf-8":
                dialect.add("UTF-16 parts")
                decoder = codecs.getincrementaldecoder(codec)("replace")
            elif chunk.startswith(codecs.BOM_UTF8):
                dialect.add("byte order mark")
        yield chunk if decoder is None else decoder.decode(chunk).encode()


def _whole_tags(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes, never cut within a tag."""
    rest = b""
    for chunk in chunks:
        data = rest + chunk
        end = data.rfind(b"<")
        yield data[: max(end, 0)]
        rest = data[max(end, 0) :]
    yield rest


def _head_dialect(head: bytes) -> set[str]:
    found = set()
    root = _ROOT.search(head)
    if root is not None and root[1]:
        found.add("prefixed XML")
    if root is not None and STRICT.encode() in root[2]:
        found.add("strict OOXML")
    if not _DIMENSION.search(head):
        found.add("no dimension")
    return found
