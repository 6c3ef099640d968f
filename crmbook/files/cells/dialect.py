"""The dialect of a worksheet part: its encoding, the prefix of its namespace, what hides in it."""

from __future__ import annotations

import codecs
import re
from typing import Final
from xml.parsers import expat

from crmbook.files.expat_errors import EXPAT_ERRORS
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


class Guard:
    """Looks at a worksheet part as it goes by: is it well-formed, is it one, in which dialect.

    ``prefix`` is that of the main namespace with its colon, or nothing; None before the root.
    Raises FileRefused for broken XML, a DOCTYPE, another encoding than UTF-8 or UTF-16, no
    worksheet.
    """

    def __init__(self) -> None:
        self.prefix: bytes | None = None
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._root
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.XmlDeclHandler = self._declared

    def feed(self, piece: bytes) -> None:
        """Look at the next piece."""
        self._parse(piece, final=False)

    def close(self) -> None:
        """Say that there is no more."""
        self._parse(b"", final=True)

    def _parse(self, piece: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(piece, final)
        except EXPAT_ERRORS as error:
            raise FileRefused(
                _("a part of the workbook is damaged (broken XML: {error})").format(error=error),
                _("open it in Excel or WPS, let it repair the file, and save it again"),
            ) from None

    def _root(self, name: str, attributes: dict[str, str]) -> None:
        self._parser.StartElementHandler = None
        prefix, _colon, local = name.rpartition(":")
        namespace = attributes.get(f"xmlns:{prefix}" if prefix else "xmlns", "")
        if local != "worksheet" or namespace not in _MAIN:
            raise no_worksheet()
        self.prefix = f"{prefix}:".encode() if prefix else b""

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


def no_worksheet() -> FileRefused:
    """Return the refusal of a sheet that holds no cells, or not as we know them."""
    return FileRefused(
        _("this sheet is no worksheet that crmbook can edit"),
        _("open the workbook in Excel or WPS and save it as .xlsx"),
    )


def codec_of(part: bytes) -> str:
    """Return what a part that :class:`Guard` lets through is encoded in."""
    if part.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    return "utf-16-be" if part.startswith(codecs.BOM_UTF16_BE) else "utf-8"


def masked(data: bytes) -> bytes:
    """Return UTF-8 XML, byte for byte as long, without comments, CDATA and instructions."""
    if b"<!" not in data and data.rfind(b"<?") <= len(codecs.BOM_UTF8):
        return data  # the one that may be there is the XML declaration
    return _HIDING.sub(lambda found: b" " * len(found[0]), data)
