"""The one writer: a book is replaced whole, after a last look at what lies there, or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import stat
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from crmbook.files.locks import refuse_open
from crmbook.files.package import Package
from crmbook.files.state import BookState, fsync_folder
from crmbook.i18n import _
from crmbook.model.errors import CannotWrite, ChangedMeanwhile, FileRefused, OpenElsewhere
from crmbook.model.faults import fault_text

#: How long a second crmbook waits for the first one to finish with the same book.
PATIENCE_SECONDS: Final = 20.0
_TRIES: Final = 10
_WINDOWS: Final = os.name == "nt"
_PAUSE_SECONDS: Final = 0.1


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save left behind. ``confirmed``: the disk says that the new name is on it."""

    backup: Path
    sha256: str
    when: dt.datetime
    confirmed: bool


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


def save(package: Package, path: Path) -> Saved:
    """Put an edited package in the place of the book that it was read from.

    The new file is on disk, beside the old one, before the old one is backed up; both are before
    it is replaced. Raises OpenElsewhere, ChangedMeanwhile, CannotWrite: the book is then as it was.
    """
    refuse_open(path)
    when = dt.datetime.now()
    new: Path | None = None
    backup: Path | None = None
    try:
        _refuse_read_only(path)
        new = _created(_new_name(path))
        sha256 = _fill(new, package, path)
        backup = BookState(path).back_up(when)
        _last_look(package, path, backup)
        _replace(new, path)
    except BaseException as error:
        for litter in (new, backup):
            if litter is not None:
                with suppress(OSError):
                    litter.unlink()
        if isinstance(error, OSError):
            raise cannot_write(path, error) from error
        raise
    return Saved(backup, sha256, when, _confirmed(path.parent))


def cannot_write(path: Path, error: OSError) -> CannotWrite:
    """Return the refusal that a fault of the disk, the folder or the permissions leads to."""
    return CannotWrite(
        _("it could not be written: {error}").format(error=fault_text(error)),
        _("the workbook is unchanged; see to space and permissions, then run this again"),
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


def _fill(new: Path, package: Package, path: Path) -> str:
    """Write the package, see that it can be read, and return its hash."""
    with new.open("wb") as out:
        package.write(out)
        _resemble(new, path)
        out.flush()
        os.fsync(out.fileno())
    try:
        with closing(Package.open(new)) as written:
            return written.sha256
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


def _last_look(package: Package, path: Path, backup: Path) -> None:
    """Raise unless book and backup are what was read, and nobody has opened the book since."""
    linked = backup.samefile(path)
    if sha256_of(path) != package.sha256 or not (linked or sha256_of(backup) == package.sha256):
        raise changed_meanwhile(path)
    refuse_open(path)


def changed_meanwhile(path: Path) -> ChangedMeanwhile:
    """Return the refusal of a book that somebody saved since it was read."""
    return ChangedMeanwhile(
        _("somebody saved it since it was read; nothing was written"),
        _("run this again: it starts from the new version"),
        path=path,
    )


def _replace(new: Path, path: Path) -> None:
    """Replace in one step. Windows refuses as long as any program has the book open."""
    for attempt in range(1, _TRIES + 1):
        try:
            new.replace(path)
        except PermissionError:
            if attempt < _TRIES:
                time.sleep(_PAUSE_SECONDS)
                continue
            if not _WINDOWS:
                raise
            raise OpenElsewhere(
                _("another program has it open"),
                _("close it there, then run this again"),
                path=path,
            ) from None
        return


def _confirmed(folder: Path) -> bool:
    try:
        fsync_folder(folder)
    except OSError:  # the book is replaced by now: saying that it is not would be wrong
        return False
    return True
