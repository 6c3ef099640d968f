"""The job of ``history``: what crmbook wrote into a book, write by write, and where backups lie."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from crmbook.files.history import machine
from crmbook.files.state import BookState
from crmbook.model.history import HistoryEntry
from crmbook.workflows.backups import writes_of


class Backup(Enum):
    """Whether the version before a write can still be had here."""

    KEPT = "kept"
    ELSEWHERE = "elsewhere"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Write:
    """One write, numbered from the first on, and what became of its backup."""

    number: int
    entry: HistoryEntry
    backup: Backup


@dataclass(frozen=True, slots=True)
class BookHistory:
    """All writes that are known of a book, oldest first. ``folder`` is where its backups lie."""

    path: Path
    folder: Path
    writes: tuple[Write, ...]


def history(path: Path) -> BookHistory:
    """Return the history of a book; of one that is gone or damaged too, for its backups help then."""
    state = BookState(Path(os.path.realpath(path)))
    writes = (
        Write(number, entry, _backup(entry)) for number, entry in enumerate(writes_of(path), 1)
    )
    return BookHistory(path, state.backups, tuple(writes))


def _backup(entry: HistoryEntry) -> Backup:
    if entry.backup and Path(entry.backup).is_file():
        return Backup.KEPT
    return Backup.DROPPED if entry.machine == machine() else Backup.ELSEWHERE
