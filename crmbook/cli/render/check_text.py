"""``check`` as text: the verdict, then each owner's problems, then what was not checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

import click

from crmbook.cli.printable import printable
from crmbook.cli.render.fixes import mended_lines, offer_lines
from crmbook.cli.render.words import impact_word, labelled, shown
from crmbook.cli.render.written import written_lines
from crmbook.i18n import _, ngettext
from crmbook.model.checks import Severity
from crmbook.model.problems import Problem
from crmbook.workflows.check import CheckReport
from crmbook.workflows.verdict import since_lines, summary_lines, verdict_line

if TYPE_CHECKING:  # it loads XlsxWriter
    from crmbook.workflows.fixes import Mended
    from crmbook.workflows.write import Written

_SIGN = {Severity.ERROR: "✗", Severity.WARNING: "!"}
_COLOUR = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def check_text(
    report: CheckReport, written: Written | None = None, mended: Mended | None = None
) -> str:
    """Return the report; more than 20 problems of a kind become one line (§2.19).

    ``written``: where 问题清单 went, ``mended``: what was mended before, if it was asked for.
    """
    lines = [
        *mended_lines(mended, report.limit),
        *map(printable, (*since_lines(report), verdict_line(report), *summary_lines(report))),
    ]
    printed: Counter[str] = Counter()
    lines += _by_owner(report, printed)
    lines += _more(report, printed)
    lines += offer_lines(report, mended)
    lines += _listed(_("Note:"), report.notes)
    lines += _listed(_("Not checked:"), (labelled(one.what, one.why) for one in report.not_checked))
    lines += _listed(_("The list:"), written_lines(written))
    return "\n".join(lines)


def _by_owner(report: CheckReport, printed: Counter[str]) -> Iterator[str]:
    """Yield each owner's block; ``printed`` counts by code, and stops at the limit."""
    kinds = len({problem.check.code for problem in report.problems})
    for owner, problems in groupby(report.problems, key=attrgetter("owner")):
        group = list(problems)
        block: list[str] = []
        for problem in group:
            code = problem.check.code
            if printed[code] < report.limit:
                printed[code] += 1
                block += _problem(problem)
        if block:
            count = ngettext("{count} place", "{count} places", len(group)).format(count=len(group))
            yield ""
            yield click.style(printable(f"{owner or _('nobody')} · {count}"), bold=True)
            yield from block
        if sum(count == report.limit for count in printed.values()) == kinds:
            return  # of every kind enough has been shown


def _problem(problem: Problem) -> Iterator[str]:
    sign = click.style(_SIGN[problem.severity], fg=_COLOUR[problem.severity])
    subject = f"{problem.header} {shown(problem.value)}  " if problem.header else ""
    yield f"  {sign} " + printable(f"{problem.where}  {subject}{problem.message}")
    remedy = problem.remedy or _(problem.check.remedy)
    who = " ".join(part for part in (_number(problem), problem.company) if part)
    tail = " · ".join(part for part in (who, impact_word(problem.impact), problem.code) if part)
    yield printable(f"      → {remedy}  [{tail}]")


def _number(problem: Problem) -> str:
    return "" if "!" in problem.id else problem.id


def _more(report: CheckReport, printed: Counter[str]) -> Iterator[str]:
    checks = {problem.check.code: problem.check for problem in report.problems}
    hidden = Counter(problem.check.code for problem in report.problems) - printed
    if hidden:
        yield ""
    for code, count in sorted(hidden.items()):
        yield _("{code} {title}: {count} more of the kind (--format json lists all)").format(
            code=code, title=_(checks[code].title), count=count
        )


def _listed(title: str, lines: Iterator[str] | tuple[str, ...]) -> list[str]:
    found = [f"  {printable(line)}" for line in lines]
    return ["", title, *found] if found else []
