"""Shared strings, streamed: a split for what ordinary programs write, expat for the rest.

Blocks are small, because memory that is not touched twice costs more than the work done in it:
decoding the 16 MB of a 100,000-lead book at once doubled the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

import numpy as np
from numpy.typing import NDArray

from crmbook.files.grid import Codes
from crmbook.files.scan.distinct import distinct_indices
from crmbook.files.scan.pieces import UTF8, blocks
from crmbook.files.scan.refusals import broken_xml, refuse_doctype
from crmbook.files.scan.text import plain, unescape
from crmbook.model.cells import Raw

_BLOCK: Final = 1 << 18
_HEAD = re.compile(rb"<sst(?:\s[^<>]*[^<>/])?>")
_PHONETIC = re.compile(rb"<phoneticPr [^<>]*/>")
_PHONETIC_KINDS: Final = 8
_PRESERVED: Final = b'<t xml:space="preserve">'
_FIRST: Final = b"<si><t>"
_BETWEEN: Final = "</t></si><si><t>"
_LAST: Final = b"</t></si>"
_ITEM_END: Final = b"</si>"
_LONGEST: Final = 64 * _BLOCK
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


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
        distinct = set(self.texts)
        self._first = None if len(distinct) == len(self.texts) else self._first_of_equals()
        self.blank = np.array([], np.int32)
        if "" in distinct:
            places = [place for place, text in enumerate(self.texts) if not text]
            self.blank = np.array(places, np.int32)

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
    parser = _StringsParser()
    stream = blocks(pieces, _BLOCK)
    rest = _head(stream, parser) if split else b""
    if parser.in_strings and parser.encoding in UTF8:
        rest = _items(rest, stream, parser)
    parser.feed(rest)
    for block in stream:
        parser.feed(block)
    parser.close()
    return SharedStrings(parser.texts)


def _head(stream: Iterator[bytes], parser: _StringsParser) -> bytes:
    """Feed the parser all up to and with ``<sst …>``; return what was read beyond it."""
    first = next(stream, b"")
    head = _HEAD.search(first)
    if head is None:
        return first
    parser.feed(first[: head.end()])
    return first[head.end() :]


def _items(rest: bytes, stream: Iterator[bytes], parser: _StringsParser) -> bytes:
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
    data = _without_phonetic(data).replace(_PRESERVED, b"<t>")
    if not (data.startswith(_FIRST) and data.endswith(_LAST)) or _CONTROL.search(data):
        return None
    try:
        body = data.decode()
        texts = body.split(_BETWEEN)
        if body.count("<") != 4 * len(texts):
            return None
        texts[0] = texts[0].removeprefix("<si><t>")
        texts[-1] = texts[-1].removesuffix("</t></si>")
        if "\r" in body:
            texts = [text.replace("\r\n", "\n").replace("\r", "\n") for text in texts]
        if "&" in body or "_x" in body:
            texts = [unescape(text) if "&" in text or "_x" in text else text for text in texts]
    except ValueError:  # no UTF-8, or an entity that XML does not know
        return None
    return texts


def _without_phonetic(data: bytes) -> bytes:
    """Drop ``<phoneticPr …/>``, which Chinese Excel adds to every string typed through an IME."""
    if b"<phoneticPr" not in data:
        return data
    for _kind in range(_PHONETIC_KINDS):
        found = _PHONETIC.search(data)
        if found is None:
            break
        data = data.replace(found[0], b"")
    return data


class _StringsParser:
    """Concatenates the runs of each ``<si>``; readings (``<rPh>``) are no part of the text."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.in_strings = False
        self.encoding = "utf-8"
        self._space = ""
        self._item: list[str] | None = None
        self._run = self._phonetic = False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._root
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = refuse_doctype
        self._parser.XmlDeclHandler = self._declared

    def feed(self, data: bytes) -> None:
        """Parse a piece. Raises FileRefused for broken XML and a DOCTYPE."""
        self._parse(data, final=False)

    def close(self) -> None:
        """Say that the part has ended. Raises FileRefused when the XML has not."""
        self._parse(b"", final=True)

    def _parse(self, data: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(data, final)
        except (expat.ExpatError, ValueError) as error:
            raise broken_xml(error) from None

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self.encoding = (encoding or "utf-8").lower()

    def _root(self, name: str, _attributes: dict[str, str]) -> None:
        self._space = name[: name.rfind(" ") + 1]
        self.in_strings = name.removeprefix(self._space) == "sst"
        self._parser.StartElementHandler = self._start

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        element = name.removeprefix(self._space)
        if element == "si":
            self._item = []
        elif element == "rPh":
            self._phonetic = True
        elif element == "t":
            self._run = not self._phonetic

    def _end(self, name: str) -> None:
        element = name.removeprefix(self._space)
        if element == "si" and self._item is not None:
            self.texts.append(plain("".join(self._item)))
            self._item = None
        elif element == "rPh":
            self._phonetic = False
        elif element == "t":
            self._run = False

    def _characters(self, data: str) -> None:
        if self._run and self._item is not None:
            self._item.append(data)
