"""Shared strings, streamed: a split for what ordinary programs write, expat for the rest.

Blocks are small, because memory that is not touched twice costs more than the work done in it:
decoding the 16 MB of a 100,000-lead book at once doubled the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crmbook.files.grid import Codes
from crmbook.files.scan.distinct import distinct_indices
from crmbook.files.scan.pieces import UTF8, blocks, control_characters
from crmbook.files.scan.strings_parser import StringsParser
from crmbook.files.scan.text import WHITE_REFERENCE, unescape
from crmbook.model.cells import Raw

_BLOCK: Final = 1 << 18
_HEAD = re.compile(rb"<sst(?:\s[^<>]*[^<>/])?>")
_PHONETIC = re.compile(rb"<phoneticPr [^<>]*/>")
_WHITE_EDGE = re.compile(b"<t>" + WHITE_REFERENCE + b"|" + WHITE_REFERENCE + b"</t>")
_PHONETIC_KINDS: Final = 8
_PRESERVED: Final = b'<t xml:space="preserve">'
_FIRST: Final = b"<si><t>"
_BETWEEN: Final = "</t></si><si><t>"
_LAST: Final = b"</t></si>"
_ITEM_END: Final = b"</si>"
_LONGEST: Final = 64 * _BLOCK


@dataclass(slots=True)
class SharedStrings:
    """The texts that cells of type ``s`` refer to. ``blank``: indices of the empty text."""

    texts: list[str] = field(default_factory=list)
    blank: NDArray[np.int32] = field(init=False)
    _first: NDArray[np.int32] | None = field(init=False)
    _objects: NDArray[np.object_] = field(init=False)

    def __post_init__(self) -> None:
        self._objects = np.empty(len(self.texts), np.object_)
        self._objects[:] = self.texts
        self._first = None if self._all_differ() else self._first_of_equals()
        blank = [at for at, text in enumerate(self.texts) if not text] if "" in self.texts else []
        self.blank = np.array(blank, np.int32)

    def _all_differ(self) -> bool:
        """Whether no text occurs twice: told by sorted hashes, a set of them all takes longer."""
        hashes = np.fromiter(map(hash, self.texts), np.int64, len(self.texts))
        hashes.sort()
        return bool((hashes[1:] != hashes[:-1]).all())

    def _first_of_equals(self) -> NDArray[np.int32]:
        """Return for each index the first index of the same text."""
        first: dict[str, int] = {}
        found = [first.setdefault(text, place) for place, text in enumerate(self.texts)]
        return np.array(found, np.int32)

    def column(self, indices: NDArray[np.int32]) -> tuple[Codes, list[Raw]]:
        """Return (codes, distinct texts) of a column's references."""
        if self._first is not None:
            indices = self._first[indices]
        codes, found = distinct_indices(indices, len(self.texts))
        return codes, self._objects[found].tolist()


def read_strings(pieces: Iterable[bytes], *, split: bool = True) -> SharedStrings:
    """Return the texts of a sharedStrings part, given in pieces of any size.

    ``split=False`` lets the parser read all of it (slower; it must agree). Raises FileRefused for
    broken XML and for a DOCTYPE.
    """
    parser = StringsParser()
    stream = blocks(pieces, _BLOCK)
    rest = _head(stream, parser) if split else b""
    if parser.in_strings and parser.encoding in UTF8:
        rest = _items(rest, stream, parser)
    parser.feed(rest)
    for block in stream:
        parser.feed(block)
    parser.close()
    return SharedStrings(parser.texts)


def _head(stream: Iterator[bytes], parser: StringsParser) -> bytes:
    """Feed the parser all up to and with ``<sst …>``; return what was read beyond it."""
    first = next(stream, b"")
    head = _HEAD.search(first)
    if head is None:
        return first
    parser.feed(first[: head.end()])
    return first[head.end() :]


def _items(rest: bytes, stream: Iterator[bytes], parser: StringsParser) -> bytes:
    """Take strings block by block while they can be split; return the bytes that follow them."""
    while True:
        end = rest.rfind(_ITEM_END) + len(_ITEM_END)
        if end >= len(_ITEM_END):
            whole, rest = rest[:end], rest[end:]
            texts = _split(whole)
            if texts is None:
                parser.feed(whole)
                if b"<!" in whole:
                    return rest  # a comment or CDATA section may have begun
            else:
                parser.texts += texts
        elif len(rest) > _LONGEST:
            return rest
        block = next(stream, None)
        if block is None:
            return rest
        rest += block


def _split(data: bytes) -> list[str] | None:
    """Return the texts of whole items as Excel, WPS and XlsxWriter write them, else None."""
    plain_start = data.startswith((_FIRST, b"<si>" + _PRESERVED))
    if not plain_start or control_characters(data) or _trims(data):
        return None
    data = data.replace(_PRESERVED, b"<t>")
    texts = _texts(data)
    return _texts(_without_phonetic(data)) if texts is None else texts


def _trims(data: bytes) -> bool:
    """Whether white space stands around a text that does not keep it, or between elements.

    All that stands beside a tag is counted, then what ``xml:space="preserve"`` accounts for.
    """
    octets = np.frombuffer(data, np.uint8)
    white = np.flatnonzero(octets <= ord(" "))
    count = np.count_nonzero(octets[white + 1] == ord("<"))
    count += np.count_nonzero(octets[white - 1] == ord(">"))
    if count:
        kept = [rest.partition(b"<")[0] for rest in data.split(_PRESERVED)[1:]]
        count -= sum((text[0] <= ord(" ")) + (text[-1] <= ord(" ")) for text in kept if text)
    return bool(count) or (b"&#" in data and _WHITE_EDGE.search(data) is not None)


def _texts(data: bytes) -> list[str] | None:
    if not data.endswith(_LAST):
        return None
    try:
        texts = data.decode().split(_BETWEEN)
        if data.count(b"<") != 4 * len(texts):
            return None
        texts[0] = texts[0].removeprefix("<si><t>")
        texts[-1] = texts[-1].removesuffix("</t></si>")
        if b"\r" in data:
            texts = [text.replace("\r\n", "\n").replace("\r", "\n") for text in texts]
        if b"&" in data or (b"_" in data and b"_x" in data):
            texts = [unescape(text) if "&" in text or "_x" in text else text for text in texts]
    except ValueError:  # no UTF-8, or an entity that XML does not know
        return None
    return texts


def _without_phonetic(data: bytes) -> bytes:
    """Drop ``<phoneticPr …/>``, which Chinese Excel adds to every string typed through an IME."""
    for _kind in range(_PHONETIC_KINDS):
        found = _PHONETIC.search(data)
        if found is None:
            break
        data = data.replace(found[0], b"")
    return data
