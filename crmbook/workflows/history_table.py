"""The history of a book as a workbook: its rows, for :mod:`crmbook.report.history_book`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from crmbook.i18n import _
from crmbook.model.words import shown
from crmbook.report.history_book import MOST, history_book
from crmbook.workflows.history import BookHistory, Write
from crmbook.workflows.history_words import backup_text, edit_text, undone_text

_LONGEST = 32_000


def history_workbook(found: BookHistory) -> bytes:
    """Return a workbook with all writes, and with all cells that a sheet has rows for."""
    title = _("What crmbook wrote into {book}").format(book=found.path.name)
    return history_book(title, [_write(one) for one in found.writes], islice(_cells(found), MOST))


def _write(write: Write) -> list[Any]:
    entry = write.entry
    did = [undone_text(entry), *map(edit_text, entry.edits)]
    return [
        write.number, entry.when, entry.command, entry.place, "；".join(filter(None, did)),
        entry.count, "；".join(entry.reasons), backup_text(write),
    ]  # fmt: skip


def _cells(found: BookHistory) -> Iterator[list[Any]]:
    for write in reversed(found.writes):
        for change in write.entry.cells:
            yield [
                write.number, write.entry.when, str(change.ref), shown(change.old, _LONGEST),
                shown(change.new, _LONGEST), change.reason,
            ]  # fmt: skip
