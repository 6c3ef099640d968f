"""The dialect of a worksheet part: its encoding, the prefix of its namespace, what hides in it."""

from __future__ import annotations

import codecs
import re
from typing import Final
from xml.parsers import expat

from crmbook.i18n import _
from crmbook.model.errors import FileRefused

_MAIN: Final = frozenset(
    {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    }
)
_ENCODINGS: Final = frozenset({"", "utf-8", "utf8", "us-ascii", "ascii", "utf-16"})
_HIDING = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)


def guard(part: bytes) -> bytes:
    """Return the prefix of the main namespace in a worksheet part, with its colon, or nothing.

    Raises FileRefused when the part is not well-formed, declares a DOCTYPE or another encoding
    than UTF-8 or UTF-16, or is no worksheet.
    """
    watch = _Watch()
    try:
        watch.parser.Parse(part, True)
    except expat.ExpatError as error:
        raise FileRefused(
            _("a part of the workbook is damaged (broken XML: {error})").format(error=error),
            _("open it in Excel or WPS, let it repair the file, and save it again"),
        ) from None
    namespace = watch.scope.get(watch.prefix, "")
    if watch.local != "worksheet" or namespace not in _MAIN:
        raise FileRefused(
            _("this sheet is no worksheet that crmbook can edit"),
            _("open the workbook in Excel or WPS and save it as .xlsx"),
        )
    return f"{watch.prefix}:".encode() if watch.prefix else b""


class _Watch:
    """Looks at the root element and leaves the rest to expat's judgement."""

    def __init__(self) -> None:
        self.prefix = self.local = ""
        self.scope: dict[str, str] = {}
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._root
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.XmlDeclHandler = self._declared

    def _root(self, name: str, attributes: dict[str, str]) -> None:
        self.parser.StartElementHandler = None
        self.prefix, _colon, self.local = name.rpartition(":")
        for key, value in attributes.items():
            if key == "xmlns" or key.startswith("xmlns:"):
                self.scope[key[6:]] = value

    def _doctype(self, *_declaration: object) -> None:
        raise FileRefused(
            _("a part of the workbook declares a DOCTYPE, which no spreadsheet program does"),
            _("ask where the file comes from; crmbook does not read it"),
        )

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding or "").lower() not in _ENCODINGS:
            raise FileRefused(
                _("one of its parts is not written in UTF-8; only UTF-8 can be edited without loss")
            )


def codec_of(part: bytes) -> str:
    """Return what a part that :func:`guard` let through is encoded in."""
    if part.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    return "utf-16-be" if part.startswith(codecs.BOM_UTF16_BE) else "utf-8"


def masked(data: bytes) -> bytes:
    """Return UTF-8 XML, byte for byte as long, without comments, CDATA and instructions."""
    if b"<!" not in data and data.rfind(b"<?") <= len(codecs.BOM_UTF8):
        return data  # the one that may be there is the XML declaration
    return _HIDING.sub(lambda found: b" " * len(found[0]), data)
