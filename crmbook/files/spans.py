"""Spans: where each element of a foreign part stands in its bytes, so that it can be spliced.

lxml says what a part means but not where; expat gives byte offsets. Only parts that are small by
nature come through here (workbook, styles, relationships, content types), never a sheet's rows.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final
from xml.parsers import expat

from crmbook.files.expat_errors import EXPAT_ERRORS
from crmbook.i18n import _
from crmbook.model.errors import FileRefused

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT: Final = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_TAG_END = re.compile(rb"""[^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*>""")
_UTF8: Final = frozenset({"", "utf-8", "utf8", "us-ascii", "ascii"})
_DEEPEST: Final = 200


@dataclass(slots=True)
class Span:
    """One element: ``start`` ‹ `<x:sheet …>` › ``head`` … ``tail`` ‹ `</x:sheet>` › ``end``.

    ``name`` is as written, ``tag`` as meant (``{namespace}local``); ``prefixes`` are in scope
    inside of it. ``text`` is what stands directly in it. A self-closed element has head = tail = end.
    """

    name: str
    tag: str
    attributes: dict[str, str]
    prefixes: dict[str, str]
    start: int
    head: int
    tail: int
    end: int
    text: str = ""
    children: list[Span] = field(default_factory=list)

    @property
    def local(self) -> str:
        """The name without its namespace."""
        return self.tag.rpartition("}")[2]

    @property
    def prefix(self) -> str:
        """The prefix as written with its colon (``x:``), or nothing."""
        before, colon, _after = self.name.rpartition(":")
        return before + colon

    def find(self, local: str) -> Span | None:
        """Return the first child of that local name."""
        return next(self.all(local), None)

    def all(self, local: str) -> Iterator[Span]:
        """Yield the children of that local name."""
        return (child for child in self.children if child.local == local)

    def relation_id(self) -> str:
        """Return the value of the attribute that is ``r:id`` by meaning, whatever its prefix."""
        for name, value in self.attributes.items():
            prefix, colon, local = name.rpartition(":")
            if colon and local == "id" and self.prefixes.get(prefix, "").endswith("/relationships"):
                return value
        return ""


class _Builder:
    """Receives expat's events and grows the tree of spans."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.roots: list[Span] = []
        self.open: list[Span] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.XmlDeclHandler = self._declaration

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.open) > _DEEPEST:
            raise FileRefused(_("its XML is nested too deeply"), _resave())
        prefixes = _scope(self.open[-1].prefixes if self.open else {}, attributes)
        prefix, _colon, local = name.rpartition(":")
        namespace = prefixes.get(prefix, "")
        start = self.parser.CurrentByteIndex
        match = _TAG_END.match(self.data, start)
        head = match.end() if match else start
        tag = f"{{{namespace}}}{local}" if namespace else local
        span = Span(name, tag, attributes, prefixes, start, head, head, head)
        (self.open[-1].children if self.open else self.roots).append(span)
        self.open.append(span)

    def _end(self, _name: str) -> None:
        span = self.open.pop()
        if self.data[span.head - 2 : span.head] == b"/>":
            return
        span.tail = self.parser.CurrentByteIndex
        span.end = self.data.index(b">", span.tail) + 1

    def _text(self, text: str) -> None:
        self.open[-1].text += text

    def _doctype(self, *_parts: object) -> None:
        raise FileRefused(_("one of its parts holds a DOCTYPE, which no workbook needs"), _resave())

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding or "").lower() not in _UTF8:
            raise FileRefused(_foreign_encoding(), _resave())


def _scope(outer: dict[str, str], attributes: dict[str, str]) -> dict[str, str]:
    declared = {
        name[6:]: value
        for name, value in attributes.items()
        if name == "xmlns" or name.startswith("xmlns:")
    }
    return {**outer, **declared} if declared else outer


def _foreign_encoding() -> str:
    return _("one of its parts is not written in UTF-8; only UTF-8 can be edited without loss")


def _resave() -> str:
    return _("open it in Excel or WPS, save it again, and retry")


def parse(data: bytes) -> Span:
    """Return the root span of an XML part.

    Raises FileRefused when it is not well-formed, not UTF-8, too deep, or holds a DOCTYPE.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise FileRefused(_foreign_encoding(), _resave())
    builder = _Builder(data)
    try:
        builder.parser.Parse(data, True)
    except EXPAT_ERRORS as error:
        raise FileRefused(
            _("one of its parts is damaged: {error}").format(error=error),
            _resave(),
        ) from error
    return builder.roots[0]


def place(root: Span, name: str, order: tuple[str, ...]) -> int:
    """Return the byte where a child that is missing belongs, in the order of the schema."""
    before = order[: order.index(name)]
    return max([root.head, *(child.end for child in root.children if child.local in before)])


@lru_cache(maxsize=64)
def _attribute(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"\s" + re.escape(name) + rb"""\s*=\s*("[^"]*"|'[^']*')""")


def escape(text: str) -> str:
    """Return ``text`` as it must stand in an element or a double-quoted attribute."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")


class Splice:
    """A part's bytes and the changes to make in them; all else stays as it was written."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.root = parse(data)
        self._edits: list[tuple[int, int, bytes]] = []
        self._appended: dict[int, tuple[Span, list[bytes]]] = {}

    def replace(self, span: Span, new: str) -> None:
        """Put ``new`` in the place of an element; nothing removes it."""
        self._edits.append((span.start, span.end, new.encode()))

    def insert(self, at: int, new: str) -> None:
        """Put ``new`` before the byte at ``at``; several at one place keep their order."""
        self._edits.append((at, at, new.encode()))

    def insert_child(self, parent: Span, name: str, order: tuple[str, ...], new: str) -> None:
        """Put ``new``, a child that is missing, where the order of the schema wants it."""
        if parent.head == parent.end:
            self.append(parent, new)
        else:
            self.insert(place(parent, name, order), new)

    def append(self, parent: Span, new: str) -> None:
        """Put ``new`` behind the last child of ``parent``, opening a self-closed one."""
        self._appended.setdefault(parent.start, (parent, []))[1].append(new.encode())

    def set(self, span: Span, name: str, value: str) -> None:
        """Give an attribute (its name as written) a value; one that has it is left alone."""
        if span.attributes.get(name) == value:
            return
        quoted = f'"{escape(value)}"'
        match = _attribute(name.encode()).search(self.data, span.start, span.head)
        if match:
            self._edits.append((*match.span(1), quoted.encode()))
        else:
            self.insert(span.start + 1 + len(span.name.encode()), f" {name}={quoted}")

    def set_text(self, span: Span, text: str) -> None:
        """Give an element without children a text."""
        escaped = escape(text).replace("&quot;", '"')
        self._edits.append((span.head, span.tail, escaped.encode()))

    def finish(self) -> bytes:
        """Return the part with all changes made; the very same bytes if there are none."""
        edits = self._edits + [
            edit for parent, new in self._appended.values() for edit in _opened(parent, new)
        ]
        pieces, at = [], 0
        for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
            pieces += [self.data[at:start], new]
            at = end
        return b"".join([*pieces, self.data[at:]]) if edits else self.data


def _opened(parent: Span, new: list[bytes]) -> list[tuple[int, int, bytes]]:
    content = b"".join(new)
    if parent.head != parent.end:
        return [(parent.tail, parent.tail, content)]
    closing = b"</" + parent.name.encode() + b">"
    return [(parent.head - 2, parent.head, b">" + content + closing)]
