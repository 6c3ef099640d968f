"""The job of ``adopt``: a team's own workbook mapped once, into its 字段 and 字典 (M08, U06)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from crmbook.book import Book, open_book
from crmbook.book.adopted import titles_in
from crmbook.book.archive import is_archive
from crmbook.book.sources import tables_of
from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.files.edit import apply
from crmbook.files.features import holds_tables
from crmbook.files.grid import SourceBook
from crmbook.i18n import _
from crmbook.intake.adoption import AdoptedSheet, WordProposal, adopt
from crmbook.intake.source import SourceTable
from crmbook.model.cells import Value
from crmbook.model.edits import Edit, Plan, PutSheet
from crmbook.model.errors import FileRefused, UsageError
from crmbook.model.receipt import Receipt
from crmbook.report.config_sheet import config_sheet
from crmbook.report.dictionary_rows import dictionary_rows
from crmbook.schema.column import Column, Sheet
from crmbook.schema.kinds.base import Context
from crmbook.schema.sheets import DICTIONARY, FIELDS, GENERATED, MANUAL, SETTINGS, settings
from crmbook.schema.vocabularies import VOCABULARIES
from crmbook.workflows.backups import retention
from crmbook.workflows.colouring import Coloured, colour_words, coloured, colours_there
from crmbook.workflows.record_edits import RecordEdits
from crmbook.workflows.stacking import Stack, stack
from crmbook.workflows.write import EDITABLE

#: Sheets that are nobody's own: what crmbook makes, and what steers it.
_OURS = frozenset({*GENERATED, MANUAL, *(sheet.name for sheet in SETTINGS)})
_Row = Mapping[Column, Value]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked for besides: ``colours``: what fills stand for, each as ``红=已流失``; ``stack``."""

    colours: Sequence[str] = ()
    stack: bool = False


@dataclass(frozen=True, slots=True)
class More:
    """What came of the wishes. ``there``: how many leads have which colour."""

    colours: tuple[Coloured, ...] = ()
    there: Mapping[str, int] = field(default_factory=dict)
    stack: Stack | None = None
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True)
class Adoption:
    """What a book was recognised as, and the plan that writes it into 字段 and 字典.

    ``words``: values that are taken for another spelling of a known one; ``strange`` those that
    nothing is like, which a person must explain in 字典.
    """

    book: Book
    today: dt.datetime
    sheets: tuple[AdoptedSheet, ...]
    words: tuple[WordProposal, ...]
    strange: tuple[WordProposal, ...]
    plan: Plan
    more: More


def plan_adoption(
    path: Path, today: dt.date | dt.datetime | None = None, wishes: Wishes | None = None
) -> Adoption:
    """Recognise a book's sheets, columns and words; nothing is written.

    Raises UsageError for wishes that mean nothing, FileRefused when the book cannot be read, or none
    of its sheets is a register.
    """
    wishes = wishes or Wishes()
    book = open_book(path)
    ledger = book.ledger(today)
    context = Context(ledger.today)
    found = tuple(adopt(list(_tables(book.sources[0])), context, ledger.vocabularies))
    registers = [one for one in found if one.register is not None]
    if not registers:
        book.require_register()
        raise FileRefused(
            _("no register was recognised in {sheets}").format(sheets="、".join(book.sheets[:5])),
            _("give the columns headers such as 公司名称, 联系人, 联系电话"),
            path=path,
        )
    proposed = list(_distinct(word for one in registers for word in one.words))
    words = tuple(word for word in proposed if word.meaning)
    fields = [row for one in registers for row in one.fields()]
    more = _wished(book, ledger, wishes, _new(fields, ledger[FIELDS]))
    plan = Plan((
        *_written(book, ledger, FIELDS, [*fields, *(more.stack.fields if more.stack else ())]),
        *_written(book, ledger, DICTIONARY, [word.values() for word in words]),
        *more.edits,
    ))  # fmt: skip
    strange = tuple(word for word in proposed if not word.meaning)
    return Adoption(book, ledger.today, found, words, strange, plan, more)


def _new(fields: list[_Row], register: Register | None) -> list[_Row]:
    """Return the rows that 字段 does not have: what a person says there counts, not what we think."""
    keys = FIELDS.columns[:2]
    if register is None:
        return fields
    held = {tuple(register.text(column, at) for column in keys) for at in range(len(register))}
    return [row for row in fields if tuple(str(row[column]) for column in keys) not in held]


def _wished(book: Book, ledger: Ledger, wishes: Wishes, fields: list[_Row]) -> More:
    """Return what comes of colours, or of stacking; ``fields``: what 字段 will say anew."""
    wanted = colour_words(wishes.colours, ledger.vocabularies)
    if wishes.stack:
        if wanted:
            raise UsageError(
                _("--stack and --colour are two steps"), _("give --colour first, then --stack")
            )
        found = stack(book, ledger.today, fields)
        return More(stack=found, edits=found.edits)
    if not wanted:
        return More()
    read = book.adopted_as(titles_in(fields))
    painted, edits = read.ledger(ledger.today), RecordEdits(book.path.name)
    marks = coloured(read, painted, wanted, edits)
    return More(marks, colours_there(read, painted), edits=edits.plan().edits)


def carry_out(found: Adoption, *, state: bool) -> Receipt:
    """Write the mapping into the book. Raises FileRefused for a format that is only read."""
    source = found.book.sources[0]
    if source.format not in EDITABLE:
        raise FileRefused(
            _("{format} can be read, not written").format(format=source.format),
            _("save it as .xlsx first"),
            path=source.path,
        )
    keep = retention(found.book.rules) if state else None
    return apply(source.path, found.plan, command="adopt", expected_sha256=source.sha256, keep=keep)


def _tables(source: SourceBook) -> Iterator[SourceTable]:
    """Yield the main table of each sheet that is the team's own."""
    for grid in source.grids:
        if grid.name not in _OURS and not is_archive(grid):
            table = next(tables_of(source, grid), None)
            if table is not None and len(table.columns) > 1:
                yield table


def _distinct(words: Iterable[WordProposal]) -> Iterator[WordProposal]:
    seen = set()
    for word in words:
        key = word.vocabulary, word.value
        if key not in seen:
            seen.add(key)
            yield word


def _written(book: Book, ledger: Ledger, sheet: Sheet, rows: Iterable[_Row]) -> tuple[Edit, ...]:
    """Return what puts rows into a sheet that steers crmbook; made where the book lacks it."""
    reason = _("recognised by adopt")
    register = ledger[sheet]
    ours = register is not None and any(one.book == book.path.name for one in register.places)
    if register is None or not ours:
        new = [{column.header: value for column, value in row.items()} for row in rows]
        if not new:
            return ()
        made = config_sheet(
            sheet, [*_defaults(sheet, new), *new], plain=not holds_tables(book.path)
        )
        return (PutSheet(sheet.name, made, reason),)
    keys = sheet.columns[:2] if sheet is FIELDS else sheet.columns[:3]
    held = {tuple(register.text(column, at) for column in keys) for at in range(len(register))}
    edits = RecordEdits(book.path.name)
    for row in rows:
        if tuple(str(row.get(column) or "") for column in keys) not in held:
            edits.append(register, row, reason)
    return tuple(edits.plan())


def _defaults(sheet: Sheet, new: list[dict[str, Value]]) -> list[dict[str, object]]:
    """Return the words that a new 字典 lists beside the team's own: those of the same columns."""
    if sheet is not DICTIONARY:
        return []
    names = dict.fromkeys(str(row[settings.WORD_COLUMN.header]) for row in new)
    return dictionary_rows(name for name in names if name in VOCABULARIES)
