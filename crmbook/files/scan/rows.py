"""Rows and cells as expat tells them, one element at a time, in any dialect."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from crmbook.files.scan.cells import (
    EMPTY,
    FORMULA,
    KIND_OF_TYPE,
    MAX_STYLE,
    NUMBER,
    SHARED,
    TEXT,
    UNCALCULATED,
    Batch,
    SheetCells,
)
from crmbook.files.scan.numbers import number
from crmbook.files.scan.refusals import too_many_rows
from crmbook.files.scan.text import WHITE, keeps_space, plain, trimmed_run
from crmbook.model.cells import MAX_COLUMN, MAX_ROW, parse_a1

TRUE: Final = frozenset({"1", "true", "on"})
_FLUSH: Final = 50_000

Attributes = dict[str, str]


class RowReader:
    """Collects rows and cells; ``starts`` and ``ends`` are its handlers, by element.

    What is written where a number must be raises ValueError. A row or cell without ``r`` follows
    its predecessor; a cell whose ``r`` names another row belongs there.
    """

    def __init__(self, cells: SheetCells) -> None:
        self.cells = cells
        self.starts: dict[str, Callable[[Attributes], None]] = {
            "row": self._start_row,
            "c": self._start_cell,
            "v": self._start_value,
            "f": self._start_formula,
            "is": self._start_inline,
            "r": self._start_run,
            "t": self._start_text,
            "rPh": self._start_phonetic,
        }
        self.ends: dict[str, Callable[[], None]] = {
            "c": self._end_cell,
            "v": self._end_value,
            "r": self._end_run,
            "t": self._end_text,
            "rPh": self._end_phonetic,
        }
        self._numbers: list[int] = []
        self._found: list[tuple[int, int, int, int, float]] = []
        self._columns: dict[str, int] = {}
        self._row = self._column = 0
        self._row_text, self._ordinal = "", -1
        self._text: list[str] | None = None
        self._keep = self._run = self._phonetic = False
        self._begin(0, "n")

    def characters(self, data: str) -> None:
        """Take text, if it is a value's."""
        if self._text is not None:
            self._text.append(data)

    def flush(self) -> None:
        """Hand what was collected over to ``cells``. Raises FileRefused: too many rows."""
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

    def _start_row(self, attributes: Attributes) -> None:
        given = attributes.get("r")
        last = self._numbers[-1] if self._numbers else self.cells.last_row
        self._row = int(given) if given else last + 1
        self._column = 0
        self._open_row()
        if attributes.get("hidden") in TRUE:
            self.cells.hidden_rows.add(self._row)

    def _open_row(self) -> None:
        if not 1 <= self._row <= MAX_ROW or len(self._numbers) > MAX_ROW:
            raise too_many_rows()
        self._row_text = str(self._row)
        self._ordinal = self.cells.row_count + len(self._numbers)
        self._numbers.append(self._row)

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            self._place(reference)
        style = int(attributes.get("s", "0"))
        if self._column > MAX_COLUMN or not 0 <= style <= MAX_STYLE or self._ordinal < 0:
            raise ValueError(reference)
        self._begin(style, attributes.get("t", "n"))

    def _begin(self, style: int, type_: str) -> None:
        self._style, self._type = style, type_
        self._value: str | None = None
        self._inline: list[str] | None = None
        self._has_formula = False

    def _place(self, reference: str) -> None:
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            _row, column = parse_a1(letters + "1")
            self._columns[letters] = column
        self._column = column
        row = reference[len(letters) :]
        if row != self._row_text:
            self._row = int(row)
            self._open_row()

    def _start_formula(self, _attributes: Attributes) -> None:
        self._has_formula = True

    def _start_value(self, attributes: Attributes) -> None:
        self._text, self._keep = [], keeps_space(attributes)

    def _end_value(self) -> None:
        text = "".join(self._text or ())
        self._value = text if self._keep else text.strip(WHITE)
        self._text = None

    def _start_inline(self, _attributes: Attributes) -> None:
        self._inline = []

    def _start_run(self, _attributes: Attributes) -> None:
        self._run = True

    def _end_run(self) -> None:
        self._run = False

    def _start_text(self, attributes: Attributes) -> None:
        if self._inline is not None and not self._phonetic:
            self._text, self._keep = [], keeps_space(attributes)

    def _end_text(self) -> None:
        if self._inline is not None and self._text is not None:
            text = "".join(self._text)
            if not self._keep:
                text = trimmed_run(text) if self._run else text.strip(WHITE)
            self._inline.append(text)
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
        """Return the kind and number of the cell that ends here."""
        if self._inline is not None:
            return self._as_text("".join(self._inline))
        if self._value:
            return self._of_kind(KIND_OF_TYPE.get(self._type, NUMBER), self._value)
        calculated = self._value is not None and self._type == "str"  # to the empty text
        return (UNCALCULATED if self._has_formula and not calculated else EMPTY), 0.0

    def _of_kind(self, kind: int, text: str) -> tuple[int, float]:
        if kind == SHARED:
            return kind, float(int(text))
        if kind == TEXT:
            return self._as_text(text)
        if kind == NUMBER:
            value = number(text)
            # What no number is, is the user's text, whatever its type says.
            return self._as_text(text.strip()) if value is None else (kind, value)
        text = text.strip()
        return kind, float(text in TRUE if self._type == "b" else self.cells.text(text))

    def _as_text(self, text: str) -> tuple[int, float]:
        return (TEXT, float(self.cells.text(plain(text)))) if text else (EMPTY, 0.0)
