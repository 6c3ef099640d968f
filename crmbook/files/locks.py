"""Who has a workbook open: the lock files that Excel, WPS and LibreOffice put beside it."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crmbook.i18n import N_, _
from crmbook.model.errors import OpenElsewhere

EXCEL: Final = "Excel"
WPS: Final = "WPS"
LIBREOFFICE: Final = "LibreOffice"

#: An owner file is 165 bytes: 1 + 54 for the name in bytes, 2 + 108 for it in UTF-16.
_WIDE_AT: Final = 55
_LONGEST: Final = 54
_MOST_BYTES: Final = 4096
_STALE: Final = dt.timedelta(days=1)
_SOMEBODY: Final = N_("somebody")


@dataclass(frozen=True, slots=True)
class LockHolder:
    """Who holds a book. ``name`` may be empty; ``kind`` is the program; ``since`` the file's date."""

    name: str
    kind: str
    lock_path: Path
    since: dt.datetime | None = None

    @property
    def who(self) -> str:
        """The holder as a message names them."""
        return self.name or _(_SOMEBODY)


def find_locks(path: Path) -> tuple[LockHolder, ...]:
    """Return who has the book open, by the lock files beside it.

    Excel writes ``~$name``, LibreOffice ``.~lock.name#``; WPS ``.~name``, with the first one or two
    characters of the name replaced when it is long. A lock that has the whole name of another book
    beside it is that one's: ``.~1月.xlsx`` says nothing of ``11月.xlsx`` or ``2月.xlsx``.
    """
    beside = _beside(path)
    others = {_plain(other.name) for other in beside}
    found = ((_kind(_plain(other.name), _plain(path.name), others), other) for other in beside)
    return tuple(_holder(kind, other) for kind, other in found if kind)


def refuse_open(path: Path) -> None:
    """Raise OpenElsewhere, naming who, when a lock file shows that the book is open."""
    for holder in find_locks(path):
        raise OpenElsewhere(
            _("{who} has it open in {program}").format(who=holder.who, program=holder.kind),
            _remedy(holder),
            path=path,
            by=holder.name,
        )


def _beside(path: Path) -> list[Path]:
    try:
        return sorted(path.parent.iterdir())
    except OSError:  # a folder that may be used but not listed: ask for the full names
        names = (f"~${path.name}", f".~{path.name}", f".~lock.{path.name}#")
        return [other for name in names if (other := path.with_name(name)).exists()]


def _remedy(holder: LockHolder) -> str:
    name = holder.lock_path.name
    old = holder.since is not None and dt.datetime.now() - holder.since > _STALE
    if old and holder.since is not None:
        return _(
            "the lock file {lock} is from {date}: if nobody has the book open, delete it"
        ).format(lock=name, date=f"{holder.since:%Y-%m-%d %H:%M}")
    return _(
        "have it closed there, then run this again (if nobody has it open, delete {lock})"
    ).format(lock=name)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _kind(lock: str, book: str, others: set[str]) -> str:
    if lock == f"~${book}":
        return EXCEL
    if lock == f".~lock.{book}#":
        return LIBREOFFICE
    if not lock.startswith(".~"):
        return ""
    # One or two characters replaced, so as long as the prefix and the name; or cut off by them.
    tail = lock[2:]
    if tail != book and tail in others:
        return ""
    for dropped in (0, 1, 2):
        rest = book[dropped:]
        if tail == rest or (dropped and len(tail) == len(book) and tail.endswith(rest)):
            return WPS
    return ""


def _holder(kind: str, path: Path) -> LockHolder:
    try:
        with path.open("rb") as file:
            head = file.read(_MOST_BYTES)
        since = dt.datetime.fromtimestamp(path.stat().st_mtime)
    except OSError:  # Excel on Windows shares its lock file with nobody
        return LockHolder("", kind, path)
    name = _csv_name(head) if kind == LIBREOFFICE else _owner_name(head)
    return LockHolder(name, kind, path, since)


def _csv_name(head: bytes) -> str:
    """Return ``user (host)`` from ``Name,account,host,date,profile;``."""
    fields = [*head.decode("utf-8", "replace").split(","), "", "", ""]
    name, host = fields[0].strip() or fields[1].strip(), fields[2].strip()
    return _printable(f"{name} ({host})" if name and host else name or host)


def _owner_name(head: bytes) -> str:
    """Return the user's name from an owner file: in UTF-16 if it is there, else in bytes."""
    length = int.from_bytes(head[_WIDE_AT : _WIDE_AT + 2], "little")
    wide = head[_WIDE_AT + 2 : _WIDE_AT + 2 + 2 * length]
    if 0 < length <= _LONGEST and len(wide) == 2 * length:
        return _printable(wide.decode("utf-16-le", "replace"))
    if not head or not 0 < head[0] <= _LONGEST:
        return ""
    narrow = head[1 : 1 + head[0]]
    try:
        return _printable(narrow.decode("utf-8"))
    except UnicodeDecodeError:
        return _printable(narrow.decode("gb18030", "replace"))


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable()).strip()
