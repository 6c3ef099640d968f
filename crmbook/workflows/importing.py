"""The job of ``import``: a list's rows taken into the registers, and what became of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from crmbook.book import Book, open_book
from crmbook.book.sources import read_tables
from crmbook.facts.ledger import Ledger
from crmbook.facts.record import Record
from crmbook.facts.register import Register
from crmbook.files.create import create
from crmbook.files.edit import apply
from crmbook.i18n import _
from crmbook.intake.as_register import as_register
from crmbook.intake.choosing import choose
from crmbook.intake.log import Diary, log_columns, read_log
from crmbook.intake.mapping import ColumnMapping, Known, map_columns
from crmbook.intake.records import Intake, Reading, take
from crmbook.intake.source import SourceTable
from crmbook.intake.wishes import Targets, wishes_of
from crmbook.model.edits import Plan
from crmbook.model.errors import UsageError
from crmbook.model.receipt import Receipt
from crmbook.report.rejects_book import rejects_book
from crmbook.schema.sheets import CUSTOMERS, LEADS, leads
from crmbook.schema.text import fold
from crmbook.transfer.arrival import Arrival, Settled
from crmbook.workflows.arriving import WHO, Arriving, Match
from crmbook.workflows.backups import retention
from crmbook.workflows.logging_in import LogRows, log_rows

#: The column of a file of rejects that says why; importing it again leaves it out.
REASON = "原因"


@dataclass(frozen=True, slots=True)
class ImportWishes:
    """What the command line asks for beside the source and the book (DESIGN 4)."""

    source_sheet: str = ""
    area: str = ""
    maps: tuple[str, ...] = ()
    match: bool = True
    prefer_source: bool = False
    log_from: tuple[str, ...] = ()
    encoding: str | None = None


@dataclass(frozen=True)
class Import:
    """What an import found and plans. ``intake`` None: no column was recognised (dry runs)."""

    book: Book
    today: dt.datetime
    table: SourceTable
    mapping: ColumnMapping
    intake: Intake | None
    settled: Settled
    diary: Diary
    log: LogRows
    plan: Plan


@dataclass(frozen=True, slots=True)
class Imported:
    """What was written: the book's receipt, and the file of rejects, if any."""

    receipt: Receipt | None = None
    rejects: Path | None = None
    notes: tuple[str, ...] = field(default=())


def plan_import(
    source: Path,
    into: Path,
    wishes: ImportWishes,
    today: dt.date | dt.datetime | None = None,
    *,
    dry: bool = False,
) -> Import:
    """Read a list and a book, and plan what the one brings into the other; nothing is written.

    ``dry``: a list of which no column is recognised is reported, not refused. Raises FileRefused,
    UsageError for a source that cannot be read, is the book itself, or may be meant in two ways.
    """
    _refuse_itself(source, into)
    book = open_book(into)
    book.require_register()
    ledger = book.ledger(today)
    table, mapping = _mapped(source, wishes, ledger)
    if not mapping.identifies:
        if dry:
            return Import(
                book, ledger.today, table, mapping, None, Settled(), Diary(), LogRows(), Plan()
            )
        raise _unrecognised(mapping)
    reading = Reading(ledger.today, ledger.vocabularies)
    intake = take(table, mapping, reading)
    matches = _matches(ledger, intake, reading) if wishes.match else {}
    arriving = Arriving(book, ledger, prefer_source=wishes.prefer_source)
    reason = _("imported from {source}").format(source=source.name)
    arrivals = [Arrival(record.row, record.values) for record in intake.records]
    taken = arriving.take(arrivals, matches, reason)
    diary = Diary()
    if wishes.log_from:
        columns = log_columns(wishes.log_from, table)
        diary = read_log(intake, columns, ledger.today, ledger.vocabularies)
    log = log_rows(book, ledger, diary.entries, taken.settled, reason)
    plan = Plan((*taken.plan, *log.edits))
    return Import(book, ledger.today, table, mapping, intake, taken.settled, diary, log, plan)


def carry_out(found: Import, rejects: Path | None, *, force: bool, state: bool) -> Imported:
    """Write what was planned: the book, then the file of rejects.

    Raises UsageError when the file of rejects exists, and what every write raises.
    """
    rejected = found.intake.rejected if found.intake else ()
    if rejects is not None and rejects.exists() and not force:
        raise UsageError(_("the file exists"), _("name another, or use --force"), path=rejects)
    receipt = apply(
        found.book.path,
        found.plan,
        command="import",
        expected_sha256=found.book.sha256,
        keep=retention(found.book.rules) if state else None,
    )
    if rejects is None or not rejected:
        return Imported(receipt)
    create(rejects, _rejects(found), keep=state)
    return Imported(receipt, rejects)


def _mapped(
    source: Path, wishes: ImportWishes, ledger: Ledger
) -> tuple[SourceTable, ColumnMapping]:
    tables = read_tables(
        source, sheet=wishes.source_sheet, area=wishes.area, encoding=wishes.encoding
    )
    known = Known(words=ledger.vocabularies)
    table = choose(tables, LEADS, known)
    asked = wishes_of((*wishes.maps, *_left_out(table)), table, Targets(LEADS))
    return table, map_columns(table, LEADS, Known(words=ledger.vocabularies, wishes=asked))


def _left_out(table: SourceTable) -> list[str]:
    """Return the wish to leave 原因 out, which a file of rejects has behind its own columns."""
    return [f"{REASON}=-"] if table.columns and table.columns[-1].title == REASON else []


def _matches(ledger: Ledger, intake: Intake, reading: Reading) -> dict[int, Match]:
    """Return the record of the book that each row is taken for, or resembles."""
    registers = [one for sheet in (LEADS, CUSTOMERS) if (one := ledger[sheet]) is not None]
    found = _known(registers, intake)
    if not any(map(len, registers)):
        return found
    from crmbook.match.link import link  # noqa: PLC0415 - heavy, and nothing to match is common

    for record, linked in zip(
        intake.records, link(registers, [as_register(intake, reading)]), strict=True
    ):
        if linked is not None and record.row not in found and not linked.role:
            member = linked.existing
            found[record.row] = Match(
                Record(member.register, member.record), linked.score, linked.reasons, linked.same
            )
    return found


def _known(registers: Sequence[Register], intake: Intake) -> dict[int, Match]:
    """Return the rows that say the very same as a record, or bear its number (§3.1)."""
    by_number: dict[str, Record] = {}
    by_values: dict[tuple[str, ...], Record] = {}
    for register in registers:
        if register.sheet is not LEADS:
            continue
        for at in range(len(register)):
            record = Record(register, at)
            by_number.setdefault(record.id, record)
            by_values.setdefault(_key(record.text(column) for column in WHO), record)
    found = {}
    for one in intake.records:
        number = str(one.values.get(leads.ID) or "")
        same = by_values.get(_key(str(one.values.get(column) or "") for column in WHO))
        if number in by_number:
            found[one.row] = Match(by_number[number], 1.0, (_("the same number"),))
        elif same is not None:
            found[one.row] = Match(same, 1.0, (_("the same company, contact and phone"),))
    return found


def _key(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(fold, texts))


def _refuse_itself(source: Path, into: Path) -> None:
    if source.exists() and into.exists() and source.samefile(into):
        raise UsageError(
            _("the source is the book itself"),
            _("name the list that is to be imported"),
            path=source,
        )


def _unrecognised(mapping: ColumnMapping) -> UsageError:
    names = "、".join(one.name for one in list(mapping)[:12])
    return UsageError(
        _("no company, contact or phone was recognised among {names}").format(names=names),
        _("say which column is which: --map 源列=公司名称; --dry-run shows the mapping"),
    )


def _rejects(found: Import) -> bytes:
    assert found.intake is not None  # noqa: S101 - the caller has seen to it
    table = found.table
    titles = [*(table.names[column.number] for column in table), REASON]
    rows = [[*table.cells(one.at), "；".join(one.reasons)] for one in found.intake.rejected]
    if REASON in titles[:-1]:
        at = titles.index(REASON)
        titles.pop(at)
        rows = [[*row[:at], *row[at + 1 :]] for row in rows]
    return rejects_book(titles, rows)
