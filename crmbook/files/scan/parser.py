"""The parser that knows all of a sheet's XML: any prefix, order, encoding, comments, CDATA.

It reads whole sheets of foreign dialects, and of ordinary ones what stands before, after and —
where the tokeniser meets a block it does not know — between the rows. Being expat it streams, reads
UTF-8 and UTF-16, and resolves nothing: a DOCTYPE is refused where it starts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from xml.parsers import expat

import numpy as np

from crmbook.files.grid import Area
from crmbook.files.scan.cells import (
    EMPTY,
    FORMULA,
    KIND_OF_TYPE,
    NUMBER,
    SHARED,
    TEXT,
    UNCALCULATED,
    Batch,
    SheetCells,
)
from crmbook.files.scan.numbers import number
from crmbook.files.scan.refusals import broken_xml, refuse_doctype, too_many_rows
from crmbook.files.scan.text import plain
from crmbook.model.cells import MAX_COLUMN, MAX_ROW, parse_a1

_COMPATIBILITY: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_TRUE: Final = frozenset({"1", "true", "on"})
_FLUSH: Final = 50_000

Attributes = dict[str, str]
Start = Callable[[Attributes], None]
End = Callable[[], None]


class SheetParser:
    """Feed it a sheet's XML in pieces; what it finds goes into ``cells``."""

    def __init__(self, cells: SheetCells) -> None:
        self.cells = cells
        self.in_rows = False
        self.encoding = "utf-8"
        self._starts: dict[str, Start] = {}
        self._ends: dict[str, End] = {}
        self._row_starts: dict[str, Start] = {}
        self._row_ends: dict[str, End] = {}
        self._skipped = 0
        self._columns: dict[str, int] = {}
        self._text: list[str] | None = None
        self._phonetic = False
        self._row = self._column = 0
        self._ordinal = -1
        self._type = "n"
        self._reset_cell(0)
        self._numbers: list[int] = []
        self._found: list[tuple[int, int, int, int, float]] = []
        self._parser = self._new_parser()

    def feed(self, data: bytes) -> None:
        """Parse a piece. Raises FileRefused for broken XML, a DOCTYPE, absurd references."""
        try:
            self._parser.Parse(data, False)
        except (expat.ExpatError, ValueError) as error:
            raise broken_xml(error) from None
        self.flush()

    def close(self) -> None:
        """Say that the part has ended. Raises FileRefused when the XML has not."""
        try:
            self._parser.Parse(b"", True)
        except (expat.ExpatError, ValueError) as error:
            raise broken_xml(error) from None
        self.flush()

    def flush(self) -> None:
        """Hand the rows and cells found so far over to ``cells``."""
        if self._numbers:
            numbers, self._numbers = self._numbers, []
            self.cells.add_rows(np.array(numbers, np.int32))
        if self._found:
            found, self._found = self._found, []
            ordinal, column, style, kind, value = zip(*found, strict=True)
            self.cells.batches.append(
                Batch(
                    np.array(ordinal, np.int32),
                    np.array(column, np.int16),
                    np.array(style, np.int32),
                    np.array(kind, np.uint8),
                    np.array(value, np.float64),
                )
            )

    def _new_parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._root
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = refuse_doctype
        parser.XmlDeclHandler = self._declared
        return parser

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self.encoding = (encoding or "utf-8").lower()

    def _root(self, name: str, _attributes: Attributes) -> None:
        # The root's namespace is the sheet's, be it transitional, strict or a writer's own.
        space = name[: name.rfind(" ") + 1]
        starts: dict[str, Start] = {
            "sheetData": self._sheet_data,
            "mergeCell": self._merge_cell,
            "col": self._col,
        }
        rows: dict[str, Start] = {
            "row": self._start_row,
            "c": self._start_cell,
            "v": self._start_text,
            "f": self._formula,
            "is": self._start_inline,
            "t": self._start_inline_text,
            "rPh": self._start_phonetic,
        }
        ends: dict[str, End] = {
            "c": self._end_cell,
            "v": self._end_value,
            "t": self._end_text,
            "rPh": self._end_phonetic,
            "sheetData": self._end_sheet_data,
        }
        self._starts = {space + key: handler for key, handler in starts.items()}
        self._row_starts = {space + key: handler for key, handler in rows.items()}
        self._row_ends = {space + key: handler for key, handler in ends.items()}
        self._parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: Attributes) -> None:
        handler = self._starts.get(name)
        if handler is not None:
            handler(attributes)
        elif name == f"{_COMPATIBILITY} Choice":
            self._skipped = 1
            self._parser.StartElementHandler = self._skip_start
            self._parser.EndElementHandler = self._skip_end

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

    def _characters(self, data: str) -> None:
        if self._text is not None and not self._skipped:
            self._text.append(data)

    # What stands around the rows.

    def _sheet_data(self, _attributes: Attributes) -> None:
        self.in_rows = True
        self._starts, self._row_starts = self._row_starts, self._starts
        self._ends = self._row_ends

    def _end_sheet_data(self) -> None:
        self.in_rows = False
        self._starts, self._row_starts = self._row_starts, self._starts
        self._ends = {}

    def _merge_cell(self, attributes: Attributes) -> None:
        first, _colon, last = attributes.get("ref", "").partition(":")
        try:
            top, left = parse_a1(first)
            bottom, right = parse_a1(last or first)
        except ValueError:
            return  # Excel repairs such a sheet; its cells are as right as before
        area = Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
        self.cells.merged.append(area)

    def _col(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in _TRUE:
            first, last = int(attributes.get("min", "1")), int(attributes.get("max", "0"))
            self.cells.hidden_columns.update(range(max(first, 1), min(last, MAX_COLUMN) + 1))

    # Rows and cells.

    def _start_row(self, attributes: Attributes) -> None:
        given = attributes.get("r")
        last = self._numbers[-1] if self._numbers else self.cells.last_row
        self._row = int(given) if given else last + 1
        self._column = 0
        self._open_row()
        if attributes.get("hidden") in _TRUE:
            self.cells.hidden_rows.add(self._row)

    def _open_row(self) -> None:
        if not 1 <= self._row <= MAX_ROW or len(self._numbers) > MAX_ROW:
            raise too_many_rows()
        self._ordinal = self.cells.row_count + len(self._numbers)
        self._numbers.append(self._row)

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            self._place(reference)
        if not 1 <= self._column <= MAX_COLUMN:
            raise ValueError(reference)
        self._type = attributes.get("t", "n")
        self._reset_cell(int(attributes.get("s", "0")))

    def _place(self, reference: str) -> None:
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            _row, column = parse_a1(letters + "1")
            self._columns[letters] = column
        self._column = column
        row = reference[len(letters) :]
        if row != str(self._row):
            # The cell's own address is right, as Excel and openpyxl have it.
            self._row = int(row)
            self._open_row()

    def _reset_cell(self, style: int) -> None:
        self._style = style
        self._value: str | None = None
        self._inline: list[str] | None = None
        self._has_formula = False

    def _formula(self, _attributes: Attributes) -> None:
        self._has_formula = True

    def _start_text(self, _attributes: Attributes) -> None:
        self._text = []

    def _end_value(self) -> None:
        self._value = "".join(self._text or ())
        self._text = None

    def _start_inline(self, _attributes: Attributes) -> None:
        self._inline = []

    def _start_inline_text(self, _attributes: Attributes) -> None:
        if self._inline is not None and not self._phonetic:
            self._text = []

    def _end_text(self) -> None:
        if self._inline is not None and self._text is not None:
            self._inline.append("".join(self._text))
        self._text = None

    def _start_phonetic(self, _attributes: Attributes) -> None:
        self._phonetic = True

    def _end_phonetic(self) -> None:
        self._phonetic = False

    def _end_cell(self) -> None:
        kind, value = self._content()
        if self._has_formula:
            kind |= FORMULA
        self._found.append((self._ordinal, self._column, self._style, kind, value))
        self._inline = None
        if len(self._found) >= _FLUSH:
            self.flush()

    def _content(self) -> tuple[int, float]:
        if self._inline is not None:
            return self._text_content("".join(self._inline))
        text = self._value
        if not text:
            calculated = text is not None and self._type == "str"
            return (UNCALCULATED if self._has_formula and not calculated else EMPTY), 0.0
        kind = KIND_OF_TYPE.get(self._type, NUMBER)
        if kind == SHARED:
            return kind, float(int(text))
        if kind == TEXT:
            return self._text_content(text)
        if kind == NUMBER:
            return self._number_content(text)
        if self._type == "b":
            return kind, float(text.strip() in _TRUE)
        return kind, float(self.cells.text(text.strip()))

    def _text_content(self, text: str) -> tuple[int, float]:
        return (TEXT, float(self.cells.text(plain(text)))) if text else (EMPTY, 0.0)

    def _number_content(self, text: str) -> tuple[int, float]:
        value = number(text)
        # What no number is, is the user's text, whatever its type says.
        return (NUMBER, value) if value is not None else self._text_content(text.strip())
