"""The shapes of a block's cells: ``<v>``, ``<f>`` and ``<v>``, ``<is><t>`` or nothing inside.

Every tag of the block must belong to a shape that is known; else the parser reads the block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from crmbook.files.scan.block import Block, NotOrdinary, Rows, need
from crmbook.files.scan.words import Flags, Places, word

_LESS: Final = ord("<")
_GREATER: Final = ord(">")
_SLASH: Final = ord("/")
_ROW_END: Final = word(b"</row>")
_CELL_END: Final = word(b"</c>")
_VALUE_END: Final = word(b"</v></c>")
_FORMULA_END: Final = word(b"</f>")
_TEXT_END: Final = word(b"</t></is")
_TEXT_END_CELL: Final = word(b"></c>")
_INLINE: Final = word(b"<is><t")
_FORMULA = re.compile(
    rb'<f(?: [A-Za-z_][\w:.-]*="[^"<&]*")* ?(?:/>|>[^<&]*(?:&(?:\w+|#\d+|#x[0-9A-Fa-f]+);[^<&]*)*</f>)'
)
_SPACED: Final = b' xml:space="preserve">'


@dataclass(frozen=True, slots=True)
class Shapes:
    """What stands in each cell.

    ``formula``: it holds ``<f>``. ``valued``: cells (indices) with the text of a ``<v>`` between
    ``start`` and ``end``. ``bare``: cells with ``<v/>``. ``inline``: cells with one ``<t>`` in
    ``<is>``, its text between ``inline_start`` and ``inline_end``.
    """

    formula: Flags
    valued: Places
    start: Places
    end: Places
    bare: Places
    inline: Places
    inline_start: Places
    inline_end: Places

    @classmethod
    def of(cls, block: Block, rows: Rows, tag: Places) -> Shapes:
        """Recognise the cells whose tags are given. Raises NotOrdinary for any other tag."""
        first = block.name[tag + 1]
        behind, formulas = tag + 1, np.flatnonzero(first == ord("f"))
        if len(formulas):
            behind[formulas] += 1 + _formula_ends(block, behind[formulas])
        has_value = first == ord("v")
        has_value[formulas] = block.name[behind[formulas]] == ord("v")
        bare = has_value & (block.octets[block.at[behind] + 2] == _SLASH)
        valued = np.flatnonzero(has_value & ~bare)
        value, inline = behind[valued], np.flatnonzero(first == ord("i"))
        shapes = cls(
            first == ord("f"),
            valued,
            _text_start(block, value, b"<v"),
            block.at[value + 1],
            np.flatnonzero(bare),
            inline,
            _text_start(block, tag[inline] + 2, b"<t"),
            block.at[tag[inline] + 3],
        )
        shapes._check(block, rows, tag, behind)
        return shapes

    def _check(self, block: Block, rows: Rows, tag: Places, behind: Places) -> None:
        """Raise NotOrdinary unless all tags are accounted for, each where it belongs."""
        need(block.starts(self.end, _VALUE_END, 8), block.octets[self.end + 8] == _LESS)
        need(block.starts(block.at[behind[self.bare] + 1], _CELL_END, 4))
        need(block.starts(block.at[behind[self.bare]], word(b"<v/>"), 4))
        inline = tag[self.inline]
        need(block.starts(block.at[inline + 1], _INLINE, 6))
        need(block.starts(self.inline_end, _TEXT_END, 8))
        need(block.starts(self.inline_end + 8, _TEXT_END_CELL, 5))
        tags = 3 * len(self.valued) + 2 * len(self.bare) + 5 * len(self.inline) + len(tag)
        tags += int((behind - tag - 1).sum()) + self._ends_of_empty(block, tag, behind)
        if tags + _row_tags(block, rows) != block.count:
            raise NotOrdinary

    def _ends_of_empty(self, block: Block, tag: Places, behind: Places) -> int:
        """Return how many cells without a value are closed by ``</c>``."""
        empty = np.ones(len(tag), np.bool_)
        empty[self.valued] = empty[self.bare] = empty[self.inline] = False
        holds = self.formula[empty]
        closed = holds | ~block.self_closed(tag[empty])
        need(block.starts(block.at[behind[empty][closed]], _CELL_END, 4))
        return int(closed.sum())


def _formula_ends(block: Block, opened: Places) -> Places:
    """Return 1 for ``<f>…</f>`` and 0 for ``<f t="shared" si="0"/>``; 0.4 µs a formula."""
    start, following = block.at[opened], block.at[opened + 1]
    closed = block.starts(following, _FORMULA_END, 4)
    end = following + np.where(closed, 4, 0)
    text = block.text
    for first, last in zip(start.tolist(), end.tolist(), strict=True):
        if _FORMULA.fullmatch(text, first, last) is None:
            raise NotOrdinary
    return closed.astype(np.int64)


def _text_start(block: Block, tag: Places, name: bytes) -> Places:
    """Return where the text of ``<v>`` or ``<v xml:space="preserve">`` begins."""
    start = block.at[tag]
    plain = block.octets[start + len(name)] == _GREATER
    if plain.all():
        return start + (len(name) + 1)
    spaced, opening = start[~plain], name + _SPACED
    for place in range(0, len(opening), 8):
        need(block.starts(spaced + place, word(opening[place : place + 8]), 8))
    return start + np.where(plain, len(name) + 1, len(opening))


def _row_tags(block: Block, rows: Rows) -> int:
    """Return how many tags the rows themselves are made of."""
    closed = ~block.self_closed(rows.tag)
    last = np.append(rows.tag[1:], block.count)[closed] - 1
    need(block.starts(block.at[last], _ROW_END, 6))
    return len(closed) + int(closed.sum())
