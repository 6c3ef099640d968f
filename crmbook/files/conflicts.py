"""Copies of a book that lie beside it: what sync programs and people leave behind (U20).

They are named, never taken for the book. Sources: OneDrive appends the computer's name; 坚果云
``-冲突`` or ``-NSConflict``; WPS 云 ``-副本``; Dropbox ``(… conflicted copy …)``; Seafile
``(SFConflict …)``; Syncthing ``.sync-conflict-``; browsers and chat programs ``(1)``. The forms of
OneDrive and Syncthing are from common knowledge, none was made here by the program itself.
"""

from __future__ import annotations

import datetime as dt
import platform
import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

_BOOKS: Final = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".xltx", ".xltm"})


class CopyKind(Enum):
    """Why a copy is there: two versions that were never brought together, or one made by hand."""

    CONFLICT = "conflict"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class BookCopy:
    """A file that is a copy of a book by its name; ``modified`` is its date."""

    path: Path
    kind: CopyKind
    modified: dt.datetime


_CONFLICT = re.compile(
    r"冲突|conflict|-(desktop|laptop|pc|win|mbp|macbook)[-a-z0-9]*( \(\d+\))?$", re.IGNORECASE
)
_COPY = re.compile(
    r"\s*[（(]\d{1,3}[)）]"  # downloaded once more
    r"|[-_ ]*(的)?(副本|复件|拷贝|备份|backup|copy)[-_ ]*\d*(\s*[（(]\d+[)）])?"
    r"|\s*[（(](副本|复件|copy|备份|恢复|recovered|自动恢复|autorecovered)\s*\d*[)）]",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(复件|副本|copy of|拷贝|备份)[-_ ]*(\(\d+\)|（\d+）|of|\d*)[-_ ]*", re.IGNORECASE
)


def find_copies(path: Path) -> tuple[BookCopy, ...]:
    """Return the copies of a book that lie beside it, by name; none where the folder is not listed."""
    try:
        beside = sorted(path.parent.iterdir())
    except OSError:
        return ()
    found = ((other, _kind(other, path)) for other in beside)
    return tuple(
        BookCopy(other, kind, _modified(other)) for other, kind in found if kind is not None
    )


def _kind(other: Path, book: Path) -> CopyKind | None:
    name, stem = _plain(other.stem), _plain(book.stem)
    if (
        name == stem
        or other.suffix.lower() not in _BOOKS
        or name.startswith(("~$", ".~", ".crmbook"))
    ):
        return None
    if name.endswith(stem) and _BEFORE.fullmatch(name[: -len(stem)]):
        return CopyKind.COPY
    if not name.startswith(stem):
        return None
    rest = name[len(stem) :]
    if _CONFLICT.search(rest) or rest == f"-{platform.node().casefold()}":
        return CopyKind.CONFLICT
    return CopyKind.COPY if _COPY.fullmatch(rest) else None


def _plain(stem: str) -> str:
    return unicodedata.normalize("NFC", stem).casefold()


def _modified(path: Path) -> dt.datetime:
    try:
        return dt.datetime.fromtimestamp(path.stat().st_mtime)
    except OSError:  # gone since the folder was listed
        return dt.datetime.fromtimestamp(0)
