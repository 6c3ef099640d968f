"""Cell formats as writing needs them: which show dates, and a date format where one is missing."""

from __future__ import annotations

from typing import Final

from crmbook.files.cells.markup import opening, with_attribute
from crmbook.files.cells.stylesheet import add_styles
from crmbook.files.grid import CellStyles
from crmbook.files.package import Package
from crmbook.files.scan.styles import read_styles
from crmbook.files.spans import Splice, parse
from crmbook.files.workbook_part import WorkbookPart
from crmbook.i18n import _
from crmbook.model.errors import FileRefused

#: Built-in formats that every program shows the way its user writes dates: 2024/3/1, 2024/3/1 10:30.
DATE: Final = 14
DATE_TIME: Final = 22


class CellFormats:
    """The ``cellXfs`` of a book; formats derived here are put into its styles part by :meth:`save`."""

    def __init__(self, package: Package, workbook: WorkbookPart) -> None:
        self._package = package
        self._workbook = workbook
        self._read(workbook.related("styles"))

    def _read(self, part: str | None) -> None:
        self._part = part
        self._styles = CellStyles()
        self._formats: list[bytes] = []
        if part is not None:
            data = self._package.read(part)
            self._styles = read_styles(data)
            container = parse(data).find("cellXfs")
            found = [] if container is None else container.all("xf")
            self._formats = [data[item.start : item.end] for item in found]
        self._known = len(self._formats)

    def shows_date(self, style: int) -> bool:
        """Whether a cell of that style shows its number as a date."""
        return style < len(self._styles.dates) and self._styles.dates[style]

    def shows_duration(self, style: int) -> bool:
        """Whether a cell of that style shows its number as ``[h]:mm``."""
        return style < len(self._styles.durations) and self._styles.durations[style]

    def dated(self, style: int, number_format: int) -> int:
        """Return a style that looks like ``style`` and shows a date.

        Raises FileRefused when the book has no such style to derive it from.
        """
        if self.shows_date(style):
            return style
        if self._part is None:
            self._read(add_styles(self._package, self._workbook.part))
        if not 0 <= style < self._known:
            raise FileRefused(
                _("the workbook has no cell format that a date could be shown in"),
                _("open the workbook in Excel or WPS and save it again"),
            )
        wanted = _derived(self._formats[style], number_format)
        if wanted not in self._formats:
            self._formats.append(wanted)
        return self._formats.index(wanted)

    def save(self) -> None:
        """Put the derived formats into the styles part; without any it stays as it is."""
        new = self._formats[self._known :]
        if not new or self._part is None:
            return
        splice = Splice(self._package.read(self._part))
        container = splice.root.find("cellXfs")
        if container is not None:  # it is there: the formats were derived from its own
            splice.append(container, b"".join(new).decode())
            splice.set(container, "count", str(len(self._formats)))
        self._package.replace(self._part, splice.finish())


def _derived(xf: bytes, number_format: int) -> bytes:
    """Return an ``<xf>`` with another number format, all else as it was written."""
    name = xf[1:].split(None, 1)[0].rstrip(b"/>")
    tag = opening(name).match(xf)
    if tag is None:
        raise ValueError(xf)
    attributes = with_attribute(tag[1], b"numFmtId", str(number_format).encode())
    attributes = with_attribute(attributes, b"applyNumberFormat", b"1")
    return b"<" + name + attributes + xf[tag.end(1) :]
