"""A new file, written whole or not at all; what stood there before is kept as a backup."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from crmbook.files.history import Purpose, remember
from crmbook.files.locks import refuse_open
from crmbook.files.save import cannot_write, sha256_of
from crmbook.files.state import BookState, fsync_folder
from crmbook.model.edits import Plan
from crmbook.model.receipt import Receipt


def create(
    path: Path, data: bytes | Iterable[bytes], *, keep: bool = True, command: str = ""
) -> Path | None:
    """Write a new file atomically; return the backup of the one it replaces, None without one.

    ``keep`` false: no backup is made, for nothing is to be kept outside of the book. ``command``
    stands in the history of a book that is replaced, so that ``undo`` brings it back; "": none.
    Raises OpenElsewhere when somebody has the old file open, CannotWrite when the folder or the
    disk does not let it be written; what stood there is then as it was.
    """
    backup, when = None, dt.datetime.now()
    try:
        if path.exists():
            refuse_open(path)
            backup = BookState(path.resolve()).back_up(when) if keep else None
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".crmbook-", suffix=".tmp")
        _fill_and_rename(handle, Path(name), path, data)
    except OSError as error:
        raise cannot_write(path, error) from error
    if backup is not None and command:
        receipt = Receipt(
            path.resolve(),
            changed=True,
            backup=backup,
            sha256_before=sha256_of(backup),
            sha256_after=sha256_of(path),
        )
        remember(receipt, Plan(), when, Purpose(command))
    return backup


def _fill_and_rename(
    handle: int, temporary: Path, path: Path, data: bytes | Iterable[bytes]
) -> None:
    try:
        with os.fdopen(handle, "wb") as out:
            out.writelines((data,) if isinstance(data, bytes) else data)
            out.flush()
            os.fsync(out.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    fsync_folder(path.parent)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
