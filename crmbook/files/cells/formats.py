"""Cell formats as writing needs them: which show dates; formats derived from those that are there."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from crmbook.files.cell_styles import CellStyles
from crmbook.files.cells.markup import opening, with_attribute
from crmbook.files.cells.stylesheet import add_styles
from crmbook.files.package import Package
from crmbook.files.spans import Span, Splice, parse
from crmbook.files.workbook_part import WorkbookPart
from crmbook.i18n import _
from crmbook.model.errors import FileRefused

#: Built-in formats that every program shows the way its user writes dates: 2024/3/1, 2024/3/1 10:30.
DATE: Final = 14
DATE_TIME: Final = 22
_NO_FILL: Final = frozenset({"", "none"})


class CellFormats:
    """The ``cellXfs`` of a book; formats derived here are put into its styles part by :meth:`save`."""

    def __init__(self, package: Package, workbook: WorkbookPart) -> None:
        self._package = package
        self._workbook = workbook
        self._read(workbook.related("styles"))

    def _read(self, part: str | None) -> None:
        self._part = part
        self._data = b""
        self._formats: list[bytes] = []
        self._fills: list[bytes] = []
        self._filled: list[bool] = []
        if part is not None:
            self._data = data = self._package.read(part)
            root = parse(data)
            self._formats = [data[item.start : item.end] for item in _items(root, "cellXfs", "xf")]
            self._fills = [data[item.start : item.end] for item in _items(root, "fills", "fill")]
            self._filled = [_is_seen(item) for item in _items(root, "fills", "fill")]
        self._known = len(self._formats)
        self._known_fills = len(self._fills)

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
        return self._kept(
            _derived(self._base(style), b"numFmtId", number_format, b"applyNumberFormat")
        )

    def filled(self, style: int, rgb: str) -> int:
        """Return a style that looks like ``style`` on a solid fill; one that has a fill stays (U05).

        Raises FileRefused when the book has no such style to derive it from.
        """
        xf = self._base(style)
        if self._has_fill(xf):
            return style
        prefix = xf[1:].split(None, 1)[0].rstrip(b"/>")[: -len(b"xf")]
        fill = (
            b'<%sfill><%spatternFill patternType="solid"><%sfgColor rgb="FF%s"/>'
            b'<%sbgColor indexed="64"/></%spatternFill></%sfill>'
        ) % (prefix, prefix, prefix, rgb.encode(), prefix, prefix, prefix)
        if fill not in self._fills:
            self._fills.append(fill)
        return self._kept(_derived(xf, b"fillId", self._fills.index(fill), b"applyFill"))

    def save(self) -> None:
        """Put the derived formats into the styles part; without any it stays as it is."""
        new, fills = self._formats[self._known :], self._fills[self._known_fills :]
        if not new or self._part is None:
            return
        splice = Splice(self._package.read(self._part))
        _extend(splice, "cellXfs", new, len(self._formats))
        _extend(splice, "fills", fills, len(self._fills))
        self._package.replace(self._part, splice.finish())

    def _base(self, style: int) -> bytes:
        if self._part is None:
            self._read(add_styles(self._package, self._workbook.part))
            self.__dict__.pop("_styles", None)
        if not 0 <= style < self._known:
            raise FileRefused(
                _("the workbook has no cell format that a new one could be derived from"),
                _("open the workbook in Excel or WPS and save it again"),
            )
        return self._formats[style]

    def _kept(self, xf: bytes) -> int:
        if xf not in self._formats:
            self._formats.append(xf)
        return self._formats.index(xf)

    def _has_fill(self, xf: bytes) -> bool:
        number = int(parse(_alone(xf)).attributes.get("fillId", "0") or 0)
        return number >= len(self._filled) or self._filled[number]


def _items(root: Span, container: str, name: str) -> list[Span]:
    found = root.find(container)
    return [] if found is None else list(found.all(name))


def _is_seen(fill: Span) -> bool:
    """Whether a fill colours anything: a gradient, or a pattern other than none."""
    pattern = fill.find("patternFill")
    return pattern is None or pattern.attributes.get("patternType", "") not in _NO_FILL


def _alone(xf: bytes) -> bytes:
    """Return an element that can be parsed on its own, its prefix taken off."""
    tag, _space, rest = xf[1:].partition(b" ")
    name = tag.rpartition(b":")[2].rstrip(b"/>")
    return b"<" + name + b" " + rest.split(b">", 1)[0].rstrip(b"/") + b"/>"


def _extend(splice: Splice, name: str, new: list[bytes], count: int) -> None:
    container = splice.root.find(name)
    if container is not None and new:  # it is there: the formats were derived from its own
        splice.append(container, b"".join(new).decode())
        splice.set(container, "count", str(count))


def _derived(xf: bytes, name: bytes, number: int, applied: bytes) -> bytes:
    """Return an ``<xf>`` with another number under ``name``, all else as it was written."""
    tag_name = xf[1:].split(None, 1)[0].rstrip(b"/>")
    tag = opening(tag_name).match(xf)
    if tag is None:
        raise ValueError(xf)
    attributes = with_attribute(tag[1], name, b"%d" % number)
    attributes = with_attribute(attributes, applied, b"1")
    return b"<" + tag_name + attributes + xf[tag.end(1) :]
