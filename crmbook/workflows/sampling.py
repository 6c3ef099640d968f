"""The job of ``sample --week``: a few leads of each person, drawn by lot, for the supervisor (M94).

The lot is seeded by the week, so that a second run draws the same, and nobody can say that it was not
drawn. What was found is typed into 抽查 and stays there, week after week.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from crmbook.book import Book
from crmbook.book.kept import kept_sheet_in
from crmbook.facts.completeness import completeness, missing
from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.facts.status import excluded
from crmbook.files.edit import apply
from crmbook.files.features import generated_sheets, holds_tables
from crmbook.i18n import _
from crmbook.model.edits import Plan, PutSheet
from crmbook.model.errors import FileRefused
from crmbook.model.kept import KeptRow, KeptSheet
from crmbook.model.receipt import Receipt
from crmbook.schema.kept import COMPANY, COMPLETE, LEAD, MISSING, REP, SPOT_CHECK, WEEK
from crmbook.schema.rules import SPOT_CHECKS
from crmbook.schema.sheets import leads
from crmbook.workflows.backups import retention


@dataclass(frozen=True, slots=True)
class Drawn:
    """A lead that was drawn: how much of what must be known is there, and what is not."""

    record: int
    owner: str
    complete: float
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Sample:
    """A week's lot; nothing is written."""

    book: Book
    ledger: Ledger
    register: Register
    week: str
    seed: str
    drawn: tuple[Drawn, ...]


def sample_book(book: Book, today: dt.date | dt.datetime | None = None, seed: str = "") -> Sample:
    """Return the lot of the week in which ``today`` lies; ``seed``: another lot of the same week.

    Raises FileRefused when the book has no register of leads.
    """
    book.require_leads()
    ledger = book.ledger(today)
    register = ledger.leads
    assert register is not None  # noqa: S101 - required above
    year, week, _day = ledger.today.isocalendar()
    name = f"{year}-W{week:02d}"
    lots = {} if seed else _lots(book, name)
    drawn = tuple(_drawn(ledger, register, f"{name}|{seed}", lots))
    return Sample(book, ledger, register, name, seed, drawn)


def _lots(book: Book, week: str) -> dict[str, set[str]]:
    """Return by person the leads that 抽查 has for a week: what was drawn once is what counts."""
    found: dict[str, set[str]] = defaultdict(set)
    if not _foreign(book):
        for row in _stands(book).rows:
            if row.text(WEEK) == week:
                found[row.text(REP)].add(row.text(LEAD))
    return found


def _drawn(
    ledger: Ledger, register: Register, seed: str, lots: Mapping[str, set[str]]
) -> Iterator[Drawn]:
    """Yield so many leads of each person as 规则 抽查.每人 says, by lot; ``lots`` stand already."""
    rows = completeness(ledger, register).rows
    there = ~excluded(register) & register.blank(leads.MERGED_INTO)
    by_owner: dict[str, list[int]] = defaultdict(list)
    for record in np.flatnonzero(there).tolist():
        by_owner[register.text(leads.OWNER, record)].append(record)
    count = ledger.rules.count(SPOT_CHECKS)
    for owner in sorted(by_owner, key=lambda name: (not name, name)):
        ordered = sorted(by_owner[owner], key=register.id)
        lot = random.Random(f"{seed}|{owner}")  # noqa: S311 - a lot that can be drawn again
        new = lot.sample(ordered, min(count, len(ordered)))
        stands = lots.get(owner)
        for record in sorted(new if stands is None else _among(register, ordered, stands)):
            gone = tuple(missing(ledger, register, record))
            yield Drawn(record, owner, float(rows[record]), gone)


def _among(register: Register, records: Sequence[int], ids: set[str]) -> list[int]:
    return [record for record in records if register.id(record) in ids]


def write_sample(found: Sample, *, state: bool = True) -> Receipt:
    """Put the lot into 抽查, above the weeks before; what was typed there stays.

    Raises FileRefused when the book has a sheet of that name that crmbook did not make, and what
    every write raises.
    """
    from crmbook.report.kept_pages import spot_check_page  # noqa: PLC0415 - loads XlsxWriter
    from crmbook.report.kept_sheet import kept_sheet  # noqa: PLC0415

    book = found.book
    stands = _stands(book)
    rows = _rows(found, stands)
    plan = Plan()
    if rows != list(stands.rows):
        plain = not holds_tables(book.path)
        page = spot_check_page(rows, stands.extra, found.week, plain=plain)
        reason = _("spot check of {week}").format(week=found.week)
        plan = Plan((PutSheet(SPOT_CHECK.name, kept_sheet(page), reason),))
    return apply(
        book.path, plan, command="sample", expected_sha256=book.sha256,
        keep=retention(book.rules) if state else None,
    )  # fmt: skip


def _stands(book: Book) -> KeptSheet:
    grid = next((one for one in book.sources[0].grids if one.name == SPOT_CHECK.name), None)
    if grid is None:
        return KeptSheet()
    if _foreign(book):
        raise FileRefused(
            _("the book has a sheet “{sheet}” that crmbook did not make").format(
                sheet=SPOT_CHECK.name
            ),
            _("rename that sheet, then run this again"),
            path=book.path,
        )
    return kept_sheet_in(grid, SPOT_CHECK)


def _foreign(book: Book) -> bool:
    """Whether a sheet of that name, if there is one, is not crmbook's."""
    own = generated_sheets(book.path)
    return own is not None and SPOT_CHECK.name not in own


def _rows(found: Sample, stands: KeptSheet) -> list[KeptRow]:
    """Return this week's rows, then all others as they stand.

    Whose lot was drawn already this week keeps it, whatever leads came since; a seed draws anew.
    """
    week = [row for row in stands.rows if row.text(WEEK) == found.week]
    drawn = set() if found.seed else {row.text(REP) for row in week}
    known = {row.text(LEAD) for row in week}
    new = [
        KeptRow(_cells(found, one))
        for one in found.drawn
        if one.owner not in drawn and found.register.id(one.record) not in known
    ]
    return [*new, *week, *(row for row in stands.rows if row.text(WEEK) != found.week)]


def _cells(found: Sample, one: Drawn) -> dict[str, str | float]:
    return {
        WEEK: found.week, REP: one.owner, LEAD: found.register.id(one.record),
        COMPANY: found.register.text(leads.COMPANY, one.record),
        COMPLETE: round(one.complete, 4), MISSING: "、".join(one.missing),
    }  # fmt: skip
