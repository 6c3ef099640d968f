"""``history`` as text and as JSON: the newest write first for people, the oldest for programs."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

import click

from crmbook.cli.printable import printable
from crmbook.cli.render.envelope import envelope_of, plain, streamed
from crmbook.i18n import _, ngettext
from crmbook.model.history import HistoryEntry
from crmbook.model.receipt import CellChange
from crmbook.model.words import labelled, shown
from crmbook.workflows.history import Backup, BookHistory, Write
from crmbook.workflows.history_words import backup_text, edit_text, path_text, undone_text

#: How many cells of a write, and how many writes, are told in text.
_CELLS: Final = 10
_WRITES: Final = 20


def history_json(found: BookHistory, today: dt.date) -> Iterator[str]:
    """Yield all writes with all their cells."""
    return streamed(
        {
            **envelope_of("history", found.path, today),
            "backups": str(found.folder),
            "writes": map(_write_json, found.writes),
        }
    )


def _write_json(write: Write) -> dict[str, Any]:
    return {
        "number": write.number,
        **entry_json(write.entry),
        "backup_kept": write.backup is Backup.KEPT,
        "cells": [cell_json(change) for change in write.entry.cells],
    }


def entry_json(entry: HistoryEntry) -> dict[str, Any]:
    """Return a write without its cells."""
    undone = entry.undoes
    return {
        "when": entry.when.isoformat(),
        "command": entry.command,
        "user": entry.user,
        "machine": entry.machine,
        "path": entry.path,
        "reasons": [*entry.reasons],
        "undoes": undone and {"command": undone.command, "when": undone.when.isoformat()},
        "edits": [
            {"edit": one.kind, "sheet": one.sheet, "count": one.count, "name": one.name or None}
            for one in entry.edits
        ],
        "parts": {
            "changed": [*entry.parts_changed],
            "added": [*entry.parts_added],
            "removed": [*entry.parts_removed],
        },
        "backup": entry.backup,
        "sha256_before": entry.sha256_before,
        "sha256_after": entry.sha256_after,
        "cells_changed": entry.count,
    }


def cell_json(change: CellChange) -> dict[str, Any]:
    """Return a changed cell, before and after."""
    return {
        "sheet": change.ref.sheet,
        "cell": change.ref.a1,
        "old": plain(change.old),
        "new": plain(change.new),
        "reason": change.reason,
    }


def history_text(found: BookHistory) -> Iterator[str]:
    """Yield the lines, the last write first."""
    if not found.writes:
        yield _("crmbook has written nothing into it on this machine") + "\n"
        return
    count = len(found.writes)
    yield printable(
        ngettext(
            "{book}: written by crmbook {count} time; backups lie in {folder}",
            "{book}: written by crmbook {count} times; backups lie in {folder}",
            count,
        ).format(book=found.path, count=count, folder=found.folder)
    ) + "\n"  # fmt: skip
    for write in islice(reversed(found.writes), _WRITES):
        yield "\n"
        for line in _write(write, os.path.realpath(found.path)):
            yield f"{line}\n"
    if count > _WRITES:
        told = _("earlier writes: {count} (--format json or xlsx lists all)")
        yield "\n" + told.format(count=count - _WRITES) + "\n"


def _write(write: Write, now: str) -> Iterator[str]:
    entry = write.entry
    head = f"{write.number}  {entry.when:%Y-%m-%d %H:%M}  {entry.command}  {entry.place}"
    yield click.style(printable(head), bold=True)
    for line in (undone_text(entry), *map(edit_text, entry.edits)):
        if line:
            yield printable(f"  {line}")
    for reason in entry.reasons:
        yield printable("  " + labelled(_("reason"), reason))
    yield from cell_lines(entry.cells, entry.count)
    for line in (path_text(write, now), backup_text(write)):
        if line:
            yield printable(f"  {line}")


def cell_lines(cells: tuple[CellChange, ...], count: int) -> Iterator[str]:
    """Yield the first cells, one a line, and how many more there are."""
    for change in cells[:_CELLS]:
        yield printable(f"  {change.ref}  {shown(change.old)} → {shown(change.new)}")
    if count > _CELLS:
        yield "  " + _("… more cells: {count} (--format json lists all)").format(
            count=count - _CELLS
        )
