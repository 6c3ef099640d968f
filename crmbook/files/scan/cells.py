"""Cells as they come out of a sheet's XML, in arrays, before they are put into columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crmbook.files.area import Area
from crmbook.files.scan.refusals import too_many_rows
from crmbook.files.scan.text import unescape
from crmbook.model.cells import MAX_ROW

# What a cell holds; its number in ``Batch.value`` is …
EMPTY: Final = 0  # nothing
SHARED: Final = 1  # an index into the shared strings
NUMBER: Final = 2  # the number
BOOLEAN: Final = 3  # 0 or 1
ERROR: Final = 4  # an index into ``SheetCells.texts``
TEXT: Final = 5  # the same
ISO_DATE: Final = 6  # the same
UNCALCULATED: Final = 7  # nothing: a formula without a result
FORMULA: Final = 0x80  # a bit of its own: the cell holds a formula
KIND: Final = 0x7F

SELF_CLOSED: Final = 0x40  # while tokenising: <c …/>, which can hold nothing

MAX_STYLE: Final = 65_535  # cell formats that Excel can have

KIND_OF_TYPE: Final = {
    "s": SHARED,
    "n": NUMBER,
    "b": BOOLEAN,
    "e": ERROR,
    "str": TEXT,
    "inlineStr": TEXT,
    "d": ISO_DATE,
}


class Batch(NamedTuple):
    """Some cells of a sheet; all arrays have one entry a cell.

    ``ordinal``: which ``<row>`` of the sheet, counted from 0; ``column`` 1-based.
    """

    ordinal: NDArray[np.int32]
    column: NDArray[np.int16]
    style: NDArray[np.int32]
    kind: NDArray[np.uint8]
    value: NDArray[np.float64]

    def where(self, chosen: slice | NDArray[Any]) -> Batch:
        """Return some of the cells."""
        return Batch(
            self.ordinal[chosen],
            self.column[chosen],
            self.style[chosen],
            self.kind[chosen],
            self.value[chosen],
        )

    @classmethod
    def joined(cls, batches: Sequence[Batch]) -> Batch:
        """Return several batches as one."""
        if len(batches) == 1:
            return batches[0]
        return cls(*map(np.concatenate, zip(*batches, strict=True)))


class _RawTexts(dict[bytes, int]):
    """Indices of texts by their bytes; resolves each once, when it is first asked for."""

    def __init__(self, texts: dict[str, int]) -> None:
        super().__init__()
        self.texts = texts

    def __missing__(self, raw: bytes) -> int:
        text = raw.decode()
        if "&" in text or "_x" in text:
            text = unescape(text)
        index = self[raw] = self.texts.setdefault(text, len(self.texts))
        return index


@dataclass(slots=True)
class SheetCells:
    """What one sheet holds. ``row_numbers`` has an entry a ``<row>``, 1-based, in blocks."""

    row_numbers: list[NDArray[np.int32]] = field(default_factory=list)
    batches: list[Batch] = field(default_factory=list)
    texts: dict[str, int] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    row_count: int = 0
    last_row: int = 0
    _raw_texts: _RawTexts = field(init=False)

    def __post_init__(self) -> None:
        self._raw_texts = _RawTexts(self.texts)

    def add_rows(self, numbers: NDArray[np.int32]) -> None:
        """Count rows in. Raises FileRefused when there are more than a sheet can have."""
        if not len(numbers):
            return
        self.row_numbers.append(numbers)
        self.row_count += len(numbers)
        self.last_row = int(numbers[-1])
        if self.row_count > MAX_ROW or self.last_row > MAX_ROW:
            raise too_many_rows()

    def text(self, text: str) -> int:
        """Return the index of a text in ``texts``, taking it in."""
        return self.texts.setdefault(text, len(self.texts))

    def raw_texts(self, raw: list[bytes]) -> list[int]:
        """Return the indices of texts that still have their XML escapes.

        Raises UnicodeDecodeError and ValueError for what is no text of an XML file.
        """
        return list(map(self._raw_texts.__getitem__, raw))
