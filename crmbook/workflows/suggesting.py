"""Writing suggestions beside what people typed: columns that crmbook computes, refreshed (§2.1)."""

from __future__ import annotations

from collections.abc import Mapping

from crmbook.book import Book
from crmbook.facts.register import Register
from crmbook.files.edit import apply
from crmbook.i18n import _
from crmbook.model.cells import Value
from crmbook.model.edits import Plan
from crmbook.model.errors import FileRefused
from crmbook.model.receipt import Receipt
from crmbook.schema.column import Column
from crmbook.workflows.backups import retention
from crmbook.workflows.record_edits import RecordEdits
from crmbook.workflows.write import EDITABLE

#: Column → what each record is to hold there; None empties it.
Suggested = Mapping[Column, Mapping[int, Value]]


def suggest(
    book: Book, register: Register, columns: Suggested, command: str, *, state: bool
) -> Receipt:
    """Write the cells that hold something else; a second run with the same facts plans nothing.

    ``state`` false: nothing is kept outside of the book. Raises FileRefused for a format that can
    only be read, and what every write raises.
    """
    if book.sources[0].format not in EDITABLE:
        raise FileRefused(
            _("{format} can be read, not written").format(format=book.sources[0].format),
            _("save it as .xlsx first"),
            path=book.path,
        )
    plan = planned(book, register, columns, command)
    return apply(
        book.path,
        plan,
        command=command,
        expected_sha256=book.sha256,
        keep=retention(book.rules) if state else None,
    )


def planned(book: Book, register: Register, columns: Suggested, command: str) -> Plan:
    """Return the plan; records of files that are only read are left alone."""
    edits = RecordEdits(book.path.name)
    for column, values in columns.items():
        for record, value in values.items():
            held = register.raw(column, record)
            if edits.writable(register, record) and (held or None) != (value or None):
                edits.put(register, record, column, value, f"{command} {column.header}")
    return edits.plan()
