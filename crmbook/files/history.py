"""The history of one book: a line of JSON for each write, in the user's own folder.

The cells stand last in a line, so that a listing need not parse them.
"""

from __future__ import annotations

import datetime as dt
import getpass
import json
import os
import platform
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from crmbook.files.source import OnDisk
from crmbook.files.state import BookState, Retention, moved_from, state_folder
from crmbook.i18n import _
from crmbook.model.edits import Plan
from crmbook.model.faults import fault_text
from crmbook.model.history import HistoryEntry, Undone, WholeEdit, stored_cell, whole_edits
from crmbook.model.receipt import Receipt

NAME: Final = "history.jsonl"
#: Outside of a string JSON has no such bytes elsewhere: a quote within one is escaped.
_CELLS: Final = b', "cells": ['


def history_of(path: Path, book_id: str = "") -> list[HistoryEntry]:
    """Return what crmbook wrote into a book on this machine, as this user, oldest first.

    A book that was moved or renamed is known by its bytes, by the hash that the last write left;
    one that was saved since, by its number (``book_id``: what 规则 says it is). A line cut short by
    a crash is no entry. The book itself may be gone.
    """
    real = Path(os.path.realpath(path))
    state = BookState(real)
    own = state.folder / NAME
    entries = list(_entries(own))
    with suppress(OSError):
        begun_as = entries[0].sha256_before if entries else OnDisk(path).sha256
        before = _written_as(begun_as, own) or _moved(real, book_id or state.book_id)
        return [*before, *entries]
    return entries


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a write is for: what the history calls it, how long backups stay, what it takes back.

    ``keep`` None: nothing is kept outside of the book, neither a backup nor a line of history.
    """

    command: str
    keep: Retention | None = field(default_factory=Retention)
    undoes: HistoryEntry | None = None


def remember(receipt: Receipt, plan: Plan, when: dt.datetime, purpose: Purpose) -> Receipt:
    """Add a write to the history of its book, and drop the backups that are too old by then.

    A fault of it is a note of the receipt, for the book itself is written.
    """
    if purpose.keep is None:
        return receipt
    state = BookState(receipt.path)
    try:
        state.record(_line(receipt, plan, when, purpose))
        state.known_as(purpose.keep.book_id)
        state.prune(when, purpose.keep)
    except OSError as error:
        note = _("the history could not be written: {error}").format(error=fault_text(error))
        return replace(receipt, notes=(*receipt.notes, note))
    return receipt


def _line(receipt: Receipt, plan: Plan, when: dt.datetime, purpose: Purpose) -> dict[str, Any]:
    return {
        "when": when.isoformat(timespec="seconds"),
        "command": purpose.command,
        "machine": machine(),
        "user": user(),
        "reasons": sorted({edit.reason for edit in plan if edit.reason}),
        "edits": [
            {
                "edit": one.kind,
                "sheet": one.sheet,
                "count": one.count,
                "name": one.name,
                "areas": list(one.areas),
            }
            for one in whole_edits(plan)
        ],
        "parts_changed": list(receipt.parts_changed),
        "parts_added": list(receipt.parts_added),
        "parts_removed": list(receipt.parts_removed),
        "backup": str(receipt.backup or ""),
        "sha256_before": receipt.sha256_before,
        "sha256_after": receipt.sha256_after,
        "undoes": _undoes(purpose.undoes),
        "count": len(receipt.cells),
        "cells": [stored_cell(change) for change in receipt.cells],
    }


def _undoes(entry: HistoryEntry | None) -> dict[str, str] | None:
    if entry is None:
        return None
    when = entry.when.isoformat(timespec="seconds")
    return {"command": entry.command, "when": when, "sha256": entry.sha256_after}


def _written_as(sha256: str, own: Path) -> list[HistoryEntry]:
    """Return the history of another place in which crmbook last left these bytes, if there is one."""
    for path in sorted((state_folder() / "books").glob(f"*/{NAME}")):
        found = [] if path == own else list(_entries(path))
        if found and found[-1].sha256_after == sha256:
            return found
    return []


def _moved(path: Path, book_id: str) -> list[HistoryEntry]:
    """Return the history of the place from which a book of that number was moved, if it was."""
    places = (BookState(place).folder / NAME for place in moved_from(path, book_id))
    return next((found for place in places if (found := list(_entries(place)))), [])


def machine() -> str:
    """Return what this machine is called; backups lie on the machine that wrote."""
    return platform.node()


def user() -> str:
    """Return who runs crmbook, nothing where the system does not know."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _entries(path: Path) -> Iterator[HistoryEntry]:
    try:
        with path.open("rb") as lines:  # as text, a value with U+2028 in it would end its line
            for line in lines:
                entry = _entry(line)
                if entry is not None:
                    yield entry
    except FileNotFoundError:
        return


def _entry(line: bytes) -> HistoryEntry | None:
    head, cells, _rest = line.rpartition(_CELLS) if line.endswith(b"]}\n") else (line, b"", b"")
    try:
        found = json.loads((head + b"}" if cells else line).decode("utf-8", "surrogateescape"))
        return _from_json(found, line)
    except (ValueError, KeyError, TypeError):
        return None


def _undone(found: dict[str, str]) -> Undone:
    when = dt.datetime.fromisoformat(found["when"])
    return Undone(found["command"], when, found["sha256"])


def _from_json(found: dict[str, Any], line: bytes) -> HistoryEntry:
    undone = found["undoes"]
    return HistoryEntry(
        when=dt.datetime.fromisoformat(found["when"]),
        command=found["command"],
        path=found["path"],
        machine=found["machine"],
        user=found["user"],
        reasons=tuple(found["reasons"]),
        edits=tuple(
            WholeEdit(
                one["edit"], one["sheet"], one["count"], one["name"], tuple(one.get("areas", ()))
            )
            for one in found["edits"]
        ),
        parts_changed=tuple(found["parts_changed"]),
        parts_added=tuple(found["parts_added"]),
        parts_removed=tuple(found["parts_removed"]),
        backup=found["backup"],
        sha256_before=found["sha256_before"],
        sha256_after=found["sha256_after"],
        undoes=None if undone is None else _undone(undone),
        count=found["count"],
        line=line,
    )
