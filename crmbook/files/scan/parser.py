"""The parser that knows all of a sheet's XML: any prefix, order, encoding, comments, CDATA.

It reads whole sheets of foreign dialects, and of ordinary ones what stands before, after and —
where the tokeniser meets a block it does not know — between the rows. Being expat it streams, reads
UTF-8 and UTF-16, and resolves nothing: a DOCTYPE is refused where it starts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from xml.parsers import expat

from crmbook.files.area import Area
from crmbook.files.expat_errors import EXPAT_ERRORS
from crmbook.files.scan.cells import SheetCells
from crmbook.files.scan.refusals import broken_xml, refuse_doctype
from crmbook.files.scan.rows import TRUE, Attributes, RowReader
from crmbook.model.cells import MAX_COLUMN, parse_a1

_COMPATIBILITY: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"

Starts = dict[str, Callable[[Attributes], None]]
Ends = dict[str, Callable[[], None]]


class SheetParser:
    """Feed it a sheet's XML in pieces; what it finds goes into ``cells``."""

    def __init__(self, cells: SheetCells) -> None:
        self.cells = cells
        self.in_rows = False
        self.encoding = "utf-8"
        self._rows = RowReader(cells)
        self._starts: Starts = {}
        self._ends: Ends = {}
        self._outer_starts: Starts = {}
        self._row_starts: Starts = {}
        self._row_ends: Ends = {}
        self._skipped = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._root
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._rows.characters
        self._parser.StartDoctypeDeclHandler = refuse_doctype
        self._parser.XmlDeclHandler = self._declared

    def feed(self, data: bytes) -> None:
        """Parse a piece. Raises FileRefused for broken XML, a DOCTYPE, absurd references."""
        self._parse(data, final=False)

    def close(self) -> None:
        """Say that the part has ended. Raises FileRefused when the XML has not."""
        self._parse(b"", final=True)

    def _parse(self, data: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(data, final)
        except EXPAT_ERRORS as error:
            raise broken_xml(error) from None
        self._rows.flush()

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self.encoding = (encoding or "utf-8").lower()

    def _root(self, name: str, _attributes: Attributes) -> None:
        # The root's namespace is the sheet's, be it transitional, strict or a writer's own.
        space = name[: name.rfind(" ") + 1]
        self._outer_starts = self._starts = {
            space + "sheetData": self._start_rows,
            space + "mergeCell": self._merge_cell,
            space + "col": self._col,
        }
        self._row_starts = {space + name: start for name, start in self._rows.starts.items()}
        self._row_ends = {space + name: end for name, end in self._rows.ends.items()}
        self._row_ends[space + "sheetData"] = self._end_rows
        self._parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: Attributes) -> None:
        handler = self._starts.get(name)
        if handler is not None:
            handler(attributes)
        elif name == f"{_COMPATIBILITY} Choice":  # what it offers instead stands in mc:Fallback
            self._skipped = 1
            self._parser.StartElementHandler = self._skip_start
            self._parser.EndElementHandler = self._skip_end
            self._parser.CharacterDataHandler = None

    def _end(self, name: str) -> None:
        handler = self._ends.get(name)
        if handler is not None:
            handler()

    def _skip_start(self, _name: str, _attributes: Attributes) -> None:
        self._skipped += 1

    def _skip_end(self, _name: str) -> None:
        self._skipped -= 1
        if not self._skipped:
            self._parser.StartElementHandler = self._start
            self._parser.EndElementHandler = self._end
            self._parser.CharacterDataHandler = self._rows.characters

    def _start_rows(self, _attributes: Attributes) -> None:
        self.in_rows = True
        self._starts, self._ends = self._row_starts, self._row_ends

    def _end_rows(self) -> None:
        self.in_rows = False
        self._starts, self._ends = self._outer_starts, {}

    def _merge_cell(self, attributes: Attributes) -> None:
        first, _colon, last = attributes.get("ref", "").partition(":")
        try:
            top, left = parse_a1(first)
            bottom, right = parse_a1(last or first)
        except ValueError:
            return  # Excel drops such an area when it repairs the sheet; the cells are right
        area = Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
        self.cells.merged.append(area)

    def _col(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in TRUE:
            first, last = int(attributes.get("min", "1")), int(attributes.get("max", "0"))
            self.cells.hidden_columns.update(range(max(first, 1), min(last, MAX_COLUMN) + 1))
