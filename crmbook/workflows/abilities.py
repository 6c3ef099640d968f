"""What crmbook can write in a workbook: tried out in memory, nothing is saved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crmbook.files.edit import refusal_of
from crmbook.files.inventory import Inventory
from crmbook.model.cells import MAX_COLUMN, a1
from crmbook.model.edits import AppendRows, Edit, MarkCell, PutSheet, SetCell
from crmbook.model.errors import CrmbookError
from crmbook.report.memory_book import MemoryBook
from crmbook.report.palette import TAB_GENERATED

#: A name that no book has, for a sheet that is put in only to see whether it can be.
_TRIAL: Final = "crmbook-doctor"
_ROW: Final = 1_048_000  # where hardly anybody has anything


@dataclass(frozen=True, slots=True)
class Ability:
    """Whether an edit of a kind can be made; ``refusal`` why not.

    The kinds are ``cells``, ``rows``, ``marks`` and ``generated sheet``;
    ``sheet`` is "" for what concerns the whole book.
    """

    what: str
    sheet: str
    refusal: CrmbookError | None


def abilities(path: Path, inventory: Inventory | None) -> tuple[Ability, ...]:
    """Return what can be written; nothing for a file that is no package."""
    if inventory is None:
        return ()
    trials = [("generated sheet", "", PutSheet(_TRIAL, _one_sheet())), *_in_sheets(inventory)]
    return tuple(Ability(what, sheet, refusal_of(path, edit)) for what, sheet, edit in trials)


def _in_sheets(inventory: Inventory) -> Iterator[tuple[str, str, Edit]]:
    """Yield edits of a far-off cell: that one cell is guarded says nothing of its sheet."""
    far = a1(_ROW, MAX_COLUMN)
    for sheet in inventory.sheets:
        if sheet.kind == "worksheet":
            yield "cells", sheet.name, SetCell(sheet.name, far, "x")
            yield "rows", sheet.name, AppendRows(sheet.name, ((None,),))
            yield "marks", sheet.name, MarkCell(sheet.name, far, "FFC7CE", "x")


def _one_sheet() -> bytes:
    book = MemoryBook()
    book.sheet(_TRIAL, TAB_GENERATED)
    return book.finish()
