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
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import platformdirs

_STAMP: Final = "%Y%m%dT%H%M%S%f"
_LONGEST_DAYS: Final = 36_500  # what a manager may type has no upper bound; the calendar has


@dataclass(frozen=True, slots=True)
class Retention:
    """How long backups are kept: those of so many days or of so many writes (U20).

    规则 says how many; whoever plans a write has read it. ``book_id`` is the workbook's own number,
    which stands there too: by it the state of a book is found that was moved and then saved.
    """

    days: int = 30
    writes: int = 20
    book_id: str = ""


class BookState:
    """What is kept of one book, by the absolute path it lies at, and by its number if it has one."""

    def __init__(self, path: Path) -> None:
        key = hashlib.sha256(str(path).encode("utf-8", "surrogateescape")).hexdigest()[:20]
        self.folder = state_folder() / "books" / key
        self.backups = self.folder / "backups"
        self._history = self.folder / "history.jsonl"
        self._known = self.folder / "book.json"
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
        with self._history.open("ab+") as history:
            cut_short = history.tell() and _last_byte(history) != b"\n"
            history.write(b"\n" * bool(cut_short) + line.encode("utf-8", "surrogateescape"))
            history.flush()
            os.fsync(history.fileno())

    def known_as(self, book_id: str) -> None:
        """Remember the book's number. Raises OSError."""
        if book_id and book_id != self.book_id:
            self._make()
            known = {"id": book_id, "path": str(self._path)}
            self._known.write_text(json.dumps(known), encoding="utf-8")  # ASCII, whatever the name

    @property
    def book_id(self) -> str:
        """The number that the book had when crmbook last wrote or checked it, if it had one."""
        return _known(self._known)[0]

    def history(self) -> list[dict[str, Any]]:
        """Return what was written to the book, oldest first; a line cut short by a crash is none."""
        try:
            lines = self._history.read_bytes().split(b"\n")  # not at the U+2028 of a value
        except FileNotFoundError:
            return []
        found = []
        for line in lines:
            with suppress(ValueError):
                found.append(json.loads(line.decode("utf-8", "surrogateescape")))
        return found

    def kept(self) -> list[Path]:
        """Return the backups that there are, oldest first. Raises OSError."""
        return sorted(self.backups.iterdir()) if self.backups.is_dir() else []

    def _make(self) -> None:
        """Make the folders; nobody but the user gets into the outermost one."""
        state_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        self.backups.mkdir(parents=True, exist_ok=True)

    def prune(self, now: dt.datetime, keep: Retention | None = None) -> None:
        """Drop old backups: those of 30 days or of 20 writes stay, whichever are fewer bytes.

        ``keep``: other numbers. The newest stays in any case. Raises OSError.
        """
        keep = keep or Retention()
        backups = self.kept()[::-1]
        oldest = f"{now - dt.timedelta(days=min(keep.days, _LONGEST_DAYS)):{_STAMP}}"
        recent = [backup for backup in backups if backup.name >= oldest]
        last = backups[: keep.writes]
        kept = {*min(recent, last, key=_bytes), *backups[:1]}
        for backup in backups:
            if backup not in kept:
                backup.unlink()


def state_folder() -> Path:
    """Return the folder of all that crmbook keeps for this user."""
    named = os.environ.get("CRMBOOK_STATE")
    return Path(named) if named else Path(platformdirs.user_state_path("crmbook", appauthor=False))


def moved_from(path: Path, book_id: str) -> list[Path]:
    """Return where books of that number lay that lie there no longer, the latest first.

    One that still does was copied, not moved: it has a state of its own.
    """
    if not book_id:
        return []
    found = []
    for file in (state_folder() / "books").glob("*/book.json"):
        known, place = _known(file)
        if known == book_id and place != str(path) and not Path(place).exists():
            found.append((file.stat().st_mtime, place))
    return [Path(place) for _when, place in sorted(found, reverse=True)]


def _known(file: Path) -> tuple[str, str]:
    """Return (number, path) of a book; nothing where a crash cut that short."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return str(found["id"]), str(found["path"])
    except (OSError, ValueError, KeyError, TypeError):
        return "", ""


def fsync_folder(folder: Path) -> None:
    """See to it that the names in a folder are on disk; Windows does that by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _last_byte(file: BinaryIO) -> bytes:
    file.seek(-1, os.SEEK_END)
    return file.read(1)


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
