"""The one writer: a book is replaced whole, after a last look at what lies there, or not at all."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import os
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from filelock import FileLock, Timeout

from crmbook.files.locks import refuse_open
from crmbook.files.package import Package
from crmbook.files.state import BookState, Retention, fsync_folder
from crmbook.i18n import _
from crmbook.model.errors import CannotWrite, ChangedMeanwhile, FileRefused, OpenElsewhere
from crmbook.model.faults import fault_remedy, fault_text

#: How long a second crmbook waits for the first one to finish with the same book.
PATIENCE_SECONDS: Final = 20.0
_TRIES: Final = 10
_WINDOWS: Final = os.name == "nt"
_PAUSE_SECONDS: Final = 0.1
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
#: Less than this, or than ten more backups of the book, is little space where backups lie.
_LITTLE: Final = 500 << 20


class Content(Protocol):
    """What takes the place of a book; ``sha256`` is the hash of the book whose place it takes."""

    @property
    def sha256(self) -> str:
        """The hash of what was read."""

    def write(self, out: BinaryIO) -> None:
        """Write the new book."""

    def close(self) -> None:
        """Let go of the files that it is made of: Windows replaces none that is open."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save left behind; ``notes`` is what a reader must know of the disks."""

    backup: Path | None
    sha256: str
    when: dt.datetime
    notes: tuple[str, ...] = ()


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Keep other crmbooks from the book; ``path`` is its real one, no symlink.

    What a killed crmbook left beside the book is cleared away. Raises OpenElsewhere when another
    crmbook does not finish in 20 seconds, CannotWrite when the folder takes no lock file.
    """
    lock = FileLock(_mark(path).with_suffix(".lock"), timeout=PATIENCE_SECONDS)
    try:
        lock.acquire()
    except Timeout:
        raise OpenElsewhere(
            _("another crmbook is writing it"), _("wait for it to finish"), path=path, by="crmbook"
        ) from None
    except OSError as error:
        raise cannot_write(path, error) from error
    try:
        with suppress(OSError):
            _new_name(path).unlink()
        yield
    finally:
        # Before it is given back: whoever waits for it sees that it is gone, and makes a new one.
        with suppress(OSError):
            Path(lock.lock_file).unlink()
        with suppress(OSError):  # the system gives it back when the process ends, if not now
            lock.release()


def readable(new: Path) -> str:
    """Return the hash of a new book that can be read back. Raises FileRefused when it cannot."""
    with closing(Package.open(new)) as written:
        return written.sha256


def save(
    content: Content, path: Path, keep: Retention | None, proof: Callable[[Path], str] = readable
) -> Saved:
    """Put an edited package in the place of the book that it was read from.

    The new file is on disk, beside the old one, before the old one is backed up; both are before
    it is replaced. ``keep`` None: no backup, for nothing is to be kept outside of the book.
    ``proof`` looks at the new file and returns its hash, or raises FileRefused.
    Raises OpenElsewhere, ChangedMeanwhile, CannotWrite: the book is then as it was.
    """
    refuse_open(path)
    when = dt.datetime.now()
    new: Path | None = None
    backup: Path | None = None
    try:
        _refuse_read_only(path)
        new = _created(_new_name(path))
        before, sha256 = content.sha256, _fill(new, content, path, proof)
        content.close()
        backup = None if keep is None else _backed_up(path, when, keep)
        look = partial(_last_look, before, path, backup)
        look()
        _replace(new, path, when, look)
    except BaseException as error:
        for litter in (new, backup):
            if litter is not None:
                with suppress(OSError):
                    litter.unlink()
        if isinstance(error, OSError):
            raise cannot_write(path, error) from error
        raise
    space = () if keep is None else _little_space(path)
    return Saved(backup, sha256, when, (*_confirmed(path.parent), *space))


def cannot_write(path: Path, error: OSError) -> CannotWrite:
    """Return the refusal that a fault of the disk, the folder or the permissions leads to."""
    return CannotWrite(
        _("it could not be written: {error}").format(error=fault_text(error)),
        _("the workbook is unchanged; {remedy}").format(remedy=fault_remedy(error)),
        path=path,
    )


def sha256_of(path: Path) -> str:
    """Return the hash of a file as it lies on disk."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _mark(path: Path) -> Path:
    """Return what crmbook's own files beside a book are called: short, whatever its name."""
    digest = hashlib.sha256(path.name.encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return path.with_name(f".crmbook-{digest}")


def _new_name(path: Path) -> Path:
    """Return where the new book is made: one name, for whoever holds the lock is alone."""
    return _mark(path).with_suffix(".tmp")


def _refuse_read_only(path: Path) -> None:
    if not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise CannotWrite(
            _("the workbook is marked read-only"),
            _("clear that mark in its properties, then run this again"),
            path=path,
        )


def _created(new: Path) -> Path:
    """Make an empty file where there is none, not to be read by others; return its name."""
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    return new


def _fill(new: Path, content: Content, path: Path, proof: Callable[[Path], str]) -> str:
    """Write the new book, see that it is right, and return its hash."""
    with new.open("wb") as out:
        content.write(out)
        _resemble(new, path)
        out.flush()
        os.fsync(out.fileno())
    try:
        return proof(new)
    except FileRefused as refusal:
        raise CannotWrite(
            _("what was written could not be read back: {why}").format(why=refusal.what),
            _("the workbook is unchanged; check the disk, then run this again"),
            path=path,
        ) from refusal


def _resemble(new: Path, path: Path) -> None:
    """Give the new file the mode, owner and extended attributes (so also the ACL) of the old one."""
    old = path.stat()
    new.chmod(stat.S_IMODE(old.st_mode))
    if hasattr(os, "chown"):
        with suppress(PermissionError):  # only root gives files away; the mode is right anyhow
            os.chown(new, old.st_uid, old.st_gid)
    if hasattr(os, "listxattr"):
        with suppress(OSError):  # a file system without any
            for name in os.listxattr(path):
                os.setxattr(new, name, os.getxattr(path, name))


def _backed_up(path: Path, when: dt.datetime, keep: Retention) -> Path:
    """Back the book up; on a full disk, old backups that 规则 gives up make room for the new one."""
    state = BookState(path)
    try:
        try:
            return state.back_up(when)
        except OSError as error:
            if error.errno not in _FULL:
                raise
            state.prune(when, keep)
        return state.back_up(when)
    except OSError as error:
        raise CannotWrite(
            _("no backup could be made in {folder}: {error}").format(
                folder=state.backups, error=fault_text(error)
            ),
            _("the workbook is unchanged; see to space and permissions there, then run this again"),
            path=path,
        ) from error


def _little_space(path: Path) -> tuple[str, ...]:
    """Return a note when the disk on which the backups lie is nearly full (U20)."""
    state = BookState(path)
    with suppress(OSError):
        backups = state.kept()
        free = shutil.disk_usage(state.folder).free
        if free < max(_LITTLE, 10 * path.stat().st_size):
            told = _("only {free} MB are free where the backups lie ({folder}); {count} are kept")
            return (told.format(free=free >> 20, folder=state.backups, count=len(backups)),)
    return ()


def _last_look(sha256: str, path: Path, backup: Path | None) -> None:
    """Raise unless book and backup are what was read, and nobody has opened the book since."""
    safe = backup is None or backup.samefile(path) or sha256_of(backup) == sha256
    if sha256_of(path) != sha256 or not safe:
        raise changed_meanwhile(path)
    refuse_open(path)


def changed_meanwhile(path: Path) -> ChangedMeanwhile:
    """Return the refusal of a book that somebody saved since it was read."""
    return ChangedMeanwhile(
        _("somebody saved it since it was read; nothing was written"),
        _("run this again: it starts from the new version"),
        path=path,
    )


def _replace(new: Path, path: Path, when: dt.datetime, look: Callable[[], None]) -> None:
    """Replace in one step. Windows refuses as long as any program has the book open.

    That program may save before it lets go, so each further try takes another look. When none is
    left, the new version is kept beside the book, under a name of its own.
    """
    for attempt in range(1, _TRIES + 1):
        try:
            if attempt > 1:
                look()
            new.replace(path)
        except PermissionError:
            if attempt < _TRIES:
                time.sleep(_PAUSE_SECONDS)
                continue
            if not _WINDOWS:
                raise
            raise _kept_beside(new, path, when) from None
        return


def _kept_beside(new: Path, path: Path, when: dt.datetime) -> OpenElsewhere:
    kept = path.with_name(f"{path.stem}-crmbook-{when:%Y%m%d-%H%M%S}{path.suffix}")
    new.rename(kept)
    return OpenElsewhere(
        _("another program has it open; the new version is {kept}").format(kept=kept.name),
        _("close the book there, then run this again, or put {kept} in its place").format(
            kept=kept.name
        ),
        path=path,
        kept=kept,
    )


def _confirmed(folder: Path) -> tuple[str, ...]:
    try:
        fsync_folder(folder)
    except OSError:  # the book is replaced by now: saying that it is not would be wrong
        return (_("the disk has not confirmed the write"),)
    return ()
