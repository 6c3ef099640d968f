"""Cell formats as writing needs them: which show dates; formats derived from those that are there."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from crmbook.files.cell_styles import CellStyles
from crmbook.files.cells.fills import has_lines, is_seen, outline, reserved, says, solid
from crmbook.files.cells.markup import opening, with_attribute
from crmbook.files.cells.protection import is_locked
from crmbook.files.cells.style_lists import StyleList, alone
from crmbook.files.cells.stylesheet import add_styles
from crmbook.files.package import Package
from crmbook.files.spans import Span, Splice, parse
from crmbook.files.workbook_part import WorkbookPart
from crmbook.i18n import _
from crmbook.model.cells import Value
from crmbook.model.errors import FileRefused

#: Built-in formats that every program shows the way its user writes dates: 2024/3/1, 2024/3/1 10:30.
DATE: Final = 14
DATE_TIME: Final = 22
_GENERAL: Final = 0
_TEXT: Final = 49


class CellFormats:
    """The ``cellXfs`` of a book; formats derived here are put into its styles part by :meth:`save`."""

    def __init__(self, package: Package, workbook: WorkbookPart) -> None:
        self._package = package
        self._workbook = workbook
        self._read(workbook.related("styles"))

    def _read(self, part: str | None) -> None:
        self._part = part
        self._data = b"" if part is None else self._package.read(part)
        root = None if part is None else parse(self._data)
        self._formats = StyleList("cellXfs", self._data, root)
        self._fills = StyleList("fills", self._data, root)
        self._borders = StyleList("borders", self._data, root)
        self._marked: dict[tuple[int, str], int] = {}
        self._formatted: dict[tuple[int, int], int] = {}
        declared = None if root is None else root.find("numFmts")
        self._text_formats = {str(_TEXT)} | {
            one.attributes.get("numFmtId", "")
            for one in (declared.children if declared else ())
            if one.attributes.get("formatCode") == "@"
        }
        self._texts: dict[int, bool] = {}

    @cached_property
    def _styles(self) -> CellStyles:
        """What the formats show: asked for only where a number or a date stands."""
        from crmbook.files.scan.styles import read_styles  # noqa: PLC0415 - lxml, 15 ms

        return read_styles(self._data or None)

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
        return self._with_format(style, number_format)

    def fitting(self, style: int, old: object, new: Value) -> int:
        """Return a style that looks like ``style`` and does not undo what mends a cell.

        A number in a cell of text is text again when somebody next edits it, and the digits of a
        phone in a cell that held a number are a number. Raises FileRefused as :meth:`dated`.
        """
        number = isinstance(new, int | float) and not isinstance(new, bool)
        if number and self._shows_text(style):
            return self._with_format(style, _GENERAL)
        digits = isinstance(new, str) and isinstance(old, int | float)
        return self._with_format(style, _TEXT) if digits and not self._shows_text(style) else style

    def _shows_text(self, style: int) -> bool:
        if style not in self._texts:
            known = 0 <= style < len(self._formats.items)
            xf = alone(self._formats.items[style]) if known else None
            self._texts[style] = (
                xf is not None and xf.attributes.get("numFmtId") in self._text_formats
            )
        return self._texts[style]

    def _with_format(self, style: int, number_format: int) -> int:
        if (style, number_format) not in self._formatted:
            xf = self._base(style)  # first: where there are no formats, it makes some
            new = _derived(xf, b"numFmtId", number_format, b"applyNumberFormat")
            self._formatted[style, number_format] = self._formats.add(new)
        return self._formatted[style, number_format]

    def locks(self, style: int) -> bool:
        """Whether a style locks its cells, once their sheet is protected."""
        known = 0 <= style < len(self._formats.items)
        return not known or is_locked(self._formats.items[style])

    def marked(self, style: int, rgb: str) -> int:
        """Return a style that looks like ``style`` and is marked with a colour.

        Where there is no fill, it is a fill; a fill of somebody else's stays and gets a border in a
        darker shade, unless it has a border, too, which stays as well (U05). Raises FileRefused
        when the book has no such style to derive it from.
        """
        if (style, rgb) not in self._marked:
            self._marked[style, rgb] = self._new_mark(style, rgb)
        return self._marked[style, rgb]

    def save(self) -> None:
        """Put the derived formats into the styles part; without any it stays as it is."""
        if len(self._formats.items) == self._formats.known or self._part is None:
            return
        splice = Splice(self._package.read(self._part))
        for one in (self._formats, self._fills, self._borders):
            one.put_into(splice)
        self._package.replace(self._part, splice.finish())

    def _base(self, style: int) -> bytes:
        if self._part is None:
            self._read(add_styles(self._package, self._workbook))
            self.__dict__.pop("_styles", None)
        if not 0 <= style < len(self._formats.items):
            raise FileRefused(
                _("the workbook has no cell format that a new one could be derived from"),
                _("open the workbook in Excel or WPS and save it again"),
            )
        return self._formats.items[style]

    def _new_mark(self, style: int, rgb: str) -> int:
        xf = self._base(style)
        fill, border = _used(xf, "fillId", self._fills), _used(xf, "borderId", self._borders)
        prefix = _tag(xf)[: -len(b"xf")].decode()
        if fill is None or not is_seen(fill):
            for number, one in enumerate(reserved(prefix)):
                if len(self._fills.items) == number:
                    self._fills.items.append(one)
            number = self._fills.add(solid(rgb, prefix))
            return self._formats.add(_derived(xf, b"fillId", number, b"applyFill"))
        if says(fill, rgb) or (border is not None and has_lines(border)):
            return style
        number = self._borders.add(outline(rgb, prefix))
        return self._formats.add(_derived(xf, b"borderId", number, b"applyBorder"))


def _used(xf: bytes, name: str, entries: StyleList) -> Span | None:
    """Return the fill or border that a format uses; None where the list does not hold it."""
    number = int(alone(xf).attributes.get(name, "0") or 0)
    return entries.spans[number] if number < len(entries.spans) else None


def _tag(xf: bytes) -> bytes:
    return xf[1:].split(None, 1)[0].rstrip(b"/>")


def _derived(xf: bytes, name: bytes, number: int, applied: bytes) -> bytes:
    """Return an ``<xf>`` with another number under ``name``, all else as it was written."""
    tag_name = _tag(xf)
    tag = opening(tag_name).match(xf)
    if tag is None:
        raise ValueError(xf)
    attributes = with_attribute(tag[1], name, b"%d" % number)
    attributes = with_attribute(attributes, applied, b"1")
    return b"<" + tag_name + attributes + xf[tag.end(1) :]
