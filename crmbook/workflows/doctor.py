"""The job of ``doctor``: what a workbook is and carries, what crmbook can write in it, what is odd.

It reports on what ``check`` would refuse, too: that is when it is asked for.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path

from crmbook.files.conflicts import BookCopy, find_copies
from crmbook.files.inventory import Inventory, take_inventory
from crmbook.files.locks import LockHolder, find_locks
from crmbook.files.package import Package
from crmbook.files.places import cache_of
from crmbook.files.read import read_book
from crmbook.files.state import BookState
from crmbook.model.errors import CrmbookError, FileRefused
from crmbook.workflows.abilities import Ability, abilities
from crmbook.workflows.history import BookHistory, history


@dataclass(frozen=True, slots=True)
class SheetRows:
    """How many rows of a sheet hold a value, and whether the sheet is shown."""

    name: str
    rows: int
    state: str


@dataclass(frozen=True, slots=True)
class Backups:
    """The backups of a book: where they lie, how many, how many bytes, from when to when."""

    folder: Path
    count: int
    bytes: int
    oldest: dt.datetime | None = None
    newest: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found. ``refused`` says why the file cannot be read; ``format`` is "" then.

    ``inventory`` is None for what is no package of XML parts (xls, csv …).
    """

    path: Path
    size: int
    modified: dt.datetime
    format: str
    refused: CrmbookError | None
    sheets: tuple[SheetRows, ...]
    inventory: Inventory | None
    abilities: tuple[Ability, ...]
    locks: tuple[LockHolder, ...]
    copies: tuple[BookCopy, ...]
    backups: Backups
    history: BookHistory
    cache_of: str


def doctor(path: Path, encoding: str | None = None) -> Examination:
    """Examine a book. Raises FileRefused when there is no such file."""
    real = Path(os.path.realpath(path))
    if not real.is_file():
        read_book(path)  # says what it is instead
    stat = real.stat()
    form, sheets, refused = _read(path, encoding)
    inventory, refused = _inventory(real, form, refused)
    return Examination(
        path,
        stat.st_size,
        dt.datetime.fromtimestamp(stat.st_mtime),
        form,
        refused,
        sheets,
        inventory,
        abilities(real, inventory),
        find_locks(real),
        find_copies(real),
        _backups(real),
        history(path),
        cache_of(real),
    )


def _read(
    path: Path, encoding: str | None
) -> tuple[str, tuple[SheetRows, ...], CrmbookError | None]:
    try:
        source = read_book(path, encoding)
    except CrmbookError as refusal:
        return "", (), refusal
    rows = (SheetRows(grid.name, len(grid.rows), grid.visibility) for grid in source.grids)
    return source.format, tuple(rows), None


def _inventory(
    path: Path, form: str, refused: CrmbookError | None
) -> tuple[Inventory | None, CrmbookError | None]:
    """Take the inventory of a package; of one that could not be read, as far as that goes."""
    if form not in {"", "xlsx", "xlsm"}:
        return None, refused
    try:
        package = Package.open(path)
    except FileRefused as refusal:
        return None, refused or refusal
    try:
        return take_inventory(package), refused
    except FileRefused as refusal:
        return None, refused or refusal
    finally:
        package.close()


def _backups(path: Path) -> Backups:
    state = BookState(path)
    try:
        found = [(one.stat().st_size, one.name[:15]) for one in state.kept()]
    except OSError:
        found = []
    if not found:
        return Backups(state.backups, 0, 0)
    moments = [dt.datetime.strptime(stamp, "%Y%m%dT%H%M%S") for _size, stamp in found]
    return Backups(
        state.backups, len(found), sum(size for size, _stamp in found), min(moments), max(moments)
    )
