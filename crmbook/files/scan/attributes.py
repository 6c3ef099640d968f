"""Attributes of all cells, or rows, of a block: each different text of them is read once.

A sheet has a handful of them (`` s="2" t="s">``), so all tags are compared with the first one's
text, then what is left with the first of those, and so on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crmbook.files.scan.cells import KIND_OF_TYPE, MAX_STYLE, SELF_CLOSED
from crmbook.files.scan.words import KEEP, Places, Words

_TAG = re.compile(rb'((?: [A-Za-z_][\w:.-]*="[^"<&]*")*) ?/?>')
_ATTRIBUTE = re.compile(rb' ([\w:.-]+)="([^"]*)"')
_HIDDEN: Final = frozenset({b"1", b"true"})
_LONGEST: Final = 256  # bytes of attributes
_MOST: Final = 512  # different texts in a block


def read_attributes(text: bytes) -> dict[bytes, bytes] | None:
    """Return the attributes of `` s="2" t="s">``, which follow ``r``.

    None when it is not that and nothing else, or one of them occurs twice.
    """
    found = _TAG.fullmatch(text)
    if found is None:
        return None
    pairs = _ATTRIBUTE.findall(found[1])
    attributes = dict(pairs)
    return attributes if len(attributes) == len(pairs) and b"r" not in attributes else None


def alike(
    text: bytes, words: Words, start: Places, end: Places
) -> Iterator[tuple[bytes, Places] | None]:
    """Yield (text, the tags that have it) for each different text between start and end.

    Yields None and stops where there are too many, or one is too long.
    """
    length = end - start
    if not len(length):
        return
    if int(length.min()) < 1 or int(length.max()) > _LONGEST:
        yield None
        return
    budget = _MOST
    for size in np.flatnonzero(np.bincount(length)).tolist():
        left = np.flatnonzero(length == size)
        while len(left):
            budget -= 1
            if not budget:
                yield None
                return
            first = int(start[left[0]])
            same = _same(words, start[left], first, size)
            yield text[first : first + size], left[same]
            left = left[~same]


def _same(words: Words, start: Places, first: int, size: int) -> NDArray[np.bool_]:
    kept = KEEP[min(size, 8)]
    same: NDArray[np.bool_] = (words[start] & kept) == (words[first] & kept)
    for place in range(8, size, 8):
        kept = KEEP[min(size - place, 8)]
        same &= (words[start + place] & kept) == (words[first + place] & kept)
    return same


class CellTags:
    """Style and type of cells, by the text of their attributes, remembered for a sheet."""

    def __init__(self) -> None:
        self._known: dict[bytes, tuple[int, int] | None] = {}

    def read(
        self, text: bytes, words: Words, start: Places, end: Places
    ) -> tuple[NDArray[np.int32], NDArray[np.uint8]] | None:
        """Return (style, kind by type) of each cell; None when one is not understood."""
        style, kind = np.empty(len(start), np.int32), np.empty(len(start), np.uint8)
        for group in alike(text, words, start, end):
            meaning = None if group is None else self._meaning(group[0])
            if group is None or meaning is None:
                return None
            style[group[1]], kind[group[1]] = meaning
        return style, kind

    def _meaning(self, text: bytes) -> tuple[int, int] | None:
        if text not in self._known:
            self._known[text] = _style_and_kind(text)
        return self._known[text]


def _style_and_kind(text: bytes) -> tuple[int, int] | None:
    attributes = read_attributes(text)
    if attributes is None:
        return None
    style = attributes.get(b"s", b"0")
    kind = KIND_OF_TYPE.get(attributes.get(b"t", b"n").decode())
    if kind is None or not style.isdigit() or len(style) > 5 or int(style) > MAX_STYLE:
        return None
    return int(style), kind | SELF_CLOSED if text.endswith(b"/>") else kind


def hidden_tags(text: bytes, words: Words, start: Places, end: Places) -> NDArray[np.bool_] | None:
    """Return which rows their attributes hide; None when one is not understood."""
    hidden = np.zeros(len(start), np.bool_)
    for group in alike(text, words, start, end):
        attributes = None if group is None else read_attributes(group[0])
        if group is None or attributes is None:
            return None
        hidden[group[1]] = attributes.get(b"hidden") in _HIDDEN
    return hidden
