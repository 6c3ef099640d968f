"""Boxes: how many cells a sheet spans, found before calamine allocates all of them.

calamine builds a dense box from the first to the last cell. One cell at XFD1048576 makes that 17
billion cells, and the process ends without an exception. xls cannot be that large (65,536 × 256).
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from typing import IO

from lxml import etree

from crmbook.files.area import Area

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_WS_DIM = 148  # BrtWsDim: rwFirst, rwLast, colFirst, colLast (MS-XLSB 2.4.825)
_HEAD = 1 << 16
_RECORDS = 200


def xlsb_box(data: bytes) -> int:
    """Return the cells that the largest sheet of an xlsb workbook says it spans."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [n for n in package.namelist() if "worksheets/" in n.lower() and n.endswith(".bin")]
        return max((_declared(package.open(name).read(_HEAD)) for name in names), default=0)


def _declared(head: bytes) -> int:
    for kind, body in _records(head):
        if kind == _WS_DIM and len(body) >= 16:
            _top, bottom, _left, right = struct.unpack_from("<4I", body)
            return int((bottom + 1) * (right + 1))
    return 0


def _records(head: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (record type, body): both numbers are written in groups of seven bits."""
    at = 0
    for _count in range(_RECORDS):
        numbers = []
        for longest in (2, 4):
            value = 0
            for place in range(longest):
                if at >= len(head):
                    return
                byte = head[at]
                at += 1
                value |= (byte & 0x7F) << (7 * place)
                if byte < 0x80:
                    break
            numbers.append(value)
        kind, size = numbers
        yield kind, head[at : at + size]
        at += size


class OdsLayout:
    """What calamine does not tell of an ods workbook: the box of each table, its merged areas."""

    def __init__(self) -> None:
        self.box = 0
        self.merged: dict[str, list[Area]] = {}
        self._row = 0
        self._last = (0, 0)

    @classmethod
    def of(cls, data: bytes) -> OdsLayout:
        """Walk content.xml of an ods package, element by element."""
        layout = cls()
        with zipfile.ZipFile(io.BytesIO(data)) as package, package.open("content.xml") as content:
            layout._walk(content)
        return layout

    def _walk(self, content: IO[bytes]) -> None:
        events = etree.iterparse(
            content,
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
        )
        name = ""
        for event, element in events:
            if element.tag == f"{_TABLE}table" and event == "start":
                name = element.get(f"{_TABLE}name", "")
                self._row, self._last = 0, (0, 0)
                self.merged[name] = []
            elif element.tag == f"{_TABLE}table-row" and event == "end":
                self._read_row(element, name)
                element.clear()

    def _read_row(self, row: etree._Element, name: str) -> None:
        column = 0
        repeated = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        for cell in row.iterchildren(*_CELLS):
            first, column = column + 1, column + _number(cell, "number-columns-repeated")
            down, right = (
                _number(cell, "number-rows-spanned"),
                _number(cell, "number-columns-spanned"),
            )
            if down > 1 or right > 1:
                area = Area(self._row + 1, first, self._row + down, first + right - 1)
                self.merged[name].append(area)
            if cell.get(f"{_OFFICE}value-type") is not None or len(cell):
                self._last = (self._row + repeated, max(self._last[1], column))
        self._row += repeated
        self.box = max(self.box, self._last[0] * self._last[1])


def _number(cell: etree._Element, name: str) -> int:
    return int(cell.get(_TABLE + name, "1"))
