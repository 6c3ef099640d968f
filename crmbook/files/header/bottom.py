"""Where the data ends: totals, notes and signatures below it are no data."""

from __future__ import annotations

import numpy as np

from crmbook.files.header.kinds import NOTE, PERHAPS, row_kind, tail_kind
from crmbook.files.header.shape import Shape


def data_rows(shape: Shape, header_last: int) -> tuple[int, int]:
    """Return the (first, last) sheet row of the data; last = first - 1 where there is none."""
    filled = np.flatnonzero((shape.counts > 0) & ~shape.prefilled)
    last = int(filled[-1]) if len(filled) else -1
    prose = False  # whether the row below is a note that does not say 注 or the like
    while last >= 0:
        kind = _kind(shape, last)
        if kind == PERHAPS:
            kind = NOTE if prose or _note_above(shape, last) else None
        if kind is None:
            break
        prose = kind == NOTE and _touches_above(shape, last) and not _marked(shape, last)
        last -= 1
    if last < 0:
        return header_last + 1, header_last
    first = int(np.flatnonzero(shape.counts > 0)[0])
    return shape.row(shape.start + first), shape.row(shape.start + last)


def _kind(shape: Shape, at: int) -> str | None:
    at += shape.start
    return tail_kind(shape, at, shape.cells(at))


def _note_above(shape: Shape, at: int) -> bool:
    """Whether a lone text only goes on with a note that began above it."""
    while at > 0 and _touches_above(shape, at):
        at -= 1
        kind = _kind(shape, at)
        if kind != PERHAPS:
            return kind == NOTE
    return False


def _touches_above(shape: Shape, at: int) -> bool:
    at += shape.start
    return at > shape.start and shape.row(at) == shape.row(at - 1) + 1


def _marked(shape: Shape, at: int) -> bool:
    """Whether a note says of itself that it begins one, so that what is above it is no part."""
    at += shape.start
    return row_kind(shape, at, shape.cells(at)) is not None
