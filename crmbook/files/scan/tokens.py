"""Rows as ordinary programs write them, tokenised a block at a time by numpy.

Per block: every ``<``, its next character, then one word (eight bytes) here and there of all cells
at once. 1.3 million cells take about 0.1 s this way; expat needs 4 s. Known is what Excel, WPS,
LibreOffice, XlsxWriter and openpyxl write: ``<row r=…>``, ``<c r=… any attributes>`` holding
``<v>``, ``<f>`` and ``<v>``, ``<is><t>`` or nothing. Any doubt (another prefix, a cell without
``r``, rich text, a byte out of place) makes ``take`` leave the whole block to the parser; so this
file may be strict where it cannot be sure.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crmbook.files.scan.attributes import CellTags
from crmbook.files.scan.block import Block, NotOrdinary, Rows, need
from crmbook.files.scan.cells import (
    BOOLEAN,
    EMPTY,
    ERROR,
    FORMULA,
    ISO_DATE,
    KIND_OF_TYPE,
    NUMBER,
    SELF_CLOSED,
    SHARED,
    TEXT,
    UNCALCULATED,
    Batch,
    SheetCells,
)
from crmbook.files.scan.numbers import number
from crmbook.files.scan.shapes import Shapes
from crmbook.files.scan.text import WHITE_REFERENCE
from crmbook.files.scan.words import (
    KEEP,
    Bytes,
    Places,
    eight_digits,
    read_decimals,
    read_digits,
    word,
)
from crmbook.model.cells import MAX_COLUMN

_A, _Z = ord("A"), ord("Z")
_WHITE_EDGE = re.compile(b"^" + WHITE_REFERENCE + b"|" + WHITE_REFERENCE + b"$")
_CELL: Final = word(b'<c r="')

Numbers = NDArray[np.float64]


class Tokeniser:
    """Takes blocks of whole rows of one sheet."""

    def __init__(self, cells: SheetCells) -> None:
        self.cells = cells
        self._tags = CellTags()

    def take(self, text: bytes) -> bool:
        """Add a block's rows and cells to ``cells``, or add nothing and return False.

        Raises FileRefused when the sheet has too many rows.
        """
        try:
            rows, batch = self._read(text)
        except (NotOrdinary, ValueError):  # ValueError: text that is no UTF-8, an odd entity
            return False
        self.cells.add_rows(rows.number.astype(np.int32))
        self.cells.hidden_rows.update(rows.hidden)
        self.cells.batches.append(batch)
        return True

    def _read(self, text: bytes) -> tuple[Rows, Batch]:
        block = Block.of(text)
        rows = Rows.of(block, self.cells.last_row)
        tag = np.flatnonzero(block.name == ord("c"))
        row = rows.of_cells(tag)
        column, attributes = _places(block, rows, tag, row)
        found = self._tags.read(block.text, block.words, attributes, block.at[tag + 1])
        if found is None:
            raise NotOrdinary
        style, declared = found
        shapes = Shapes.of(block, rows, tag)
        kind, value = self._values(block, shapes, declared)
        ordinal = (row + self.cells.row_count).astype(np.int32)
        return rows, Batch(ordinal, column, style, kind, value)

    def _values(self, block: Block, shapes: Shapes, declared: Bytes) -> tuple[Bytes, Numbers]:
        """Return the kind and value of all cells; ``declared``: the kind that ``t=`` says."""
        kind, value = np.zeros(len(declared), np.uint8), np.zeros(len(declared), np.float64)
        held = declared[shapes.valued]
        for filled in (
            held,
            declared[shapes.bare],
            declared[shapes.inline],
            declared[shapes.formula],
        ):
            need(filled < SELF_CLOSED)
        held[shapes.start == shapes.end] = EMPTY
        kind[shapes.valued] = held
        found = np.zeros(len(held), np.float64)
        kinds = np.flatnonzero(np.bincount(held, minlength=1)).tolist()
        for which in kinds:
            here = slice(None) if len(kinds) == 1 else np.flatnonzero(held == which)
            if which != EMPTY:
                found[here] = self._held(block, which, shapes.start[here], shapes.end[here])
        value[shapes.valued] = found
        self._inline(block, shapes, kind, value)
        if shapes.formula.any():
            _mark_formulas(shapes, declared, kind)
        return kind, value

    def _held(
        self, block: Block, kind: int, start: Places, end: Places
    ) -> Numbers | NDArray[np.int64] | list[int]:
        """Return the values of cells of one kind."""
        if kind == SHARED:
            return _references(block, start, end - start)
        if kind == NUMBER:
            return _numbers(block, start, end - start)
        if kind == BOOLEAN:
            flag = block.octets[start] - np.uint8(ord("0"))
            need(end - start == 1, flag <= 1)
            return flag.astype(np.float64)
        found = _texts(block, start, end)
        if kind in {ERROR, ISO_DATE} and any(raw.strip() != raw for raw in found):
            raise NotOrdinary
        return self.cells.raw_texts(found)

    def _inline(self, block: Block, shapes: Shapes, kind: Bytes, value: Numbers) -> None:
        filled = shapes.inline_end > shapes.inline_start
        cells = shapes.inline[filled]
        kind[cells] = TEXT
        raw = _texts(block, shapes.inline_start[filled], shapes.inline_end[filled])
        value[cells] = self.cells.raw_texts(raw)


def _places(block: Block, rows: Rows, tag: Places, row: Places) -> tuple[NDArray[np.int16], Places]:
    """Return the cells' columns, and where the attributes behind ``r="…"`` begin.

    Raises NotOrdinary unless each cell names its own row.
    """
    start = block.at[tag]
    need(block.starts(start, _CELL, 6))
    letter = block.octets[start + 6]
    need((letter >= _A) & (letter <= _Z))
    column, behind = letter.astype(np.int32) - (_A - 1), start + 7
    for _more in range(2):
        letter = block.octets[behind]
        more = letter >= _A
        if not more.any():
            break
        need(letter <= _Z)
        column = np.where(more, column * 26 + letter - (_A - 1), column)
        behind = behind + more
    need(column <= MAX_COLUMN)
    kept = KEEP[rows.width + 1]  # the digits and the quote behind them
    need((block.words[behind] & kept[row]) == (rows.digits & kept)[row])
    return column.astype(np.int16), behind + (rows.width + 1)[row]


def _mark_formulas(shapes: Shapes, declared: Bytes, kind: Bytes) -> None:
    """Note formulas; one without a result is uncalculated, unless its result is the empty text."""
    text = np.zeros(len(kind), np.bool_)
    text[shapes.valued] = text[shapes.bare] = True
    text &= declared == KIND_OF_TYPE["str"]
    kind[shapes.formula & (kind == EMPTY) & ~text] = UNCALCULATED
    kind[shapes.formula] |= np.uint8(FORMULA)


def _references(block: Block, start: Places, length: Places) -> NDArray[np.int64]:
    need(length <= 8)
    index, good = eight_digits(block.words[start], length)
    need(good)
    return index


def _numbers(block: Block, start: Places, length: Places) -> Numbers:
    whole, good = read_digits(block.words, start, length)
    value = whole.astype(np.float64)
    left = np.flatnonzero(~good)
    if len(left):
        value[left], exact = read_decimals(block.words, start[left], length[left])
        for place in left[~exact].tolist():
            first = int(start[place])
            found = number(block.text[first : first + int(length[place])].decode())
            if found is None:
                raise NotOrdinary
            value[place] = found
    return value


def _texts(block: Block, start: Places, end: Places) -> list[bytes]:
    """Return texts as written. Raises NotOrdinary where white space around one is to be trimmed."""
    if not len(start):
        return []
    octets, text = block.octets, block.text
    kept = (octets[start - 2] == ord('"')) | (start == end)  # <v xml:space="preserve">
    need(kept | ((octets[start] > ord(" ")) & (octets[end - 1] > ord(" "))))
    found = [text[a:b] for a, b in zip(start.tolist(), end.tolist(), strict=True)]
    if b"&" in text and any(_WHITE_EDGE.search(raw) for raw in found):
        raise NotOrdinary
    return found
