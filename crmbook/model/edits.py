"""Edits: what a plan asks the one writer to do, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from crmbook.model.cells import Value


@dataclass(frozen=True, slots=True)
class SetCell:
    """Write one value into one cell; its number format stays, text never becomes a formula."""

    sheet: str
    cell: str
    value: Value
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PutSheet:
    """Graft the one sheet of ``workbook`` (bytes made by XlsxWriter) in as ``name``.

    A sheet of that name is replaced in place. ``after`` names the sheet behind which a new one is
    put (None: at the end).
    """

    name: str
    workbook: bytes = field(repr=False)
    reason: str = ""
    after: str | None = None


Edit = SetCell | PutSheet


@dataclass(frozen=True, slots=True)
class Plan:
    """Edits in the order in which they are to be made. An empty plan is false."""

    edits: tuple[Edit, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.edits)

    def __len__(self) -> int:
        return len(self.edits)

    def __iter__(self) -> Iterator[Edit]:
        return iter(self.edits)
