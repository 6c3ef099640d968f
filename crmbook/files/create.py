"""A new file, written whole or not at all; what stood there before is kept as a backup."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from crmbook.files.locks import refuse_open
from crmbook.files.save import cannot_write
from crmbook.files.state import BookState, fsync_folder


def create(path: Path, data: bytes | Iterable[bytes]) -> Path | None:
    """Write a new file atomically; return the backup of the one it replaces, None without one.

    Raises OpenElsewhere when somebody has the old file open, CannotWrite when the folder or the
    disk does not let it be written; what stood there is then as it was.
    """
    backup = None
    try:
        if path.exists():
            refuse_open(path)
            backup = BookState(path.resolve()).back_up(dt.datetime.now())
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".crmbook-", suffix=".tmp")
        _fill_and_rename(handle, Path(name), path, data)
    except OSError as error:
        raise cannot_write(path, error) from error
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
