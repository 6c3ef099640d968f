"""The job of ``import``: a list's rows taken into the registers, and what became of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from crmbook.book import Book, open_books
from crmbook.facts.ledger import Ledger
from crmbook.facts.record import Record
from crmbook.facts.register import Register
from crmbook.files.edit import apply
from crmbook.i18n import _
from crmbook.intake.as_register import as_register
from crmbook.intake.records import Reading
from crmbook.intake.stacked import superseded
from crmbook.model.edits import Edit, Plan
from crmbook.model.errors import UsageError
from crmbook.model.receipt import Receipt
from crmbook.schema.column import Column
from crmbook.schema.sheets import CUSTOMERS, FIELDS, LEADS, leads
from crmbook.schema.text import fold
from crmbook.transfer.arrival import Arrival, Settled
from crmbook.workflows.arriving import WHO, Arriving, Match
from crmbook.workflows.backups import retention
from crmbook.workflows.listing import Asked, Listing, read_list, write_rejects
from crmbook.workflows.logging_in import LogRows, log_rows
from crmbook.workflows.record_edits import RecordEdits


@dataclass(frozen=True, slots=True)
class ImportWishes:
    """What the command line asks for: of the list, and of what becomes of its rows (DESIGN 4).

    ``with_``: files that are only read: who is known there is not new, and no number of theirs is
    issued again.
    """

    asked: Asked = field(default_factory=Asked)
    match: bool = True
    prefer_source: bool = False
    with_: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Import:
    """What a list brings into a book: each row's fate, and the plan that writes it."""

    book: Book
    today: dt.datetime
    listing: Listing
    settled: Settled = field(default_factory=Settled)
    log: LogRows = field(default_factory=LogRows)
    plan: Plan = field(default_factory=Plan)


@dataclass(frozen=True, slots=True)
class Imported:
    """What was written: the book's receipt, and the file of rejects, if any."""

    receipt: Receipt | None = None
    rejects: Path | None = None


def plan_import(
    source: Path,
    into: Path,
    wishes: ImportWishes | None = None,
    today: dt.date | dt.datetime | None = None,
) -> Import:
    """Read a list and a book, and plan what the one brings into the other; nothing is written.

    A list of which no column is recognised brings nothing. Raises FileRefused, UsageError for a
    source that cannot be read, is the book itself, or may be meant in two ways.
    """
    wishes = wishes or ImportWishes()
    book = open_books((into,), with_=wishes.with_)
    ledger = book.ledger(today)
    listing = read_list(source, book, ledger.today, wishes.asked)
    if not listing.mapping.identifies:
        return Import(book, ledger.today, listing)
    matches = _matches(ledger, listing) if wishes.match else {}
    arriving = Arriving(book, ledger, prefer_source=wishes.prefer_source)
    reason = _("imported from {source}").format(source=source.name)
    again = superseded(listing.intake, ledger.vocabularies)
    latest = (record for record in listing.intake.records if record.row not in again)
    arrivals = [Arrival(record.row, record.values) for record in latest]
    taken = arriving.take(arrivals, matches, reason)
    taken.settled.repeated.extend(again.items())
    log = log_rows(book, ledger, listing.diary.entries, taken.settled, reason)
    remembered = _remembered(book, ledger, listing) if taken.plan or log.edits else ()
    plan = Plan((*taken.plan, *log.edits, *remembered))
    return Import(book, ledger.today, listing, taken.settled, log, plan)


def carry_out(found: Import, rejects: Path | None, *, force: bool, state: bool) -> Imported:
    """Write what was planned: the file of rejects, then the book.

    Raises UsageError for a list of which no column is recognised, or when the file of rejects
    exists; and what every write raises.
    """
    if not found.listing.mapping.identifies:
        raise _unrecognised(found.listing)
    written = rejects is not None and write_rejects(
        found.listing, rejects, force=force, state=state
    )
    receipt = apply(
        found.book.path,
        found.plan,
        command="import",
        expected_sha256=found.book.sha256,
        keep=retention(found.book.rules) if state else None,
    )
    return Imported(receipt, rejects if written else None)


def _matches(ledger: Ledger, listing: Listing) -> dict[int, Match]:
    """Return the record of the book that each row is taken for, or resembles."""
    registers = [one for sheet in (LEADS, CUSTOMERS) if (one := ledger[sheet]) is not None]
    found = _known(registers, listing)
    if not any(map(len, registers)):
        return found
    from crmbook.match.link import link  # noqa: PLC0415 - heavy, and nothing to match is common

    incoming = as_register(listing.intake, Reading(ledger.today, ledger.vocabularies))
    links = link(registers, [incoming])
    for row, linked in zip(incoming.rows.tolist(), links, strict=True):
        if linked is not None and row not in found and not linked.role:
            existing = Record(linked.existing.register, linked.existing.record)
            found[row] = Match(existing, linked.score, linked.reasons, linked.same)
    return found


def _known(registers: Sequence[Register], listing: Listing) -> dict[int, Match]:
    """Return the rows that say the very same as a record, or bear its number (§3.1)."""
    asked = [
        (one.row, str(one.values.get(leads.ID) or ""), _key(one.values.get(at) for at in WHO))
        for one in listing.intake.records
    ]
    by_number: dict[str, Record] = {}
    by_values: dict[tuple[str, ...], Record] = {}
    for register in registers:
        if register.sheet is LEADS:
            for at in _candidates(register, asked):
                by_number.setdefault(register.id(at), Record(register, at))
                held = (register.values(column)[at] for column in WHO)
                by_values.setdefault(_key(held), Record(register, at))
    found = {}
    for row, number, key in asked:
        if number in by_number:
            found[row] = Match(by_number[number], 1.0, (_("the same number"),))
        elif key in by_values:
            found[row] = Match(by_values[key], 1.0, (_("the same company, contact and phone"),))
    return found


def _candidates(register: Register, asked: Sequence[tuple[int, str, tuple[str, ...]]]) -> list[int]:
    """Return the records that bear a number or a company of the list, by distinct value.

    Of 100,000 leads and a list of 2,000 all of it takes 0.5 s; a key of every lead took 1.2 s.
    """
    wanted = np.zeros(len(register), dtype=bool)
    for column, held in (
        (leads.ID, {number for _row, number, _who in asked}),
        (leads.COMPANY, {who[0] for _row, _number, who in asked}),
    ):
        data = register.data.get(column.header)
        if data is not None:
            values = enumerate(data.parsed.values)
            wanted |= data.flags(at for at, one in values if _folded(one, column) in held)
        if "" in held and column is leads.COMPANY:
            wanted |= register.blank(column)
    found: list[int] = np.flatnonzero(wanted).tolist()
    return found


def _folded(value: object, column: Column) -> str:
    text = "" if value is None else str(value)
    return text if column is leads.ID else fold(text)


def _key(values: Iterable[object]) -> tuple[str, ...]:
    return tuple("" if value is None else fold(str(value)) for value in values)


def _remembered(book: Book, ledger: Ledger, listing: Listing) -> tuple[Edit, ...]:
    """Return what makes 字段 remember the mapping; a book without 字段 forgets it."""
    register = ledger[FIELDS]
    if register is None or all(place.book != book.path.name for place in register.places):
        return ()
    edits = RecordEdits(book.path.name)
    for one in listing.remember:
        edits.append(register, one.values(), _("how the columns of a list were mapped"))
    return tuple(edits.plan())


def _unrecognised(listing: Listing) -> UsageError:
    names = "、".join(one.name for one in list(listing.mapping)[:12])
    return UsageError(
        _("no company, contact or phone was recognised among {names}").format(names=names),
        _("say which column is which: --map 源列=公司名称; --dry-run shows the mapping"),
        path=listing.table.path,
    )
