"""The job of ``undo``: the last write taken back, whole — or cell by cell, if somebody saved since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crmbook.files.edit import apply, changes_of
from crmbook.files.history import machine
from crmbook.files.package import Package
from crmbook.files.restore import restore
from crmbook.i18n import _
from crmbook.model.edits import MendCell, Plan
from crmbook.model.errors import CannotWrite, ChangedMeanwhile, FileRefused, UsageError
from crmbook.model.history import HistoryEntry
from crmbook.model.receipt import Receipt
from crmbook.workflows.backups import retention_in, writes_of
from crmbook.workflows.undo_cells import Candidate, Fate, candidates_of, settled, written


@dataclass(frozen=True, slots=True)
class Undo:
    """What an undo did, or would do (``receipt`` None).

    ``whole``: the book is as it was before, byte for byte; else ``candidates`` are the single cells.
    """

    path: Path
    entry: HistoryEntry
    whole: bool
    candidates: tuple[Candidate, ...] = ()
    receipt: Receipt | None = None

    @property
    def taken_back(self) -> int:
        """How many single cells are taken back."""
        return sum(one.fate is Fate.BACK for one in self.candidates)


class SavedSince(ChangedMeanwhile):
    """Somebody saved the book after crmbook wrote it; ``undo`` is what single cells would allow."""

    def __init__(self, undo: Undo) -> None:
        wrote = _("it was saved by somebody after crmbook wrote it ({command}, {when})").format(
            command=undo.entry.command, when=f"{undo.entry.when:%Y-%m-%d %H:%M}"
        )
        super().__init__(wrote, _remedy(undo), path=undo.path)
        self.undo = undo


def undo(path: Path, *, cells: bool = False, dry_run: bool = False) -> Undo:
    """Take back what crmbook wrote last; an undo is a write too, and is taken back by another.

    ``cells``: only those cells that still hold what crmbook wrote. Raises UsageError when nothing is
    known that could be undone; SavedSince when the book is no longer what crmbook left; CannotWrite
    when the backup is gone, or lies elsewhere; and what every write raises.
    """
    entry = last_write(path)
    if cells:
        return _by_cells(path, entry, dry_run=dry_run)
    present = _sha256(path)
    if present == entry.sha256_before:
        return Undo(path, entry, whole=True, receipt=Receipt(path, changed=False))
    if present != entry.sha256_after:
        raise SavedSince(_offered(path, entry))
    _require_backup(path, entry)
    if dry_run:
        return Undo(path, entry, whole=True)
    return Undo(path, entry, whole=True, receipt=restore(path, entry, retention_in(path)))


def last_write(path: Path) -> HistoryEntry:
    """Return the last write of a book. Raises UsageError when crmbook knows of none."""
    entries = writes_of(path)
    if not entries:
        raise UsageError(
            _("crmbook has written nothing into it on this machine ({machine})").format(
                machine=machine()
            ),
            _("if a colleague ran crmbook, the backup lies on their machine: undo it there"),
            path=path,
        )
    return entries[-1]


def _sha256(path: Path) -> str:
    package = Package.open(path)
    try:
        return package.sha256
    finally:
        package.close()


def _require_backup(path: Path, entry: HistoryEntry) -> None:
    if Path(entry.backup).is_file():
        return
    if entry.machine != machine():
        raise CannotWrite(
            _("the backup lies on another machine: {place}").format(place=entry.place),
            _("run undo there; or here with --cells, which needs no backup"),
            path=path,
        )
    raise CannotWrite(
        _("the backup of {when} is no longer kept").format(when=f"{entry.when:%Y-%m-%d %H:%M}"),
        _("--cells takes back single cells without it"),
        path=path,
    )


def _by_cells(path: Path, entry: HistoryEntry, *, dry_run: bool) -> Undo:
    candidates, sha256 = candidates_of(path, entry)
    plan = Plan(tuple(_edits(entry, candidates)))
    if dry_run:
        back = {change.ref for change in changes_of(path, plan)} if plan else set()
        return Undo(path, entry, whole=False, candidates=settled(candidates, back))
    receipt = apply(
        path, plan, command="undo --cells", expected_sha256=sha256, keep=retention_in(path)
    )
    back = {change.ref for change in receipt.cells}
    return Undo(path, entry, whole=False, candidates=settled(candidates, back), receipt=receipt)


def _offered(path: Path, entry: HistoryEntry) -> Undo:
    """Return what single cells would allow: nothing in a book that nobody may write."""
    try:
        return _by_cells(path, entry, dry_run=True)
    except FileRefused:
        return Undo(path, entry, whole=False)


def _edits(entry: HistoryEntry, candidates: tuple[Candidate, ...]) -> Iterator[MendCell]:
    reason = _("taken back: {command}").format(command=entry.command)
    for one in candidates:
        if one.fate is Fate.BACK:
            yield MendCell(one.change.ref.sheet, one.change.ref.a1, written(one.change.old), reason)


def _remedy(undo: Undo) -> str:
    if not undo.candidates:
        return _("the version before is in {backup}").format(backup=undo.entry.backup)
    return _(
        "--cells takes back the {count} of {all} cells that still hold what crmbook wrote"
    ).format(count=undo.taken_back, all=len(undo.candidates))
