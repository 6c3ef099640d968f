"""The job of ``check --list``: 问题清单 in the book itself, with what people wrote into the last one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from crmbook.book import Book
from crmbook.book.problem_list import OldList, old_list
from crmbook.files.features import generated_sheets, holds_tables
from crmbook.i18n import _
from crmbook.model.edits import Plan, PutSheet
from crmbook.model.errors import FileRefused
from crmbook.report.findings import (
    BOX,
    COLUMN,
    COMPANY,
    DONE,
    HEADERS,
    ID,
    PLACE,
    PROBLEM,
    Finding,
    Findings,
    Solved,
)
from crmbook.report.problem_list_sheet import ListLook, problem_list_sheet
from crmbook.schema.sheets import PROBLEM_LIST
from crmbook.workflows.check import CheckReport
from crmbook.workflows.findings import listed
from crmbook.workflows.write import Target, Written, write

_Key = tuple[str, ...]


def put_list(report: CheckReport) -> Written:
    """Put 问题清单 into the book; beside it, with links into it, when somebody has it open (U02).

    Raises FileRefused when the book has a sheet of that name that crmbook did not make, or would
    be harmed; ChangedMeanwhile, CannotWrite.
    """
    _require_own(report.book)
    found = _with_typed(listed(report), _earlier(report.book))
    plain = not holds_tables(report.book.path)

    def plan(link: Callable[[str], str]) -> Plan:
        workbook = problem_list_sheet(found, ListLook(plain=plain, link=link))
        reason = _("problems as of {date}").format(date=f"{report.today:%Y-%m-%d}")
        return Plan((PutSheet(PROBLEM_LIST, workbook, reason),))

    beside = f"external:{report.book.path.name}#{{}}".format
    target = Target(beside=lambda: plan(beside))
    return write(report.book, plan("internal:{}".format), command="check", label=PROBLEM_LIST,
                 target=target)  # fmt: skip


def _require_own(book: Book) -> None:
    own = generated_sheets(book.path)
    names = {grid.name for grid in book.sources[0].grids}
    if own is not None and PROBLEM_LIST in names and PROBLEM_LIST not in own:
        raise FileRefused(
            _("the book has a sheet “{sheet}” that crmbook did not make").format(
                sheet=PROBLEM_LIST
            ),
            _("rename that sheet, then run this again"),
            path=book.path,
        )


def _earlier(book: Book) -> OldList:
    grids = (grid for grid in book.sources[0].grids if grid.name == PROBLEM_LIST)
    return next((old_list(grid, HEADERS, PLACE) for grid in grids), OldList())


def _with_typed(found: Findings, old: OldList) -> Findings:
    """Give each line what somebody wrote beside it; keep below what was written beside the others."""
    typed = _Typed(old)
    lines = [typed.onto(line) for line in found.lines]
    notes = list(found.notes)
    if old.strays:
        told = _("{sheet}: {cells} could not be carried over; the backup has them")
        notes.append(told.format(sheet=PROBLEM_LIST, cells="、".join(old.strays[:5])))
    return replace(found, lines=lines, extra=old.extra, solved=list(typed.left()), notes=notes)


class _Typed:
    """The lines of an earlier list in which somebody wrote, each given away once."""

    def __init__(self, old: OldList) -> None:
        self._old = [line for line in old.lines if line.typed or _done(line.cells)]
        self._given: set[int] = set()
        self._by_key: dict[_Key, list[int]] = defaultdict(list)
        for at, line in enumerate(self._old):
            for key in _keys(line.cells):
                self._by_key[key].append(at)

    def onto(self, line: Finding) -> Finding:
        """Return a line with what was written beside it: it is known by its record and column."""
        cells = {ID: line.id, COMPANY: line.company, PLACE: line.place, COLUMN: line.column,
                 PROBLEM: line.problem}  # fmt: skip
        for key in _keys(cells):
            for at in self._by_key.get(key, ()):
                if at not in self._given:
                    self._given.add(at)
                    old = self._old[at]
                    return replace(line, done=_done(old.cells), typed=old.typed)
        return line

    def left(self) -> Iterable[Solved]:
        """Yield the lines that are no problem any more; a tick alone has done its work."""
        for at, line in enumerate(self._old):
            if at not in self._given and line.typed:
                yield Solved(line.cells, line.typed)


def _keys(cells: Mapping[str, str]) -> tuple[_Key, _Key]:
    """Return what a line is known by, exactly and nearly: sorting the register changes its place."""
    record = cells.get(ID) or cells.get(PLACE, "")
    near = (record, cells.get(COLUMN, ""))
    return (*near, cells.get(PROBLEM, "")), near


def _done(cells: Mapping[str, str]) -> str:
    text = cells.get(DONE, "").strip()
    return "" if text == BOX else text
