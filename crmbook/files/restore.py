"""A write taken back whole: its backup put in the place of the book, byte for byte."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from crmbook.files.history import Purpose, remember
from crmbook.files.locks import refuse_open
from crmbook.files.places import refuse_cache
from crmbook.files.save import changed_meanwhile, save, sha256_of, writing
from crmbook.files.source import OnDisk
from crmbook.files.state import Retention
from crmbook.i18n import _
from crmbook.model.edits import Plan
from crmbook.model.errors import CrmbookError, FileRefused
from crmbook.model.faults import fault_text
from crmbook.model.history import HistoryEntry
from crmbook.model.receipt import CellChange, Receipt


@dataclass(frozen=True, slots=True)
class _Backup:
    """A backup as the content of the next save; ``sha256`` is the hash of the book it replaces."""

    path: Path
    sha256: str

    def write(self, out: BinaryIO) -> None:
        source = OnDisk(self.path)
        try:
            source.copy(out, 0, source.size)
        finally:
            source.close()

    def close(self) -> None:
        """Nothing is held."""


def restore(path: Path, entry: HistoryEntry, keep: Retention | None = None) -> Receipt:
    """Take back a write: the book gets the bytes that it had before.

    It is a write like any other: locks, the last look, a backup of the present book, a line in the
    history — so that it can be taken back itself. Raises ChangedMeanwhile when the book is no longer
    what the write left; FileRefused, OpenElsewhere, CannotWrite: it is then as it was.
    """
    target = Path(os.path.realpath(path))
    try:
        refuse_cache(target)
        refuse_open(target)
        with writing(target):
            return _restored(target, entry, keep or Retention())
    except CrmbookError as error:
        error.path = str(path)
        raise


def _restored(target: Path, entry: HistoryEntry, keep: Retention) -> Receipt:
    try:
        present = sha256_of(target)
    except OSError as error:
        raise FileRefused(
            _("the file cannot be opened: {error}").format(error=fault_text(error)),
            _("check the name and the folder"),
        ) from error
    if present != entry.sha256_after:
        raise changed_meanwhile(target)

    def proof(new: Path) -> str:
        found = sha256_of(new)
        if found != entry.sha256_before:
            raise FileRefused(_("the backup is no longer what it was"))
        return found

    saved = save(_Backup(Path(entry.backup), present), target, keep, proof)
    receipt = Receipt(
        target,
        changed=True,
        cells=tuple(_reversed(change, entry) for change in entry.cells),
        parts_changed=entry.parts_changed,
        parts_added=entry.parts_removed,
        parts_removed=entry.parts_added,
        backup=saved.backup,
        sha256_before=present,
        sha256_after=saved.sha256,
        notes=saved.notes,
    )
    return remember(receipt, Plan(), saved.when, Purpose("undo", keep, entry))


def _reversed(change: CellChange, entry: HistoryEntry) -> CellChange:
    return CellChange(change.ref, change.new, change.old, entry.command)
