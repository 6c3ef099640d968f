"""``import`` as text and as JSON (DESIGN 5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

from crmbook.cli.printable import printable
from crmbook.cli.render.envelope import envelope, plain, streamed
from crmbook.cli.render.listing import listing_json, listing_lines, source_row
from crmbook.cli.render.receipt import receipt_lines, receipt_notes
from crmbook.i18n import _
from crmbook.intake.source import SourceTable
from crmbook.model.cells import Raw, Value
from crmbook.transfer.arrival import Met
from crmbook.workflows.importing import Import, Imported

_SHOWN: Final = 20


def import_json(found: Import, done: Imported) -> Iterator[str]:
    """Yield the result as JSON text."""
    settled, table = found.settled, found.listing.table
    at = partial(source_row, table)
    result: dict[str, Any] = {
        **envelope("import", found.book, found.today),
        "source": str(table.path),
        **listing_json(found.listing),
        "appended": [{**at(one.row), "id": one.id} for one in settled.appended],
        "updated": [
            {**at(one.row), **_met(one), "changes": _pairs(one.changes)} for one in settled.updated
        ],
        "unchanged": [
            {**at(one.row), "id": one.id, "book": one.read_only or None}
            for one in settled.unchanged
        ],
        "review": [{**at(one.row), **_met(one)} for one in settled.review],
        "conflicts": [
            {**at(one.row), "id": one.id, "columns": _pairs(one.conflicts)}
            for one in (*settled.updated, *settled.unchanged)
            if one.conflicts
        ],
        "repeated": [
            {**at(row), "first": table.place(first)[1]} for row, first in settled.repeated
        ],
        "logged": [{**at(entry.row), "id": number} for entry, number in found.log.rows],
        "written": str(found.book.path) if done.receipt and done.receipt.changed else None,
        "backup": str(done.receipt.backup) if done.receipt and done.receipt.backup else None,
        "rejects": str(done.rejects) if done.rejects else None,
        "notes": [*found.listing.notes, *receipt_notes(done.receipt)],
    }
    return streamed(result)


def import_text(found: Import, done: Imported, *, dry: bool) -> Iterator[str]:
    """Yield the lines for people: the verdict, then the list, then what differs."""
    yield printable(_verdict(found, dry=dry))
    yield from listing_lines(found.listing)
    yield from map(printable, _details(found))
    if done.rejects is not None:
        yield printable(
            _("what could not be taken is in {path}: mend it there and import it again").format(
                path=done.rejects
            )
        )
    yield from receipt_lines(done.receipt)


def _verdict(found: Import, *, dry: bool) -> str:
    settled = found.settled
    if not found.listing.mapping.identifies:
        return _("nothing can be imported: no column was recognised")
    numbers = {
        "new": len(settled.appended),
        "updated": len(settled.updated),
        "same": len(settled.unchanged) + len(settled.repeated),
        "bad": len(found.listing.intake.rejected),
    }
    told = (
        _("would append {new}, update {updated}; {same} known already, {bad} not taken")
        if dry
        else _("{new} appended, {updated} updated; {same} known already, {bad} not taken")
    )
    return f"{found.book.path.name}：" + told.format(**numbers)


def _details(found: Import) -> Iterator[str]:
    settled, table = found.settled, found.listing.table
    if settled.appended:
        first, last = settled.appended[0].id, settled.appended[-1].id
        yield _("numbers issued: {first} to {last}").format(first=first, last=last)
    elsewhere = Counter(one.read_only for one in settled.unchanged if one.read_only)
    for book, count in elsewhere.items():
        yield _("{count} of those known already stand in {book}, which is only read").format(
            count=count, book=book
        )
    if found.log.rows:
        yield _("{count} rows added to the log").format(count=len(found.log.rows))
    yield from _some(table, settled.review, _("resemble a record, and were appended: look at them"))
    conflicts = [one for one in (*settled.updated, *settled.unchanged) if one.conflicts]
    yield from _some(table, conflicts, _("contradict their record; the book's value stays"))


def _some(table: SourceTable, rows: list[Met], what: str) -> Iterator[str]:
    if not rows:
        return
    yield _("{count} rows {what}:").format(count=len(rows), what=what)
    for one in rows[:_SHOWN]:
        pairs = "；".join(
            f"{header} {plain(old)} ≠ {plain(new)}" for header, (old, new) in one.conflicts.items()
        )
        why = pairs or "；".join(one.reasons)
        yield _("  row {row} ↔ {id}: {why}").format(row=table.label(one.row), id=one.id, why=why)
    if len(rows) > _SHOWN:
        yield "  …"


def _met(one: Met) -> dict[str, Any]:
    return {
        "id": one.id,
        "score": round(one.score, 4),
        "reasons": list(one.reasons),
    }


def _pairs(changes: Mapping[str, tuple[Raw, Value]]) -> dict[str, list[Any]]:
    return {header: [plain(old), plain(new)] for header, (old, new) in changes.items()}
