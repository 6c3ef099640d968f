"""Rows as ordinary programs write them, tokenised a block at a time by numpy.

Per block: every ``<``, its next character, then one word (eight bytes) here and there of all cells
at once. 1.3 million cells take about 0.1 s this way; expat needs 3 s. Known is what Excel, WPS,
LibreOffice, XlsxWriter and openpyxl write: ``<row r=…>``, ``<c r=… any attributes>`` holding
``<v>``, ``<f>`` and ``<v>``, ``<is><t>`` or nothing. Any doubt (another prefix, a cell without
``r``, rich text, a byte out of place) makes ``take`` refuse the whole block, which the parser then
reads; so this file may be strict where it cannot be sure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crmbook.files.scan.attributes import CellTags, hidden_tags
from crmbook.files.scan.cells import (
    BOOLEAN,
    EMPTY,
    ERROR,
    FORMULA,
    ISO_DATE,
    NUMBER,
    SHARED,
    TEXT,
    UNCALCULATED,
    Batch,
    SheetCells,
)
from crmbook.files.scan.numbers import number
from crmbook.files.scan.words import (
    KEEP,
    PADDING,
    Bytes,
    Flags,
    Places,
    Words,
    eight_digits,
    read_decimals,
    read_digits,
    word,
    words_of,
)

_LESS: Final = ord("<")
_GREATER: Final = ord(">")
_SLASH: Final = ord("/")
_QUOTE: Final = ord('"')
_TAB, _NEWLINE, _SPACE = 9, 10, 32
_A, _Z = ord("A"), ord("Z")
_SENTINELS: Final = 8

_ROW: Final = word(b'<row r="')
_ROW_END: Final = word(b"</row>")
_CELL: Final = word(b'<c r="')
_CELL_END: Final = word(b"</c>")
_VALUE_END: Final = word(b"</v></c>")
_TEXT_END: Final = word(b"</t></is")
_TEXT_END_CELL: Final = word(b"></c>")
_INLINE: Final = word(b"<is><t")
_PRESERVED: Final = b'<t xml:space="preserve">'


class NotOrdinary(Exception):
    """The block is written in a way that only the parser knows."""


def _need(*conditions: Flags) -> None:
    for condition in conditions:
        if not condition.all():
            raise NotOrdinary


@dataclass(frozen=True, slots=True)
class _Block:
    """A block's bytes and tags. ``at``: the place of each ``<``; ``name``: what follows it."""

    text: bytes
    octets: Bytes
    words: Words
    at: Places
    name: Bytes
    count: int  # tags, without the sentinels behind them

    def starts(self, places: Places, text: np.uint64, length: int) -> Flags:
        """Whether the bytes at each place are ``text`` (up to eight)."""
        found: Flags = (self.words[places] & KEEP[length]) == text
        return found


@dataclass(frozen=True, slots=True)
class _Rows:
    """The block's rows: tag index, number, the digits as written, and how many of them."""

    tag: Places
    number: NDArray[np.int64]
    digits: Words
    width: Places
    hidden: list[int]


@dataclass(slots=True)
class _Cells:
    """The block's cells, filled in step by step; ``start``/``length``: the text of their value."""

    tag: Places
    column: NDArray[np.int16]
    style: NDArray[np.int32]
    type: NDArray[np.uint8]
    formula: Flags
    value_tag: Places  # -1: no <v>
    inline: Places  # cells that hold <is>


class Tokeniser:
    """Takes blocks of whole rows of one sheet."""

    def __init__(self, cells: SheetCells) -> None:
        self.cells = cells
        self._tags = CellTags()

    def take(self, block: bytes) -> bool:
        """Add a block's rows and cells to ``cells``, or add nothing and return False.

        Raises FileRefused when the sheet has too many rows.
        """
        try:
            rows, batch = self._read(block)
        except (NotOrdinary, ValueError):  # ValueError: text that is no UTF-8, an odd entity
            return False
        self.cells.add_rows(rows.number.astype(np.int32))
        self.cells.hidden_rows.update(rows.hidden)
        self.cells.batches.append(batch)
        return True

    def _read(self, text: bytes) -> tuple[_Rows, Batch]:
        block = _tags(text)
        rows = _read_rows(block, self.cells.last_row)
        tag = np.flatnonzero(block.name == ord("c"))
        row = _row_of(rows, tag)
        cells = self._read_cells(block, rows, tag, row)
        kind, value = self._values(block, cells)
        ordinal = (row + self.cells.row_count).astype(np.int32)
        return rows, Batch(ordinal, cells.column, cells.style, kind, value)

    def _read_cells(self, block: _Block, rows: _Rows, tag: Places, row: Places) -> _Cells:
        start = block.at[tag]
        _need(block.starts(start, _CELL, 6))
        column, behind = _columns(block, start + 6)
        kept = KEEP[rows.width + 1]
        digits = block.words[behind] & kept[row]
        _need(digits == (rows.digits & kept)[row])
        attributes = behind + rows.width[row] + 1
        found = self._tags.read(block.text, block.words, attributes, block.at[tag + 1])
        if found is None:
            raise NotOrdinary
        style, kind = found
        return _content(block, rows, _Cells(tag, column, style, kind, *_shape(block, tag)))

    def _values(self, block: _Block, cells: _Cells) -> tuple[Bytes, NDArray[np.float64]]:
        value = np.zeros(len(cells.tag), np.float64)
        kind = np.zeros(len(cells.tag), np.uint8)
        holds = np.flatnonzero(cells.value_tag >= 0)
        start = block.at[cells.value_tag[holds]] + 3
        length = block.at[cells.value_tag[holds] + 1] - start
        kind[holds] = np.where(length > 0, cells.type[holds], EMPTY)
        self._read_values(block, kind, value, (holds, start, length))
        self._inline_texts(block, cells, kind, value)
        uncalculated = cells.formula & (kind == EMPTY)
        if uncalculated.any():
            given = np.zeros(len(kind), np.bool_)
            given[holds] = cells.type[holds] == TEXT  # <v></v> of a text formula is the empty text
            kind[uncalculated & ~given] = UNCALCULATED
        kind[cells.formula] |= np.uint8(FORMULA)
        return kind, value

    def _read_values(
        self,
        block: _Block,
        kind: Bytes,
        value: NDArray[np.float64],
        texts: tuple[Places, Places, Places],
    ) -> None:
        holds, start, length = texts
        found = kind[holds]
        for which in np.flatnonzero(np.bincount(found)).tolist():
            if which == EMPTY:
                continue
            here = np.flatnonzero(found == which)
            at, size, where = start[here], length[here], holds[here]
            if which == SHARED:
                numbers, good = eight_digits(block.words[at], np.minimum(size, 8))
                _need(good, size <= 8)
                value[where] = numbers
            elif which == NUMBER:
                value[where] = _numbers(block, at, size)
            elif which == BOOLEAN:
                flag = block.octets[at]
                _need(size == 1, (flag == ord("0")) | (flag == ord("1")))
                value[where] = flag == ord("1")
            else:
                value[where] = self._texts(block, which, at, size)

    def _texts(self, block: _Block, kind: int, start: Places, length: Places) -> list[int]:
        text, index = block.text, self.cells.raw_text
        pairs = zip(start.tolist(), (start + length).tolist(), strict=True)
        found = [text[first:last] for first, last in pairs]
        if kind in {ERROR, ISO_DATE} and any(raw.strip() != raw for raw in found):
            raise NotOrdinary
        return [index(raw) for raw in found]

    def _inline_texts(
        self, block: _Block, cells: _Cells, kind: Bytes, value: NDArray[np.float64]
    ) -> None:
        if not len(cells.inline):
            return
        tag = cells.tag[cells.inline]
        first, last = block.at[tag + 2].tolist(), block.at[tag + 3].tolist()
        index = self.cells.raw_text
        for cell, opened, closed in zip(cells.inline.tolist(), first, last, strict=True):
            raw = _inline_text(block.text[opened:closed])
            if raw:
                kind[cell], value[cell] = TEXT, index(raw)


def _tags(text: bytes) -> _Block:
    padded = text + PADDING
    octets = np.frombuffer(padded, np.uint8)
    used = octets[: len(text)]
    control = used[used < _SPACE]
    if len(control):
        _need((control == _TAB) | (control == _NEWLINE))
    at = np.flatnonzero(used == _LESS)
    count = len(at)
    at = np.append(at, np.full(_SENTINELS, len(text)))
    return _Block(padded, octets, words_of(padded), at, octets[at + 1], count)


def _read_rows(block: _Block, last_row: int) -> _Rows:
    tag = np.flatnonzero(block.name[: block.count] == ord("r"))
    if not len(tag) or tag[0] != 0 or block.at[0] != 0:
        raise NotOrdinary
    start = block.at[tag] + 8
    _need(block.words[start - 8] == _ROW)
    width = np.zeros(len(tag), np.int64)
    for place in range(7, 0, -1):
        width[block.octets[start + place] == _QUOTE] = place
    digits = block.words[start]
    number_, good = eight_digits(digits, np.maximum(width, 1))
    _need(good, width > 0, np.diff(number_, prepend=last_row) > 0)
    hidden = hidden_tags(block.text, start + width + 1, block.at[tag + 1])
    if hidden is None:
        raise NotOrdinary
    return _Rows(tag, number_, digits, width, number_[hidden].tolist())


def _row_of(rows: _Rows, cell_tag: Places) -> Places:
    """Return for each cell the row of the block that it stands in."""
    first = np.searchsorted(cell_tag, rows.tag)
    return np.repeat(np.arange(len(first)), np.diff(first, append=len(cell_tag)))


def _columns(block: _Block, start: Places) -> tuple[NDArray[np.int16], Places]:
    """Return the columns that the references at ``start`` begin with, and where their rows begin."""
    letter = block.octets[start]
    _need((letter >= _A) & (letter <= _Z))
    column = letter.astype(np.int64) - (_A - 1)
    behind = start + 1
    for _more in range(2):
        letter = block.octets[behind]
        more = letter >= _A
        if not more.any():
            break
        _need(letter <= _Z)
        column = np.where(more, column * 26 + letter - (_A - 1), column)
        behind = behind + more
    _need(column <= 16_384)
    return column.astype(np.int16), behind


def _shape(block: _Block, tag: Places) -> tuple[Flags, Places, Places]:
    """Return (holds a formula, tag of its ``<v>`` or -1, cells that hold ``<is>``)."""
    inner = block.name[tag + 1]
    value_tag = np.where(inner == ord("v"), tag + 1, -1)
    formula = inner == ord("f")
    if formula.any():
        cell = np.flatnonzero(formula)
        opened = tag[cell] + 1
        alone = block.octets[block.at[opened + 1] - 2] == _SLASH  # <f t="shared" si="0"/>
        behind = opened + np.where(alone, 1, 2)
        closed = block.words[block.at[opened + 1]] & KEEP[4]
        _need(alone | (closed == word(b"</f>")))
        value_tag[cell] = np.where(block.name[behind] == ord("v"), behind, -1)
        _need((value_tag[cell] >= 0) | block.starts(block.at[behind], _CELL_END, 4))
    return formula, value_tag, np.flatnonzero(inner == ord("i"))


def _content(block: _Block, rows: _Rows, cells: _Cells) -> _Cells:
    """Return the cells if all that stands in and between them is what was recognised."""
    value = cells.value_tag[cells.value_tag >= 0]
    _need(
        block.octets[block.at[value] + 2] == _GREATER,
        block.words[block.at[value + 1]] == _VALUE_END,
    )
    inline = cells.tag[cells.inline]
    if len(inline):
        end = block.at[inline + 3]
        _need(
            block.starts(block.at[inline + 1], _INLINE, 6),
            block.words[end] == _TEXT_END,
            block.starts(end + 8, _TEXT_END_CELL, 5),
        )
    _need(np.array([_tag_count(block, rows, cells) == block.count]))
    return cells


def _tag_count(block: _Block, rows: _Rows, cells: _Cells) -> int:
    """Return how many tags the recognised rows and cells are made of."""
    alone = block.octets[block.at[rows.tag + 1] - 2] == _SLASH
    last = np.append(rows.tag[1:], block.count)[~alone] - 1
    _need(block.starts(block.at[last], _ROW_END, 6))
    empty = (cells.value_tag < 0) & ~cells.formula
    empty[cells.inline] = False
    closed = block.octets[block.at[cells.tag[empty] + 1] - 2] != _SLASH
    _need(block.starts(block.at[cells.tag[empty][closed] + 1], _CELL_END, 4))
    tags = len(rows.tag) + int((~alone).sum())
    tags += 4 * int((cells.value_tag >= 0).sum()) + 6 * len(cells.inline)
    tags += int(empty.sum()) + int(closed.sum())
    formula = np.flatnonzero(cells.formula)
    opened = cells.tag[formula] + 1
    two = block.octets[block.at[opened + 1] - 2] != _SLASH
    without = cells.value_tag[formula] < 0
    return tags + len(formula) + int(two.sum()) + 2 * int(without.sum())


def _numbers(block: _Block, start: Places, length: Places) -> NDArray[np.float64]:
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


def _inline_text(tagged: bytes) -> bytes:
    """Return the text of ``<t>text`` or ``<t xml:space="preserve">text``."""
    if tagged.startswith(b"<t>"):
        return tagged[3:]
    if tagged.startswith(_PRESERVED):
        return tagged[len(_PRESERVED) :]
    raise NotOrdinary
