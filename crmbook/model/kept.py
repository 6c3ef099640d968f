"""Rows of generated sheets that people write in: kept when the sheet is made anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crmbook.model.cells import Raw


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One row: ``cells`` by the sheet's own headers, ``extra`` by those that people added."""

    cells: Mapping[str, Raw]
    extra: Mapping[str, Raw] = field(default_factory=dict)

    def text(self, header: str) -> str:
        """Return a cell's text, "" for an empty one or one of another kind."""
        value = self.cells.get(header)
        return value.strip() if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """A sheet as it stands. ``extra``: people's headers; ``strays``: filled cells under no header.

    ``known`` false: it has no header row that could be read.
    """

    rows: tuple[KeptRow, ...] = ()
    extra: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()
    known: bool = True
