"""Merged cells taken apart: the areas go out of what stands behind the rows, the cells stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from crmbook.files.area import Area, area_of
from crmbook.files.cells.markup import attribute, muddled, opening, with_attribute
from crmbook.files.cells.plan import Change

_LIST: Final = re.compile(rb"<((?:[^\s<>/:!?]+:)?)mergeCells(?=[\s/>])")


def unmerged(areas: frozenset[Area]) -> Change:
    """Return the change that takes these areas out of the merged cells; others stay as written."""

    def change(behind: bytes, mask: bytes) -> bytes:
        found = _LIST.search(mask)
        head = (
            None if found is None else opening(found[1] + b"mergeCells").match(mask, found.start())
        )
        if found is None or head is None or head[2]:
            return behind
        end = mask.find(b"</" + found[1] + b"mergeCells", head.end())
        if end < 0:
            raise muddled()
        cells = list(_cells(mask, found[1], (head.end(), end)))
        kept = [(start, stop) for area, start, stop in cells if area not in areas]
        if len(kept) == len(cells):
            return behind
        if not kept:
            return behind[: head.start()] + behind[mask.index(b">", end) + 1 :]
        tag = b"<" + found[1] + b"mergeCells" + _counted(head[1], len(kept)) + b">"
        inside = b"".join(behind[start:stop] for start, stop in kept)
        return behind[: head.start()] + tag + inside + behind[end:]

    return change


def _cells(
    mask: bytes, prefix: bytes, within: tuple[int, int]
) -> Iterator[tuple[Area | None, int, int]]:
    """Yield (area, start, end) of each merged cell."""
    for cell in opening(prefix + b"mergeCell").finditer(mask, *within):
        stop = cell.end()
        if not cell[2]:
            stop = mask.index(b">", mask.index(b"</" + prefix + b"mergeCell", stop)) + 1
        yield area_of((attribute(cell[1], b"ref") or b"").decode()), cell.start(), stop


def _counted(attributes: bytes, count: int) -> bytes:
    if attribute(attributes, b"count") is None:
        return attributes
    return with_attribute(attributes, b"count", b"%d" % count)
