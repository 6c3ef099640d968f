"""Marks: a colour and a note on cells, where nobody else has put any (U05)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from crmbook.files.area import Area, area_of
from crmbook.files.cells.markup import attribute, holds, opening
from crmbook.files.cells.plan import SheetPlan
from crmbook.files.cells.stream import SheetStream, read_through
from crmbook.files.cells.values import check_value
from crmbook.files.package import Package
from crmbook.i18n import _
from crmbook.model.cells import MAX_ROW
from crmbook.model.edits import MarkCell
from crmbook.model.errors import UsageError

if TYPE_CHECKING:
    from crmbook.files.notes.dialect import Dialect
    from crmbook.files.notes.layout import Metrics

_RGB: Final = re.compile(r"[0-9A-Fa-f]{6}")
_NAMESPACE: Final = re.compile(rb"""\sxmlns(?::([^\s=:]+))?\s*=\s*["']([^"']*)["']""")
_FEW: Final = 100


class SheetMarks:
    """The marks on one sheet, which is looked through once before it is written.

    Raises FileRefused for a sheet or a part of its notes that is damaged.
    """

    def __init__(self, package: Package, part: str, plan: SheetPlan) -> None:
        from crmbook.files.notes import SheetNotes  # noqa: PLC0415 - marks are rare

        self._plan = plan
        self._seen = read_through(package, part, _look)
        self._notes = SheetNotes(package, part, self._seen.dialect)
        plan.behind.append(self._notes.lead)

    def put(self, row: int, column: int, edit: MarkCell) -> None:
        """Take a mark into the plan; what shows of a merged cell is its upper left one."""
        place = self._seen.merged.anchor(row, column)
        if edit.fill:
            self._plan.cell(*place).fill = edit.fill.upper()
        if edit.note:
            self._notes.put(place, edit.note)

    def finish(self) -> None:
        """Write the notes, once the sheet is written."""
        self._notes.write(self._seen.metrics)


def check_mark(edit: MarkCell) -> None:
    """Raise UsageError for a colour or a note that cannot be."""
    if edit.fill and not _RGB.fullmatch(edit.fill):
        raise UsageError(
            _("“{fill}” is no colour").format(fill=edit.fill),
            _("write it as six digits, red, green and blue: FFC7CE"),
        )
    check_value(edit.note)


@dataclass(slots=True)
class _Merged:
    """The merged cells of a sheet: those of few rows by row, since there may be thousands."""

    low: dict[int, list[Area]] = field(default_factory=dict)
    high: list[Area] = field(default_factory=list)

    @classmethod
    def of(cls, behind: bytes, prefix: bytes) -> _Merged:
        found = cls()
        for said in opening(prefix + b"mergeCell").finditer(behind):
            area = area_of((attribute(said[1], b"ref") or b"").decode())
            if area is not None and area.last_row - area.first_row > _FEW:
                found.high.append(area)
            elif area is not None:
                for row in range(area.first_row, area.last_row + 1):
                    found.low.setdefault(row, []).append(area)
        return found

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """Return the cell that shows what is put into one."""
        for area in (*self.low.get(row, ()), *self.high):
            inside = area.first_column <= column <= area.last_column
            if inside and area.first_row <= row <= area.last_row:
                return area.first_row, area.first_column
        return row, column


@dataclass(frozen=True, slots=True)
class _Seen:
    """What marks need to know of a sheet before it is written."""

    dialect: Dialect
    metrics: Metrics
    merged: _Merged


def _look(stream: SheetStream) -> _Seen:
    from crmbook.files.notes.dialect import Dialect  # noqa: PLC0415 - marks are rare
    from crmbook.files.notes.layout import Metrics  # noqa: PLC0415 - marks are rare

    metrics = Metrics.of(stream.before_mask, stream.prefix)
    for _data, mask in stream.batches():
        if holds(mask, b"h", b"ht=") or holds(mask, b"h", b"hidden="):
            _see_rows(mask, stream.prefix, metrics)
    root = opening(stream.prefix + b"worksheet").search(stream.before_mask)
    declared = _NAMESPACE.findall(root[1] if root else b"")
    namespaces = {name.decode(): uri.decode() for name, uri in declared}
    merged = _Merged.of(stream.behind_mask, stream.prefix)
    return _Seen(Dialect(stream.prefix, namespaces), metrics, merged)


def _see_rows(rows: bytes, prefix: bytes, metrics: Metrics) -> None:
    for row in opening(prefix + b"row").finditer(rows):
        number = attribute(row[1], b"r") or b""
        if number.isdigit() and 0 < int(number) <= MAX_ROW:
            metrics.see_row(int(number), row[1])
