"""From a check's report to the lines that people read: places, values, remedies in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from crmbook.i18n import _, ngettext
from crmbook.model.cells import quote_sheet
from crmbook.model.checks import Impact, Severity
from crmbook.model.printable import printable
from crmbook.model.problems import Problem
from crmbook.model.words import labelled, shown
from crmbook.report.findings import Finding, Findings
from crmbook.workflows.check import CheckReport
from crmbook.workflows.verdict import since_lines, summary_lines, verdict_line

#: Nobody works off more; Excel draws no more links than thrice as many.
MOST: Final = 20_000
_VALUE_WIDTH: Final = 80
_GRAVITY: Final = {Impact.REPORT: 0, Impact.CONTACT: 1, Impact.FORM: 2}


def listed(report: CheckReport) -> Findings:
    """Return all of a report, line by line; of very many problems the gravest."""
    chosen = gravest(report.problems, MOST)
    left = len(report.problems) - len(chosen)
    more = ngettext(
        "{count} more place, less grave, is not listed here (--format json lists all)",
        "{count} more places, less grave, are not listed here (--format json lists all)",
        left,
    ).format(count=left)
    return _findings(report, chosen, [more] if left else [])


def excerpt(report: CheckReport) -> Findings:
    """Return of each kind of problem as many lines as the rule allows, and what is left out."""
    printed: Counter[str] = Counter()
    chosen = []
    for problem in report.problems:
        if printed[problem.code] < report.limit:
            printed[problem.code] += 1
            chosen.append(problem)
    return _findings(report, chosen, list(_left_out(report, printed)))


def gravest(problems: Sequence[Problem], most: int) -> list[Problem]:
    """Return at most so many problems in their order: errors before warnings, figures first."""
    if len(problems) <= most:
        return list(problems)
    grave = sorted(range(len(problems)), key=lambda at: (*_gravity(problems[at]), at))
    return [problems[at] for at in sorted(grave[:most])]


def _gravity(problem: Problem) -> tuple[bool, int]:
    return problem.severity is not Severity.ERROR, _GRAVITY[problem.impact]


def _left_out(report: CheckReport, printed: Counter[str]) -> Iterator[str]:
    titles = {problem.code: problem.check.title for problem in report.problems}
    hidden = Counter(problem.code for problem in report.problems) - printed
    for code, count in sorted(hidden.items()):
        yield _("{code} {title}: {count} more of the kind (--format json lists all)").format(
            code=code, title=_(titles[code]), count=count
        )


def _findings(report: CheckReport, problems: Sequence[Problem], more: list[str]) -> Findings:
    book = report.book.path.name
    several = len(report.book.sources) > 1
    return Findings(
        book=book,
        as_of=report.today,
        verdict=printable(verdict_line(report)),
        lines=[finding(problem, book, several=several) for problem in problems],
        total=len(report.problems),
        since=[printable(line) for line in since_lines(report)],
        summary=[printable(line) for line in summary_lines(report)],
        notes=[printable(line) for line in report.notes],
        not_checked=[printable(labelled(one.what, one.why)) for one in report.not_checked],
        more=more,
    )


def finding(problem: Problem, book: str, *, several: bool = False) -> Finding:
    """Return a problem as a line; ``several``: it says in which file, for others than ``book``."""
    own = problem.book == book or not several
    return Finding(
        owner=printable(problem.owner),
        company=printable(problem.company),
        id="" if "!" in problem.id else printable(problem.id),
        place=_place(problem) if own else f"[{problem.book}] {_place(problem)}",
        column=problem.header,
        value=shown(problem.value, _VALUE_WIDTH) if problem.column else "",
        problem=printable(problem.message),
        remedy=printable(problem.remedy or _(problem.check.remedy)),
        impact=problem.impact,
        severity=problem.severity,
        target=_target(problem) if own else "",
    )


def _place(problem: Problem) -> str:
    """Return ``线索登记表 K27``; a whole row is named by its number."""
    sheet = printable(problem.sheet)
    if problem.cell:
        return f"{sheet} {problem.cell}"
    return _("{sheet} row {row}").format(sheet=sheet, row=problem.row) if problem.row else sheet


def _target(problem: Problem) -> str:
    return f"{quote_sheet(problem.sheet)}!{problem.cell or f'A{problem.row or 1}'}"
