"""The parser that knows all of a sharedStrings part: rich text, readings, any prefix or encoding."""

from __future__ import annotations

from xml.parsers import expat

from crmbook.files.expat_errors import EXPAT_ERRORS
from crmbook.files.scan.refusals import broken_xml, refuse_doctype
from crmbook.files.scan.text import WHITE, keeps_space, plain, trimmed_run


class StringsParser:
    """Concatenates the runs of each ``<si>``; readings (``<rPh>``) are no part of the text."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.in_strings = False
        self.encoding = "utf-8"
        self._space = ""
        self._item: list[str] | None = None
        self._text: list[str] | None = None
        self._keep = self._run = self._phonetic = False
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
        except EXPAT_ERRORS as error:
            raise broken_xml(error) from None

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self.encoding = (encoding or "utf-8").lower()

    def _root(self, name: str, _attributes: dict[str, str]) -> None:
        self._space = name[: name.rfind(" ") + 1]
        self.in_strings = name.removeprefix(self._space) == "sst"
        self._parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        element = name.removeprefix(self._space)
        if element == "si":
            self._item = []
        elif element == "rPh":
            self._phonetic = True
        elif element == "r":
            self._run = True
        elif element == "t" and not self._phonetic:
            self._text, self._keep = [], keeps_space(attributes)

    def _end(self, name: str) -> None:
        element = name.removeprefix(self._space)
        if element == "si" and self._item is not None:
            self.texts.append(plain("".join(self._item)))
            self._item = None
        elif element == "rPh":
            self._phonetic = False
        elif element == "r":
            self._run = False
        elif element == "t":
            self._end_text()

    def _end_text(self) -> None:
        if self._text is not None and self._item is not None:
            text = "".join(self._text)
            if not self._keep:
                text = trimmed_run(text) if self._run else text.strip(WHITE)
            self._item.append(text)
        self._text = None

    def _characters(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)
