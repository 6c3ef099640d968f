"""What crmbook asks of a book's cell formats: dates, durations, solid fills, struck-through fonts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import TypeVar

from lxml import etree

from crmbook.files.cell_styles import CellStyles
from crmbook.files.scan.colours import OFFICE_THEME, PALETTE, THEME_ORDER, Colours
from crmbook.files.scan.formats import Shows, shows
from crmbook.files.scan.refusals import broken_xml, refuse_doctype

_T = TypeVar("_T")
_OFF = frozenset({"0", "false", "off"})


def read_styles(styles: bytes | None, theme: bytes | None = None) -> CellStyles:
    """Return the formats of a styles part; none when the book has no such part.

    Raises FileRefused when a part is no well-formed XML.
    """
    if styles is None:
        return CellStyles()
    root = parse(styles)
    try:
        return _cell_styles(root, _colours(root, theme))
    except ValueError as error:  # an id that is no number
        raise broken_xml(error) from None


def parse(data: bytes) -> etree._Element:
    """Return the root of a small part. Raises FileRefused for broken XML or a DOCTYPE."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise broken_xml(error) from None
    if root.getroottree().docinfo.internalDTD is not None:
        refuse_doctype()
    return root


def _cell_styles(root: etree._Element, colours: Colours) -> CellStyles:
    codes = {
        int(item.get("numFmtId", "0")): item.get("formatCode", "")
        for item in _items(root, "numFmts", "numFmt")
    }
    fonts = [_struck(font) for font in _items(root, "fonts", "font")]
    fills = [_solid(fill, colours) for fill in _items(root, "fills", "fill")]
    formats = list(_items(root, "cellXfs", "xf"))
    shown = [shows(number, codes.get(number)) for number in _ids(formats, "numFmtId")]
    return CellStyles(
        fills=tuple(_of(fills, place, "") for place in _ids(formats, "fillId")),
        strikes=tuple(_of(fonts, place, default=False) for place in _ids(formats, "fontId")),
        dates=tuple(what is Shows.DATE for what in shown),
        durations=tuple(what is Shows.DURATION for what in shown),
    )


def _items(root: etree._Element, container: str, item: str) -> Iterator[etree._Element]:
    """Yield the items of a container, whatever namespace the part is written in."""
    for found in root.iterchildren(f"{{*}}{container}"):
        yield from found.iterchildren(f"{{*}}{item}")


def _ids(formats: list[etree._Element], name: str) -> list[int]:
    return [int(item.get(name) or "0") for item in formats]


def _of(items: list[_T], place: int, default: _T) -> _T:
    return items[place] if 0 <= place < len(items) else default


def _struck(font: etree._Element) -> bool:
    strike = font.find("{*}strike")
    return strike is not None and strike.get("val", "1") not in _OFF


def _solid(fill: etree._Element, colours: Colours) -> str:
    pattern = fill.find("{*}patternFill")
    if pattern is None or pattern.get("patternType") != "solid":
        return ""
    colour = pattern.find("{*}fgColor")
    return "" if colour is None else colours.rgb({str(k): str(v) for k, v in colour.items()})


def _colours(root: etree._Element, theme: bytes | None) -> Colours:
    own = [
        (item.get("rgb") or "")[-6:].upper()
        for item in root.iterfind("{*}colors/{*}indexedColors/{*}rgbColor")
    ]
    palette = [ours or theirs for ours, theirs in zip_longest(own, PALETTE, fillvalue="")]
    return Colours(palette, OFFICE_THEME if theme is None else _theme(theme))


def _theme(data: bytes) -> list[str]:
    scheme = parse(data).find("{*}themeElements/{*}clrScheme")
    if scheme is None:
        return list(OFFICE_THEME)
    found = {etree.QName(item).localname: _theme_colour(item) for item in scheme}
    return [found.get(name, "") for name in THEME_ORDER]


def _theme_colour(item: etree._Element) -> str:
    """Return ``<a:srgbClr val>`` or what the system colour was when the theme was last saved."""
    for colour in item:
        return (colour.get("lastClr") or colour.get("val") or "").upper()[-6:]
    return ""
