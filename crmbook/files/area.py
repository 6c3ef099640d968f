"""Areas: rectangles of cells, and the references that name them."""

from __future__ import annotations

from dataclasses import dataclass

from crmbook.model.cells import parse_a1


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, 1-based and inclusive."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


def area_of(reference: str) -> Area | None:
    """Return the area of a reference such as ``A1:B2``, None when it is none."""
    first, _colon, last = reference.partition(":")
    try:
        (top, left), (bottom, right) = parse_a1(first), parse_a1(last or first)
    except ValueError:
        return None
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def meets(one: Area, other: Area) -> bool:
    """Whether two areas have a cell in common."""
    rows = one.first_row <= other.last_row and other.first_row <= one.last_row
    columns = one.first_column <= other.last_column and other.first_column <= one.last_column
    return rows and columns
