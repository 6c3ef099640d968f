"""The source side of ``import``: a list read, its columns mapped, its rows taken — nothing written.

What becomes of the rows in the book (matching, updating, numbers) is decided by others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from crmbook.book import Book
from crmbook.book.sources import read_tables
from crmbook.facts.ledger import Ledger
from crmbook.files.create import create
from crmbook.files.notes.reading import notes_by_row
from crmbook.i18n import _
from crmbook.intake.choosing import choose
from crmbook.intake.log import Diary, log_columns, read_log
from crmbook.intake.mapping import ColumnMapping, Known, map_columns
from crmbook.intake.memory import Remembered, recall, to_remember
from crmbook.intake.records import Intake, Reading, take
from crmbook.intake.rejects import reject_table
from crmbook.intake.source import SourceColumn, SourceTable
from crmbook.intake.stacked import filled_by_tabs
from crmbook.intake.wishes import Targets, require_single, wishes_of
from crmbook.model.cells import Raw
from crmbook.model.errors import UsageError
from crmbook.schema.column import Column, Sheet
from crmbook.schema.kinds.text import Text
from crmbook.schema.sheets import CUSTOMERS, FIELDS, LEADS, settings
from crmbook.schema.spellings import claim_of, fold_header, spellings

#: What --log-from calls the notes on cells.
NOTES = frozenset(map(fold_header, ("批注", "注释", "单元格批注", "notes", "comments")))
#: The registers that a list can be imported into.
TARGETS: tuple[Sheet, ...] = (LEADS, CUSTOMERS)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says about a list.

    ``source_sheet`` and ``area`` say where it stands, ``sheet`` into which register it goes; ``maps``
    are ``源列=目标列``, ``log_from`` names columns of follow-ups.
    """

    source_sheet: str = ""
    area: str = ""
    sheet: str = ""
    maps: tuple[str, ...] = ()
    log_from: tuple[str, ...] = ()
    encoding: str | None = None


@dataclass(frozen=True)
class Listing:
    """A list, read. ``remember``: rows that 字段 lacks to map it alike next time."""

    table: SourceTable
    mapping: ColumnMapping
    intake: Intake
    diary: Diary
    remember: tuple[Remembered, ...]

    @property
    def notes(self) -> Iterator[str]:
        """What a reader must know of the list."""
        yield from self.table.notes
        if not self.mapping.identifies:
            yield _(
                "no column was recognised as company, contact or phone: say which, --map 源列=公司名称"
            )
        logs = [one.name for one in self.mapping.logs]
        if logs and not self.diary.entries and not self.diary.review:
            yield _("follow-ups stand in {names}: --log-from takes them over").format(
                names="、".join(logs)
            )


def read_list(source: Path, book: Book, today: dt.datetime, asked: Asked | None = None) -> Listing:
    """Read a list that is to be imported into a book, as of ``today``; nothing is written.

    Raises FileRefused when it cannot be read; UsageError when it is the book itself, holds no table,
    or several that may be meant, or when --map and --log-from name what is not there.
    """
    asked = asked or Asked()
    refuse_itself(source, book)
    ledger = book.ledger(today)
    sheet = _register(asked.sheet)
    tables = read_tables(source, sheet=asked.source_sheet, area=asked.area, encoding=asked.encoding)
    own = tuple(own_columns(book, sheet))
    table = choose(tables, sheet, Known(words=ledger.vocabularies, own=own))
    targets = Targets(sheet, own)
    remembered = tuple(remembered_layouts(ledger))
    known = Known(
        words=ledger.vocabularies,
        wishes=wishes_of(asked.maps, table, targets),
        memory=recall(table, remembered, targets),
        own=own,
    )
    mapping = map_columns(table, sheet, known)
    require_single({one.source.number: one.target for one in mapping if one.asked}, table)
    intake = take(table, mapping, Reading(ledger.today, ledger.vocabularies))
    intake = filled_by_tabs(intake, ledger.vocabularies, ledger.today)
    diary = Diary()
    if asked.log_from:
        columns = log_sources(asked.log_from, table)
        diary = read_log(intake, columns, ledger.today, ledger.vocabularies)
    return Listing(table, mapping, intake, diary, tuple(to_remember(table, mapping, remembered)))


def log_sources(names: Sequence[str], table: SourceTable) -> list[SourceColumn]:
    """Return the columns that ``--log-from`` names; 批注 means the notes on the cells of a row.

    Raises UsageError for a column that is not there, and where no row has a note.
    """
    titles = {fold_header(column.title) for column in table}
    noted = [name for name in names if fold_header(name) in NOTES - titles]
    others = [name for name in names if name not in noted]
    found = log_columns(others, table) if others or not noted else []
    return [*found, notes_column(table)] if noted else found


def notes_column(table: SourceTable) -> SourceColumn:
    """Return the notes on each record's cells as a column of their own."""
    texts: dict[str, dict[int, list[str]]] = {}
    if table.path.suffix.lower() in {".xlsx", ".xlsm"}:
        sheets = table.parts or (table.sheet,)
        texts = {sheet: notes_by_row(table.path, sheet) for sheet in sheets}
    places = map(table.place, table.rows.tolist())
    held = ["\n".join(texts.get(sheet, {}).get(row, ())) for sheet, row in places]
    if not any(held):
        raise UsageError(
            _("no row of the list has a note on a cell"),
            _("name a column: --log-from 跟进情况"),
            path=table.path,
        )
    values: list[Raw] = [text for text in held if text]
    codes = np.full(len(held), -1, dtype=np.int32)
    codes[[bool(text) for text in held]] = np.arange(len(values), dtype=np.int32)
    return SourceColumn(0, "批注", codes, values)


def refuse_itself(source: Path, book: Book) -> None:
    """Raise UsageError when the list is the book into which it is imported."""
    if source.exists() and any(source.samefile(one.path) for one in book.sources):
        raise UsageError(
            _("this is the book itself"), _("name the list that comes into it"), path=source
        )


def _register(name: str) -> Sheet:
    if not name:
        return LEADS
    wanted = fold_header(name)
    for sheet in TARGETS:
        if wanted in {fold_header(one) for one in (sheet.name, sheet.title, *sheet.aliases) if one}:
            return sheet
    raise UsageError(
        _("nothing can be imported into “{name}”").format(name=name),
        _("it has {names}").format(names="、".join(sheet.name for sheet in TARGETS)),
    )


def own_columns(book: Book, sheet: Sheet) -> Iterator[Column]:
    """Yield the book's own columns of a register, which no declaration knows (M08)."""
    known, seen = spellings(sheet), set[str]()
    for table in book.tables:
        if table.sheet is not sheet or table.block is None:
            continue
        for number in table.block.columns:
            title = table.block.titles.get(number, "")
            if title and title not in seen and claim_of(title, known) is None:
                seen.add(title)
                yield Column(title, Text())


def remembered_layouts(ledger: Ledger) -> Iterator[Remembered]:
    """Yield what 字段 remembers of lists imported before."""
    register = ledger[FIELDS]
    for record in range(0 if register is None else len(register)):
        assert register is not None  # noqa: S101 - there are records
        texts = (settings.FIELD_SHEET, settings.FIELD_HEADER, settings.FIELD_TARGET)
        layout, title, target = (register.text(column, record) for column in texts)
        if layout and title and target:
            yield Remembered(layout, title, target)


def write_rejects(listing: Listing, path: Path, *, force: bool = False, state: bool = True) -> bool:
    """Write the rows that were not taken, to be mended and imported again; False: there are none.

    Raises UsageError when the file exists and ``force`` is not given, CannotWrite when it cannot be
    written.
    """
    if not listing.intake.rejected:
        return False
    if path.suffix.lower() != ".xlsx":
        raise UsageError(_("the rejected rows are an .xlsx file"), _("name it ….xlsx"), path=path)
    if path.exists() and not force:
        raise UsageError(_("the file exists"), _("name another, or use --force"), path=path)
    from crmbook.report.rejects_book import rejects_book  # noqa: PLC0415 - it loads XlsxWriter

    found = reject_table(listing.intake)
    create(path, rejects_book(found.titles, found.rows), keep=state)
    return True
