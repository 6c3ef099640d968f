"""The VML drawing of a sheet: the boxes in which programs show its notes.

Excel writes VML that is no XML (``<br>`` in buttons), so it is never parsed: boxes are put in before
its end, and what is there stays byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Final

from crmbook.i18n import _
from crmbook.model.errors import FileRefused

_SPACES: Final = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_EMPTY: Final = (
    '<xml xmlns:v="{v}" xmlns:o="{o}" xmlns:x="{x}"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{block}"/></o:shapelayout></xml>'
)
_TYPE: Final = (
    '<{v}shapetype id="_x0000_t202" coordsize="21600,21600" {o}spt="202"'
    ' path="m,l,21600r21600,l21600,xe"{spaces}><{v}stroke joinstyle="miter"/>'
    '<{v}path gradientshapeok="t" {o}connecttype="rect"/></{v}shapetype>'
)
_SHAPE: Final = (
    '<{v}shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
    "margin-left:59.25pt;margin-top:1.5pt;width:{width}pt;height:{height}pt;z-index:{level};"
    'visibility:hidden" fillcolor="#ffffe1" {o}insetmode="auto"{spaces}>'
    '<{v}fill color2="#ffffe1"/><{v}shadow on="t" color="black" obscured="t"/>'
    '<{v}path {o}connecttype="none"/><{v}textbox style="mso-direction-alt:auto">'
    '<div style="text-align:left"></div></{v}textbox><{x}ClientData ObjectType="Note">'
    "<{x}MoveWithCells/><{x}SizeWithCells/><{x}Anchor>{anchor}</{x}Anchor>"
    "<{x}AutoFill>False</{x}AutoFill><{x}Row>{row}</{x}Row><{x}Column>{column}</{x}Column>"
    "</{x}ClientData></{v}shape>"
)
#: Numbers of shapes are given out in blocks of 1024, each of one drawing in the whole book.
_BLOCK: Final = 1024
_ROOT = re.compile(rb"<(?:[\w.-]+:)?xml\b([^>]*)>")
_END = re.compile(rb"</(?:[\w.-]+:)?xml\s*>\s*\Z")
_DECLARED = re.compile(rb"""\sxmlns:([\w.-]+)\s*=\s*["']([^"']*)["']""")
_BLOCKS = re.compile(rb"""(<(?:[\w.-]+:)?idmap\b[^>]*\bdata\s*=\s*["'])([^"']*)""")
_NUMBER = re.compile(rb"_x0000_s([0-9]{1,9})\b")
_TYPED = re.compile(rb"""\bid\s*=\s*["']_x0000_t202["']""")
_NOTE = re.compile(rb"<((?:[\w.-]+:)?)ClientData\b.*?</\1ClientData\s*>", re.DOTALL)
_PLACED = re.compile(rb"<(?:[\w.-]+:)?(Row|Column)>\s*([0-9]{1,7})\s*<")
_ANCHOR = re.compile(rb"(<(?:[\w.-]+:)?Anchor>)[^<]*")


@dataclass(frozen=True, slots=True)
class Box:
    """The box of the note on a cell (1-based), where it stands, and how large it is in pixels."""

    row: int
    column: int
    anchor: str
    size: tuple[int, int]


def blocks(vml: bytes) -> list[int]:
    """Return the blocks of numbers that a drawing has taken."""
    found = (number for said in _BLOCKS.finditer(vml) for number in said[2].split(b","))
    return [int(number) for number in found if number.strip().isdigit()]


def empty_drawing(block: int) -> bytes:
    """Return a drawing without boxes."""
    return _EMPTY.format(block=block, **_SPACES).encode()


def with_boxes(vml: bytes, boxes: Iterable[Box], taken: Iterable[int]) -> bytes:
    """Return a drawing with boxes put in; ``taken`` are the blocks of all drawings of the book.

    A cell that has a box gets no other: its own takes the new place. Raises FileRefused for a
    drawing that does not end as one.
    """
    wanted = {(box.row, box.column): box for box in boxes}
    vml, there = _moved(vml, wanted)
    new = [box for place, box in wanted.items() if place not in there]
    end = _END.search(vml)
    if end is None:
        raise FileRefused(
            _("the boxes of the notes on a sheet are not written as any spreadsheet program does"),
            _("open the workbook in Excel or WPS and save it again"),
        )
    names = _names(vml)
    numbers = _Numbers(vml, taken)
    content = "" if not new or _TYPED.search(vml) else _TYPE.format(**names)
    for level, (box, number) in enumerate(zip(new, numbers, strict=False), 1):
        content += _shape(box, number, level, names)
    return numbers.registered(vml[: end.start()] + content.encode() + vml[end.start() :])


def _moved(vml: bytes, wanted: Mapping[tuple[int, int], Box]) -> tuple[bytes, set[tuple[int, int]]]:
    """Return the drawing with the boxes that are there in their new places, and whose they are."""
    there: set[tuple[int, int]] = set()

    def placed(note: re.Match[bytes]) -> bytes:
        said = {name: int(number) + 1 for name, number in _PLACED.findall(note[0])}
        box = wanted.get((said.get(b"Row", 0), said.get(b"Column", 0)))
        if box is None:
            return note[0]
        there.add((box.row, box.column))
        return _ANCHOR.sub(rb"\g<1>" + box.anchor.encode(), note[0])

    return _NOTE.sub(placed, vml), there


def _shape(box: Box, number: int, level: int, names: Mapping[str, str]) -> str:
    width, height = (f"{pixels * 0.75:g}" for pixels in box.size)
    return _SHAPE.format(
        number=number, level=level, width=width, height=height, anchor=box.anchor,
        row=box.row - 1, column=box.column - 1, **names,
    )  # fmt: skip


def _names(vml: bytes) -> dict[str, str]:
    """Return the prefixes of a drawing, and as ``spaces`` the declarations of those it lacks."""
    root = _ROOT.search(vml)
    declared = {
        uri.decode(): name.decode() for name, uri in _DECLARED.findall(root[1] if root else b"")
    }
    missing = {name: uri for name, uri in _SPACES.items() if uri not in declared}
    names = {name: declared.get(uri, name) + ":" for name, uri in _SPACES.items()}
    return {**names, "spaces": "".join(f' xmlns:{n}="{u}"' for n, u in missing.items())}


class _Numbers:
    """Numbers that no shape of the drawing has, from its own blocks as long as they last."""

    def __init__(self, vml: bytes, taken: Iterable[int]) -> None:
        self._used = {int(number) for number in _NUMBER.findall(vml)}
        self._own = blocks(vml)
        self._free = count(max([0, *taken, *self._own]) + 1)
        self._more: list[int] = []

    def __iter__(self) -> Iterator[int]:
        for block in self._blocks():
            numbers = range(block * _BLOCK + 1, (block + 1) * _BLOCK)
            yield from (number for number in numbers if number not in self._used)

    def _blocks(self) -> Iterator[int]:
        yield from self._own
        for block in self._free:
            self._more.append(block)
            yield block

    def registered(self, vml: bytes) -> bytes:
        """Return the drawing with the blocks that it has taken besides its own."""
        more = "".join(f",{block}" for block in self._more).encode()
        return _BLOCKS.sub(rb"\g<1>\g<2>" + more, vml, count=1) if more else vml
