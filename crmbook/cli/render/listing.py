"""What ``import`` says of a list: where it stands, what its columns become, what is not taken."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from crmbook.cli.printable import printable
from crmbook.cli.render.envelope import plain
from crmbook.i18n import _, ngettext
from crmbook.intake.choosing import place_of
from crmbook.intake.log import LogEntry, Undated
from crmbook.intake.mapping import MappedColumn
from crmbook.intake.source import SourceTable
from crmbook.workflows.listing import Listing

_SHOWN = 20


def listing_json(listing: Listing) -> dict[str, Any]:
    """Return the keys of a list by DESIGN 5, and how each column was recognised."""
    table = listing.table
    at = partial(source_row, table)
    return {
        "rows": len(table),
        "header": {
            "sheet": table.sheet,
            "first_row": table.first_row,
            "last_row": table.last_row,
            "data_first_row": table.data_first_row,
            "data_last_row": table.data_last_row,
            **({"sheets": [*table.parts]} if table.parts else {}),
        },
        "mapping": listing.mapping.as_json(),
        "columns": [_column_json(one) for one in listing.mapping],
        "rejected": [
            {**at(one.row), "reasons": list(one.reasons)} for one in listing.intake.rejected
        ],
        "unread": [
            {**at(record.row), "column": one.name, "target": one.column.header,
             "message": one.message}
            for record in listing.intake.records for one in record.troubles
        ],
        "log": [{**at(one.row), **_entry_json(one)} for one in listing.diary.entries],
        "log_review": [{**at(one.row), **_undated_json(one)} for one in listing.diary.review],
        "left_out": [
            {**at(one.row), "kind": one.kind, "text": one.text} for one in table.left_out
        ],
        "notes": list(listing.notes),
    }  # fmt: skip


def source_row(table: SourceTable, row: int) -> dict[str, Any]:
    """Return where a row stands in the list; its sheet where the list stands on several."""
    sheet, number = table.place(row)
    return {"source_row": number, **({"source_sheet": sheet} if table.parts else {})}


def _column_json(one: MappedColumn) -> dict[str, Any]:
    return {
        "source": one.name,
        "target": one.target.header if one.target else None,
        "confidence": round(one.confidence, 2),
        "why": one.why or None,
        "instead_of": one.rival.header if one.rival else None,
    }


def _entry_json(one: LogEntry) -> dict[str, Any]:
    return {
        "column": one.source, "when": plain(one.when), "way": one.way or None,
        "by": one.by or None, "content": one.content, "year_sure": one.sure,
    }  # fmt: skip


def _undated_json(one: Undated) -> dict[str, Any]:
    return {"column": one.source, "text": one.text, "why": one.why}


def listing_lines(listing: Listing) -> Iterator[str]:
    """Yield the same for people: place, mapping, counts, rejects."""
    table = listing.table
    area = "" if table.parts else f"!{place_of(table)}"
    yield printable(
        _("{path}: {place}, {count} rows").format(
            path=table.path.name,
            place="、".join(table.parts) or table.sheet + area,
            count=len(table),
        )
    )
    left = [one for one in listing.mapping if one.target is None and one.source.filled]
    told = {id(one) for one in left[:_SHOWN]}
    for one in listing.mapping:
        if one.target is not None or id(one) in told:
            yield printable(f"  {_column_line(one)}")
    if len(left) > _SHOWN:
        yield "  " + _("… {count} more columns are not imported").format(count=len(left) - _SHOWN)
    yield from _rejected(listing)
    diary = listing.diary
    if diary.entries or diary.review:
        yield _("{count} follow-ups; {open} without a date that can be told").format(
            count=len(diary.entries), open=len(diary.review)
        )
    yield from (printable(note) for note in listing.notes)


def _column_line(one: MappedColumn) -> str:
    if one.target is not None:
        percent = round(100 * one.confidence)
        return f"{one.name} → {one.target.header}  {percent}%  {one.why}"
    if one.rival is not None:
        held = _("not imported: another column is {target}").format(target=one.rival.header)
        return f"{one.name} → —  {held}"
    nothing = _("not imported")
    return f"{one.name} → —  {nothing}"


def _rejected(listing: Listing) -> Iterator[str]:
    rejected = listing.intake.rejected
    if not rejected:
        return
    yield ngettext(
        "{count} row cannot be taken:", "{count} rows cannot be taken:", len(rejected)
    ).format(count=len(rejected))
    for one in rejected[:_SHOWN]:
        reasons = "；".join(one.reasons)
        yield printable(
            _("  row {row}: {reasons}").format(row=listing.table.label(one.row), reasons=reasons)
        )
    if len(rejected) > _SHOWN:
        yield "  …"
