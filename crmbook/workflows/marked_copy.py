"""The job of ``check --format xlsx``: a copy of the book with its wrong cells marked (U15).

It is for reading: its first tab says so, and lists the problems. An existing fill or note is never
disturbed (U05).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Final

from crmbook.files.features import holds_tables
from crmbook.i18n import _
from crmbook.model.checks import Severity
from crmbook.model.edits import Edit, MarkCell, Plan, PutSheet
from crmbook.model.printable import printable
from crmbook.model.problems import Problem
from crmbook.model.words import impact_word, labelled
from crmbook.report.findings import SIGNS
from crmbook.report.palette import BAD, NEUTRAL
from crmbook.report.problem_list_sheet import ListLook, problem_list_sheet
from crmbook.schema.sheets import PROBLEM_LIST
from crmbook.workflows.check import CheckReport
from crmbook.workflows.findings import MOST, gravest, listed
from crmbook.workflows.write import Target, Written, write

_FILLS: Final = {Severity.ERROR: BAD[0][1:], Severity.WARNING: NEUTRAL[0][1:]}
_FIRST: Final = ""  # PutSheet: behind no sheet at all


def marked_copy(report: CheckReport, output: Path, *, force: bool = False) -> Written:
    """Write the copy. The book itself is only read.

    Raises UsageError when ``output`` exists and ``force`` is not given, FileRefused for a book that
    cannot be edited, CannotWrite.
    """
    plan = Plan((*_marks(report), _list(report)))
    target = Target(output, force=force)
    return write(report.book, plan, command="check", label=PROBLEM_LIST, target=target)


def _list(report: CheckReport) -> Edit:
    book = report.book.path.name
    banner = _("For reading only: make changes in {book}").format(book=printable(book))
    look = ListLook(plain=not holds_tables(report.book.path), banner=banner)
    return PutSheet(PROBLEM_LIST, problem_list_sheet(listed(report), look), banner, after=_FIRST)


def _marks(report: CheckReport) -> Iterator[Edit]:
    """Yield one mark a cell: its worst problem colours it, its note tells all of them."""
    place = attrgetter("sheet", "row", "column")
    own = (one for one in report.problems if one.book == report.book.path.name and one.cell)
    chosen = gravest(sorted(own, key=place), MOST)
    for _place, found in groupby(chosen, key=place):
        problems = list(found)
        severities = {problem.severity for problem in problems}
        worst = Severity.ERROR if Severity.ERROR in severities else Severity.WARNING
        first = problems[0]
        yield MarkCell(first.sheet, first.cell or "", _FILLS[worst], _note(problems), first.message)


def _note(problems: Sequence[Problem]) -> str:
    """Return what is wrong, why that matters, and what to do."""
    return "\n\n".join(
        "\n".join(
            (
                f"{SIGNS[one.severity]} {printable(one.message)} ({one.code})",
                labelled(_("Why"), _(one.check.why)),
                labelled(_("Mend"), printable(one.remedy or _(one.check.remedy))),
                labelled(_("Impact"), impact_word(one.impact)),
            )
        )
        for one in problems
    )
