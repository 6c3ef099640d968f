"""Shared strings: one decode and one split for what ordinary programs write, expat for the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

import numpy as np
from numpy.typing import NDArray

from crmbook.files.grid import Codes
from crmbook.files.scan.distinct import distinct_indices
from crmbook.files.scan.parser import broken_xml, refuse_doctype
from crmbook.files.scan.text import plain, unescape
from crmbook.model.cells import Raw

_HEAD = re.compile(
    r'(?:<\?xml version="1\.0" encoding="(?i:utf-8)"[^<>]*\?>)?\s*<sst [^<>]*[^<>/]>'
)
_PHONETIC = re.compile(r"<phoneticPr [^<>]*/>")
_BETWEEN: Final = "</t></si><si><t>"
_PRESERVED: Final = '<t xml:space="preserve">'
_FIRST: Final = "<si><t>"
_LAST: Final = "</t></si>"
_PHONETIC_KINDS: Final = 8


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


def read_strings(data: bytes) -> SharedStrings:
    """Return the texts of a sharedStrings part. Raises FileRefused when it is no XML."""
    texts = _split(data)
    return SharedStrings(_parse(data) if texts is None else texts)


def _split(data: bytes) -> list[str] | None:
    """Return the texts of a part in the form that Excel, WPS and XlsxWriter write, else None."""
    if b"<!" in data or not _printable(data):
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    head = _HEAD.match(text)
    end = text.rfind("</sst>")
    if head is None or end < 0 or text[end + 6 :].strip():
        return None
    body = text[head.end() : end]
    if "\r" in body:
        body = body.replace("\r\n", "\n").replace("\r", "\n")
    return _pieces(_without_phonetic(body.replace(_PRESERVED, "<t>")), head[0])


def _printable(data: bytes) -> bool:
    """Whether all control characters are those that XML knows."""
    octets = np.frombuffer(data, np.uint8)
    control = octets[octets < 32]
    return not len(control) or bool(np.isin(control, (9, 10, 13)).all())


def _without_phonetic(body: str) -> str:
    """Drop ``<phoneticPr …/>``, which Chinese Excel adds to every string typed through an IME."""
    for _kind in range(_PHONETIC_KINDS):
        found = _PHONETIC.search(body)
        if found is None:
            break
        body = body.replace(found[0], "")
    return body


def _pieces(body: str, head: str) -> list[str] | None:
    if not (body.startswith(_FIRST) and body.endswith(_LAST)):
        return None
    texts = body[len(_FIRST) : -len(_LAST)].split(_BETWEEN)
    odd = body.count("<") != 4 * len(texts)
    if odd or "&" in body or "_x" in body:
        return _resolved(texts, head)
    return texts


def _resolved(pieces: list[str], head: str) -> list[str] | None:
    """Return the texts, entities resolved; None when XML knows one of them not.

    A piece that holds an element is more than one plain text: rich text, readings, empty items.
    """
    texts: list[str] = []
    try:
        for piece in pieces:
            if "<" in piece:
                texts += _parse(f"{head}{_FIRST}{piece}{_LAST}</sst>".encode())
            else:
                texts.append(unescape(piece) if "&" in piece or "_x" in piece else piece)
    except ValueError:
        return None
    return texts


def _parse(data: bytes) -> list[str]:
    """Return the texts of any sharedStrings part. Raises FileRefused when it is no XML."""
    reader = _StringsParser()
    try:
        reader.parser.Parse(data, True)
    except (expat.ExpatError, ValueError) as error:
        raise broken_xml(error) from None
    return reader.texts


class _StringsParser:
    """Concatenates the runs of each ``<si>``; readings (``<rPh>``) are no part of the text."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._space = ""
        self._item: list[str] | None = None
        self._run = self._phonetic = False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._root
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = refuse_doctype

    def _root(self, name: str, _attributes: dict[str, str]) -> None:
        self._space = name[: name.rfind(" ") + 1]
        self.parser.StartElementHandler = self._start

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
