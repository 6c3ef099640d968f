"""What a write did, in words."""

from __future__ import annotations

from typing import Final

from crmbook.i18n import N_, _
from crmbook.model.history import HistoryEntry, WholeEdit
from crmbook.workflows.history import Backup, Write

_EDITS: Final = {
    "PutSheet": N_("{sheet}: made or made anew"),
    "AppendRows": N_("{sheet}: rows added below"),
    "AddColumn": N_("{sheet}: columns added: {count}"),
    "UnmergeCells": N_("{sheet}: merged cells taken apart"),
    "MarkCell": N_("{sheet}: cells marked: {count}"),
    "RenameSheet": N_("{sheet}: renamed to {name}"),
    "RemoveSheet": N_("{sheet}: removed"),
    "MoveRows": N_("{sheet}: what refers to its rows follows them"),
}
_BACKUPS: Final = {
    Backup.KEPT: N_("the version before: {path}"),
    Backup.DROPPED: N_("the version before is no longer kept"),
    Backup.ELSEWHERE: N_("the version before lies on another machine: {place}"),
}


def undone_text(entry: HistoryEntry) -> str:
    """Return which write an undo took back; nothing for another command."""
    if entry.undoes is None:
        return ""
    when = f"{entry.undoes.when:%Y-%m-%d %H:%M}"
    return _("took back {command} of {when}").format(command=entry.undoes.command, when=when)


def edit_text(edit: WholeEdit) -> str:
    """Return what an edit did to its sheet; one of a kind that is not listed is named as it is."""
    told = _(_EDITS[edit.kind]) if edit.kind in _EDITS else f"{{sheet}}: {edit.kind}"
    return told.format(sheet=edit.sheet, count=edit.count, name=edit.name)


def backup_text(write: Write) -> str:
    """Return where the version before a write lies."""
    entry = write.entry
    return _(_BACKUPS[write.backup]).format(path=entry.backup, place=entry.place)


def path_text(write: Write, now: str) -> str:
    """Return under which name the book was written, where that was another one; else nothing."""
    path = write.entry.path
    return "" if path == now else _("the book was {path} then").format(path=path)
