"""The formulas of all parts of a book, met as the parts stream by."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Final

from crmbook.files.package import Package
from crmbook.files.spans import escape
from crmbook.i18n import _
from crmbook.model.errors import FileRefused

_ATTRIBUTES: Final = rb"""(?:\s(?:[^<>"'/]|"[^"]*"|'[^']*'|/(?!>))*)?"""
#: Elements whose text is a formula: of cells, rules, names, tables, charts, form controls.
_ELEMENT: Final = re.compile(
    rb"(<(?:[^\s<>/:!?]+:)?(?:f|formula[12]?|definedName|calculatedColumnFormula|totalsRowFormula"
    rb"|sqref|Fmla(?:Link|Range|Pict|Txbx|Group|Macro))" + _ATTRIBUTES + rb">)([^<]+)(<!\[CDATA\[)?"
)
_HIDDEN: Final = re.compile(_ELEMENT.pattern.replace(rb"([^<]+)(<!\[CDATA\[)?", rb"\s*<!\[CDATA\["))
_VALUE: Final = rb"""\s*=\s*)("[^"<>]*"|'[^'<>]*')"""
#: Attributes that are a formula, or a place in the book.
_ATTRIBUTE: Final = re.compile(
    rb"(\s(?:location|textlink|linkedCell|listFillRange|fmla(?:Link|Range|Group|Txbx|Pict|Macro))"
    + _VALUE
)
_SOURCE: Final = re.compile(
    rb"<(?:[^\s<>/:!?]+:)?(?:worksheetSource|rangeSet|dataRef)" + _ATTRIBUTES + rb"/?>"
)
_SHEET: Final = re.compile(rb"(\ssheet" + _VALUE)
_OTHER_BOOK: Final = re.compile(rb"\s[\w.-]+:id\s*=")
_TARGET: Final = re.compile(rb"(\sTarget" + _VALUE)
_UTF16: Final = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_KINDS: Final = (".xml", ".vml", ".rels")
#: Parts in which no formula of the book stands.
_OTHERS: Final = re.compile(
    r"(?i)(?:^|[\\/])(?:sharedstrings\d*\.xml$|docprops[\\/]|customxml[\\/])"
)

Said = Callable[[str], str]


def parts_with_formulas(package: Package) -> list[str]:
    """Return the parts in which a formula or a place in the book may stand."""
    names = (name for name in package.names if name.casefold().endswith(_KINDS))
    return [name for name in names if not _OTHERS.search(name)]


def met(package: Package, part: str, *, every: bool) -> Iterator[str]:
    """Yield the formulas of a part that may name a sheet (``every``: all), a pivot's as ``'表'!``."""
    found: list[str] = []

    def listen(text: str) -> str:
        found.append(text)
        return text

    for piece in _pieces(package, part)[1]:
        (_through if every else rewritten)(piece, listen)
        yield from found
        found.clear()


def rewrite(package: Package, part: str, said: Said) -> None:
    """Put every formula of a part through ``said``; a part in which none changes is left alone."""
    codec, pieces = _pieces(package, part)
    if all(rewritten(piece, said) == piece for piece in pieces):
        return
    codec, pieces = _pieces(package, part)
    with package.rewriting(part) as spool:
        for piece in pieces:
            new = rewritten(piece, said)
            spool.write(new if codec == "utf-8" else new.decode().encode(codec))


def rewritten(piece: bytes, said: Said) -> bytes:
    """Return a piece of a part, in UTF-8, in which no tag is cut in two, with its formulas new."""
    names_sheets = b"!" in piece or b"sheet" in piece  # few pieces of a register do
    return _through(piece, said) if names_sheets else piece


def _through(piece: bytes, said: Said) -> bytes:
    piece = _SOURCE.sub(lambda source: _source(source[0], said), piece)
    if _HIDDEN.search(piece):
        raise FileRefused(
            _("its formulas are written as no spreadsheet program does"),
            _("open the workbook in Excel or WPS and save it again"),
        )
    piece = _ELEMENT.sub(lambda one: one[1] + _text(one[2], said) + (one[3] or b""), piece)
    piece = _ATTRIBUTE.sub(lambda one: one[1] + _quoted(one[2], said), piece)
    return _TARGET.sub(lambda one: one[1] + _quoted(one[2], _target(said)), piece)


def _source(tag: bytes, said: Said) -> bytes:
    if _OTHER_BOOK.search(tag):
        return tag
    return _SHEET.sub(lambda one: one[1] + _quoted(one[2], _alone(said)), tag)


def _alone(said: Said) -> Said:
    """Return what puts a sheet's name that stands alone through ``said``, as formulas write it."""

    def name(text: str) -> str:
        new = said("'" + text.replace("'", "''") + "'!")
        return new[:-1].removeprefix("'").removesuffix("'").replace("''", "'")

    return name


def _target(said: Said) -> Said:
    """Return what puts a place that a picture leads to (``#表!A1``) through ``said``."""

    def place(text: str) -> str:
        if not text.startswith("#"):
            return text
        new = said(text.replace("%20", " "))
        return text if new == text.replace("%20", " ") else new.replace(" ", "%20")

    return place


def _quoted(value: bytes, said: Said) -> bytes:
    """Put an attribute's value, with its quotes, through ``said``."""
    new = _text(value[1:-1], said)
    if new != value[1:-1]:
        quote = b"&apos;" if value[:1] == b"'" else b"&quot;"
        new = new.replace(value[:1], quote)
    return value[:1] + new + value[:1]


def _text(escaped: bytes, said: Said) -> bytes:
    """Put a formula through ``said``; return the very same bytes where it says the same."""
    try:
        text = unescape(escaped.decode())
    except UnicodeDecodeError:
        raise FileRefused(
            _("one of its parts is not written in UTF-8; only UTF-8 can be edited without loss"),
            _("open it in Excel or WPS, save it again, and retry"),
        ) from None
    new = said(text)
    return escaped if new == text else escape(new).replace("&quot;", '"').encode()


def _pieces(package: Package, part: str) -> tuple[str, Iterator[bytes]]:
    """Return how a part is encoded, and its content in UTF-8, no tag or formula cut in two."""
    chunks = package.chunks(part)
    first = next(chunks, b"")
    codec = _UTF16.get(first[:2], "utf-8")
    return codec, _whole(_decoded(first, chunks, codec))


def _decoded(first: bytes, chunks: Iterator[bytes], codec: str) -> Iterator[bytes]:
    decoder = None if codec == "utf-8" else codecs.getincrementaldecoder(codec)()
    yield first if decoder is None else decoder.decode(first).encode()
    for chunk in chunks:
        yield chunk if decoder is None else decoder.decode(chunk).encode()


def _whole(chunks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        rest += chunk
        cut = rest.rfind(b"<")
        while cut > 0 and rest[cut + 1 : cut + 2] in {b"!", b""}:  # CDATA stays with its formula
            cut = rest.rfind(b"<", 0, cut)
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest
