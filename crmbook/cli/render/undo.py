"""``undo`` as text and as JSON."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from crmbook.cli.printable import printable
from crmbook.cli.render.envelope import envelope_of, plain, streamed
from crmbook.cli.render.history import cell_json, cell_lines, entry_json
from crmbook.i18n import N_, _
from crmbook.model.receipt import CellChange
from crmbook.workflows.history_words import edit_text
from crmbook.workflows.undo import Undo
from crmbook.workflows.undo_cells import Candidate, Fate

#: Why a cell stays as it is.
_LEFT: Final = {
    Fate.UNCHANGED: N_("as before already, left alone: {count}"),
    Fate.CHANGED: N_("changed by somebody since, left alone: {count}"),
    Fate.FORMULA: N_("a formula by now, left alone: {count}"),
    Fate.GONE: N_("gone with their sheet: {count}"),
    Fate.PARTED: N_("filled down where merged cells were taken apart, left alone: {count}"),
    Fate.TITLE: N_("titles of a table, left alone: {count}"),
    Fate.LOST: N_("held an error or a formula without a result, which cannot be typed: {count}"),
    Fate.FORBIDDEN: N_("cells that the file forbids to write, left alone: {count}"),
}


def undo_json(done: Undo, today: dt.date) -> Iterator[str]:
    """Yield the write that was taken back, and what became of its cells."""
    receipt = done.receipt
    return streamed(
        {
            **envelope_of("undo", done.path, today),
            "undone": entry_json(done.entry),
            "whole": done.whole,
            "written": receipt is not None and receipt.changed,
            "backup": None if receipt is None or receipt.backup is None else str(receipt.backup),
            "sha256": None if receipt is None else receipt.sha256_after,
            "notes": [] if receipt is None else [*receipt.notes],
            "cells": map(_cell, done.candidates),
        }
    )


def _cell(one: Candidate) -> dict[str, Any]:
    back = one.fate is Fate.BACK
    why = None if back else one.fate.value
    return {**cell_json(one.change), "now": plain(one.now), "taken_back": back, "why": why}


def undo_text(done: Undo) -> Iterator[str]:
    """Yield what was taken back, what was not, and where the present version went."""
    what = {"command": done.entry.command, "when": f"{done.entry.when:%Y-%m-%d %H:%M}"}
    yield printable(_headline(done).format(path=done.path, **what))
    if done.whole:
        yield from (printable(f"  {edit_text(edit)}") for edit in done.entry.edits)
        cells = tuple(_reversed(change) for change in done.entry.cells)
        yield from cell_lines(cells, done.entry.count)
    else:
        yield from _candidates(done)
    receipt = done.receipt
    if receipt is not None and receipt.backup is not None:
        backup = _("the version that was there is in {path}; undo again puts it back")
        yield printable(backup.format(path=receipt.backup))
        yield from map(printable, receipt.notes)


def _headline(done: Undo) -> str:
    if done.receipt is None:
        return _("{path}: {command} of {when} would be taken back (nothing written)")
    if not done.receipt.changed:
        if done.whole:
            return _("{path} is as it was before {command} of {when} already: nothing written")
        return _("{path}: no cell holds what {command} of {when} wrote: nothing written")
    if done.whole:
        return _(
            "{path}: {command} of {when} taken back; the file is the one before, byte for byte"
        )
    return _("{path}: cells of {command} of {when} taken back")


def _candidates(done: Undo) -> Iterator[str]:
    back = tuple(_reversed(one.change) for one in done.candidates if one.fate is Fate.BACK)
    yield from cell_lines(back, len(back))
    counts = Counter(one.fate for one in done.candidates)
    for fate, told in _LEFT.items():
        if counts[fate]:
            yield "  " + _(told).format(count=counts[fate])
    for edit in done.entry.edits:
        yield printable("  " + _("not taken back: {edit}").format(edit=edit_text(edit)))


def _reversed(change: CellChange) -> CellChange:
    return CellChange(change.ref, change.new, change.old, change.reason)
