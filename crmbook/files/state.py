"""The per-user folder: backups and the history of what crmbook wrote, book by book.

A backup is a full list of customers, so the folder is the user's own (mode 0700), never the share
on which the book lies. ``CRMBOOK_STATE`` names another place.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import platformdirs

KEPT_DAYS: Final = 30
KEPT_WRITES: Final = 20
_STAMP: Final = "%Y%m%dT%H%M%S%f"


class BookState:
    """What is kept of one book, by the absolute path it lies at."""

    def __init__(self, path: Path) -> None:
        key = hashlib.sha256(str(path).encode("utf-8", "surrogateescape")).hexdigest()[:20]
        self.folder = state_folder() / "books" / key
        self.backups = self.folder / "backups"
        self._history = self.folder / "history.jsonl"
        self._path = path

    def back_up(self, now: dt.datetime) -> Path:
        """Keep the book as it lies on disk, as a hard link where that can be, else as a copy.

        A link costs nothing and outlives the replacement of the book, which makes a new file. The
        backup is on disk when this returns. Raises OSError.
        """
        self._make()
        backup = self.backups / f"{now:{_STAMP}}{self._path.suffix}"
        try:
            backup.hardlink_to(self._path)
        except FileExistsError:
            raise
        except OSError:
            _copy(self._path, backup)
        try:
            fsync_folder(self.backups)
        except OSError:
            backup.unlink()
            raise
        return backup

    def record(self, entry: Mapping[str, Any]) -> None:
        """Append a line to the book's history. Raises OSError."""
        line = json.dumps({"path": str(self._path), **entry}, ensure_ascii=False) + "\n"
        self._make()
        with self._history.open("a", encoding="utf-8", errors="surrogateescape") as history:
            history.write(line)
            history.flush()
            os.fsync(history.fileno())

    def history(self) -> list[dict[str, Any]]:
        """Return what was written to the book, oldest first; a line cut short by a crash is none."""
        try:
            text = self._history.read_text(encoding="utf-8", errors="surrogateescape")
        except FileNotFoundError:
            return []
        found = []
        for line in text.splitlines():
            with suppress(ValueError):
                found.append(json.loads(line))
        return found

    def _make(self) -> None:
        """Make the folders; nobody but the user gets into the outermost one."""
        state_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        self.backups.mkdir(parents=True, exist_ok=True)

    def prune(self, now: dt.datetime) -> None:
        """Drop old backups: those of 30 days or of 20 writes stay, whichever are fewer bytes.

        The newest stays in any case. Raises OSError.
        """
        backups = sorted(self.backups.iterdir(), reverse=True)
        oldest = f"{now - dt.timedelta(days=KEPT_DAYS):{_STAMP}}"
        recent = [backup for backup in backups if backup.name >= oldest]
        last = backups[:KEPT_WRITES]
        kept = {*min(recent, last, key=_bytes), *backups[:1]}
        for backup in backups:
            if backup not in kept:
                backup.unlink()


def state_folder() -> Path:
    """Return the folder of all that crmbook keeps for this user."""
    named = os.environ.get("CRMBOOK_STATE")
    return Path(named) if named else Path(platformdirs.user_state_path("crmbook", appauthor=False))


def fsync_folder(folder: Path) -> None:
    """See to it that the names in a folder are on disk; Windows does that by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy(source: Path, target: Path) -> None:
    try:
        with source.open("rb") as old, target.open("xb") as new:
            shutil.copyfileobj(old, new, 1 << 20)
            new.flush()
            os.fsync(new.fileno())
    except OSError:
        target.unlink(missing_ok=True)
        raise


def _bytes(backups: list[Path]) -> int:
    return sum(backup.stat().st_size for backup in backups)
