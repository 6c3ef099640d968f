"""Snapshots on disk: hashes of what a book held at its checks, in the user's own folder (U04).

Two a day are kept, the first and the last one, of the last five days on which there was a check.
When each record was first seen is kept for good, beside them (U18).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.snapshot import HashedColumn, SheetSnapshot, Snapshot
from crmbook.files.first_seen import FirstSeen, read_first_seen, write_first_seen
from crmbook.files.state import BookState, moved_from, state_folder

KEPT_DAYS: Final = 5
_FORMAT: Final = 2
_FIRST: Final = "a"
_LAST: Final = "b"
_META: Final = "meta"


@dataclass(frozen=True, slots=True)
class Snapshots:
    """The snapshots of one set of files; a check of two books has others than that of one."""

    folder: Path
    book: Path
    moved: tuple[Path, ...] = ()
    book_id: str = ""

    @classmethod
    def of(cls, paths: Sequence[Path], book_id: str = "") -> Snapshots:
        """Return those of the files that were checked together, the book first.

        ``book_id`` is the book's number: one that was moved has those of where it lay before.
        """
        real = [Path(os.path.realpath(path)) for path in paths]
        moved = (_folder([place, *real[1:]]) for place in moved_from(real[0], book_id))
        return cls(_folder(real), real[0], tuple(moved), book_id)

    def before(self, moment: dt.datetime) -> Snapshot | None:
        """Return what to compare with: the last of an earlier day, else the first of this day.

        One that cannot be read is passed over.
        """
        today = f"{moment:%Y%m%d}"
        for folder in (self.folder, *self.moved):
            earlier = [path for path in _kept(folder) if path.name[:8] < today]
            for path in (*reversed(earlier), folder / f"{today}{_FIRST}.npz"):
                found = _read(path)
                if found is not None and found.when <= moment:
                    return found
        return None

    def on(self, day: dt.date) -> Snapshot | None:
        """Return the last one of a day."""
        names = (self._name(f"{day:%Y%m%d}", part) for part in (_LAST, _FIRST))
        return next((found for found in map(_read, names) if found is not None), None)

    def keep(self, snapshot: Snapshot) -> None:
        """Keep a snapshot, and drop those of days long past. Raises OSError."""
        state_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder.mkdir(parents=True, exist_ok=True)
        BookState(self.book).known_as(self.book_id)
        write_first_seen(self.folder, self.first_seen().after(snapshot))
        today = f"{snapshot.when:%Y%m%d}"
        first = self._name(today, _FIRST)
        _write(self._name(today, _LAST) if first.exists() else first, snapshot)
        days = sorted({path.name[:8] for path in _kept(self.folder)})[-KEPT_DAYS:]
        for path in _kept(self.folder):
            if path.name[:8] not in days:
                path.unlink(missing_ok=True)

    def first_seen(self) -> FirstSeen:
        """Return when each record was first seen, as far as any check of these files knows."""
        kept = map(read_first_seen, (self.folder, *self.moved))
        known = next((one for one in kept if one is not None), None)
        if known is not None:
            return known
        known = FirstSeen()
        for folder in (*self.moved, self.folder):
            for snapshot in map(_read, _kept(folder)):
                known = known if snapshot is None else known.after(snapshot)
        return known

    def _name(self, day: str, part: str) -> Path:
        return self.folder / f"{day}{part}.npz"


def _folder(paths: Sequence[Path]) -> Path:
    names = "\0".join(sorted(map(str, paths)))
    together = hashlib.sha256(names.encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return BookState(paths[0]).folder / "snapshots" / together


def _kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.npz"))


def _write(path: Path, snapshot: Snapshot) -> None:
    arrays: dict[str, NDArray[Any]] = {}
    sheets = {}
    for name, sheet in snapshot.sheets.items():
        columns = {header: _put(arrays, column) for header, column in sheet.columns.items()}
        sheets[name] = {"keys": _add(arrays, sheet.keys), "columns": columns,
                        "names": _add(arrays, sheet.names)}  # fmt: skip
    meta = {
        "format": _FORMAT, "when": snapshot.when.isoformat(), "book": snapshot.book,
        "errors": snapshot.errors, "warnings": snapshot.warnings, "sheets": sheets,
    }  # fmt: skip
    arrays[_META] = np.frombuffer(json.dumps(meta, ensure_ascii=False).encode(), np.uint8)
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as out:
            np.savez(out, allow_pickle=False, **arrays)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _put(arrays: dict[str, NDArray[Any]], column: HashedColumn) -> list[str]:
    parts = [column.table] if column.codes is None else [column.table, column.codes]
    return [_add(arrays, part) for part in parts]


def _add(arrays: dict[str, NDArray[Any]], array: NDArray[Any]) -> str:
    name = str(len(arrays))
    arrays[name] = array
    return name


def _read(path: Path) -> Snapshot | None:
    """Return a snapshot; None where there is none, or one that a crash or another crmbook left."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return _snapshot(arrays)
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None


def _snapshot(arrays: Any) -> Snapshot | None:
    meta = json.loads(arrays[_META].tobytes())
    if meta["format"] != _FORMAT:
        return None
    return Snapshot(
        dt.datetime.fromisoformat(meta["when"]),
        meta["book"],
        {name: _sheet(arrays, sheet) for name, sheet in meta["sheets"].items()},
        meta["errors"],
        meta["warnings"],
    )


def _sheet(arrays: Any, sheet: dict[str, Any]) -> SheetSnapshot:
    columns = {
        header: HashedColumn(*(arrays[name] for name in names))
        for header, names in sheet["columns"].items()
    }
    return SheetSnapshot(arrays[sheet["keys"]], columns, arrays[sheet["names"]])
