"""A block of rows as bytes: where its tags are, what its rows are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crmbook.files.scan.attributes import hidden_tags
from crmbook.files.scan.words import (
    KEEP,
    PADDING,
    Bytes,
    Flags,
    Places,
    Words,
    eight_digits,
    word,
    words_of,
)

_LESS: Final = ord("<")
_QUOTE: Final = ord('"')
_TAB, _NEWLINE, _SPACE = 9, 10, 32
_SENTINELS: Final = 8
_ROW: Final = word(b'<row r="')


class NotOrdinary(Exception):
    """The block is written in a way that only the parser knows."""


def need(*conditions: Flags) -> None:
    """Raise NotOrdinary unless every condition holds for every place."""
    for condition in conditions:
        if not condition.all():
            raise NotOrdinary


@dataclass(frozen=True, slots=True)
class Block:
    """A block's bytes and tags.

    ``at``: the place of each ``<``, with a few sentinels behind the last; ``name``: the byte after
    it; ``count``: tags without the sentinels.
    """

    text: bytes
    octets: Bytes
    words: Words
    at: Places
    name: Bytes
    count: int

    @classmethod
    def of(cls, text: bytes) -> Block:
        """Find the tags of a text. Raises NotOrdinary when a control character stands in it."""
        padded = text + PADDING
        octets = np.frombuffer(padded, np.uint8)
        used = octets[: len(text)]
        control = used < _SPACE
        if control.any():
            need((used[control] == _TAB) | (used[control] == _NEWLINE))
        at = np.flatnonzero(used == _LESS)
        count = len(at)
        at = np.append(at, np.full(_SENTINELS, len(text)))
        return cls(padded, octets, words_of(padded), at, octets.take(at + 1), count)

    def starts(self, places: Places, text: np.uint64, length: int) -> Flags:
        """Whether the bytes at each place are ``text``, of up to eight."""
        found = self.words[places]
        if length < 8:
            found &= KEEP[length]
        same: Flags = found == text
        return same

    def self_closed(self, tag: Places) -> Flags:
        """Whether tags that stand directly before the next one end in ``/>``."""
        alone: Flags = self.octets[self.at[tag + 1] - 2] == ord("/")
        return alone


@dataclass(frozen=True, slots=True)
class Rows:
    """A block's rows: tag index, number, the digits as written, how many of them, who hides."""

    tag: Places
    number: NDArray[np.int64]
    digits: Words
    width: Places
    hidden: list[int]

    @classmethod
    def of(cls, block: Block, last_row: int) -> Rows:
        """Find the rows. Raises NotOrdinary unless all have numbers, ascending from the last."""
        tag = np.flatnonzero(block.name[: block.count] == ord("r"))
        if not len(tag) or tag[0] or block.at[0]:
            raise NotOrdinary
        start = block.at[tag] + 8
        need(block.words[start - 8] == _ROW)
        width = np.zeros(len(tag), np.int64)
        for place in range(7, 0, -1):
            width[block.octets[start + place] == _QUOTE] = place
        digits = block.words[start]
        number, good = eight_digits(digits, np.maximum(width, 1))
        need(good, width > 0, np.diff(number, prepend=last_row) > 0)
        hidden = hidden_tags(block.text, block.words, start + width + 1, block.at[tag + 1])
        if hidden is None:
            raise NotOrdinary
        return cls(tag, number, digits, width, number[hidden].tolist())

    def of_cells(self, cell_tag: Places) -> Places:
        """Return for each cell the index of the row that it stands in."""
        first = np.searchsorted(cell_tag, self.tag)
        return np.repeat(np.arange(len(first)), np.diff(first, append=len(cell_tag)))
