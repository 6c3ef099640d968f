"""What a cell holds now: its bytes → the value that a reader would hand out."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final, NoReturn
from xml.parsers import expat

from crmbook.files.attributes import whole_number
from crmbook.files.cells.formats import CellFormats
from crmbook.files.expat_errors import EXPAT_ERRORS
from crmbook.files.package import Package
from crmbook.files.scan.numbers import number
from crmbook.files.scan.picked import pick_strings
from crmbook.files.scan.text import plain
from crmbook.files.serial import duration, iso_date, moment, whole_or_float
from crmbook.files.workbook_part import WorkbookPart
from crmbook.i18n import _
from crmbook.model.cells import CellError, Raw
from crmbook.model.errors import FileRefused

_TRUE: Final = frozenset({"1", "true", "on"})
_KNOWN: Final = frozenset({"c", "v", "f", "is", "t", "r", "rPr", "rPh", "phoneticPr"})


#: A cell as programs write most of them, which costs a tenth of a parser's time.
_PLAIN = re.compile(
    rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="([0-9]{1,9})")?(?: t="([a-zA-Z]{1,9})")?'
    rb"(?:/>|>(?:<v>([A-Za-z0-9.+-]*)</v>)?</c>)"
)


@dataclass(frozen=True, slots=True)
class Shared:
    """A text that stands among the shared strings, by its number; not looked up yet."""

    index: int


class StoredValues:
    """Tells what cells of one book hold."""

    def __init__(self, package: Package, workbook: WorkbookPart, formats: CellFormats) -> None:
        self._package = package
        self._workbook = workbook
        self._formats = formats

    @property
    def date1904(self) -> bool:
        """Whether the book counts its days from 1904."""
        return self._workbook.date1904

    def value(self, cell: CellXml) -> Raw | Shared:
        """Return the value of a cell without a formula; a shared text is looked up later."""
        if cell.inline is not None:
            return plain(cell.inline) or None
        text = cell.value
        if not text:
            return None
        readers: dict[str, Callable[[str], Raw | Shared]] = {
            "s": lambda number: Shared(whole_number(number.strip())),
            "str": plain,
            "b": lambda flag: flag.strip() in _TRUE,
            "e": lambda name: CellError(name.strip()),
            "d": lambda day: iso_date(day.strip()),
        }
        reader = readers.get(cell.type)
        return self._number(text, cell.style) if reader is None else reader(text)

    def texts(self, wanted: Collection[Shared]) -> dict[Shared, str | None]:
        """Look shared texts up. Raises FileRefused for one that the workbook does not hold."""
        part = self._workbook.related("sharedStrings")
        if not wanted or part is None:
            return {shared: _missing() for shared in wanted}
        numbers = {shared.index for shared in wanted}
        found = pick_strings(lambda: self._package.chunks(part), numbers)
        return {
            shared: (found[shared.index] or None) if shared.index in found else _missing()
            for shared in wanted
        }

    def _number(self, text: str, style: int) -> Raw:
        found = number(text)
        if found is None:
            return text.strip()
        if self._formats.shows_date(style):
            return moment(found, date1904=self._workbook.date1904)
        return duration(found) if self._formats.shows_duration(style) else whole_or_float(found)


def _missing() -> NoReturn:
    raise FileRefused(
        _("a cell refers to a text that the workbook does not hold"),
        _("open the workbook in Excel or WPS and save it again"),
    )


class CellXml:
    """One cell's element, read. ``inline`` is the text of ``<is>``, None where there is none.

    ``odd`` is true for children that crmbook does not know and so would lose. Raises FileRefused
    for broken XML.
    """

    def __init__(self, xml: bytes) -> None:
        self.type = "n"
        self.style = 0
        self.value: str | None = None
        self.inline: str | None = None
        self.has_formula = self.odd = self.has_metadata = False
        self._open: list[str] = []
        self._text = ""
        plain_cell = _PLAIN.fullmatch(xml)
        if plain_cell is None:
            self._parse(xml)
            return
        style, kind, value = plain_cell.groups()
        self.style, self.type = int(style or 0), (kind or b"n").decode()
        self.value = None if value is None else value.decode()

    def _parse(self, xml: bytes) -> None:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(xml, True)
        except EXPAT_ERRORS as error:
            raise FileRefused(
                _("a part of the workbook is damaged (broken XML: {error})").format(error=error),
                _("open it in Excel or WPS, let it repair the file, and save it again"),
            ) from None

    @property
    def foreign(self) -> bool:
        """Whether its value is not one that somebody typed, or would be lost with what it holds."""
        return self.has_formula or self.has_metadata or self.odd

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "c":
            self.type = attributes.get("t", "n")
            self.style = whole_number(attributes.get("s", "0"))
            self.has_metadata = "vm" in attributes or "cm" in attributes
        elif local == "is":
            self.inline = ""
        self.has_formula |= local == "f"
        self.odd |= local not in _KNOWN
        self._open.append(local)
        self._text = ""

    def _characters(self, text: str) -> None:
        self._text += text

    def _end(self, _name: str) -> None:
        local = self._open.pop()
        if local == "v":
            self.value = self._text
        elif local == "t" and self.inline is not None and "rPh" not in self._open:
            self.inline += self._text
        self._text = ""
