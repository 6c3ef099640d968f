"""History: what one write did to a book, as it is told later — and taken back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from crmbook.model.cells import UNCACHED, CellError, CellRef, Raw, parse_a1
from crmbook.model.edits import Edit, EmptyRow, PutSheet, RenameSheet, SetCell, UnmergeCells
from crmbook.model.receipt import CellChange

#: What single cells tell already; every other edit is counted by its kind and sheet.
_TOLD_BY_CELLS: Final = (SetCell, EmptyRow)


@dataclass(frozen=True, slots=True)
class WholeEdit:
    """Edits of one kind in one sheet that are more than values of cells.

    ``kind`` is the name of the edit (``PutSheet``, ``MarkCell`` …); ``name`` what a renamed sheet
    is called since; ``areas`` what merged cells were taken apart (``L5:L8``).
    """

    kind: str
    sheet: str
    count: int = 1
    name: str = ""
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Undone:
    """The write that an undo took back; ``sha256`` is the hash that the book had after it."""

    command: str
    when: dt.datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One write. ``machine`` and ``user`` say where its backup lies; ``path`` the book as it was.

    ``undoes`` is the write that this one took back, if it was an undo. ``count`` is how many cells
    changed; the cells themselves are parsed only when asked for, for a clean-up of a big book has a
    hundred thousand of them.
    """

    when: dt.datetime
    command: str
    path: str
    machine: str
    user: str
    reasons: tuple[str, ...]
    edits: tuple[WholeEdit, ...]
    parts_changed: tuple[str, ...]
    parts_added: tuple[str, ...]
    parts_removed: tuple[str, ...]
    backup: str
    sha256_before: str
    sha256_after: str
    undoes: Undone | None
    count: int
    line: bytes = field(repr=False, compare=False, default=b"")

    @property
    def cells(self) -> tuple[CellChange, ...]:
        """The cells that changed, before and after."""
        if not self.line:
            return ()
        text = self.line.decode("utf-8", "surrogateescape")  # as the system names files
        return tuple(_change(one) for one in json.loads(text)["cells"])

    @property
    def place(self) -> str:
        """Where the write was made: ``王芳@PC-01``."""
        return "@".join(part for part in (self.user, self.machine) if part)


def whole_edits(edits: Iterable[Edit]) -> tuple[WholeEdit, ...]:
    """Return what a plan does besides setting values, in its order, counted by kind and sheet."""
    found: dict[tuple[str, str, str], list[Edit]] = {}
    for edit in edits:
        if not isinstance(edit, _TOLD_BY_CELLS):
            found.setdefault(_kind(edit), []).append(edit)
    return tuple(
        WholeEdit(kind, sheet, len(alike), name, tuple(_areas(alike)))
        for (kind, sheet, name), alike in found.items()
    )


def _areas(edits: Iterable[Edit]) -> Iterator[str]:
    for edit in edits:
        if isinstance(edit, UnmergeCells):
            yield from edit.areas


def _kind(edit: Edit) -> tuple[str, str, str]:
    sheet = edit.name if isinstance(edit, PutSheet) else edit.sheet
    return type(edit).__name__, sheet, edit.name if isinstance(edit, RenameSheet) else ""


def stored_cell(change: CellChange) -> dict[str, Any]:
    """Return a changed cell as JSON holds it."""
    return {
        "sheet": change.ref.sheet,
        "cell": change.ref.a1,
        "old": stored_value(change.old),
        "new": stored_value(change.new),
        "reason": change.reason,
    }


def stored_value(value: object) -> Any:
    """Return a value as JSON holds it, so that :func:`restored_value` gives it back as it was."""
    if isinstance(value, CellError):
        return {"error": str(value)}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dt.datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    if isinstance(value, dt.timedelta):
        return {"seconds": value.total_seconds()}
    return {"uncached": True}


def restored_value(value: Any) -> Raw:
    """Return the value that JSON holds; a date is a time at midnight, as a reader hands it out."""
    if not isinstance(value, dict):
        plain: Raw = value
        return plain
    kind, held = next(iter(value.items()))
    if kind == "error":
        return CellError(held)
    if kind == "seconds":
        return dt.timedelta(seconds=held)
    if kind in {"datetime", "date"}:
        return dt.datetime.fromisoformat(held)
    return UNCACHED


def _change(stored: dict[str, Any]) -> CellChange:
    ref = CellRef(stored["sheet"], *parse_a1(stored["cell"]))
    old, new = restored_value(stored["old"]), restored_value(stored["new"])
    return CellChange(ref, old, new, stored["reason"])
