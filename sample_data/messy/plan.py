"""What a messy sheet holds, row by row, and what is wrong with which cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """An error value in a cell, as a broken formula leaves it: ``#REF!``."""

    code: str
    formula: str


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A formula whose result no program has calculated and stored."""

    formula: str


Cell = str | int | float | dt.date | Fault | Unsaved | None


@dataclass(frozen=True, slots=True)
class Record:
    """One record: cells by header, and which of them break which check (header, code).

    ``look`` is a fill colour, ``strike``, or ``hidden``. A near miss is a record with nothing wrong.
    """

    cells: Mapping[str, Cell]
    wrong: tuple[tuple[str, str], ...] = ()
    look: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A row that is no record: a total, a separator, the header again, a note."""

    texts: tuple[tuple[int, Cell], ...]  # (0-based column, text)
    merged: bool = False


@dataclass(frozen=True, slots=True)
class MergedDown:
    """Records that share one merged cell in the column ``header``."""

    header: str
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of expected.csv; ``cell`` "" is a problem of the whole sheet."""

    sheet: str
    cell: str
    code: str


Item = Record | Band | MergedDown


@dataclass(frozen=True)
class Tab:
    """One sheet: what stands above the header, the header, the rows; ``titles`` by declared header.

    ``wrong`` are codes of the whole sheet; ``wrong_titles`` (header, code) of a header cell.
    """

    name: str
    headers: tuple[str, ...]
    items: Sequence[Item]
    above: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    wrong: tuple[str, ...] = ()
    wrong_titles: tuple[tuple[str, str], ...] = ()
    colour: str = ""
