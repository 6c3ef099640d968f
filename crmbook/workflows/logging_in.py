"""Log rows out of a list: which of them 跟进记录表 does not have yet (U03)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crmbook.book import Book
from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.i18n import _
from crmbook.intake.log import LogEntry, key_of
from crmbook.model.cells import Value
from crmbook.model.edits import Edit
from crmbook.model.errors import FileRefused
from crmbook.schema.column import Column
from crmbook.schema.sheets import FOLLOWUPS, followups
from crmbook.transfer.arrival import Settled
from crmbook.workflows.record_edits import RecordEdits


@dataclass(frozen=True, slots=True)
class LogRows:
    """New rows of 跟进记录表: (entry, number of its lead), and the edits that write them."""

    rows: tuple[tuple[LogEntry, str], ...] = ()
    edits: tuple[Edit, ...] = ()


def log_rows(
    book: Book, ledger: Ledger, entries: Iterable[LogEntry], settled: Settled, reason: str
) -> LogRows:
    """Return what the entries of a list add to the log; what it has already is left out.

    Raises FileRefused when the book has no 跟进记录表 to write into.
    """
    found = list(entries)
    if not found:
        return LogRows()
    register = ledger.log
    if register is None or all(place.book != book.path.name for place in register.places):
        raise FileRefused(
            _("the book has no {sheet} to import into").format(sheet=FOLLOWUPS.name),
            _("make one with crmbook new, or name the columns as it does"),
            path=book.path,
        )
    ids = dict(_ids(settled))
    known = set(known_rows(register))
    edits = RecordEdits(book.path.name)
    rows = []
    for entry in found:
        number = ids.get(entry.row, "")
        key = (number, *entry.key)
        if number and key not in known:
            known.add(key)
            edits.append(register, _values(entry, number), reason)
            rows.append((entry, number))
    return LogRows(tuple(rows), tuple(edits.plan()))


def _ids(settled: Settled) -> Iterator[tuple[int, str]]:
    """Yield (row of the list, number of the lead that it became or is)."""
    rows = {one.row: one.id for one in settled.appended}
    rows |= {one.row: one.id for one in (*settled.updated, *settled.unchanged)}
    yield from rows.items()
    for row, first in settled.repeated:
        if first in rows:
            yield row, rows[first]


def known_rows(register: Register) -> Iterator[tuple[str, dt.date, str]]:
    """Yield what identifies the rows that the log has."""
    columns = (followups.LEAD_ID, followups.WHEN, followups.CONTENT)
    for number, when, content in zip(*map(register.values, columns), strict=True):
        if isinstance(when, dt.date):
            yield (str(number or ""), *key_of(when, str(content or "")))


def _values(entry: LogEntry, number: str) -> dict[Column, Value]:
    day: Value = entry.when.date() if entry.when.time() == dt.time() else entry.when
    return {
        followups.LEAD_ID: number,
        followups.WHEN: day,
        followups.BY: entry.by or None,
        followups.WAY: entry.way or None,
        followups.CONTENT: entry.content,
    }
