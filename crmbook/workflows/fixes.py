"""The job of ``check --fix``: which cells are mended, and the one plan a file that does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeGuard

from crmbook.checks.shape.columns import MERGED
from crmbook.facts.ledger import Ledger, MergedCells
from crmbook.files.edit import apply
from crmbook.files.grid import SourceBook
from crmbook.i18n import _
from crmbook.model.cells import CellError, Raw, Value, a1
from crmbook.model.edits import Edit, MendCell, Plan, UnmergeCells
from crmbook.model.errors import FileRefused, UsageError
from crmbook.model.fixes import Fix
from crmbook.model.problems import Problem
from crmbook.model.receipt import Receipt
from crmbook.workflows.backups import retention
from crmbook.workflows.check import CheckReport
from crmbook.workflows.issued import keep_issued
from crmbook.workflows.write import EDITABLE

_Place = tuple[str, str, int, int]  # book, sheet, row, column
_KINDS: Final = "V"  # checks of one value; others know more, and have the last word


@dataclass(frozen=True, slots=True)
class Fixes:
    """What would be mended, in the order of the sheets; ``guesses`` counts what is left to people.

    ``areas`` are the merged cells to be taken apart.
    """

    fixes: tuple[Fix, ...] = ()
    guesses: int = 0
    areas: tuple[MergedCells, ...] = ()


@dataclass(frozen=True, slots=True)
class Mended:
    """What was mended; ``left`` is what the file forbids; a receipt for each file written."""

    made: tuple[Fix, ...]
    left: tuple[Fix, ...] = ()
    guesses: int = 0
    receipts: tuple[Receipt, ...] = ()


def fixes_of(report: CheckReport, *, unsafe: bool = False) -> Fixes:
    """Return the fixes of a report's problems; ``unsafe``: guesses, too.

    Of several for one cell, that of the check which knows more has the last word: what the log says
    before a spelling. Files that are only read (``--with``) are left out.
    """
    ours = frozenset(source.name for source in written(report))
    problems = [one for one in report.problems if _is_mendable(one) and one.book in ours]
    wanted = [one for one in problems if one.safe or unsafe]
    found: dict[_Place, Fix] = {}
    for problem in sorted(wanted, key=_authority):
        if problem.check is not MERGED:
            fix = _fix(problem)
            found[_place(fix)] = fix
    merged = [_fix(one) for one in wanted if one.check is MERGED]
    areas = tuple(_fill_down(report.book.ledger(report.today), merged, found))
    places = {(source.name, grid.name): (file, tab)
              for file, source in enumerate(report.book.sources)
              for tab, grid in enumerate(source.grids)}  # fmt: skip
    listed = sorted(found.values(), key=lambda fix: (places[fix[1:3]], fix.row, fix.column))
    return Fixes(tuple(listed), len(problems) - len(wanted), areas)


def mend(report: CheckReport, found: Fixes, *, state: bool = True) -> Mended:
    """Write the fixes, one plan a file: all of it or nothing, with a backup and a line of history.

    ``state`` false: nothing is kept outside of the book. Raises UsageError for a file that
    is given twice; FileRefused for a format that cannot be edited; and what every write raises.
    """
    _require_writable(report, {fix.book for fix in found.fixes})
    keep = retention(report.book.rules) if state else None
    receipts, changed = list[Receipt](), set[_Place]()
    for source in written(report):
        name = source.name
        plan = Plan(tuple(_edits(report, found, name)))
        receipt = apply(source.path, plan, command="check --fix", expected_sha256=source.sha256,
                        keep=keep)  # fmt: skip
        receipts += [receipt] if receipt.changed else []
        changed |= {(name, one.ref.sheet, one.ref.row, one.ref.column) for one in receipt.cells}
    made = tuple(fix for fix in found.fixes if _place(fix) in changed)
    # What lay hidden under a merged cell may be its value already.
    left = tuple(
        fix for fix in found.fixes if _place(fix) not in changed and fix.check is not MERGED
    )
    return Mended(made, left, found.guesses, tuple(receipts))


def written(report: CheckReport) -> list[SourceBook]:
    """Return the files that are checked, not only read."""
    sources = report.book.sources
    return list(sources[: len(sources) - len(report.book.with_)])


def _require_writable(report: CheckReport, books: set[str]) -> None:
    files = [source.path.resolve() for source in written(report)]
    for source in written(report):
        if source.name in books and files.count(source.path.resolve()) > 1:
            raise UsageError(
                _("{name} is given twice").format(name=source.path.name),
                _("give each file once"),
                path=source.path,
            )
        if source.name in books and source.format not in EDITABLE:
            raise FileRefused(
                _("{format} can be read, not written").format(format=source.format),
                _("save it as .xlsx first"),
                path=source.path,
            )


def _is_mendable(problem: Problem) -> bool:
    return problem.cell is not None and _is_value(problem.fix) and problem.fix is not None


def _is_value(raw: Raw) -> TypeGuard[Value]:
    held = isinstance(raw, str | int | float | dt.date) or raw is None
    return held and not isinstance(raw, CellError)


def _authority(problem: Problem) -> tuple[bool, bool]:
    return not problem.safe, not problem.code.startswith(_KINDS)


def _fix(problem: Problem) -> Fix:
    return Fix(
        problem.check, problem.book, problem.sheet, problem.row, problem.column, problem.header,
        problem.value, problem.fix, problem.safe, problem.id,
    )  # fmt: skip


def _place(fix: Fix) -> _Place:
    return fix.book, fix.sheet, fix.row, fix.column


def _fill_down(
    ledger: Ledger, merged: Iterable[Fix], found: dict[_Place, Fix]
) -> Iterator[MergedCells]:
    """Yield the areas to be taken apart; their values, mended, go into the cells below."""
    tops = {_place(fix): fix for fix in merged}
    for area in ledger.merged:
        place = (area.book, area.sheet, area.first_row, area.column)
        top = tops.get(place)
        if top is None:
            continue
        yield area
        new = found[place].new if place in found else top.new
        register = ledger.registers[area.register]
        for record in area.records(register):
            row = int(register.rows[record])
            if row > area.first_row:
                below = top._replace(row=row, old=None, new=new, id="")
                found[_place(below)] = below


def _edits(report: CheckReport, found: Fixes, book: str) -> Iterator[Edit]:
    """Yield the edits of one file."""
    areas: dict[str, list[str]] = {}
    for area in found.areas:
        if area.book == book:
            reference = f"{a1(area.first_row, area.column)}:{a1(area.last_row, area.column)}"
            areas.setdefault(area.sheet, []).append(reference)
    for sheet, references in areas.items():
        yield UnmergeCells(sheet, tuple(references), _reason(MERGED.code, MERGED.title))
    reasons: dict[str, str] = {}
    for fix in found.fixes:
        if fix.book == book and _is_value(fix.new):
            code = fix.check.code
            reason = reasons.setdefault(code, _reason(code, fix.check.title))
            yield MendCell(fix.sheet, fix.cell, _day(fix.new), reason)
    yield from keep_issued(report, found.fixes, book)


def _reason(code: str, title: str) -> str:
    return f"{code} {_(title)}"


def _day(value: Value) -> Value:
    """Return a time at midnight as the day that it is, to be shown without a time."""
    midnight = isinstance(value, dt.datetime) and value.time() == dt.time()
    return value.date() if midnight and isinstance(value, dt.datetime) else value
